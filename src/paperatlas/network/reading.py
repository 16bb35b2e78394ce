"""Reading: the facts of an atlas become nodes and edges."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

import networkx as nx

from ..ontology import ATLAS, CONCEPT_TYPES, Iri, terms
from .facts import EDGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Value
    from .facts import Facts

KINDS = ("Paper", "Topic", "Method", "Model", "Benchmark", "Lab")

ROLES = tuple(EDGES)

_CLASSES: Mapping[Value, str] = {Iri(ATLAS + kind): kind for kind in CONCEPT_TYPES.values()}
_KEPT = 16_384
_PAPER_SIZE = 6.0
_CONCEPT_SIZE = 4.0
_SHORT = 30  # characters that a label on the map may have before an abbreviation is preferred


@lru_cache(_KEPT)
def name_of(iri: str) -> str:
    """Return the part of an atlas IRI after ``/id/``, or the whole of a foreign one.

    >>> name_of("https://w3id.org/paperatlas/id/method/rlhf")
    'method/rlhf'
    >>> name_of("http://example.org/rlhf")
    'http://example.org/rlhf'
    """
    return iri.partition("/id/")[2] or iri


def read(facts: Facts) -> nx.DiGraph:
    """Return the papers and concepts as nodes, their statements as edges.

    ``atlas:mentions`` says only that some role holds, so it appears among an edge's roles where it
    is the only one. Statements about things that are neither paper nor concept are left out.
    """
    nodes = _papers(facts) | _concepts(facts)
    edges: dict[str, dict[str, list[str]]] = {name: {} for name in sorted(nodes)}
    for iri, its in facts.items():
        source = name_of(iri)
        if source not in nodes:
            continue
        for role, key in EDGES.items():
            for value in its.get(key, ()):
                target = name_of(str(value))
                if target in nodes and target != source:
                    edges[source].setdefault(target, []).append(role)
    papers = {name for name, its in nodes.items() if its["kind"] == "Paper"}
    by_papers = Counter(target for source in papers for target in edges[source])
    for name, attributes in nodes.items():
        attributes["papers"] = by_papers[name]
        attributes["size"] = size_of(str(attributes["kind"]), by_papers[name])
    graph = nx.DiGraph()
    graph.add_nodes_from((name, nodes[name]) for name in edges)
    for source, targets in edges.items():
        for target, roles in sorted(targets.items()):
            telling = [role for role in roles if role != "mentions"] or roles
            graph.add_edge(source, target, roles=tuple(dict.fromkeys(telling)))
    return graph


def size_of(kind: str, papers: int) -> float:
    """Return the radius of a node on the map: a concept's area grows with its papers, up to 100.

    >>> size_of("Paper", 0), size_of("Method", 4), size_of("Lab", 100) == size_of("Lab", 999)
    (6.0, 10.8, True)
    """
    if kind == "Paper":
        return _PAPER_SIZE
    return round(_CONCEPT_SIZE + 3.4 * sqrt(min(papers, 100)), 1)


def _papers(facts: Facts) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for iri, its in sorted(facts.items()):
        if terms.RESEARCH_PAPER not in its.get(terms.TYPE, ()):
            continue
        title, issued, arxiv, abstract = (
            its.get(key, (None,))[0]
            for key in (terms.TITLE, terms.ISSUED, terms.ARXIV_ID, terms.ABSTRACT)
        )
        opening = " ".join(str(abstract or "").split(maxsplit=8)[:8])
        stand_in = f"arXiv:{arxiv}" if arxiv else f"“{opening}…”" if opening else name_of(iri)
        label = str(title or stand_in)
        found[name_of(iri)] = {
            "iri": str(iri),
            "kind": "Paper",
            "label": label,
            "short": label,
            "untitled": title is None,
            "issued": issued.isoformat() if isinstance(issued, date) else "",
            "year": issued.year if isinstance(issued, date) else None,
        }
    return found


def _concepts(facts: Facts) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for iri, its in sorted(facts.items()):
        kinds = [_CLASSES[each] for each in its.get(terms.TYPE, ()) if each in _CLASSES]
        if not kinds or terms.PREF_LABEL not in its:
            continue
        label = capitalised(str(its[terms.PREF_LABEL][0]))
        found[name_of(iri)] = {
            "iri": str(iri),
            "kind": kinds[0],
            "label": label,
            "short": shortened(label, {*map(str, its.get(terms.ALT_LABEL, ()))}),
        }
    return found


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
