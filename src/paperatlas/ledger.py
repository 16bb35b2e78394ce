"""Ledger: what a build has read, found and written, kept on disk so that nothing is done twice.

A build that was stopped, or a second one, finds here what need not be done again. It is a cache:
deleted, it costs time and nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from .database import opened
from .identity import Keys, keys_of
from .papers import Outline, outline_of, paper_of
from .records import Record, Refusal, decode_said, digest, encode_said

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .papers import Paper
    from .records import Entry

FORMAT = 5
"""Raised when what the ledger holds changes its form."""

_TABLES = """
CREATE TABLE document (name TEXT PRIMARY KEY, mark BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, source TEXT NOT NULL, line INTEGER NOT NULL,
    raw BLOB NOT NULL, digest BLOB NOT NULL, arxiv TEXT, title TEXT NOT NULL, cut INTEGER NOT NULL,
    abstract BLOB NOT NULL, sketch BLOB NOT NULL, name TEXT NOT NULL, text BLOB NOT NULL,
    seldom TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE refusal (
    document TEXT NOT NULL, source TEXT NOT NULL, line INTEGER, why TEXT, cure TEXT);
CREATE TABLE finding (key BLOB PRIMARY KEY, gist TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE written (
    id TEXT PRIMARY KEY, key BLOB NOT NULL, concepts TEXT NOT NULL, quotes INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE block (
    of TEXT NOT NULL, evidence INTEGER NOT NULL, place BLOB NOT NULL, prefixes TEXT NOT NULL,
    content BLOB NOT NULL);
CREATE TABLE outcome (mark BLOB NOT NULL, files TEXT NOT NULL, tally TEXT NOT NULL);
CREATE INDEX record_at ON record (document, source, line, digest, raw);
CREATE INDEX block_of ON block (of);
CREATE INDEX block_at ON block (evidence, place);
CREATE INDEX block_uses ON block (evidence, prefixes);
"""


_SELDOM = 4096
"""So many texts of what few records have are kept as they were read, for many are equal."""

_UNREAD = b""
"""The mark of a document that is not read to its end."""

Placed = tuple[bool, bytes, str, bytes]
"""Whether it is of the evidence, its place in the file, the prefixes it uses, and its text."""


@dataclass(frozen=True, slots=True)
class Written:
    """The blocks of a paper or concept, what they were made of, the concepts named, and the quotes.

    The id of a concept has a slash in it, that of a paper none; a concept names none, and has no
    quotes.
    """

    id: str
    key: bytes
    concepts: tuple[str, ...]
    quotes: int
    blocks: tuple[Placed, ...]


class Known(NamedTuple):
    """A record as the index of identities has it.

    ``number`` is that of the ledger; ``digest`` names what the record says, wherever it stands;
    ``alone`` is what it makes a paper of which no other record tells.
    """

    number: int
    source: str
    line: int
    digest: bytes
    keys: Keys
    alone: Outline
    repairs: tuple[str, ...]


class Ledger:
    """One open ledger; use it as a context manager.

    >>> with Ledger.open(None) as ledger:
    ...     [p.title for p in ledger.take_in("a.txt", b"mark", [Record("a.txt", 1, "Deep Sets")])]
    ...     ledger.mark_of("a.txt"), ledger.mark_of("b.txt")
    ['Deep Sets']
    (b'mark', None)
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use :meth:`open` instead."""
        self._db = connection

    @classmethod
    @contextmanager
    def open(cls, folder: Path | None, *, fresh: bool = False) -> Iterator[Ledger]:
        """Open the ledger in ``folder``, or one in memory for ``None``; no other may have it open.

        What a ``fresh`` one held is forgotten.

        Raises:
            OutputError: the folder cannot be written, the disk is full, or a build is at work.

        """
        with opened(folder, _TABLES, FORMAT, fresh=fresh) as db:
            yield cls(db)

    def mark_of(self, document: str) -> bytes | None:
        """Return what a document was when it was taken in, or ``None`` if it never was."""
        row = self._db.execute("SELECT mark FROM document WHERE name = ?", [document]).fetchone()
        return row[0] if row else None

    def take_in(
        self, document: str, mark: bytes, entries: Iterable[Entry | Record | Refusal]
    ) -> Iterator[Paper]:
        """Keep a document's records, and its refusals, in place of earlier ones.

        Each is kept as it is asked for, and of a new record is yielded what it makes a paper of
        which no other tells; the mark comes last. An entry that was there before, on whatever line,
        is not read again.
        """
        before = self._before(document)
        with self._db:
            self._db.execute("DELETE FROM refusal WHERE document = ?", [document])
            self._db.execute("REPLACE INTO document VALUES (?, ?)", (document, _UNREAD))
        with self._db:
            for entry in entries:
                if isinstance(entry, Refusal):
                    self._refuse(document, entry)
                    continue
                raw = digest(encode_said(entry) if isinstance(entry, Record) else entry.raw)
                if rows := before.get(raw):
                    self._move(*rows.pop(), entry.source, entry.line)
                    continue
                record = entry if isinstance(entry, Record) else entry.read()
                if isinstance(record, Refusal):
                    self._refuse(document, record)
                    continue
                alone = paper_of([record])
                self._put(document, raw, record, outline_of(alone))
                yield alone
            gone = [[number] for rows in before.values() for number, _, _ in rows]
            self._db.executemany("DELETE FROM record WHERE id = ?", gone)
            self._db.execute("UPDATE document SET mark = ? WHERE name = ?", (mark, document))

    def _before(self, document: str) -> dict[bytes, list[tuple[int, str, int]]]:
        """Return, by digest of what they are made of, number and place of records, last first."""
        rows = "SELECT raw, id, source, line FROM record WHERE document = ?"
        order = " ORDER BY source DESC, line DESC"
        found: defaultdict[bytes, list[tuple[int, str, int]]] = defaultdict(list)
        for raw, *row in self._db.execute(rows + order, [document]):
            found[raw].append(tuple(row))
        return found

    def _move(self, number: int, source: str, line: int, *to: str | int) -> None:
        if (source, line) != to:
            place = "UPDATE record SET source = ?, line = ? WHERE id = ?"
            self._db.execute(place, (*to, number))

    def _put(self, document: str, raw: bytes, record: Record, alone: Outline) -> None:
        content, keys = encode_said(record), keys_of(record)
        place = document, record.source, record.line
        known = keys.arxiv, keys.title, keys.cut, keys.abstract, keys.sketch
        named = alone.publishers, alone.categories, alone.affiliations
        seldom = json.dumps((keys.doi, keys.addresses, *named, record.repairs))
        told = *known, alone.name, alone.text, seldom
        row = None, *place, raw, digest(content), *told, content
        self._db.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?" + ", ?" * 10 + ")", row)

    def _refuse(self, document: str, refusal: Refusal) -> None:
        row = (document, refusal.source, refusal.line, refusal.why, refusal.cure)
        self._db.execute("INSERT INTO refusal VALUES (?, ?, ?, ?, ?)", row)

    def keep_only(self, documents: Iterable[str]) -> None:
        """Forget every document that is not among these, and all that only it said."""
        gone = {name for (name,) in self._db.execute("SELECT name FROM document")} - {*documents}
        with self._db:
            for name in sorted(gone):
                self._forget(name)

    def _forget(self, document: str) -> None:
        self._db.execute("DELETE FROM document WHERE name = ?", [document])
        self._db.execute("DELETE FROM record WHERE document = ?", [document])
        self._db.execute("DELETE FROM refusal WHERE document = ?", [document])

    def has_records(self) -> bool:
        """Tell whether any record was taken in."""
        return self._db.execute("SELECT 1 FROM record LIMIT 1").fetchone() is not None

    def known(self) -> Iterator[Known]:
        """Yield what is known of every record, by document, source, line, digest."""
        rows = """
            SELECT id, source, line, digest, arxiv, title, cut, abstract, sketch, name, text, seldom
            FROM record ORDER BY document, source, line, digest"""
        seldom = lru_cache(_SELDOM)(_seldom)
        for row in self._db.execute(rows):
            number, source, line, said, arxiv, title, cut, abstract, sketch, name, text, rest = row
            doi, addresses, by, under, of, repairs = seldom(rest)
            keys = Keys(arxiv, doi, addresses, title, bool(cut), abstract, sketch)
            alone = Outline(name, text, by, under, of)
            yield Known(number, intern(source), line, said, keys, alone, repairs)

    def record(self, number: int) -> Record:
        """Return the record of this number; KeyError when there is none."""
        source, line, said = self._one(
            "SELECT source, line, content FROM record WHERE id = ?", number
        )
        return decode_said(source, int(line), said)

    def refusals(self) -> Iterator[Refusal]:
        """Yield every refusal, by source and line."""
        order = "SELECT source, line, why, cure FROM refusal ORDER BY source, line, rowid"
        rows = self._db.execute(order)
        return (Refusal(*row) for row in rows)

    def is_found(self, key: bytes) -> bool:
        """Tell whether something was sought under this key."""
        return bool(self._db.execute("SELECT 1 FROM finding WHERE key = ?", [key]).fetchone())

    def unfound(self, keys: Iterable[bytes]) -> list[bytes]:
        """Return the keys under which nothing was found yet, in their order."""
        known = {key for (key,) in self._db.execute("SELECT key FROM finding")}
        return [key for key in keys if key not in known]

    def put_findings(self, findings: Iterable[tuple[bytes, str, str]]) -> None:
        """Keep findings: key, gist and content."""
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO finding VALUES (?, ?, ?)", findings)

    def gist(self, key: bytes) -> str:
        """Return the gist of a finding; KeyError when there is none."""
        return str(self._one("SELECT gist FROM finding WHERE key = ?", key)[0])

    def gists(self) -> Iterator[tuple[bytes, str]]:
        """Yield key and gist of every finding, in no order."""
        rows = self._db.execute("SELECT key, gist FROM finding")
        return ((key, gist) for key, gist in rows)

    def finding(self, key: bytes) -> str:
        """Return the content of a finding; KeyError when there is none."""
        return str(self._one("SELECT content FROM finding WHERE key = ?", key)[0])

    def written(self) -> dict[str, bytes]:
        """Return, for each paper whose blocks are kept, what they were made of."""
        rows = "SELECT id, key FROM written WHERE instr(id, '/') = 0"
        return dict(self._db.execute(rows))

    def described(self) -> dict[str, bytes]:
        """Return, for each concept whose block is kept, what it was made of."""
        rows = "SELECT id, key FROM written WHERE instr(id, '/') > 0"
        return dict(self._db.execute(rows))

    def named(self) -> Iterator[list[str]]:
        """Yield the concepts of each paper whose blocks are kept, by its id."""
        rows = self._db.execute("SELECT concepts FROM written WHERE instr(id, '/') = 0 ORDER BY id")
        return (concepts.split() for (concepts,) in rows)

    def quotes(self) -> int:
        """Return how many quotes there are in the blocks that are kept."""
        (quotes,) = self._db.execute("SELECT total(quotes) FROM written").fetchone()
        return int(quotes)

    def put_blocks(self, written: Iterable[Written]) -> None:
        """Keep the blocks of papers and concepts, in place of earlier ones."""
        written = tuple(written)
        rows = ((each.id, each.key, " ".join(each.concepts), each.quotes) for each in written)
        blocks = ((each.id, *block) for each in written for block in each.blocks)
        with self._db:
            self._drop(each.id for each in written)
            self._db.executemany("INSERT INTO written VALUES (?, ?, ?, ?)", rows)
            self._db.executemany("INSERT INTO block VALUES (?, ?, ?, ?, ?)", blocks)

    def blocks(self, *, evidence: bool) -> Iterator[bytes]:
        """Yield the text of every block of one file, by place."""
        rows = "SELECT content FROM block WHERE evidence = ? ORDER BY place"
        # Not the cursor itself: who leaves it half read would close it after its connection.
        return (text for (text,) in self._db.execute(rows, [evidence]))

    def prefixes(self, *, evidence: bool) -> frozenset[str]:
        """Return the prefixes that the blocks of one file use."""
        rows = self._db.execute(
            "SELECT DISTINCT prefixes FROM block WHERE evidence = ?", [evidence]
        )
        return frozenset(name for (names,) in rows for name in names.split())

    def prune(self, papers: Iterable[str], findings: Iterable[bytes]) -> None:
        """Forget the blocks of all other papers, and all other findings."""
        self.drop(self.written().keys() - {*papers})
        with self._db:
            kept = {*findings}
            stale = [[k] for (k,) in self._db.execute("SELECT key FROM finding") if k not in kept]
            self._db.executemany("DELETE FROM finding WHERE key = ?", stale)

    def documents(self) -> list[tuple[str, bytes]]:
        """Return the name and the mark of every document, by name."""
        return self._db.execute("SELECT name, mark FROM document ORDER BY name").fetchall()

    def outcome(self, mark: bytes) -> tuple[str, str] | None:
        """Return what `put_outcome` kept last, if it was under this mark."""
        row = self._db.execute("SELECT files, tally FROM outcome WHERE mark = ?", [mark]).fetchone()
        return row and (row[0], row[1])

    def put_outcome(self, mark: bytes, files: str, tally: str) -> None:
        """Keep the outcome of a build that is done, in place of the one before."""
        with self._db:
            self._db.execute("DELETE FROM outcome")
            self._db.execute("INSERT INTO outcome VALUES (?, ?, ?)", [mark, files, tally])

    def drop(self, written: Iterable[str]) -> None:
        """Forget the blocks of these papers and concepts."""
        with self._db:
            self._drop(sorted(written))

    def _drop(self, written: Iterable[str]) -> None:
        ids = [[each] for each in written]
        self._db.executemany("DELETE FROM block WHERE of = ?", ids)
        self._db.executemany("DELETE FROM written WHERE id = ?", ids)

    def _one(self, query: str, key: int | bytes) -> tuple[str, ...]:
        row: tuple[str, ...] | None = self._db.execute(query, [key]).fetchone()
        if row is None:
            raise KeyError(key)
        return row


def _seldom(line: str) -> tuple[Any, ...]:
    """Read what few records have, or many alike: what is equal need not be read twice."""
    return tuple(tuple(each) if isinstance(each, list) else each for each in json.loads(line))
