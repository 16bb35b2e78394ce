"""Rows of a printed sheet: where each begins and ends, and what stands around its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .blocks import Block
from .dates import DateCell, find_date

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"[ \t]*\d{1,7}[ \t]*")
_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]{1,20}:\S", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s*\Z")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_HEADER = 200
#: How far into a row its date or address may stand.
_HEAD = 1500


@dataclass(frozen=True, slots=True)
class Row:
    """A row cut at its date: ``head`` is company and title, ``rest`` is all behind the date."""

    block: Block
    head: str
    date: DateCell | None
    rest: str


def part_rows(text: str) -> tuple[list[Block], list[Block], int]:
    """Part what stands above the first row number, the rows, and the number of empty rows.

    A number that an abstract wraps onto a line of its own begins no row: what follows it has no
    date and no address, and what stands before it ends in mid-sentence.
    """
    lines = text.split("\n")
    numbers = [at for at, line in enumerate(lines) if _NUMBER.fullmatch(line)]
    above = _block(lines, 0, numbers[0] if numbers else len(lines))
    found: list[tuple[int, int]] = []  # first and last line of every row
    last, empty = 0, 0  # the last row's number
    for at, end in pairwise([*numbers, len(lines)]):
        block, number = _block(lines, at + 1, end), int(lines[at])
        following = int(lines[end]) if end < len(lines) else number + 1
        in_turn = last < number < following
        if not block:
            empty += 1
        elif (
            found
            and not (in_turn and not block.text[0].islower())
            and not is_anchored(block.text)
            and _is_broken_off(lines, *found[-1])
        ):
            found[-1] = (found[-1][0], end)
            continue
        else:
            found.append((at + 1, end))
        last = number
    rows = [block for first, end in found if (block := _block(lines, first, end))]
    return [above] if above else [], rows, empty


def _block(lines: Sequence[str], first: int, end: int) -> Block | None:
    filled = next((at for at in range(first, end) if lines[at].strip()), None)
    if filled is None:
        return None
    return Block(filled + 1, "\n".join(lines[filled:end]).strip())


def _is_broken_off(lines: Sequence[str], first: int, end: int) -> bool:
    """Tell whether a row with a date or address ends in mid-sentence."""
    last = next(lines[at] for at in range(end - 1, first - 1, -1) if lines[at].strip())
    head = "\n".join(lines[first : min(first + 20, end)])
    return not _SENTENCE_END.search(last[-20:]) and is_anchored(head)


def is_anchored(text: str) -> bool:
    """Tell whether a row has a date or an address near its beginning."""
    head = text[:_HEAD]
    return _ADDRESS.search(head) is not None or find_date(head) is not None


def is_dated_address(text: str) -> bool:
    """Tell whether a row has a date and an address right behind it."""
    cell = find_date(text[:_HEAD])
    return cell is not None and _SCHEME.match(text[cell.end : cell.end + 40]) is not None


def is_header(text: str) -> bool:
    """Tell whether a row names the columns, or letters them as spreadsheets do."""
    letters = re.sub(r"\s", "", text)
    named = all(name in letters.lower() for name in ("title", "abstract"))
    return _LETTERS.startswith(letters[:26]) or (named and len(letters) <= _LONGEST_HEADER)


def split_row(block: Block, *, spaced: bool = False) -> Row:
    """Part a row into what stands before its date, the date, and what stands behind it."""
    cell = find_date(block.text[:_HEAD] + "\n", spaced=spaced)
    address = _ADDRESS.search(block.text)
    if cell and not (address and address.start() < cell.start):
        return Row(block, block.text[: cell.start], cell, block.text[cell.end :].lstrip())
    at = address.start() if address else 0
    return Row(block, block.text[:at], None, block.text[at:])
