"""Values: what a person writes for a parameter, as a term of the parameter's type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..answers import shortened
from ..errors import QuestionError
from ..ontology import ATLAS, CONCEPT_TYPES, FABIO, SKOS, Iri
from ..spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..store import Store, Value
    from .heads import Parameter

_CLASSES: Mapping[str, Iri] = {
    "concept": Iri(f"{SKOS}Concept"),
    "paper": Iri(f"{FABIO}ResearchPaper"),
    **{kind: Iri(ATLAS + name) for kind, name in CONCEPT_TYPES.items()},
}


def value_of(store: Store, parameter: Parameter, text: str) -> Value:
    """Read ``text`` as a value of the parameter's type.

    Raises:
        QuestionError: it is not of that type, or names nothing or several things.

    """
    if parameter.kind in _CLASSES:
        return _thing(store, parameter, text)
    read, form = _READERS[parameter.kind]
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        what = f"{text!r} is no {parameter.kind}"
        raise QuestionError(
            what, where=f"--param {parameter.name}", cure=f"write {form}"
        ) from error


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        raise ValueError(text)
    return Decimal(text)


_READERS: dict[str, tuple[Callable[[str], Value], str]] = {
    "text": (str, "any text"),
    "integer": (int, "a whole number, such as 3"),
    "number": (_number, "a number, such as 0.5"),
    "year": (_year, "four digits, such as 2024"),
    "date": (date.fromisoformat, "a day, such as 2024-05-31"),
}

_NAMES = """
SELECT DISTINCT ?thing ?name ?own
WHERE {
  VALUES (?property ?own) {
    (skos:prefLabel true) (dcterms:title true) (skos:altLabel false) (dcterms:alternative false)
    (fabio:hasArXivId true) (prism:doi true)
  }
  ?thing a ?class ; ?property ?label .
  BIND(STR(?label) AS ?name)
}
"""

# Without the class, by which some stores would begin. Papers alone have identifiers.
_BY_IDENTIFIER = "SELECT DISTINCT ?thing { ?thing fabio:hasArXivId|prism:doi ?text }"

_Names = dict[str, list[tuple[Iri, str, bool]]]

# A store is taken not to change while it is open, so that its names are read once.
_known: WeakKeyDictionary[Store, dict[str, _Names]] = WeakKeyDictionary()


def _names(store: Store, kind: str) -> _Names:
    """Return name in lower case -> (thing, name as it stands, whether it is the preferred one)."""
    kinds = _known.setdefault(store, {})
    if kind not in kinds:
        names: _Names = {}
        for thing, name, own in store.select(_NAMES, {"class": _CLASSES[kind]}).rows:
            named = names.setdefault(str(name).casefold(), [])
            named.append((Iri(str(thing)), str(name), bool(own)))
        kinds[kind] = names
    return kinds[kind]


def _identified(store: Store, text: str) -> Iri | None:
    """Find the one paper with this identifier, which spares the index of every title."""
    known = _known.setdefault(store, {}).setdefault("identifier", {})
    if text not in known:
        named = store.select(_BY_IDENTIFIER, {"text": text}).rows
        if len(named) != 1:
            return None
        known[text] = [(Iri(str(named[0][0])), text, True)]
    return known[text][0][0]


def _thing(store: Store, parameter: Parameter, text: str) -> Iri:
    """Find the concept or paper that ``text`` is the IRI, the prefixed name or a name of.

    Capitals do not matter, nor do plurals, hyphens and the like where nothing has the very name. A
    preferred name or title wins over other names of other things.
    """
    prefix, _, local = text.partition(":")
    iri = Iri(store.prefixes[prefix] + local if prefix in store.prefixes else text)
    where = f"--param {parameter.name}"
    if re.fullmatch(r"[a-z]+:[^\s<>\"{}|\\^`]+", iri):
        classes = store.select("SELECT ?class { ?thing a ?class }", {"thing": iri}).rows
        if (_CLASSES[parameter.kind],) in classes:
            return iri
        if classes:
            own = [k for k, name in _CLASSES.items() if k != "concept" and (name,) in classes]
            cure = f"it is a {own[0]}" if own else ""
            raise QuestionError(f"{text!r} is no {parameter.kind}", where=where, cure=cure)
    if parameter.kind == "paper" and (paper := _identified(store, text)):
        return paper
    names = _names(store, parameter.kind)
    hits = names.get(text.casefold()) or _spelt_otherwise(names, text)
    things = {thing for thing, _, own in hits if own} or {thing for thing, _, _ in hits}
    if len(things) == 1:
        return things.pop()
    if things:
        listed = " or ".join(sorted(shortened(thing, store.prefixes) for thing in things))
        raise QuestionError(f"{text!r} names several things", where=where, cure=f"give {listed}")
    near = [names[name][-1][1] for name in get_close_matches(text.casefold(), sorted(names), 3)]
    cure = f"did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise QuestionError(f"no {parameter.kind} is called {text!r}", where=where, cure=cure)


def _spelt_otherwise(names: _Names, text: str) -> list[tuple[Iri, str, bool]]:
    form = normal_form(text)
    alike = (name for name in names if form and normal_form(name) == form)
    return [hit for name in alike for hit in names[name]]
