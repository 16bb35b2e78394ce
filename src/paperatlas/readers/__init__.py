"""Readers: documents become records, each format in a file of its own, known by its content."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache, partial
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from ..errors import InputError
from ..marks import code_mark, mark_of
from ..records import Entry, Record, Refusal
from . import (
    acl_anthology,
    arxiv_atom,
    bibtex,
    json_document,
    json_lines,
    medline,
    parquet,
    pubmed,
    ris,
    separated,
    spreadsheet,
)
from .encoding import encoding_of, in_utf8
from .fields import MAPPABLE
from .sources import on_disk, size_of, sources
from .unpacking import HEAD, Part, nobody, parts, parts_of
from .whole_text import FORMATS, Reading, read_text, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

__all__ = [
    "FORMATS",
    "MAPPABLE",
    "STREAMED",
    "Reading",
    "Streamed",
    "content_mark",
    "nothing_read",
    "on_disk",
    "read",
    "read_all",
    "size_of",
    "sources",
    "stream",
]


class Streamed(Protocol):
    """What a module of a format offers that is read entry by entry, whatever its length.

    ``SHAPE`` names it in words. A ``BINARY`` one is given the document's own bytes, any other one
    gets them in UTF-8.
    """

    NAME: str
    SHAPE: str
    BINARY: bool

    def recognises(self, head: bytes) -> float:
        """Return how surely a document that begins so has this format, from 0 to 1."""
        ...

    def entries(
        self, document: BinaryIO, source: str, mapping: Mapping[str, str]
    ) -> Iterator[Entry | Refusal]:
        """Yield every entry, or why it is none; ``mapping`` is field -> name there."""
        ...


#: The formats that are read entry by entry: the surest reads, of equals the first.
STREAMED: tuple[Streamed, ...] = (
    parquet,
    spreadsheet,
    arxiv_atom,
    acl_anthology,
    pubmed,
    json_lines,
    json_document,
    bibtex,
    medline,
    ris,
    separated,
)

_READERS = ("readers", "records", "identity", "identifiers", "likeness", "papers")
_PARSERS = ("bibtexparser", "charset-normalizer", "defusedxml", "openpyxl", "pyarrow", "rispy")

#: Bytes of a document whose format is known only from its whole.
_LONGEST_TEXT = 64 << 20


def read(
    document: Path | bytes | str,
    source: str,
    known_publishers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
) -> Reading:
    r"""Read one document, given as a path (``Path("-")`` is standard input) or as its content.

    Never raises for what a document holds: what cannot be read is refused, with line and cure.
    Encodings are recognised; what has no meaning in them becomes U+FFFD and is said in the repairs
    of its record. ``mapping`` is as in :func:`stream`.

    >>> read("Abstract:We fine-tune GPT-3.", "notes.txt").format
    'abstracts'
    >>> read("Dear diary", "diary.txt").refusals[0].why
    'the document has no format that is known'
    >>> read("title,year\nDeep Sets,2017\n", "list.csv").records[0].title
    'Deep Sets'
    """
    readings = list(_readings(document, source, known_publishers, mapping or {}))
    if len(readings) == 1:
        return readings[0]
    return Reading(
        source,
        next((each.format for each in readings if each.format), ""),
        tuple(record for each in readings for record in each.records),
        tuple(refusal for each in readings for refusal in each.refusals),
        tuple(note for each in readings for note in each.notes),
    )


def _readings(
    document: Path | bytes | str, source: str, known: Collection[str], mapping: Mapping[str, str]
) -> Iterator[Reading]:
    if isinstance(document, str):
        document = document.encode("utf-8", "replace")
    try:
        if isinstance(document, Path):
            with on_disk(document) as path:
                yield from _of_parts(parts(path, source), known, mapping)
        else:
            file = io.BufferedReader(io.BytesIO(document), HEAD)
            yield from _of_parts(parts_of(cast("io.BufferedReader", file), source), known, mapping)
    except OSError as error:
        yield refused(source, *_why_not_read(error))


def _of_parts(
    found: Iterable[Part | Refusal], known: Collection[str], mapping: Mapping[str, str]
) -> Iterator[Reading]:
    for part in found:
        if isinstance(part, Refusal):
            yield Reading(part.source, "", refusals=(part,))
            continue
        best, _ = _recognised(part.head, mapping)
        if best is None:
            reading = _whole(part, known)
            yield replace(reading, refusals=(*reading.refusals, *part.damage))
            continue
        told = [
            each.read() if isinstance(each, Entry) else each
            for each in _entries(part, known, mapping)
        ]
        yield Reading(
            part.source,
            best.NAME,
            tuple(each for each in told if isinstance(each, Record)),
            tuple(each for each in told if isinstance(each, Refusal)),
        )


def stream(
    path: Path,
    source: str,
    known_publishers: Collection[str] = (),
    mapping: Mapping[str, str] | None = None,
    told: Callable[[int], object] = nobody,
) -> Iterator[Entry | Record | Refusal]:
    """Yield what a document holds, in its order, and hold no more of it than an entry.

    No record of an entry is made before it is asked for: who knows the record of one whose ``raw``
    is equal need not ask. Where only the whole text tells its records apart, they come as such.
    An archive's documents come one after the other, each under its own name; a name and a line
    stand for one record. ``mapping`` says what fields, of `MAPPABLE`, are called in tables, JSON
    and BibTeX that do not use the usual names; ``told`` is called with the size of each piece of
    the file that is read.
    """
    try:
        with on_disk(path) as file:
            for part in parts(file, source, told):
                if isinstance(part, Refusal):
                    yield part
                else:
                    yield from _entries(part, known_publishers, mapping or {})
    except OSError as error:
        yield Refusal(source, 1, *_why_not_read(error))


def content_mark(
    path: Path, known_publishers: Collection[str] = (), mapping: Mapping[str, str] | None = None
) -> bytes:
    """Return a mark of what :func:`stream` would yield: of the document and of who reads it.

    What cannot be read has a mark of its own each time.
    """
    try:
        with path.open("rb") as document:
            content = file_digest(document, "sha256").digest()
    except OSError:
        content = token_bytes()
    return mark_of(content, _reader_mark(known_publishers, mapping or {}))


def _reader_mark(known: Collection[str], mapping: Mapping[str, str]) -> bytes:
    """Return a mark of all that makes records of documents."""
    parsers = (f"{name} {_version(name)}" for name in (*_PARSERS, "zstandard"))
    told = (f"{field}={name}" for field, name in sorted(mapping.items()))
    return mark_of(code_mark(*_READERS), *parsers, *told, "", *sorted(known))


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _recognised(head: bytes, mapping: Mapping[str, str]) -> tuple[Streamed | None, str]:
    """Return the format of a document that begins so, if any, and the encoding of its text."""
    sure = {at: each.recognises(head) for at, each in enumerate(STREAMED) if each.BINARY}
    encoding = "utf-8" if any(sure.values()) else encoding_of(head)
    text = head if encoding == "utf-8" else in_utf8(io.BytesIO(head), encoding).read()
    sure |= {at: each.recognises(text) for at, each in enumerate(STREAMED) if not each.BINARY}
    best = max(sorted(sure), key=lambda at: sure[at])
    if sure[best]:
        return STREAMED[best], encoding
    return (separated if separated.is_named_by(mapping, text) else None), encoding


def _entries(
    part: Part, known: Collection[str], mapping: Mapping[str, str]
) -> Iterator[Entry | Record | Refusal]:
    best, encoding = _recognised(part.head, mapping)
    if best is None:
        reading = _whole(part, known)
        yield from reading.records
        yield from reading.refusals
    else:
        document = in_utf8(part.document, encoding)
        found = _or_none(best.entries(document, part.source, mapping), part)
        how = mark_of(_reader_mark(known, mapping), best.NAME, encoding).hex()
        for each in _numbered(found):
            if isinstance(each, Refusal):
                yield each
            else:
                made = partial(_repaired, each.made, encoding)
                yield Entry(each.source, each.line, how + each.raw, made)
    yield from part.damage


def _whole(part: Part, known: Collection[str]) -> Reading:
    content = part.document.read(_LONGEST_TEXT + 1)
    if len(content) > _LONGEST_TEXT:
        why = "the document has no format that is known from its first lines"
        return refused(part.source, why, _KNOWN)
    reading = read_text(content, part.source, known, "; ".join(each.SHAPE for each in STREAMED))
    head = in_utf8(io.BytesIO(content[:HEAD]), encoding_of(content[:HEAD])).read()
    table = None if reading.format else separated.unnamed(part.source, head)
    return replace(reading, refusals=(table,)) if table else reading


_KNOWN = "known are " + "; ".join(each.SHAPE for each in STREAMED)


def _or_none(found: Iterator[Entry | Refusal], part: Part) -> Iterator[Entry | Refusal]:
    """Yield what is found, and where that is nothing, say so."""
    first = next(found, None)
    if first is not None:
        yield first
        yield from found
    elif not any(part.damage):
        yield Refusal(part.source, 1, "the document holds no entry", "leave it out or fill it")


def _numbered(found: Iterable[Entry | Refusal]) -> Iterator[Entry | Refusal]:
    """Give every entry a line of its own: one that begins on the line of another counts on.

    So the entries of JSON on a single line are numbered, and of a document that is broken in lines
    none moves.
    """
    last: dict[str, int] = {}
    for each in found:
        line = last[each.source] = max(each.line, last.get(each.source, 0) + 1)
        yield each if each.line == line else replace(each, line=line)


def _repaired(
    made: Callable[[str, int], Record | Refusal], encoding: str, source: str, line: int
) -> Record | Refusal:
    """Say what reading the bytes took."""
    each = made(source, line)
    if isinstance(each, Refusal):
        return each
    said = "".join(filter(None, (each.title, each.abstract, *each.authors)))
    if said.isascii():
        return each
    told = [f"read as {encoding}, not UTF-8"] if not encoding.startswith("utf") else []
    told += ["bytes without a meaning became U+FFFD"] if "\ufffd" in said else []
    return replace(each, repairs=(*each.repairs, *told)) if told else each


def read_all(
    paths: Iterable[str | Path], known_publishers: Collection[str] = ()
) -> tuple[Reading, ...]:
    """Read every document that ``paths`` name (see :func:`sources`), in their order.

    Raises InputError when no document gave any record: one bad document among good ones is told in
    its Reading, and stops nothing.
    """
    readings = tuple(read(path, name, known_publishers) for name, path in sources(paths))
    if any(reading.records for reading in readings):
        return readings
    raise nothing_read(refusal for reading in readings for refusal in reading.refusals)


def nothing_read(refusals: Iterable[Refusal]) -> InputError:
    """Return the error that no document gave any record: the first reason, and how many more."""
    told = list(refusals)
    if not told:
        cure = "name at least one document that holds abstracts"
        return InputError("no record was found", cure=cure)
    first = told[0]
    more = f"; and {len(told) - 1} more" if len(told) > 1 else ""
    what = f"no record was found: {first.why}{more}"
    return InputError(what, where=f"{first.source}:{first.line}", cure=first.cure)


def _why_not_read(error: OSError) -> tuple[str, str]:
    match error:
        case FileNotFoundError():
            return "there is no such file", "check its spelling"
        case IsADirectoryError():
            return "the folder holds no document", "name a folder with text files in it"
        case PermissionError():
            return "the file may not be read", "give yourself the right to read it"
        case _:
            return f"the file could not be read: {error.strerror or 'unknown cause'}", ""
