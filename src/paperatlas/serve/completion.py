"""Completion: the names that an editor offers while a query is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..answers import shortened
from .problem import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

SHOWN = 5000
"""So many concepts at most."""

_TERMS = """
SELECT DISTINCT ?term {
  { ?s ?term ?o } UNION { ?s a ?term } UNION { GRAPH ?g { { ?s ?term ?o } UNION { ?s a ?term } } }
}
"""
_CONCEPTS = f"SELECT ?concept {{ ?concept a skos:Concept }} LIMIT {SHOWN}"


def names(quads: ox.Store, prefixes: Mapping[str, str]) -> Reply:
    """Return as JSON the ``base`` of the resources, and prefixed ``names``: terms, then concepts."""
    found = []
    for query in (_TERMS, _CONCEPTS):
        rows = quads.query(query, prefixes=dict(prefixes))
        found += sorted(shortened(term.value, prefixes) for (term,) in rows)  # type: ignore[union-attr, misc]
    told = {"base": prefixes["paper"].removesuffix("paper/"), "names": found}
    return Reply(200, "application/json", json.dumps(told, ensure_ascii=False).encode())
