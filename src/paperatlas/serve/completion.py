"""Completion: the names that an editor offers while a query is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..answers import shortened
from .problem import Reply

if TYPE_CHECKING:
    from .reader import Reader

SHOWN = 5000
"""So many concepts at most."""

_TERMS = """
SELECT DISTINCT ?term {
  { ?s ?term ?o } UNION { ?s a ?term } UNION { GRAPH ?g { { ?s ?term ?o } UNION { ?s a ?term } } }
}
"""
_CONCEPTS = f"SELECT ?concept {{ ?concept a skos:Concept }} LIMIT {SHOWN}"


def names(reader: Reader) -> Reply:
    """Return as JSON the ``base`` of resources, and prefixed ``names``: terms, then concepts."""
    found = []
    for query in (_TERMS, _CONCEPTS):
        rows = reader.store.select(query).rows
        found += sorted(shortened(str(term), reader.prefixes) for (term,) in rows)
    told = {"base": reader.base, "names": found}
    return Reply(200, "application/json", json.dumps(told, ensure_ascii=False).encode())
