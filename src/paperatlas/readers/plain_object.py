"""Plain objects: JSON with the usual field names, and no more of a form than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .fields import columns, gathered, known, said_in
from .values import part, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .said import Said

NAME = "JSON with the usual field names"

#: Keys under which services put what they say of a paper, beside what they say of the entry.
_WITHIN = ("content", "paper", "metadata", "attributes", "_source", "fields")
_NAMED = ("name", "fullname", "full_name", "display_name", "fullName", "label", "value")


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether any key is the usual name of a field.

    >>> recognises({"title": "Deep Sets"}), recognises({"size": 3})
    (True, False)
    """
    return known(entry) > 0


def said(entry: dict[str, Any], mapping: Mapping[str, str] | None = None) -> Said:
    """Return what an entry says; ``mapping`` may name a place inside as "meta.title".

    >>> said({"title": "Deep Sets", "authors": [{"name": "Manzil Zaheer"}]}).authors
    ['Manzil Zaheer']
    """
    mapping = mapping or {}
    inner: dict[str, Any] = next((entry[key] for key in _WITHIN if _is_titled(entry.get(key))), {})
    entry = {**entry, **inner}
    inside = {path: part(entry, *path.split(".")) for path in mapping.values()}
    found = {**entry, **{path: value for path, value in inside.items() if value is not None}}
    return said_in(gathered(columns([*found], mapping), lambda name: _texts(found[name])))


def _is_titled(value: object) -> bool:
    return isinstance(value, dict) and ("title" in value or "abstract" in value)


def _texts(value: Any) -> list[str]:  # noqa: ANN401  (JSON)
    """Return the texts of a value: of an object its name, or else all that it holds."""
    values = value if isinstance(value, list) else [value]
    found: list[str] = []
    for each in values:
        if isinstance(each, dict):
            names = next(filter(None, (texts(each.get(name)) for name in _NAMED)), None)
            found += names or texts([*each.values()])
        else:
            found += texts(each)
    return found
