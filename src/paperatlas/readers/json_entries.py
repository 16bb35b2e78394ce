"""JSON entries: objects of whatever form, each told by its keys; and where lists of them hide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..records import Record, Refusal
from . import arxiv_snapshot, crossref, csl, openalex, plain_object, semantic_scholar
from .said import Said, record_of
from .values import part

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(Protocol):
    """What a module of a form offers: its name, whether an object has it, and what it says."""

    NAME: str

    def recognises(self, entry: dict[str, Any]) -> bool:
        """Tell whether the object has this form."""
        ...

    def said(self, entry: dict[str, Any]) -> Said:
        """Return what it says."""
        ...


#: The forms, the most particular first.
FORMS: tuple[Form, ...] = (openalex, semantic_scholar, crossref, arxiv_snapshot, csl, plain_object)

#: Keys under which services hand over lists of entries.
LISTS = frozenset(
    ["items", "results", "data", "works", "papers", "records", "entries", "references", "articles"]
)
#: Keys under which an object with such a list may stand.
AROUND = frozenset(["message", "response", "result"])


def is_around(value: object) -> bool:
    """Tell whether an object is no entry, but has a list of them inside.

    >>> is_around({"message": {"items": [{}]}}), is_around({"title": "Deep Sets", "references": []})
    (True, False)
    """
    if not isinstance(value, dict) or "title" in value:
        return False
    inside = any(isinstance(value.get(key), list) for key in LISTS)
    return inside or any(is_around(value.get(key)) for key in AROUND)


def record_in(
    value: object, mapping: Mapping[str, str], source: str, line: int
) -> Record | Refusal:
    """Return the record of one value; of one that is no object, or has no form, a refusal.

    >>> record_in({"title": "Deep Sets"}, {}, "a.json", 1).title
    'Deep Sets'
    >>> record_in(["Deep Sets"], {}, "a.json", 2).why
    'the entry is no object, but a list'
    """
    if not isinstance(value, dict):
        kinds = {list: "a list", str: "a text", type(None): "null", bool: "true or false"}
        why = f"the entry is no object, but {kinds.get(type(value), 'a number')}"
        return Refusal(source, line, why, "write entries as objects with a title")
    if any(part(value, *path.split(".")) is not None for path in mapping.values()):
        return record_of(plain_object.said(value, mapping), source, line)
    form = next((form for form in FORMS if form.recognises(value)), plain_object)
    return record_of(form.said(value), source, line)
