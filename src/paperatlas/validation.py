"""Validation: an atlas and its evidence against the shapes of the ontology."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyshacl import validate as shacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH

from .errors import GraphError
from .ontology import XSD, shapes

if TYPE_CHECKING:
    from rdflib.term import Node

_SHOWN = 5
_WIDTH = 60
_REBUILD = "rebuild it with 'paperatlas build'"
_STRING = ox.NamedNode(XSD + "string")
_QUIET = logging.getLogger("paperatlas.validation.shacl")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def validate(atlas: bytes, evidence: bytes) -> None:
    """Check an atlas and its evidence, both in Turtle; return quietly when all is well.

    The shapes are those of ``ontology/shapes.ttl``. Nothing is read from the network.

    >>> validate(b"", b"")
    >>> mentions = b"<https://w3id.org/paperatlas/ontology#mentions>"
    >>> validate(b"<http://e.org/paper> %b <http://e.org/concept> ." % mentions, b"")
    Traceback (most recent call last):
    paperatlas.errors.GraphError: 1 fault: http://e.org/paper: no mention in the evidence backs
    https://w3id.org/paperatlas/ontology#mentions http://e.org/concept (Rebuild the evidence
    together with the atlas: one of them is older.)

    Raises:
        GraphError: a file is no Turtle, or the graph breaks a shape. The error counts the faults,
            names the first five, sorted by node, in plain words, and says what to do about them.

    """
    graph = Graph()
    _read(graph, "atlas.ttl", atlas)
    _read(graph, "evidence.ttl", evidence)
    laws = Graph().parse(data=shapes(), format="turtle")
    # In place: the graph is ours, and a copy would double time and memory.
    conforms, report, _ = shacl(
        graph, shacl_graph=laws, inference="none", inplace=True, logger=_QUIET
    )
    if not conforms:
        raise _error(report, laws)


def _read(graph: Graph, name: str, content: bytes) -> None:
    """Add a Turtle file; Oxigraph reads it, several times faster than rdflib does."""
    try:
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
            subject, value = _node(quad.subject), _node(quad.object)
            graph.add((subject, URIRef(quad.predicate.value), value))
    except SyntaxError as error:
        what = f"this is no Turtle: {error.msg}"
        raise GraphError(what, where=f"{name}:{error.lineno}", cure=_REBUILD) from error


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return BNode(str(term))
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype == _STRING:
        return Literal(term.value)  # to rdflib, "a" and "a"^^xsd:string are not equal
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _error(report: Graph, laws: Graph) -> GraphError:
    """Put a SHACL report into words."""
    results = report.subjects(RDF.type, SH.ValidationResult)
    faults = sorted({_fault(report, result, laws) for result in results})
    shown = [f"{node}: {message}" for node, message, _ in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        shown.append(f"and {len(faults) - _SHOWN} more")
    cures = dict.fromkeys(cure for _, _, cure in faults[:_SHOWN])
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return GraphError(f"{count}: {'; '.join(shown)}", cure=" ".join(cures))


def _fault(report: Graph, result: Node, laws: Graph) -> tuple[str, str, str]:
    """Return the node, what is wrong with it, and the cure, for one result of the report."""
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    message = report.value(result, SH.resultMessage)
    law = report.value(result, SH.sourceConstraint)
    if law is not None:  # a law finds the node at fault as its value
        return str(value), str(message), str(laws.value(law, RDFS.comment))
    # Property shapes have no name, so the report holds a copy: the message leads to the original.
    shape = laws.value(predicate=SH.message, object=message)
    shape = laws.value(predicate=SH.property, object=shape) if shape else None
    shape = shape or report.value(result, SH.sourceShape)
    text = repr(str(value))
    found = "" if value is None else f", not {text[:_WIDTH] + '…' * (len(text) > _WIDTH)}"
    return str(focus), f"{message}{found}", str(laws.value(shape, RDFS.comment))
