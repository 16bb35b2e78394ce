"""Abstracts alone: every record begins a line with ``Abstract:`` and has neither title nor id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..records import Record, Refusal
from .blocks import Block, within_limit
from .cleaning import clean, count_words

if TYPE_CHECKING:
    from collections.abc import Collection

NAME = "abstracts"
SHAPE = "lines that begin 'Abstract:'"

_START = re.compile(r"^[ \t]*abstract:", re.IGNORECASE | re.MULTILINE)


def recognises(text: str) -> bool:
    """Tell whether some line begins with ``Abstract:``.

    >>> recognises("Abstract:We fine-tune GPT-3."), recognises("An abstract: none")
    (True, False)
    """
    return _START.search(text) is not None


def read(
    text: str, source: str, known_publishers: Collection[str] = ()
) -> tuple[tuple[Record, ...], tuple[Refusal, ...], tuple[str, ...]]:
    """Return the records in their order, what was refused, and notes (none in this format).

    >>> read("Abstract:One.\\nAbstract:\\nAbstract: Two\\nlines.", "notes.txt")[0][1]
    Record(source='notes.txt', line=3, title=None, abstract='Two lines.', publisher=None, \
issued=None, urls=(), arxiv_id=None, doi=None, category=None, comment=None, \
repairs=('abstract: 1 line break became a space',))
    """
    del known_publishers  # this format names none
    starts = [found.start() for found in _START.finditer(text)]
    blocks, refusals = within_limit(
        (
            Block(1 + text.count("\n", 0, start), text[start:end])
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        ),
        source,
    )
    if text[: starts[0]].strip():
        why = "text stands before the first 'Abstract:'"
        refusals.append(Refusal(source, 1, why, "begin every record with 'Abstract:'"))
    words = count_words("\n".join(block.text for block in blocks))
    records = []
    for block in blocks:
        abstract, repairs = clean(_START.sub("", block.text, count=1), words)
        if abstract:
            mends = tuple(f"abstract: {repair}" for repair in repairs)
            records.append(Record(source, block.line, abstract=abstract, repairs=mends))
        else:
            cure = "write the abstract behind it or delete the line"
            refusals.append(Refusal(source, block.line, "no abstract follows 'Abstract:'", cure))
    return tuple(records), tuple(refusals), ()
