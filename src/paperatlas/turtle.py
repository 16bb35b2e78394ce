"""Triples to Turtle that a person can read and git can diff, and to sorted N-Triples.

pyoxigraph writes the terms and so owns every escape; this module owns order and layout. Inside a
literal pyoxigraph escapes quotes, backslashes and line ends, so its lines and blanks can be told
from those of the text by one regular expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError
from .ontology import ATLAS, DCTERMS, FABIO, FOAF, OA, PRISM, PROV, RDF, RDFS, SKOS, XSD, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: its text, and either a language or a datatype (``xsd:string`` unless told)."""

    text: str
    datatype: str = XSD + "string"
    language: str | None = None


Triple = tuple[Iri, Iri, Iri | Literal]
"""Subject, predicate, object. No blank nodes: every subject has an IRI of its own."""

PREDICATE_ORDER = (
    RDF + "type",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "definition",
    SKOS + "broader",
    SKOS + "inScheme",
    SKOS + "exactMatch",
    ATLAS + "source",
    ATLAS + "line",
    DCTERMS + "title",
    DCTERMS + "alternative",
    DCTERMS + "abstract",
    DCTERMS + "issued",
    DCTERMS + "source",
    FABIO + "hasArXivId",
    PRISM + "doi",
    FOAF + "homepage",
    FOAF + "page",
    ATLAS + "publishedBy",
    DCTERMS + "subject",
    PROV + "wasDerivedFrom",
    ATLAS + "introduces",
    ATLAS + "evaluatesOn",
    ATLAS + "uses",
    ATLAS + "comparesWith",
    ATLAS + "criticises",
    ATLAS + "studies",
    ATLAS + "mentions",
    ATLAS + "paper",
    ATLAS + "concept",
    ATLAS + "role",
    OA + "exact",
    OA + "start",
    OA + "end",
    ATLAS + "field",
    ATLAS + "sentence",
    ATLAS + "confidence",
    ATLAS + "extractor",
    ATLAS + "reason",
    ATLAS + "roleReason",
    ATLAS + "repair",
    RDFS + "comment",
)
"""The order of statements within one subject; all others follow by IRI."""

_WIDTH = 100
_RANK = {predicate: rank for rank, predicate in enumerate(PREDICATE_ORDER)}
_TOKEN: re.Pattern[bytes] = re.compile(rb'"(?:[^"\\]|\\.)*"[^ \t\n]*|[^ \t\n]+')
_PREFIX_USE = re.compile(rb'(?:"(?:[^"\\]|\\.)*"\^\^)?([A-Za-z][A-Za-z0-9-]*):')
_ESCAPED_NAME = re.compile(rb'(^|\^\^)([A-Za-z][A-Za-z0-9-]*):([^"]*\\[^"]*)$')
_DIGITS = re.compile(r"([0-9]+)")


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return the triples as Turtle; the same set of triples gives the same bytes.

    Prefixes come sorted, and only those used; subjects by IRI with numbers in counting order; the
    type first, then the order of `PREDICATE_ORDER`; objects sorted, the ontology's own first, on
    one line where they fit in 100 columns and one a line where they do not. An empty graph is an
    empty file.

    >>> print(turtle([(Iri("http://e.org/a"), Iri("http://e.org/p"), Literal("hi", language="en"))],
    ...              {"e": "http://e.org/", "f": "http://f.org/"}).decode())
    @prefix e: <http://e.org/> .
    <BLANKLINE>
    e:a e:p "hi"@en .
    <BLANKLINE>

    Raises:
        GraphError: a term is no valid IRI or literal; blank nodes are such.

    """
    body = turtle_blocks(triples, prefixes)
    head = prefix_lines(body, prefixes)
    return head + b"\n" + body if head else body


def turtle_blocks(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return what follows the prefixes: one block a subject, a blank line between blocks."""
    blocks: list[list[bytes]] = []
    for line in _serialized(_ordered(triples), ox.RdfFormat.TURTLE, prefixes):
        if line.startswith(b"\t"):
            blocks[-1].append(line)
        elif not line.startswith(b"@prefix "):
            blocks.append([line])
    return b"\n".join(_block(lines, prefixes) for lines in blocks)


def prefix_lines(body: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return the sorted ``@prefix`` lines for the prefixes that ``body`` uses."""
    hits = (_PREFIX_USE.match(token) for token in _TOKEN.findall(body))
    used = sorted({hit[1].decode() for hit in hits if hit} & prefixes.keys())
    return "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in used).encode()


def ntriples(triples: Iterable[Triple]) -> bytes:
    r"""Return the triples as sorted N-Triples, one a line, without repetition.

    >>> ntriples([(Iri("http://e.org/a"), Iri("http://e.org/p"), Iri("http://e.org/b"))] * 2)
    b'<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n'

    Raises:
        GraphError: as `turtle`.

    """
    return b"".join(sorted({line + b"\n" for line in _serialized(triples, ox.RdfFormat.N_TRIPLES)}))


def _ordered(triples: Iterable[Triple]) -> list[Triple]:
    by_subject: dict[Iri, set[tuple[Iri, Iri | Literal]]] = {}
    for subject, predicate, value in triples:
        by_subject.setdefault(subject, set()).add((predicate, value))
    return [
        (subject, predicate, value)
        for subject in sorted(by_subject, key=_counting)
        for predicate, value in sorted(by_subject[subject], key=_statement)
    ]


def _counting(text: str) -> tuple[list[tuple[int, str]], str]:
    """Order 9 before 10; the text itself breaks ties such as 7 and 07."""
    parts = enumerate(_DIGITS.split(text))
    return [(int(part), "") if place % 2 else (0, part) for place, part in parts], text


def _statement(statement: tuple[Iri, Iri | Literal]) -> tuple[int, str, bool, object, str, str]:
    predicate, value = statement
    rank = _RANK.get(predicate, len(_RANK))
    if isinstance(value, Literal):
        key = _counting(value.text)
        return rank, predicate, True, key, value.datatype, value.language or ""
    return rank, predicate, False, (not value.startswith(ATLAS), _counting(value)), "", ""


def _serialized(
    triples: Iterable[Triple], form: ox.RdfFormat, prefixes: Mapping[str, str] | None = None
) -> list[bytes]:
    """Return pyoxigraph's lines; a text never breaks one, since its line ends are escaped."""
    written = ox.serialize(_foreign(triples), format=form, prefixes=dict(prefixes or {})) or b""
    return [line for line in written.split(b"\n") if line]


def _foreign(triples: Iterable[Triple]) -> Iterator[ox.Triple]:
    """Translate to pyoxigraph's terms: the one door where a bad term is found."""
    for subject, predicate, value in triples:
        try:
            yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), _term(value))
        except (TypeError, ValueError) as error:
            what = f"this statement has no valid term: {error}"
            raise GraphError(what, where=f"{subject} {predicate}") from error


def _term(value: Iri | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(value, Literal):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(value.text, language=value.language)
    return ox.Literal(value.text, datatype=ox.NamedNode(value.datatype))


def _block(lines: list[bytes], prefixes: Mapping[str, str]) -> bytes:
    """Lay out one subject: ``lines`` hold one predicate each, as pyoxigraph wrote them."""
    tokens = [[_in_full(token, prefixes) for token in _TOKEN.findall(line)] for line in lines]
    subject = tokens[0].pop(0)
    statements = [_statement_lines(words[0], words[1:-1:2]) for words in tokens]
    return subject + b" " + b" ;\n    ".join(statements) + b" .\n"


def _in_full(token: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Write a name in full that needs an escape: rdflib cannot read one that ends in a dot."""
    hit = _ESCAPED_NAME.search(token)
    if hit is None:
        return token
    local = re.sub(rb"\\(.)", rb"\1", hit[3])
    return b"%b%b<%b%b>" % (token[: hit.start()], hit[1], prefixes[hit[2].decode()].encode(), local)


def _statement_lines(predicate: bytes, objects: list[bytes]) -> bytes:
    one_line = predicate + b" " + b" , ".join(objects)
    if len(objects) == 1 or len(one_line) + len("     ;") <= _WIDTH:
        return one_line
    return predicate + b"\n        " + b" ,\n        ".join(objects)
