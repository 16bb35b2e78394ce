"""Abstracts alone: every record begins a line with ``Abstract:`` and has neither title nor id."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from ..records import Record, Refusal
from .blocks import Block, within_limit
from .cleaning import clean
from .split_words import count_words

if TYPE_CHECKING:
    from collections.abc import Collection

NAME = "abstracts"
SHAPE = "lines that begin 'Abstract:'"

_START = re.compile(r"^[ \t]*abstract:", re.IGNORECASE | re.MULTILINE)


def recognises(text: str) -> float:
    """Return the number of lines that begin with ``Abstract:``.

    >>> recognises("Abstract:We fine-tune GPT-3."), recognises("An abstract: none")
    (1, 0)
    """
    return sum(1 for _ in _START.finditer(text))


def read(
    text: str, source: str, known_publishers: Collection[str] = ()
) -> tuple[tuple[Record, ...], tuple[Refusal, ...], tuple[str, ...]]:
    r"""Return the records in their order, what was refused, and notes (none in this format).

    >>> records, refusals, _ = read("Abstract:One.\nAbstract:\nAbstract: Two\nlines.", "notes.txt")
    >>> [(record.line, record.abstract) for record in records]
    [(1, 'One.'), (3, 'Two lines.')]
    >>> refusals[0].line, refusals[0].why
    (2, "no abstract follows 'Abstract:'")
    """
    del known_publishers  # this format names none
    starts = [found.start() for found in _START.finditer(text)]
    ends = [*starts[1:], len(text)]
    lines = accumulate(text.count("\n", a, b) for a, b in zip([0, *starts], starts, strict=False))
    blocks, refusals = within_limit(
        (
            Block(1 + before, text[start:end])
            for before, start, end in zip(lines, starts, ends, strict=True)
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
