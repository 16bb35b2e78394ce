"""Tables: rows of texts for a terminal that has so much room, or as plain lines.

In a terminal nothing may be cut in the middle that a reader needs whole: numbers, dates and other
short words keep their width, and long texts fold at their blanks. Where that leaves too little for
the texts, columns of IRIs give way to the names beside them, and are named below the table; where
even that is not enough, each row is written as a record, a line a column. CSV and JSON have it all.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = 3  # what stands between two columns
_SHORT = 12  # a column of so many characters is never folded
_LEAST = 16  # a folded column is never narrower


def plain_table(texts: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    """Write a row a line, the head first; nothing is cut, and numbers stand to the right.

    >>> print(plain_table([["lab", "papers"], ["METR", "3"]], [False, True]), end="")
    lab   papers
    METR       3
    """
    widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    lines = []
    for row in texts:
        padded = []
        for text, room, right in zip(row, widths, numeric, strict=True):
            gap = " " * (room - cell_len(text))
            padded.append(gap + text if right else text + gap)
        lines.append("  ".join(padded).rstrip() + "\n")
    return "".join(lines)


def terminal_table(
    texts: Sequence[Sequence[str]], numeric: Sequence[bool], iris: Sequence[bool], width: int
) -> str:
    """Write a styled table no wider than ``width``; the head is the first of ``texts``.

    ``numeric`` and ``iris`` tell which columns hold numbers, and which nothing but IRIs.
    """
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True)
    every = range(len(numeric))
    for shown in (every, [at for at in every if not iris[at]]):
        chosen = [[row[at] for at in shown] for row in texts]
        right = [numeric[at] for at in shown]
        if widths := _widths(chosen, right, width):
            console.print(_table(chosen, right, widths))
            if left := [texts[0][at] for at in every if at not in shown]:
                told = f"Not in {width} columns: {', '.join(left)} (-f csv and -f json have all)"
                console.print(Text(told, style="dim"))
            return stream.getvalue()
    for number, row in enumerate(texts[1:], 1):
        console.print(Rule(Text(str(number)), align="left", style="dim"))
        console.print(_record(texts[0], row))
    return stream.getvalue()


def _widths(texts: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> list[int]:
    """Return how wide each column is to be; none where they have no room."""
    columns = list(zip(*texts, strict=True))
    room = width - _BETWEEN * (len(columns) - 1)
    whole = [max(map(cell_len, column)) for column in columns]
    if sum(whole) <= room:
        return whole
    needed = [max(map(cell_len, [*_folded(name).split("\n"), *cells])) for name, *cells in columns]
    long = [at for at, size in enumerate(needed) if size > _SHORT and not numeric[at]]
    room -= sum(needed) - sum(needed[at] for at in long)
    # What needs less than its share leaves the rest to the others.
    for left, at in zip(range(len(long), 0, -1), sorted(long, key=needed.__getitem__), strict=True):
        share = room // left
        if share < min(needed[at], _LEAST):
            return []
        needed[at] = min(needed[at], share)
        room -= needed[at]
    return needed if room >= 0 else []


def _folded(name: str) -> str:
    """Break the name of a column after its low lines."""
    return name.replace("_", "_\n")


def _table(texts: Sequence[Sequence[str]], numeric: Sequence[bool], widths: Sequence[int]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, right, width in zip(texts[0], numeric, widths, strict=True):
        shown = Text(name if cell_len(name) <= width else _folded(name))
        justify: Literal["left", "right"] = "right" if right else "left"
        table.add_column(shown, justify=justify, overflow="fold", width=width)
    for row in texts[1:]:
        table.add_row(*map(Text, row))
    return table


def _record(names: Sequence[str], row: Sequence[str]) -> Table:
    record = Table.grid(padding=(0, 2, 0, 0))
    record.add_column(style="bold")
    record.add_column(overflow="fold")
    for name, text in zip(names, row, strict=True):
        record.add_row(Text(name), Text(text))
    return record
