"""Record: one entry as a source document has it, before anything is merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a source document.

    ``source`` is the document's name (never an absolute path), ``line`` the 1-based line on which
    the entry begins. ``title`` and ``abstract`` are clean one-line text or ``None``; ``publisher``
    is the company or laboratory that the document's metadata names; ``urls`` keep their order and
    spelling; ``arxiv_id`` has no version ("2212.08073"); ``category`` is the document's own subject
    heading; ``comment`` is metadata that is not abstract ("31 pages, 26 figures"). ``repairs`` say,
    one sentence each, what the reader mended.
    """

    source: str
    line: int
    title: str | None = None
    abstract: str | None = None
    publisher: str | None = None
    issued: date | None = None
    urls: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    category: str | None = None
    comment: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of a source document that could not be read: where, why, and how to mend it."""

    source: str
    line: int
    why: str
    cure: str = ""
