"""Values: what stands in JSON at a place, as text or texts, whatever type it turns out to have."""

from __future__ import annotations

from typing import Any

_DEEPEST = 4


def part(value: Any, *path: str | int) -> Any:  # noqa: ANN401  (JSON)
    """Return what stands at the end of a path into JSON, or None.

    >>> part({"issued": {"date-parts": [[2017, 6]]}}, "issued", "date-parts", 0, 1)
    6
    >>> part({"issued": "2017"}, "issued", "date-parts") is None
    True
    """
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and step < len(value) else None
    return value


def text(value: Any) -> str | None:  # noqa: ANN401  (JSON)
    """Return a value as text: of a list, the first; nothing that is empty.

    >>> text(["Deep Sets"]), text(2017), text({}), text("")
    ('Deep Sets', '2017', None, None)
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return text(value[0]) if isinstance(value, list) and value else None


def texts(value: Any, *path: str) -> list[str]:  # noqa: ANN401  (JSON)
    """Return every text at the end of a path, through all lists on the way.

    >>> texts([{"name": "A"}, {"name": None}, "x", {"name": ["B", "C"]}], "name")
    ['A', 'B', 'C']
    >>> texts("A")
    ['A']
    """
    values = [value]
    for step in (*path, None):
        for _ in range(_DEEPEST):
            if not any(isinstance(each, list) for each in values):
                break
            values = [
                one for each in values for one in (each if isinstance(each, list) else [each])
            ]
        if step is not None:
            values = [part(each, step) for each in values]
    return [found for found in map(text, values) if found]


def first(*found: str | None) -> str | None:
    """Return the first that is any."""
    return next(filter(None, found), None)


def dated(parts: Any) -> str | None:  # noqa: ANN401  (JSON)
    """Return a date given in the "date-parts" of CSL and Crossref as year, month and day.

    >>> dated({"date-parts": [[2017, 6, "12"]]}), dated({"raw": "June 2017"}), dated({})
    ('2017-6-12', 'June 2017', None)
    """
    numbers = part(parts, "date-parts", 0)
    if isinstance(numbers, list) and numbers and numbers[0]:
        return "-".join(str(number) for number in numbers[:3])
    return first(text(part(parts, "raw")), text(part(parts, "literal")))
