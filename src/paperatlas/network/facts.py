"""Facts: what an atlas states of its papers, their records and its concepts, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..nodes import Literal
from ..ontology import Iri, terms
from ..store import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..nodes import Nodes, Term
    from ..store import Store, Value

Facts = dict[str, dict[Iri, list["Value"]]]
"""IRI -> property -> values, sorted."""

EDGES: Mapping[str, Iri] = {
    "publishedBy": terms.PUBLISHED_BY,
    "subject": terms.SUBJECT,
    **terms.BY_ROLE,
    "broader": terms.BROADER,
}
"""What ties two things together: role -> property, the strongest first."""

OF_PAPER: Mapping[str, Iri] = {
    "title": terms.TITLE,
    "also": terms.ALTERNATIVE,
    "abstract": terms.ABSTRACT,
    "issued": terms.ISSUED,
    "arxiv": terms.ARXIV_ID,
    "doi": terms.DOI,
    "pages": terms.PAGE,
    "authors": terms.AUTHORS,
    "affiliations": terms.AFFILIATION,
    "affiliated": terms.AFFILIATED_WITH,
    "why": terms.AFFILIATION_REASON,
}
OF_RECORD: Mapping[str, Iri] = {
    "source": terms.DOCUMENT,
    "line": terms.LINE,
    "title": terms.TITLE,
    "pages": terms.PAGE,
    "repairs": terms.REPAIR,
    "comments": terms.COMMENT,
}
OF_CONCEPT: Mapping[str, Iri] = {
    "label": terms.PREF_LABEL,
    "also": terms.ALT_LABEL,
    "definition": terms.DEFINITION,
    "sources": terms.SOURCE,
    "homepages": terms.HOMEPAGE,
    "matches": terms.EXACT_MATCH,
    "scheme": terms.IN_SCHEME,
}

# Each asks for what is of use alone: a remote store may hold, and tell, much besides.
_QUERIES = (
    ("?thing a fabio:ResearchPaper", (terms.TYPE, terms.DERIVED_FROM, *OF_PAPER.values())),
    (
        "?paper a fabio:ResearchPaper ; prov:wasDerivedFrom ?thing",
        tuple(OF_RECORD.values()),
    ),
    ("?thing skos:prefLabel ?label", (terms.TYPE, *OF_CONCEPT.values())),
    ("", tuple(EDGES.values())),
)
_KNOWN = frozenset(property for _, properties in _QUERIES for property in properties)


def facts_in(store: Store) -> Facts:
    """Return what the page shows of the atlas in a store."""
    facts: Facts = {}
    for which, properties in _QUERIES:
        listed = " ".join(f"<{each}>" for each in properties)
        query = (
            f"SELECT DISTINCT ?thing ?property ?value WHERE {{ VALUES ?property {{ {listed} }} "
            f"{which} {'.' if which else ''} ?thing ?property ?value }}"
        )
        for thing, key, value in store.select(query).rows:
            facts.setdefault(str(thing), {}).setdefault(Iri(str(key)), []).append(value)
    return facts


def facts_of(nodes: Nodes) -> Facts:
    """Return what the page shows of nodes that were not written yet."""
    return {
        thing: {
            key: sorted({*map(_value, values)}) if len(values) > 1 else [_value(values[0])]
            for key, values in node.items()
            if key in _KNOWN
        }
        for thing, node in nodes.items()
    }


def _value(term: Term) -> Value:
    return value_of(term.text, term.datatype) if isinstance(term, Literal) else term
