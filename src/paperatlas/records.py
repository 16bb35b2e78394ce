"""Record: one entry as a source document has it, before anything is merged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a source document.

    ``source`` is the document's name (never an absolute path), ``line`` the 1-based line on which
    the entry begins. ``title`` and ``abstract`` are clean one-line text or ``None``; ``publisher``
    is the company or laboratory that the document's metadata names; ``urls`` keep their order and
    spelling; ``arxiv_id`` has no version ("2212.08073"); ``category`` is the document's own subject
    heading; ``comment`` is metadata that is not abstract ("31 pages, 26 figures"). ``repairs`` say,
    one sentence each, what the reader mended. ``authors`` are names in the record's order, given
    name first; ``affiliations`` stand as the record has them, each once; ``subjects`` are further
    headings under which it is filed. ``language`` is a BCP 47 tag ("fr"), ``None`` for English and
    where nothing tells. A record without a day is ``issued`` on the first of its month or year.
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
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of a source document that could not be read: where, why, and how to mend it."""

    source: str
    line: int
    why: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a source document of which no record is made yet.

    ``raw`` is all that its record is made of, but for the place where it stands: when two are
    equal, so is what ``made(source, line)`` returns, the record or the refusal of it.
    """

    source: str
    line: int
    raw: str
    made: Callable[[str, int], Record | Refusal]

    def read(self) -> Record | Refusal:
        """Return the record, or the refusal of it.

        >>> Entry("a.txt", 7, "Deep Sets", lambda *place: Record(*place, "Deep Sets")).read().line
        7
        """
        return self.made(self.source, self.line)


def encode(record: Record) -> str:
    """Write a record as one line of JSON in ASCII; :func:`decode` reads it.

    >>> encode(Record("a.txt", 1, issued=date(2022, 12, 15)))[:41]
    '["a.txt",1,null,null,null,"2022-12-15",[]'
    """
    return _line(_ALL(record))


def decode(line: str) -> Record:
    """Return the record that :func:`encode` wrote.

    >>> decode(encode(Record("a.txt", 1, urls=("https://e.org",)))).urls
    ('https://e.org',)
    """
    source, number, *fields = json.loads(line)
    return _record(source, number, fields)


def encode_said(record: Record) -> str:
    """Write what a record says, wherever it stands; :func:`decode_said` reads it.

    >>> encode_said(Record("a.txt", 1, "Deep Sets")) == encode_said(Record("b.txt", 7, "Deep Sets"))
    True
    """
    return _line(_SAID(record))


def decode_said(source: str, line: int, said: str) -> Record:
    """Return the record at ``source``:``line`` that says what :func:`encode_said` wrote.

    >>> decode_said("b.txt", 7, encode_said(Record("a.txt", 1, "Deep Sets"))).line
    7
    """
    return _record(source, line, json.loads(said))


_line = json.JSONEncoder(default=date.isoformat, separators=(",", ":")).encode


def _record(source: str, line: int, fields: list[Any]) -> Record:
    told: list[Any] = [tuple(each) if isinstance(each, list) else each for each in fields]
    if told[_ISSUED]:
        told[_ISSUED] = date.fromisoformat(told[_ISSUED])
    return Record(source, line, *told)


def digest(line: str) -> bytes:
    """Return sixteen bytes that name what :func:`encode` wrote, and order records of one line."""
    return sha256(line.encode()).digest()[:16]


_FIELDS = tuple(Record.__dataclass_fields__)
_PLACE = 2  # source and line
_ALL = attrgetter(*_FIELDS)
_SAID = attrgetter(*_FIELDS[_PLACE:])
_ISSUED = _FIELDS[_PLACE:].index("issued")
