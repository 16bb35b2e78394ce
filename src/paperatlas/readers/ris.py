"""RIS: records parsed one by one with rispy, so that a broken one breaks no other."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ..records import Entry, Refusal
from .lines import tagged_blocks
from .said import Said, record_of
from .values import first, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Record

NAME = "RIS"
SHAPE = "RIS"
BINARY = False

_BEGINS = re.compile(r"\s*TY {1,2}- ?")
_FIRST = re.compile(rb"^\s*TY {1,2}- ?\w", re.MULTILINE)
_TAG = re.compile(r"\s*([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_ARXIV = re.compile(r"\barxiv:\s*[\w./-]+", re.IGNORECASE)


def recognises(head: bytes) -> float:
    r"""Return a certainty from a line that begins a record.

    >>> recognises(b"TY  - JOUR\nTI  - Deep Sets\nER  - "), recognises(b"TYPE - x")
    (0.7, 0.0)
    """
    return 0.7 if _FIRST.search(head) else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every record, which begins with its type (TY)."""
    del mapping  # the tags are RIS's
    for each in tagged_blocks(document, source, _BEGINS.match, "TY  - …"):
        if isinstance(each, Refusal):
            yield each
        else:
            line, block = each
            yield Entry(source, line, "\n".join(block), partial(_record, block))


def _record(block: list[str], source: str, line: int) -> Record | Refusal:
    import rispy  # noqa: PLC0415  (others need not wait for it)

    tagged = [_TAG.sub(r"\1  - ", each, count=1).lstrip() for each in block]
    if not any(each.startswith("ER  -") for each in tagged):
        tagged.append("ER  - ")  # the last line is lost often enough, and tells nothing
    found = rispy.loads("\n".join(tagged))
    if not found:
        return Refusal(source, line, "the record cannot be read", "see its lines: 'TI  - Title'")
    return record_of(_said(found[0]), source, line)


def _said(entry: Mapping[str, object]) -> Said:
    def one(*keys: str) -> str | None:
        return first(*(text(entry.get(key)) for key in keys))

    notes = " ".join(texts([entry.get(key) for key in ("notes", "note", "number", "journal_name")]))
    return Said(
        title=one("title", "primary_title", "translated_title"),
        abstract=one("abstract", "notes_abstract"),
        authors=texts(entry.get("authors")) or texts(entry.get("first_authors")),
        affiliations=[
            p.strip() for each in texts(entry.get("author_address")) for p in each.split(";")
        ],
        date=first(*(one(key) for key in ("date", "publication_year", "year"))),
        names=[*texts(entry.get("doi")), *texts(entry.get("urls")), *_ARXIV.findall(notes)],
        language=one("language"),
    )
