"""The RDF forms of an atlas: Turtle and its kin, and its evidence as Web Annotations."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..nodes import Literal, Triple
from ..ontology import ATLAS, EVIDENCE_GRAPH, OA, RDF, XSD, Iri
from ..turtle import TurtleBlocks, ntriples, prefix_lines, turtle

if TYPE_CHECKING:
    from .atlas import Atlas

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 cannot hold, not even escaped."""

_AROUND = 32


def atlas_turtle(atlas: Atlas) -> bytes:
    """Return the atlas without its evidence as Turtle."""
    return turtle(atlas.triples, atlas.prefixes)


def atlas_ntriples(atlas: Atlas) -> bytes:
    """Return the atlas without its evidence as sorted N-Triples."""
    return ntriples(atlas.triples)


def nquads(atlas: Atlas) -> bytes:
    """Return the atlas, and its evidence in a named graph, as N-Quads."""
    graph = f" <{EVIDENCE_GRAPH}> .\n".encode()
    lines = ntriples(atlas.evidence).split(b"\n")
    return ntriples(atlas.triples) + b"".join(line[:-2] + graph for line in lines if line)


def trig(atlas: Atlas) -> bytes:
    """Return the atlas, and its evidence in a named graph, as TriG laid out like the Turtle."""
    write = TurtleBlocks(atlas.prefixes)
    blocks, evidence = write.of(atlas.triples), write.of(atlas.evidence)
    used = frozenset().union(*(block.prefixes for block in (*blocks, *evidence)))
    head = b"".join(prefix_lines(used, atlas.prefixes))
    body, quotes = (b"\n".join(block.text for block in part) for part in (blocks, evidence))
    return b"%b\n%b\n<%b> {\n\n%b\n}\n" % (head, body, EVIDENCE_GRAPH.encode(), quotes)


def jsonld(atlas: Atlas) -> bytes:
    """Return the atlas, and its evidence in a named graph, as expanded JSON-LD."""
    quads = ox.parse(nquads(atlas), format=ox.RdfFormat.N_QUADS)
    compact = ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b""
    return json.dumps(json.loads(compact), ensure_ascii=False, indent=1).encode() + b"\n"


def rdfxml(atlas: Atlas) -> bytes:
    """Return the atlas without its evidence as RDF/XML.

    What XML cannot hold becomes U+FFFD, one for one, so that offsets still count.
    """
    clean = [
        (subject, predicate, _for_xml(value) if isinstance(value, Literal) else value)
        for subject, predicate, value in atlas.triples
    ]
    triples = [quad.triple for quad in ox.parse(ntriples(clean), format=ox.RdfFormat.N_TRIPLES)]
    written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=atlas.prefixes) or b""
    # Oxigraph writes the carriage returns of a text bare, which XML readers take for line feeds.
    return written.replace(b"\r", b"&#13;") + b"\n"


def web_annotations(atlas: Atlas) -> bytes:
    """Return the evidence as W3C Web Annotations, in Turtle.

    Each mention's target is selected twice: by quote, with 32 code points on either side, and by
    position (https://www.w3.org/TR/annotation-model/#selectors).
    """
    triples: list[Triple] = []
    for node in atlas.mentions():
        paper = Iri(atlas.value(node, ATLAS + "paper"))
        text = atlas.text(paper)
        start, end = (int(atlas.value(node, OA + name)) for name in ("start", "end"))
        target, quote, place = (Iri(f"{node}.{part}") for part in ("target", "quote", "position"))
        say = partial(_say, triples)
        say(node, "hasBody", Iri(atlas.value(node, ATLAS + "concept")))
        say(node, "motivatedBy", Iri(OA + "identifying"))
        say(node, "hasTarget", target)
        say(target, "hasSource", paper)
        say(target, "hasSelector", quote)
        say(target, "hasSelector", place)
        say(quote, "exact", Literal(text[start:end]))
        say(quote, "prefix", Literal(text[max(0, start - _AROUND) : start]))
        say(quote, "suffix", Literal(text[end : end + _AROUND]))
        say(place, "start", Literal(str(start), XSD + "integer"))
        say(place, "end", Literal(str(end), XSD + "integer"))
        for part, kind in (
            (node, "Annotation"),
            (target, "SpecificResource"),
            (quote, "TextQuoteSelector"),
            (place, "TextPositionSelector"),
        ):
            triples.append((part, Iri(RDF + "type"), Iri(OA + kind)))
    return turtle(triples, atlas.prefixes)


def _say(triples: list[Triple], subject: Iri, name: str, value: Iri | Literal) -> None:
    triples.append((subject, Iri(OA + name), value))


def _for_xml(literal: Literal) -> Literal:
    return Literal(NO_XML.sub("\ufffd", literal.text), literal.datatype, literal.language)
