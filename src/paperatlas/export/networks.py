"""The network of an atlas for drawing tools: GraphML and GEXF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import networkx as nx

from ..ontology import DCTERMS, FABIO, SKOS
from .rdf import NO_XML

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .atlas import Atlas


def _network(atlas: Atlas) -> nx.MultiDiGraph:
    """Return papers and concepts as nodes, statements as edges, in sorted order."""
    graph = nx.MultiDiGraph()
    for paper in atlas.nodes(FABIO + "ResearchPaper"):
        label = atlas.value(paper, DCTERMS + "title") or atlas.name(paper)
        graph.add_node(atlas.name(paper), label=_one_line(label), type="Paper", iri=str(paper))
        if issued := atlas.value(paper, DCTERMS + "issued"):
            graph.nodes[atlas.name(paper)]["year"] = int(issued[:4])
    for concept in atlas.nodes(SKOS + "Concept"):
        label = _one_line(atlas.value(concept, SKOS + "prefLabel"))
        kind = atlas.type_name(concept)
        graph.add_node(atlas.name(concept), label=label, type=kind, iri=str(concept))
    for number, edge in enumerate(atlas.statements(), start=1):
        graph.add_edge(
            atlas.name(edge.subject),
            atlas.name(edge.concept),
            key=f"e{number}",
            role=edge.role,
            mentions=edge.mentions,
            quote=_one_line(edge.quote),
        )
    return graph


def graphml(atlas: Atlas) -> bytes:
    """Return the network as GraphML: node and edge attributes under their own names."""
    return _xml_file(nx.generate_graphml(_network(atlas), named_key_ids=True))


def gexf(atlas: Atlas) -> bytes:
    """Return the network as GEXF 1.2, without the date that networkx puts in."""
    lines = nx.generate_gexf(_network(atlas))
    dated = re.compile(r' lastmodifieddate="[0-9-]*"')
    return _xml_file(dated.sub("", line) if "<meta " in line else line for line in lines)


def _one_line(text: str) -> str:
    return " ".join(NO_XML.sub("", text).split())


def _xml_file(lines: Iterable[str]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return "".join(f"{line}\n" for line in (head, *lines)).encode()
