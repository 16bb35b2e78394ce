"""Triples to Turtle that a person can read and git can diff, and to sorted N-Triples.

pyoxigraph writes the terms and so owns every escape; this module owns order, layout and prefixes. A
subject is one block, whatever else is written, so that blocks can be made apart and kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError
from .ontology import ATLAS, DCTERMS, FABIO, FOAF, OA, PRISM, PROV, RDF, RDFS, SKOS, XSD, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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
    DCTERMS + "language",
    ATLAS + "authors",
    DCTERMS + "creator",
    ATLAS + "affiliation",
    DCTERMS + "issued",
    DCTERMS + "source",
    FABIO + "hasArXivId",
    PRISM + "doi",
    FOAF + "homepage",
    FOAF + "page",
    ATLAS + "publishedBy",
    ATLAS + "affiliatedWith",
    ATLAS + "affiliationReason",
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
_TYPE = Iri(RDF + "type")
_DIGITS = re.compile(r"([0-9]+)")
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL = re.compile(rf"[{_LETTER}0-9_](?:[{_LETTER}0-9_.-]*[{_LETTER}0-9_-])?")
"""Local names that need no escape, and so are read by all: rdflib cannot read an escaped dot."""

_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_STRING = XSD + "string"
_KEPT = 16_384


@dataclass(frozen=True, slots=True)
class Block:
    """All statements of one subject, as they stand in a Turtle file.

    ``key`` orders blocks: 9 before 10. ``prefixes`` are the names of those used.
    """

    key: Key
    text: bytes
    prefixes: frozenset[str]


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
    return together(TurtleBlocks(prefixes).of(triples), prefixes)


def together(blocks: Sequence[Block], prefixes: Mapping[str, str]) -> bytes:
    """Return blocks as one document, a blank line between them."""
    used = frozenset().union(*(block.prefixes for block in blocks))
    return b"\n".join([*prefix_lines(used, prefixes), *(block.text for block in blocks)])


def prefix_lines(used: Iterable[str], prefixes: Mapping[str, str]) -> list[bytes]:
    """Return the sorted ``@prefix`` lines as one block, or no block where none is used."""
    lines = (f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(used))
    return [head] if (head := "".join(lines).encode()) else []


class TurtleBlocks:
    r"""Writes the statements of subjects, each as a block that stands by itself.

    >>> blocks = TurtleBlocks({"e": "http://e.org/"})
    >>> [(b.text, sorted(b.prefixes)) for b in blocks.of(
    ...     [(Iri("http://e.org/a"), Iri("http://f.org/p"), Iri("http://e.org/b"))])]
    [(b'e:a <http://f.org/p> e:b .\n', ['e'])]
    >>> blocks.of([])
    []
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Write IRIs of these namespaces short."""
        self._spaces = {space: name for name, space in prefixes.items()}
        self._longest_first = sorted(self._spaces, key=lambda space: (-len(space), space))
        self._name = lru_cache(_KEPT)(self._short)
        self._text = lru_cache(_KEPT)(_quoted)

    def of(self, triples: Iterable[Triple]) -> list[Block]:
        """Return one block a subject, sorted; GraphError as :func:`turtle`."""
        by_subject: defaultdict[Iri, defaultdict[Iri, list[Iri | Literal]]]
        by_subject = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            by_subject[subject][predicate].append(value)
        blocks = [self._block(subject, said) for subject, said in by_subject.items()]
        return sorted(blocks, key=_key_of)

    def _block(self, subject: Iri, said: Mapping[Iri, list[Iri | Literal]]) -> Block:
        used: set[str | None] = set()
        statements = []
        for predicate in sorted(said, key=_place):
            values = said[predicate]
            try:
                written = [self._term(value, used) for value in _sorted(values)]
                verb = "a" if predicate == _TYPE else self._iri(predicate, used)
                start = self._iri(subject, used)
            except (TypeError, ValueError) as error:
                what = f"this statement has no valid term: {error}"
                raise GraphError(what, where=f"{subject} {predicate}") from error
            statements.append(_lines(verb, written))
        text = f"{start} {f' ;{_INDENT}'.join(statements)} .\n".encode()
        return Block(counting(subject), text, frozenset(name for name in used if name))

    def _term(self, value: Iri | Literal, used: set[str | None]) -> str:
        if not isinstance(value, Literal):
            return self._iri(value, used)
        if value.language:
            return str(ox.Literal(value.text, language=value.language))
        if value.datatype == _STRING:
            return self._text(value.text)
        bare = _BARE.get(value.datatype)
        if bare and bare.fullmatch(value.text):
            return value.text
        return f"{self._text(value.text)}^^{self._iri(value.datatype, used)}"

    def _iri(self, iri: str, used: set[str | None]) -> str:
        prefix, name = self._name(iri)
        used.add(prefix)
        return name

    def _short(self, iri: str) -> tuple[str | None, str]:
        whole = str(ox.NamedNode(iri))
        for space in self._longest_first:
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                return self._spaces[space], f"{self._spaces[space]}:{iri[len(space) :]}"
        return None, whole


def ntriples(triples: Iterable[Triple]) -> bytes:
    r"""Return the triples as sorted N-Triples, one a line, without repetition.

    >>> ntriples([(Iri("http://e.org/a"), Iri("http://e.org/p"), Iri("http://e.org/b"))] * 2)
    b'<http://e.org/a> <http://e.org/p> <http://e.org/b> .\n'

    Raises:
        GraphError: as `turtle`.

    """
    written = ox.serialize(_foreign(triples), format=ox.RdfFormat.N_TRIPLES) or b""
    # A text never breaks a line, since its line ends are escaped.
    return b"".join(sorted({line + b"\n" for line in written.split(b"\n") if line}))


Key = tuple[list[tuple[int, str]], str]


def place_of(key: Key) -> bytes:
    """Return bytes that are in the same order as the keys.

    >>> place_of(counting("a9")) < place_of(counting("a10"))
    True
    >>> place_of(counting("a9")) == place_of(counting("a09"))
    False
    >>> place_of(counting("a")) < place_of(counting("a2")) < place_of(counting("ab"))
    True
    """
    parts, text = key
    written = [
        len(digits := str(number)).to_bytes(2, "big") + digits.encode()
        if place % 2
        else part.encode() + b"\0"
        for place, (number, part) in enumerate(parts)
    ]
    return b"".join([*written, b"\0\0", text.encode()])


def counting(text: str) -> Key:
    """Order 9 before 10; the text itself breaks ties such as 7 and 07.

    >>> sorted(["a10", "a9"], key=counting)
    ['a9', 'a10']
    >>> counting("a9") == counting("a09")
    False
    """
    parts = enumerate(_DIGITS.split(text))
    return [(int(part), "") if place % 2 else (0, part) for place, part in parts], text


def _key_of(block: Block) -> Key:
    return block.key


def _quoted(text: str) -> str:
    return str(ox.Literal(text))


@lru_cache(_KEPT)
def _place(predicate: Iri) -> tuple[int, str]:
    return _RANK.get(predicate, len(_RANK)), predicate


def _sorted(values: list[Iri | Literal]) -> list[Iri | Literal]:
    return values if len(values) == 1 else sorted(set(values), key=_order)


def _order(value: Iri | Literal) -> tuple[bool, object, str, str]:
    if isinstance(value, Literal):
        return True, counting(value.text), value.datatype, value.language or ""
    return False, (not value.startswith(ATLAS), counting(value)), "", ""


def _foreign(triples: Iterable[Triple]) -> Iterator[ox.Triple]:
    """Translate to pyoxigraph's terms: the door where a bad term is found."""
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


_INDENT = "\n    "


def _lines(predicate: str, objects: list[str]) -> str:
    one_line = f"{predicate} {' , '.join(objects)}"
    if len(objects) == 1 or len(one_line.encode()) + len("     ;") <= _WIDTH:
        return one_line
    return f"{predicate}{_INDENT}    " + f" ,{_INDENT}    ".join(objects)
