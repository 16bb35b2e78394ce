"""Readers: documents become records, each format in a file of its own, known by its content."""

from __future__ import annotations

import codecs
import sys
from bisect import bisect_right
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Protocol

from ..errors import InputError
from ..marks import code_mark, mark_of
from ..records import Record, Refusal
from . import abstracts, arxiv_listing, json_lines, printed_sheet
from .sources import STANDARD_INPUT, sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = [
    "FORMATS",
    "Format",
    "Reading",
    "content_mark",
    "nothing_read",
    "read",
    "read_all",
    "sources",
    "stream",
]


class Format(Protocol):
    """What a module of a format offers: its name, its shape in words, and two functions."""

    NAME: str
    SHAPE: str

    def recognises(self, text: str) -> float:
        """Return how many records ``text`` seems to have in this format; 0 if it is another."""
        ...

    def read(
        self, text: str, source: str, known_publishers: Collection[str] = ()
    ) -> tuple[tuple[Record, ...], tuple[Refusal, ...], tuple[str, ...]]:
        """Return records in the document's order, refusals and notes."""
        ...


_READERS = ("readers", "records", "identity", "identifiers", "likeness")

#: The formats: the one that sees most records in a text reads it, of equals the first.
FORMATS: tuple[Format, ...] = (printed_sheet, arxiv_listing, abstracts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document gave: records and refusals by line, and notes such as "12 empty rows".

    ``format`` is the name of the format, or "" where the document could not be read at all.
    """

    source: str
    format: str
    records: tuple[Record, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()


def read(
    document: Path | bytes | str, source: str, known_publishers: Collection[str] = ()
) -> Reading:
    """Read one document, given as a path (``Path("-")`` is standard input) or as its content.

    Never raises for what a document holds: what cannot be read is refused, with line and cure.
    A byte-order mark, CRLF and CR line ends are taken; bytes that are not UTF-8 become U+FFFD and
    are said in the repairs of their record.

    >>> read("Abstract:We fine-tune GPT-3.", "notes.txt").format
    'abstracts'
    >>> read("Dear diary", "diary.txt").refusals[0].why
    'the document has no format that is known'
    """
    if isinstance(document, Path):
        try:
            standard = str(document) == STANDARD_INPUT
            document = sys.stdin.buffer.read() if standard else document.read_bytes()
        except OSError as error:
            return _refused(source, *_why_not_read(error))
    text, damaged = (document, ()) if isinstance(document, str) else _decoded(document)
    text = text.encode("utf-8", "replace").decode()  # a str may hold surrogates, a file cannot
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return _refused(source, "the document is empty", "leave it out or fill it")
    if "\x00" in text:
        return _refused(source, "the document is binary", "convert it to plain text in UTF-8")
    best = max(FORMATS, key=lambda each: each.recognises(text))
    if not best.recognises(text):
        shapes = "; ".join(each.SHAPE for each in FORMATS)
        return _refused(source, "the document has no format that is known", f"known are {shapes}")
    records, refusals, notes = best.read(text, source, known_publishers)
    notes += tuple(f"line {line} holds bytes that are not UTF-8" for line in damaged)
    return Reading(source, best.NAME, _tell_damage(records, damaged), refusals, notes)


def stream(
    path: Path, source: str, known_publishers: Collection[str] = ()
) -> Iterator[Record | Refusal]:
    """Yield what a document holds, in its order, as :func:`read` finds it."""
    if ".jsonl" in path.suffixes:
        yield from json_lines.entries(path, source)
        return
    reading = read(path, source, known_publishers)
    yield from reading.records
    yield from reading.refusals


def content_mark(path: Path, known_publishers: Collection[str] = ()) -> bytes:
    """Return a mark of what :func:`stream` would yield: of the document and of who reads it.

    Standard input and what cannot be read have a mark of their own each time.
    """
    try:
        with path.open("rb") as document:
            content = file_digest(document, "sha256").digest()
    except OSError:
        content = token_bytes()
    return mark_of(code_mark(*_READERS), content, *sorted(known_publishers))


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


def _refused(source: str, why: str, cure: str) -> Reading:
    return Reading(source, "", refusals=(Refusal(source, 1, why, cure),))


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


def _decoded(content: bytes) -> tuple[str, tuple[int, ...]]:
    """Decode, and tell the lines that hold bytes which are no UTF-8."""
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return text, tuple(at for at, line in enumerate(lines, start=1) if "\ufffd" in line)


def _tell_damage(records: tuple[Record, ...], damaged: tuple[int, ...]) -> tuple[Record, ...]:
    told = list(records)
    starts = [record.line for record in told]
    for line in damaged:
        at = bisect_right(starts, line) - 1
        if at >= 0:
            say = f"line {line}: bytes that are not UTF-8 became U+FFFD"
            told[at] = replace(told[at], repairs=(*told[at].repairs, say))
    return tuple(told)
