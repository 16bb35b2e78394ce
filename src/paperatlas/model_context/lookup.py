"""Lookup: concepts and papers by any of their names, the best first."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..ontology import ATLAS, CONCEPT_TYPES, FABIO, Iri
from ..spelling import normal_form
from ..store import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Store

KINDS = ("any", "paper", *CONCEPT_TYPES)

_CLASSES: Mapping[str, Iri] = {
    "paper": Iri(f"{FABIO}ResearchPaper"),
    **{kind: Iri(ATLAS + name) for kind, name in CONCEPT_TYPES.items()},
}
_NAMES = """
SELECT DISTINCT ?thing ?name ?own
WHERE {
  VALUES (?property ?own) {
    (skos:prefLabel true) (dcterms:title true) (skos:altLabel false) (dcterms:alternative false)
    (fabio:hasArXivId false) (prism:doi false)
  }
  ?thing a ?class ; ?property ?label .
  BIND(STR(?label) AS ?name)
}
"""
_PLAIN = re.compile(r"[^\x00-\x20<>\"{}|\\^`]+")
_DETAILS = """
SELECT ?thing ?name ?definition ?papers WHERE {
  VALUES ?thing { %s }
  ?thing skos:prefLabel|dcterms:title ?name .
  OPTIONAL { ?thing skos:definition ?definition }
  { SELECT ?thing (COUNT(DISTINCT ?paper) AS ?papers) {
      VALUES ?thing { %s } OPTIONAL { ?paper atlas:mentions ?thing } } GROUP BY ?thing }
}
ORDER BY ?thing ?name ?definition
"""


def found_by(store: Store, text: str, kind: str, first: int, last: int) -> tuple[Rows, int]:
    """Return the things from ``first`` to ``last`` that ``text`` may name, and how many fit.

    The same name comes before the same name otherwise spelt ("behaviours", "behavior"), that before
    names that hold all its words, and only where there are none of these come names that look
    alike. ``papers`` counts those that name the thing.
    """
    hits = _hits(store, text, kind)
    shown = hits[first:last]
    things = " ".join(sorted({f"<{thing}>" for _, _, thing in shown if _PLAIN.fullmatch(thing)}))
    details: dict[str, tuple[object, ...]] = {}
    for thing, *told in store.select(_DETAILS % (things, things)).rows if things else ():
        details.setdefault(str(thing), tuple(told))
    rows = []
    for type_, matched, thing in shown:
        name, definition, papers = details.get(thing, (None, None, None))
        count = None if type_ == "paper" else int(str(papers or 0))
        definition = None if definition is None else str(definition)
        rows.append((thing, type_, str(name or matched), matched, count, definition))
    columns = ("thing", "type", "name", "matched", "papers", "definition")
    return Rows(columns, tuple(rows)), len(hits)


def _hits(store: Store, text: str, kind: str) -> list[tuple[str, str, Iri]]:
    """Return type, the name that fits best, and the thing, best first."""
    kinds = _CLASSES if kind == "any" else {kind: _CLASSES[kind]}
    names = [
        (str(name), bool(own), type_, Iri(str(thing)))
        for type_, name_of_class in kinds.items()
        for thing, name, own in store.select(_NAMES, {"class": name_of_class}).rows
    ]
    best: dict[Iri, tuple[int, int, bool, str, str]] = {}
    for name, own, type_, thing in names:
        if (how := _likeness(text, name)) is not None:
            rank = (how, len(name), not own, name, type_)
            best[thing] = min(best.get(thing, rank), rank)
    if not best:
        folded = {name.casefold() for name, *_ in names}
        for place, near in enumerate(get_close_matches(text.casefold(), sorted(folded), 10, 0.7)):
            for name, own, type_, thing in names:
                if name.casefold() == near:
                    best.setdefault(thing, (place, len(name), not own, name, type_))
    ranked = sorted((*rank, thing) for thing, rank in best.items())
    return [(type_, name, thing) for _, _, _, name, type_, thing in ranked]


def _likeness(text: str, name: str) -> int | None:
    """Say how well a name fits, 0 the best; None where it does not.

    >>> [_likeness(text, "Learned behaviors") for text in ("learned behaviours", "behavior", "x")]
    [1, 2, None]
    """
    if text.casefold() == name.casefold():
        return 0
    wanted, there = normal_form(text), normal_form(name)
    if wanted == there and wanted:
        return 1
    return 2 if wanted and set(wanted.split()) <= set(there.split()) else None
