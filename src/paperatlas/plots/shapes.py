"""Shapes: which picture an answer makes, by the rule that the room's docstring states."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ..answers import clean
from ..errors import QuestionError
from ..ontology import Iri
from ..store import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..store import Answer, Value

#: What a picture shows at most of bars, of rows and of columns; a note counts what is left out.
MOST = 40

#: Lines that can be told apart: there are eight colours safe for the colour-blind.
LINES = 8

_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Series:
    """Lines over the years: name -> (year, number) in the order of years."""

    measure: str
    lines: dict[str, tuple[tuple[int, float], ...]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Bars: (name, number), the first on top."""

    measure: str
    bars: tuple[tuple[str, float], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by row and column name; a missing pair is an empty cell."""

    measure: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], float]
    notes: tuple[str, ...]


Chart = Series | Ranking | Matrix


def chart_of(answer: Answer) -> Chart:
    """Choose the picture of an answer.

    >>> chart_of(Rows(("lab", "papers"), (("METR", 3), ("OpenAI", 2)))).bars
    (('METR', 3.0), ('OpenAI', 2.0))
    >>> chart_of(Rows(("title",), (("Sparrow",),)))
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: this answer has no plot: it has no column of numbers (a plot
    needs numbers beside years or names, as the answers of concept-over-time, most-named and
    labs-and-methods have)

    Raises:
        QuestionError: the answer has no plot; the message says what is missing and what has one.

    """
    if not isinstance(answer, Rows):
        raise _no_plot("it is a graph" if isinstance(answer, bytes) else "it is yes or no")
    if not answer.rows:
        raise _no_plot("it has no rows")
    columns = list(zip(answer.columns, zip(*answer.rows, strict=True), strict=True))
    years = [values for name, values in columns if _is_year(name, values)]
    numbers = [
        (name, values) for name, values in columns if _is_number(values) and values not in years
    ]
    names = [values for _, values in columns if _all(values, str) and not _all(values, Iri)]
    if not numbers:
        raise _no_plot("it has no column of numbers")
    measure, values = numbers[0]
    if years and _unique(years[0]):
        return _series(measure, years[0], [measure] * len(values), values)
    if years and names and _unique(years[0], names[0]):
        return _series(measure, years[0], names[0], values)
    if names and _unique(names[0]):
        return _ranking(measure, names[0], values)
    if len(names) > 1 and _unique(names[0], names[1]):
        return _matrix(measure, names[0], names[1], values)
    what = "several rows have the same names" if names else "nothing names its numbers"
    raise _no_plot(what)


def _no_plot(why: str) -> QuestionError:
    cure = (
        "a plot needs numbers beside years or names, as the answers of concept-over-time, "
        "most-named and labs-and-methods have"
    )
    return QuestionError(f"this answer has no plot: {why}", cure=cure)


_Values = tuple["Value | None", ...]


def _all(values: _Values, kind: type | tuple[type, ...]) -> bool:
    some = [value for value in values if value is not None]
    return bool(some) and all(isinstance(value, kind) for value in some)


def _is_number(values: _Values) -> bool:
    return _all(values, (int, float, Decimal)) and not any(isinstance(v, bool) for v in values)


def _is_year(name: str, values: _Values) -> bool:
    return (name == "year" or name.endswith("_year")) and _all(values, int)


def _unique(*columns: _Values) -> bool:
    keys = list(zip(*columns, strict=True))
    return len(set(keys)) == len(keys)


def _name(value: Value | None) -> str:
    """Return a label that fits beside a picture, without what a reader or a file cannot hold."""
    text = clean("—" if value is None else str(value)).strip() or "—"
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"


def _distinct(values: Iterable[Value | None]) -> dict[Value | None, str]:
    """Give every value a label of its own, also where two look the same when they are cut."""
    labels: dict[Value | None, str] = {}
    taken: dict[str, int] = {}
    for value in dict.fromkeys(values):
        label = _name(value)
        taken[label] = taken.get(label, 0) + 1
        labels[value] = label if taken[label] == 1 else f"{label} ({taken[label]})"
    return labels


def _number(value: Value | None) -> float:
    return float(str(value)) if isinstance(value, int | float | Decimal) else math.nan


def _series(measure: str, years: _Values, names: Sequence[Value | None], values: _Values) -> Chart:
    labels = _distinct(names)
    points = [
        (labels[name], year, _number(value))
        for year, name, value in zip(years, names, values, strict=True)
        if isinstance(year, int) and value is not None
    ]
    out = len(years) - len(points)
    notes = (f"{out} row{'' if out == 1 else 's'} without year or number left out",) if out else ()
    lines: dict[str, tuple[tuple[int, float], ...]] = {}
    for label, year, number in sorted(points, key=lambda point: point[1]):
        lines[label] = (*lines.get(label, ()), (year, number))
    if len(lines) <= LINES:
        return Series(measure, dict(sorted(lines.items())), notes)
    whole = range(min(year for _, year, _ in points), max(year for _, year, _ in points) + 1)
    cells = {(label, str(year)): number for label, year, number in points}
    return _trimmed(measure, list(lines), [str(year) for year in whole], cells, notes)


def _ranking(measure: str, names: _Values, values: _Values) -> Ranking:
    labels = _distinct(names)
    bars = [
        (labels[name], _number(value))
        for name, value in zip(names, values, strict=True)
        if value is not None
    ]
    notes = (f"the first {MOST} of {len(bars)}",) if len(bars) > MOST else ()
    return Ranking(measure, tuple(bars[:MOST]), notes)


def _matrix(measure: str, rows: _Values, columns: _Values, values: _Values) -> Matrix:
    down, across = _distinct(rows), _distinct(columns)
    cells = {
        (down[row], across[column]): _number(value)
        for row, column, value in zip(rows, columns, values, strict=True)
        if value is not None
    }
    return _trimmed(measure, list(down.values()), list(across.values()), cells, ())


def _trimmed(
    measure: str,
    rows: list[str],
    columns: list[str],
    cells: dict[tuple[str, str], float],
    notes: tuple[str, ...],
) -> Matrix:
    """Keep the names with the largest sums; columns of years keep their order.

    The longer side goes down, where names are easier to read, but years go across.
    """
    by_year = all(column.isdigit() for column in columns)
    if len(columns) > len(rows) and not by_year:
        turned = {(column, row): number for (row, column), number in cells.items()}
        return _trimmed(measure, columns, rows, turned, notes)
    kept_rows = _largest(rows, [(row, n) for (row, _), n in cells.items()])
    kept_columns = _largest(columns, [(column, n) for (_, column), n in cells.items()])
    if by_year:
        kept_columns = sorted(kept_columns)
    kept = {
        key: number
        for key, number in cells.items()
        if key[0] in kept_rows and key[1] in kept_columns
    }
    if len(kept) < len(cells):
        notes += (f"the {len(kept_rows)} × {len(kept_columns)} with the largest sums",)
    return Matrix(measure, tuple(kept_rows), tuple(kept_columns), kept, notes)


def _largest(names: list[str], parts: list[tuple[str, float]]) -> list[str]:
    sums = dict.fromkeys(names, 0.0)
    for name, number in parts:
        sums[name] += 0.0 if math.isnan(number) else number
    return sorted(names, key=lambda name: (-sums[name], name))[:MOST]
