"""Facts: what an atlas states of its papers, their records and its concepts, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..nodes import Literal
from ..ontology import Iri, terms
from ..store import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

# What is told of whom. A remote store may hold, and tell, much besides.
_ASKED: Mapping[str, Iterable[Iri]] = {
    "?thing a fabio:ResearchPaper": (terms.TYPE, terms.DERIVED_FROM, *OF_PAPER.values()),
    "?paper a fabio:ResearchPaper ; prov:wasDerivedFrom ?thing": OF_RECORD.values(),
    "?thing skos:prefLabel ?label": (terms.TYPE, *OF_CONCEPT.values()),
    "": EDGES.values(),
}
_TOLD = frozenset(key for keys in _ASKED.values() for key in keys)


def facts_in(store: Store) -> Facts:
    """Return the facts of the atlas in a store.

    >>> from ..store import Store
    >>> store = Store.of(
    ...     b"@prefix dcterms: <http://purl.org/dc/terms/> . <urn:b> dcterms:title 'B' . "
    ...     b"<urn:a> a <http://purl.org/spar/fabio/ResearchPaper> ; dcterms:title 'A' ."
    ... )
    >>> {thing: its[terms.TITLE] for thing, its in facts_in(store).items()}
    {'urn:a': ['A']}
    """
    facts: Facts = {}
    for which, keys in _ASKED.items():
        listed = " ".join(f"<{key}>" for key in keys)
        told = f"VALUES ?key {{ {listed} }} ?thing ?key ?value . {which}"
        for thing, key, value in store.select(f"SELECT ?thing ?key ?value {{ {told} }}").rows:
            if isinstance(key, Iri) and value is not None:
                values = facts.setdefault(str(thing), {}).setdefault(key, [])
                if value not in values[-1:]:  # two papers may have one record
                    values.append(value)
    return facts


def facts_of(nodes: Nodes) -> Facts:
    """Return the facts of an atlas that is not written yet.

    >>> from ..ontology import XSD
    >>> seven = Literal("7", f"{XSD}integer")
    >>> title = [Literal("B"), Literal("A")]
    >>> node = {terms.LINE: [seven], terms.TITLE: title, terms.FIELD: [seven]}
    >>> [[*its.values()] for its in facts_of({Iri("urn:a"): node}).values()]
    [[[7], ['A', 'B']]]
    """
    return {
        thing: {key: _sorted(map(_value, its[key])) for key in its if key in _TOLD}
        for thing, its in nodes.items()
    }


def _sorted(values: Iterable[Any]) -> list[Value]:
    return sorted({*values})


def _value(term: Term) -> Value:
    return value_of(term.text, term.datatype) if isinstance(term, Literal) else term
