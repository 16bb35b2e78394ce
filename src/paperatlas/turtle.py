"""Triples to Turtle that a person can read and git can diff, and to sorted N-Triples.

pyoxigraph writes the terms and so owns every escape; this module owns order, layout and prefixes. A
subject is one block, whatever else is written, so that blocks can be made apart and kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError
from .nodes import Literal, nodes_of
from .ontology import ATLAS, DCTERMS, FABIO, FOAF, OA, PRISM, PROV, RDF, RDFS, SKOS, XSD, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .nodes import Column, Node, Nodes, Table, Term, Triple


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
_LOCAL = rf"[{_LETTER}0-9_](?:[{_LETTER}0-9_.-]*[{_LETTER}0-9_-])?"
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

    ``prefixes`` are the names of those used.
    """

    subject: Iri
    text: bytes
    prefixes: frozenset[str]

    @property
    def place(self) -> bytes:
        """What orders blocks: 9 before 10."""
        return place_of(self.subject)


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
        longest_first = sorted(self._spaces, key=lambda space: (-len(space), space))
        spaces = "|".join(map(re.escape, longest_first)) or "(?!)"
        self._short = re.compile(f"({spaces})({_LOCAL})")
        self._iri = lru_cache(_KEPT)(self._name)
        self._verbs = lru_cache(_KEPT)(self._in_order)
        self._types = lru_cache(_KEPT)(self._several)

    def of(self, triples: Iterable[Triple]) -> list[Block]:
        """Return one block a subject, sorted; GraphError as :func:`turtle`."""
        return self.blocks(nodes_of(triples))

    def blocks(self, nodes: Nodes) -> list[Block]:
        """Return the block of each node, sorted; GraphError as :func:`turtle`."""
        return sorted((self.block(*each) for each in nodes.items()), key=_place)

    def block(self, subject: Iri, node: Node) -> Block:
        """Return the block of one subject; GraphError as :func:`turtle`."""
        predicate = None
        try:
            verbs, prefixes = self._verbs(*node)
            used, statements = {*prefixes}, []
            for predicate, verb in verbs:
                values = node[predicate]
                if len(values) == 1:
                    prefix, text = self._written(values[0])
                    used.add(prefix)
                    statements.append(f"{verb} {text}")
                else:
                    several = self._types if predicate == _TYPE else self._several
                    its, text = several(verb, *values)
                    used |= its
                    statements.append(text)
            prefix, start = self._name(subject)
        except (TypeError, ValueError) as error:
            what = f"this statement has no valid term: {error}"
            raise GraphError(what, where=f"{subject} {predicate or ', '.join(node)}") from error
        content = f"{start} {f' ;{_INDENT}'.join(statements)} .\n".encode()
        return Block(subject, content, frozenset(filter(None, {*used, prefix})))

    def table(self, table: Table) -> Block:
        """Return the blocks of its nodes, one or more, in their order, as one: that of the first.

        It is what :meth:`block` makes of each, with less work: the layout is made once, and filled.

        Raises:
            GraphError: as :func:`turtle`.

        """
        verbs, prefixes = self._verbs(*table.columns)
        columns = [table.columns[predicate] for predicate, _ in verbs]
        try:
            subjects = zip(*map(self._name, table.subjects), strict=True)
            used, texts = zip(subjects, *map(self._spelled, columns), strict=True)
        except (TypeError, ValueError):
            for each in table.nodes().items():
                self.block(*each)  # tells which statement it is
            raise
        layout = f" ;{_INDENT}".join(verb.replace("%", "%%") + " %s" for _, verb in verbs)
        content = "\n".join(map(f"%s {layout} .\n".__mod__, zip(*texts, strict=True))).encode()
        return Block(table.subjects[0], content, frozenset(filter(None, prefixes.union(*used))))

    def _spelled(self, column: Column) -> tuple[set[str | None], Sequence[str]]:
        """Return the prefixes that the values use, and the values as they are written."""
        datatype, texts = column
        if datatype == _STRING:
            plain = _is_plain("".join(texts))
            return set(), [f'"{text}"' if plain else _quoted(text) for text in texts]
        if datatype in _BARE and all(map(_BARE[datatype].fullmatch, texts)):
            return set(), texts
        written = [*map(self._written if datatype else self._iri, column.terms())]
        return {prefix for prefix, _ in written}, [text for _, text in written]

    def _in_order(self, *predicates: Iri) -> tuple[list[tuple[Iri, str]], set[str | None]]:
        """Return predicates with their names, which most subjects share, and the prefixes."""
        order = sorted(predicates, key=lambda each: (_RANK.get(each, len(_RANK)), each))
        names = {each: (None, "a") if each == _TYPE else self._name(each) for each in order}
        return [(each, name) for each, (_, name) in names.items()], {p for p, _ in names.values()}

    def _several(self, verb: str, *values: Term) -> tuple[set[str | None], str]:
        """Return the prefixes that the values of a property use, and its statement."""
        written = [self._written(value) for value in sorted({*values}, key=_order)]
        return {prefix for prefix, _ in written}, _lines(verb, [text for _, text in written])

    def _written(self, value: Term) -> tuple[str | None, str]:
        """Return a term as it is written, and the prefix that it uses."""
        if not isinstance(value, Literal):
            return self._iri(value)
        text, datatype, language = value
        if language:
            return None, _quoted(text) + _tag(language)
        if datatype == _STRING:
            return None, _quoted(text)
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(text):
            return None, text
        prefix, name = self._iri(datatype)
        return prefix, f"{_quoted(text)}^^{name}"

    def _name(self, iri: str) -> tuple[str | None, str]:
        short = self._short.fullmatch(iri)
        if short and iri.isascii():
            space, local = short.groups()
            prefix = self._spaces[space]
            return prefix, f"{prefix}:{local}"
        whole = str(ox.NamedNode(iri))
        if not short:
            return None, whole
        prefix = self._spaces[short[1]]
        return prefix, f"{prefix}:{short[2]}"


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


@lru_cache(_KEPT)
def place_of(text: str) -> bytes:
    """Return bytes that are in the order of :func:`counting`.

    >>> place_of("a") < place_of("a9") < place_of("a10")
    True
    >>> place_of("a9") == place_of("a09")
    False
    """
    parts, _ = counting(text)
    written = [
        b"\1" + len(digits := str(part)).to_bytes(2, "big") + digits.encode()
        if isinstance(part, int)
        else part.encode() + b"\0"
        for part in parts
    ]
    return b"".join([*written, b"\0", text.encode()])


def counting(text: str) -> tuple[list[str | int], str]:
    """Order 9 before 10; the text itself breaks ties such as 7 and 07.

    >>> sorted(["a10", "a9"], key=counting)
    ['a9', 'a10']
    >>> counting("a9") == counting("a09")
    False
    """
    parts: list[str | int] = [*_DIGITS.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return parts, text


def _is_plain(text: str) -> bool:
    """Tell whether nothing in a text needs an escape; most texts are such."""
    return text.isprintable() and '"' not in text and "\\" not in text


def _quoted(text: str) -> str:
    return f'"{text}"' if _is_plain(text) else str(ox.Literal(text))


@lru_cache(_KEPT)
def _tag(language: str) -> str:
    return str(ox.Literal("", language=language)).removeprefix('""')


def _place(block: Block) -> bytes:
    return block.place


@lru_cache(_KEPT)
def _order(value: Term) -> tuple[bool, object, str, str]:
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


def _term(value: Term) -> ox.NamedNode | ox.Literal:
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
