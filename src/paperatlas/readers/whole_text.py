"""Whole text: the formats whose records can be told apart only by looking at all of a document."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from ..records import Record, Refusal
from . import abstracts, arxiv_listing, printed_sheet

if TYPE_CHECKING:
    from collections.abc import Collection


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


def read_text(
    document: bytes | str, source: str, known_publishers: Collection[str], others: str
) -> Reading:
    """Read a document of text; ``others`` names formats that it might have been of, too."""
    text, damaged = (document, ()) if isinstance(document, str) else _decoded(document)
    text = text.encode("utf-8", "replace").decode()  # a str may hold surrogates, a file cannot
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return refused(source, "the document is empty", "leave it out or fill it")
    if "\x00" in text:
        return refused(source, "the document is binary", "convert it to plain text in UTF-8")
    best = max(FORMATS, key=lambda each: each.recognises(text))
    if not best.recognises(text):
        shapes = "; ".join((*(each.SHAPE for each in FORMATS), others))
        return refused(source, "the document has no format that is known", f"known are {shapes}")
    records, refusals, notes = best.read(text, source, known_publishers)
    notes += tuple(f"line {line} holds bytes that are not UTF-8" for line in damaged)
    return Reading(source, best.NAME, _tell_damage(records, damaged), refusals, notes)


def refused(source: str, why: str, cure: str) -> Reading:
    """Return the reading of a document that gave nothing, and why."""
    return Reading(source, "", refusals=(Refusal(source, 1, why, cure),))


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
