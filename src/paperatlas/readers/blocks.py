"""Block: the stretch of a document that one record comes from, before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Characters that one record may have. The longest abstract of arXiv has fewer than 10,000; what
#: passes a million is a file that was glued together, and would stall every later step.
LONGEST_RECORD = 1_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """Raw ``text`` of one record and the 1-based ``line`` on which it begins."""

    line: int
    text: str


def within_limit(blocks: Iterable[Block], source: str) -> tuple[list[Block], list[Refusal]]:
    """Part the blocks that may be read from those longer than :data:`LONGEST_RECORD`.

    >>> within_limit([Block(1, "short")], "notes.txt")
    ([Block(line=1, text='short')], [])
    >>> within_limit([Block(1, "x" * 1_000_001)], "notes.txt")[1][0].why
    'the record has 1,000,001 characters, more than the 1,000,000 that one may have'
    """
    kept: list[Block] = []
    refused: list[Refusal] = []
    for block in blocks:
        if len(block.text) <= LONGEST_RECORD:
            kept.append(block)
            continue
        why = (
            f"the record has {len(block.text):,} characters, "
            f"more than the {LONGEST_RECORD:,} that one may have"
        )
        refused.append(Refusal(source, block.line, why, "split it into its records"))
    return kept, refused
