"""Extraction: the mentions in a paper's title and abstract.

A spaCy pipeline reads each field: ``tokens`` cuts it into words and sentences, ``terms`` finds what
the vocabulary names, ``abbreviations`` the short forms that the text itself defines, ``patterns``
what the paper presents under a name of its own, ``titles`` what title and abstract share,
``recognition`` what looks like a name; ``discovery`` puts together what is new, and ``confidence``
says how sure it is. What leaves this package is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .extractor import Extractor

__all__ = ["Extractor", "Mention"]


@dataclass(frozen=True, order=True, slots=True)
class Mention:
    """A stretch of a paper's text that names something.

    ``start`` and ``end`` count code points of ``Paper.text``, end exclusive, and
    ``paper.text[start:end] == text`` always. ``field`` is "title" or "abstract"; ``sentence`` is
    the sentence around it and ``sentence_start`` where in ``Paper.text`` that begins. ``extractor``
    is who found it; ``expansion`` is the long form that the text gives for an abbreviation. What
    was found without the vocabulary has the ``type`` that its finder takes it for, and the
    ``confidence`` that it is one; it is ``presented`` where the paper brings it as its own.
    """

    paper: str
    start: int
    end: int
    field: str
    text: str
    sentence: str
    sentence_start: int
    extractor: str
    expansion: str | None = None
    type: str | None = None
    confidence: float = 1.0
    presented: bool = False


def __getattr__(name: str) -> object:
    """Import who extracts when first asked for: most of this package is of use without spaCy."""
    if name != "Extractor":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .extractor import Extractor  # noqa: PLC0415  (as said)

    return Extractor
