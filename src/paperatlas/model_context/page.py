"""Page: a part of an answer with its quotes, and the reply that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ontology import Iri
    from ..store import Value
    from .quotes import Heading, Quote


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer: those from ``offset`` on, of ``total``, with the quotes of each.

    ``facts`` stand before the rows: what is known of one thing, under the names of properties.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    quotes: tuple[tuple[Quote, ...], ...]
    headings: Mapping[Iri, Heading]
    total: int
    offset: int = 0
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool answers: text to read, and the same as JSON; or only a text, where it failed."""

    text: str
    data: dict[str, Any] | None = None

    @property
    def failed(self) -> bool:
        """Whether the text says what went wrong."""
        return self.data is None
