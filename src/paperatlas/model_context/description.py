"""Description: what an atlas knows of one concept or paper, as short lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import shortened
from ..errors import QuestionError
from ..ontology import ROLES, Iri
from ..questions import bindings_of, parse
from .quotation import safe

if TYPE_CHECKING:
    from ..store import Store, Value

MOST = 40
"""So many values of one property are told."""

_KINDS = {
    kind: parse(f"# @param {kind} {kind} = x — what is meant\nASK {{ ?{kind} ?has ?value }}")
    for kind in ("concept", "paper")
}
_OWN = """
SELECT ?property ?value ?name WHERE {
  ?thing ?property ?value .
  OPTIONAL { ?value skos:prefLabel|dcterms:title ?name }
}
"""
_OTHERS = """
SELECT ?role ?other ?name WHERE {
  VALUES (?role ?property) {
    ("narrower" skos:broader) ("introduced by" atlas:introduces) ("published" atlas:publishedBy) }
  ?other ?property ?thing .
  OPTIONAL { ?other skos:prefLabel|dcterms:title ?name }
}
"""
_COUNTS = """
SELECT ?role (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  VALUES (?property ?role) {
    (atlas:introduces "introduces") (atlas:evaluatesOn "evaluatesOn") (atlas:uses "uses")
    (atlas:comparesWith "comparesWith") (atlas:criticises "criticises") (atlas:studies "studies")
    (atlas:mentions "mentions") }
  ?paper ?property ?thing .
}
GROUP BY ?role
"""


def thing_of(store: Store, text: str) -> tuple[str, Iri]:
    """Return whether ``text`` names a concept or a paper, and which.

    Raises:
        QuestionError: it names neither, or several.

    """
    errors = []
    for kind, question in _KINDS.items():
        try:
            found = bindings_of(store, question, {kind: text})[kind]
        except QuestionError as error:
            errors.append(error)
        else:
            return kind, Iri(str(found))
    several = next((error for error in errors if "several" in error.what), None)
    if several:
        raise several
    what = f"no concept or paper is called {text!r}"
    cure = " ".join(error.cure for error in errors if error.cure.startswith("did you"))
    raise QuestionError(what, cure=cure or "look it up with the tool 'find'")


def facts_of(store: Store, thing: Iri) -> dict[str, tuple[str, ...]]:
    """Return property -> values, sorted, at most `MOST` of each.

    What only *mentions* tells of a paper is left to *mentions*: a concept with a stronger role
    stands there alone.
    """
    facts: dict[str, set[str]] = {}
    stronger: set[str] = set()
    bound = {"thing": thing}
    for property_, value, name in store.select(_OWN, bound).rows:
        key = safe(shortened(str(property_), store.prefixes))
        facts.setdefault(key, set()).add(told := _told(store, value, name))
        if key.removeprefix("atlas:") in ROLES[:-1]:
            stronger.add(told)
    if "atlas:mentions" in facts:
        facts["atlas:mentions"] -= stronger
    for role, other, name in store.select(_OTHERS, bound).rows:
        facts.setdefault(str(role), set()).add(_told(store, other, name))
    counts = {str(role): papers for role, papers in store.select(_COUNTS, bound).rows}
    said = [f"{role} {counts[role]}" for role in ROLES if role in counts]
    facts |= {"papers by role": {", ".join(said)}} if said else {}
    return {key: _first(sorted(values)) for key, values in sorted(facts.items()) if values}


def _told(store: Store, value: Value | None, name: Value | None) -> str:
    if isinstance(value, Iri):
        text = shortened(value, store.prefixes)
        return safe(f"{text} ({name})" if name is not None else text)
    return safe(str(value))


def _first(values: list[str]) -> tuple[str, ...]:
    more = len(values) - MOST
    return (*values[:MOST], f"and {more} more") if more > 0 else tuple(values)
