"""Description: what the endpoint is, in the SPARQL 1.1 Service Description vocabulary.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..ontology import RDF, prefixes
from .limits import Limits
from .negotiation import GRAPH, ROWS
from .querying import written

if TYPE_CHECKING:
    from collections.abc import Iterable

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}


def description(endpoint: str, graphs: Iterable[str], media_type: str) -> bytes:
    """Describe the endpoint at the address ``endpoint``; ``graphs`` are its named graphs.

    >>> text = description("http://localhost/sparql", ["http://e.org/g"], "text/turtle").decode()
    >>> "sd:endpoint <http://localhost/sparql>" in text, "sd:name <http://e.org/g>" in text
    (True, True)
    """
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    statements = [
        (service, RDF + "type", SD + "Service"),
        (service, SD + "endpoint", endpoint),
        (service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        (service, SD + "defaultDataset", dataset.value),
        (dataset, RDF + "type", SD + "Dataset"),
        (dataset, SD + "defaultGraph", default.value),
        (default, RDF + "type", SD + "Graph"),
    ]
    for media in dict.fromkeys([*ROWS.values(), *GRAPH.values()]):
        statements += [(service, SD + "resultFormat", _FORMATS + _FORMAT_NAMES[media])]
    for number, graph in enumerate(sorted(graphs), start=1):
        named = ox.NamedNode(f"{endpoint}#graph-{number}")
        statements += [
            (dataset, SD + "namedGraph", named.value),
            (named, RDF + "type", SD + "NamedGraph"),
            (named, SD + "name", graph),
        ]
    triples = [ox.Triple(s, ox.NamedNode(p), ox.NamedNode(o)) for s, p, o in statements]
    triples.sort(key=str)
    return written(triples, media_type, {**prefixes(), "sd": SD, "formats": _FORMATS}, Limits())
