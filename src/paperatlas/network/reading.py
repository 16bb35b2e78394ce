"""Reading: the triples of an atlas become nodes and edges."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from ..store import Store

KINDS = ("Paper", "Topic", "Method", "Model", "Benchmark", "Lab")

ROLES = (
    "publishedBy",
    "subject",
    "introduces",
    "evaluatesOn",
    "uses",
    "comparesWith",
    "criticises",
    "studies",
    "mentions",
    "broader",
)

_PAPERS = """
SELECT ?paper (MIN(?titles) AS ?title) (MIN(?dates) AS ?issued) (MIN(?numbers) AS ?arxiv)
       (MIN(?texts) AS ?abstract)
WHERE {
  ?paper a fabio:ResearchPaper .
  OPTIONAL { ?paper dcterms:title ?titles }
  OPTIONAL { ?paper dcterms:issued ?dates }
  OPTIONAL { ?paper fabio:hasArXivId ?numbers }
  OPTIONAL { ?paper dcterms:abstract ?texts }
} GROUP BY ?paper
"""

_CONCEPTS = """
SELECT ?concept ?kind ?label ?alt WHERE {
  VALUES (?class ?kind) {
    (atlas:Topic "Topic") (atlas:Method "Method") (atlas:Model "Model")
    (atlas:Benchmark "Benchmark") (atlas:Lab "Lab")
  }
  ?concept a ?class ; skos:prefLabel ?label .
  OPTIONAL { ?concept skos:altLabel ?alt }
}
"""

_EDGES = """
SELECT ?from ?role ?to WHERE {
  VALUES (?property ?role) {
    (atlas:publishedBy "publishedBy") (dcterms:subject "subject") (skos:broader "broader")
    (atlas:introduces "introduces") (atlas:evaluatesOn "evaluatesOn") (atlas:uses "uses")
    (atlas:comparesWith "comparesWith") (atlas:criticises "criticises")
    (atlas:studies "studies") (atlas:mentions "mentions")
  }
  ?from ?property ?to .
}
"""

_PAPER_SIZE = 6.0
_CONCEPT_SIZE = 4.0
_SHORT = 30  # characters that a label on the map may have before an abbreviation is preferred


def name_of(iri: str) -> str:
    """Return the part of an atlas IRI after ``/id/``, or the whole of a foreign one.

    >>> name_of("https://w3id.org/paperatlas/id/method/rlhf")
    'method/rlhf'
    >>> name_of("http://example.org/rlhf")
    'http://example.org/rlhf'
    """
    return iri.partition("/id/")[2] or iri


def read(store: Store) -> nx.DiGraph:
    """Return the papers and concepts of ``store`` as nodes, their statements as edges.

    ``atlas:mentions`` says only that some role holds, so it appears among an edge's roles where it
    is the only one. Statements about things that are neither paper nor concept are left out.
    """
    nodes = _papers(store) | _concepts(store)
    edges: dict[tuple[str, str], set[str]] = {}
    for source, role, target in store.select(_EDGES).rows:
        ends = name_of(str(source)), name_of(str(target))
        if ends[0] != ends[1] and ends[0] in nodes and ends[1] in nodes:
            edges.setdefault(ends, set()).add(str(role))
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(nodes.items()))
    for (source, target), found in sorted(edges.items()):
        telling = found - {"mentions"} or found
        graph.add_edge(source, target, roles=tuple(role for role in ROLES if role in telling))
    for node, attributes in graph.nodes(data=True):
        papers = sum(graph.nodes[p]["kind"] == "Paper" for p in graph.predecessors(node))
        attributes["papers"] = papers
        attributes["size"] = size_of(attributes["kind"], papers)
    return graph


def size_of(kind: str, papers: int) -> float:
    """Return the radius of a node on the map: a concept's area grows with its papers, up to 100.

    >>> size_of("Paper", 0), size_of("Method", 4), size_of("Lab", 100) == size_of("Lab", 999)
    (6.0, 10.8, True)
    """
    if kind == "Paper":
        return _PAPER_SIZE
    return round(_CONCEPT_SIZE + 3.4 * sqrt(min(papers, 100)), 1)


def _papers(store: Store) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for iri, title, issued, arxiv, abstract in store.select(_PAPERS).rows:
        opening = " ".join(str(abstract or "").split()[:8])
        stand_in = f"arXiv:{arxiv}" if arxiv else f"“{opening}…”" if opening else name_of(str(iri))
        label = str(title or stand_in)
        found[name_of(str(iri))] = {
            "iri": str(iri),
            "kind": "Paper",
            "label": label,
            "short": label,
            "untitled": title is None,
            "issued": issued.isoformat() if isinstance(issued, date) else "",
            "year": issued.year if isinstance(issued, date) else None,
        }
    return found


def _concepts(store: Store) -> dict[str, dict[str, object]]:
    labels: dict[str, tuple[str, str, set[str], set[str]]] = {}
    for iri, kind, label, alt in store.select(_CONCEPTS).rows:
        *_, preferred, others = labels.setdefault(
            name_of(str(iri)), (str(iri), str(kind), set(), set())
        )
        preferred.add(str(label))
        if alt is not None:
            others.add(str(alt))
    return {
        name: {
            "iri": iri,
            "kind": kind,
            "label": capitalised(min(preferred)),
            "short": shortened(capitalised(min(preferred)), others),
        }
        for name, (iri, kind, preferred, others) in sorted(labels.items())
    }


def shortened(label: str, others: set[str]) -> str:
    """Return what the map calls a concept: a long label gives way to its shortest abbreviation.

    >>> shortened("reinforcement learning from human feedback", {"RLHF", "RL from human feedback"})
    'RLHF'
    >>> shortened("sycophancy", {"SYC"})
    'sycophancy'
    """
    short = [other for other in others if len(other) > 1 and other == other.upper()]
    if len(label) > _SHORT and short:
        return min(short, key=lambda other: (len(other), other))
    return label


def capitalised(label: str) -> str:
    """Return a label with a capital, as a heading has it, unless its first word is a name.

    >>> capitalised("power-seeking tendency"), capitalised("xLSTM"), capitalised("k-means")
    ('Power-seeking tendency', 'xLSTM', 'k-means')
    >>> capitalised("helpful, honest, and harmless")
    'Helpful, honest, and harmless'
    """
    first = label.split(" ", 1)[0].rstrip(",").replace("'s", "").split("-")
    plain = all(word.isalpha() and word.islower() and len(word) > 1 for word in first)
    return label[:1].upper() + label[1:] if plain else label
