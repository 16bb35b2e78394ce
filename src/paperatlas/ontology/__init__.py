"""The namespaces of the graph, its one prefix table, and how names become IRIs.

``ontology.ttl`` and ``shapes.ttl`` beside this file say what the terms mean and which graphs are
well formed; `ontology` and `shapes` hand out their text.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from ..errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

ATLAS = "https://w3id.org/paperatlas/ontology#"
BASE = "https://w3id.org/paperatlas/id/"
EVIDENCE_GRAPH = "https://w3id.org/paperatlas/graph/evidence"
PAPERS_GRAPH = "https://w3id.org/paperatlas/graph/papers"

DCTERMS = "http://purl.org/dc/terms/"
FABIO = "http://purl.org/spar/fabio/"
FOAF = "http://xmlns.com/foaf/0.1/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

CONCEPT_TYPES: Mapping[str, str] = {
    "lab": "Lab",
    "method": "Method",
    "model": "Model",
    "benchmark": "Benchmark",
    "topic": "Topic",
}
"""Folder of a concept id -> local name of its class."""

ROLES = ("introduces", "evaluatesOn", "uses", "comparesWith", "criticises", "studies", "mentions")
"""How a paper stands to a concept, strongest first. Each is a property in the atlas namespace."""

_TERMS = {
    "atlas": ATLAS,
    "dcterms": DCTERMS,
    "fabio": FABIO,
    "foaf": FOAF,
    "oa": OA,
    "owl": OWL,
    "prism": PRISM,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
_RESOURCES = ("paper", "record", "mention", *CONCEPT_TYPES)
_HOSTILE = re.compile(r'[\x00-\x20\x7f<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')
_BRACKET = re.compile(r"[\[\]]")


class Iri(str):
    """An IRI, told apart from plain text."""

    __slots__ = ()


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return prefix -> namespace for a graph whose resources live under ``base``.

    >>> prefixes()["method"]
    'https://w3id.org/paperatlas/id/method/'
    >>> prefixes("https://example.org/atlas/")["paper"]
    'https://example.org/atlas/paper/'
    >>> "id" in prefixes()
    False

    Raises:
        InputError: ``base`` is no http(s) IRI that ends in "/" or "#", or it lies inside one of the
            vocabularies that the graph uses (two prefixes would then fit one name).

    """
    if _web_iri(base) != base or base[-1] not in "/#":
        what = f"{base!r} cannot be the base of the graph"
        cure = "give an http or https address that ends in '/' or '#'"
        raise InputError(what, where="--base", cure=cure)
    if any(base.startswith(namespace) for namespace in _TERMS.values()):
        what = f"{base!r} lies inside another vocabulary"
        raise InputError(what, where="--base", cure="choose an address of your own")
    return _TERMS | {kind: f"{base}{kind}/" for kind in _RESOURCES}


_PLAIN = re.compile(r"[A-Za-z0-9._-]+")


def local_name(name: str) -> str:
    """Return ``name`` as the last part of an IRI; different names stay different.

    Letters and digits of every script, and ``- . _`` stay; all else is percent-encoded.

    >>> local_name("arxiv-2212.08073")
    'arxiv-2212.08073'
    >>> local_name("my notes/<b>.txt")
    'my%20notes%2F%3Cb%3E.txt'
    """
    if _PLAIN.fullmatch(name):
        return name
    return "".join(
        letter if letter.isalnum() or letter in "-._" else quote(letter, "", errors="surrogatepass")
        for letter in name
    ).replace("~", "%7E")


def paper_iri(paper: str, base: str = BASE) -> Iri:
    """Return the IRI of a paper from its id."""
    return Iri(f"{base}paper/{local_name(paper)}")


def record_iri(source: str, line: int, base: str = BASE) -> Iri:
    """Return the IRI of the record that begins on ``line`` of ``source``.

    >>> record_iri("001_65e1.txt", 7)
    'https://w3id.org/paperatlas/id/record/001_65e1.txt-L7'
    """
    return Iri(f"{base}record/{local_name(source)}-L{line}")


def mention_iri(paper: str, start: int, end: int, base: str = BASE) -> Iri:
    """Return the IRI of the mention from ``start`` to ``end`` of a paper's text.

    >>> mention_iri("arxiv-2212.08073", 415, 432)
    'https://w3id.org/paperatlas/id/mention/arxiv-2212.08073.415-432'
    """
    return Iri(f"{base}mention/{local_name(paper)}.{start}-{end}")


def concept_iri(concept: str, base: str = BASE) -> Iri:
    """Return the IRI of a concept from its id, a type folder and a slug.

    >>> concept_iri("method/rlhf")
    'https://w3id.org/paperatlas/id/method/rlhf'
    >>> concept_iri("lab/Smith & Sons")
    'https://w3id.org/paperatlas/id/lab/Smith%20%26%20Sons'
    >>> concept_iri("rlhf")
    Traceback (most recent call last):
    paperatlas.errors.InputError: 'rlhf' is no concept id (write it as 'method/rlhf')

    Raises:
        InputError: the folder is none of `CONCEPT_TYPES`, or the slug is empty.

    """
    folder, _, slug = concept.partition("/")
    if folder not in CONCEPT_TYPES or not slug:
        what = f"{concept!r} is no concept id"
        raise InputError(what, cure="write it as 'method/rlhf'")
    return Iri(f"{base}{folder}/{local_name(slug)}")


def web_iri(url: str) -> Iri | None:
    """Return a web address as a valid IRI, or None where it is no http(s) address.

    Characters that an IRI may not hold are percent-encoded as browsers do it.

    >>> web_iri("https://example.org/a b?q=<x>")
    'https://example.org/a%20b?q=%3Cx%3E'
    >>> web_iri("javascript:alert(1)") is None
    True
    """
    address = _web_iri(url.strip())
    return None if address is None else Iri(address)


def _web_iri(url: str) -> str | None:
    """Encode, then let the two judges decide: Python on the host, pyoxigraph on the grammar."""
    encoded = _HOSTILE.sub(lambda hit: quote(hit[0], ""), url)
    if not encoded.isprintable():
        encoded = "".join(
            letter if letter.isprintable() else quote(letter, "", errors="surrogatepass")
            for letter in encoded
        )
    try:
        parts = urlsplit(encoded)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
        # Brackets belong to an IPv6 host alone; elsewhere browsers encode them.
        head = f"{parts.scheme}://{parts.netloc}"
        tail = _BRACKET.sub(lambda hit: quote(hit[0]), encoded[len(head) :])
        return NamedNode(head + tail).value
    except ValueError:
        return None


def ontology() -> bytes:
    """Return the text of the ontology, in Turtle."""
    return files(__name__).joinpath("ontology.ttl").read_bytes()


def shapes() -> bytes:
    """Return the text of the SHACL shapes, in Turtle."""
    return files(__name__).joinpath("shapes.ttl").read_bytes()
