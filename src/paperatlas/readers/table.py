"""Table: rows of cells under a line of column names, which may stand below others."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from ..records import Entry, Refusal
from .fields import columns, gathered, known, said_in
from .said import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..records import Record

#: Rows at the top among which the column names are looked for.
_TOP = 20
_FEWEST = 2
_SHOWN = 12  # names of columns

Row = tuple[int, "Sequence[str]"]
"""Line or number, and cells."""


def header_in(
    rows: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None
) -> int | None:
    """Return which row names the columns: the first that names most fields, at least a text's.

    >>> header_in([["Our reading list"], ["Title", "Year"], ["Deep Sets", "2017"]])
    1
    >>> header_in([["Deep Sets", "2017"]]) is None
    True
    """
    mapping = mapping or {}
    named = [
        known(row) + 2 * len({*mapping.values()} & {*row}) if _has_text(row, mapping) else 0
        for row in rows
    ]
    return named.index(max(named)) if any(named) else None


def nameless(source: str, names: Sequence[str]) -> Refusal:
    """Return the refusal of a table whose columns nobody knows by the names in its first row.

    >>> nameless("a.csv", ["Titel", "Jahr"]).cure
    'tell which of its columns (Titel, Jahr) is which, as in --map title=Titel'
    """
    named = [name for name in names if name] or ["COLUMN"]
    more = ", …" if len(named) > _SHOWN else ""
    called = f"({', '.join(named[:_SHOWN])}{more})"
    why = "no column of the table is called title or abstract"
    cure = f"tell which of its columns {called} is which, as in --map title={named[0]}"
    return Refusal(source, 1, why, cure)


def _has_text(row: Sequence[str], mapping: Mapping[str, str]) -> bool:
    found = columns(row, mapping)
    return "title" in found or "abstract" in found


def read_rows(
    rows: Iterable[Row | Refusal], source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every row that is not empty.

    Rows above the column names are refused, as are names that come again and rows with more cells
    than there are columns; a row with fewer is read and says so.
    """
    waiting = iter(rows)
    top = list(islice((row for row in waiting if isinstance(row, Refusal) or any(row[1])), _TOP))
    cells = [() if isinstance(row, Refusal) else row[1] for row in top]
    at = header_in(cells, mapping)
    if at is None:
        yield nameless(source, cells[0] if cells else ())
        return
    names = [name.strip() for name in cells[at]]
    while names and not names[-1]:
        names.pop()
    found = columns(names, mapping)
    for place, row in enumerate(chain(top, waiting)):
        if isinstance(row, Refusal):
            yield row
        elif place < at:
            why = "the row stands above the names of the columns"
            yield Refusal(source, row[0], why, "delete it if it tells of no paper")
        elif place > at and any(row[1]):
            raw, made = repr((names, row[1])), partial(_read, row[1], names, found)
            yield Entry(source, row[0], raw, made)


def _read(
    cells: Sequence[str],
    names: Sequence[str],
    found: Mapping[str, list[str]],
    source: str,
    line: int,
) -> Record | Refusal:
    if known(cells) >= _FEWEST and known(cells) == len([*filter(None, cells)]):
        return Refusal(source, line, "the row names the columns again", "delete it")
    while len(cells) > len(names) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > len(names):
        why = f"the row has {len(cells)} cells, and the table {len(names)} columns"
        return Refusal(source, line, why, "put cells that hold the separator in quotes")
    by_name = dict(reversed([*zip(names, cells, strict=False)]))
    values = gathered(found, lambda name: [*filter(None, [by_name.get(name)])])
    record = record_of(said_in(values), source, line)
    if isinstance(record, Refusal) or len(cells) == len(names):
        return record
    lacking = f"the row has {len(cells)} cells, and the table {len(names)} columns"
    return replace(record, repairs=(lacking, *record.repairs))
