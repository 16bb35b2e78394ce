"""Store: the graph, and the one door through which SPARQL reaches it.

Oxigraph holds the triples; plain Python values come out. What a question may not do is refused on
its text, in ``sparql``, before it reaches Oxigraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

import pyoxigraph as ox

from .errors import QuestionError
from .nodes import Literal
from .ontology import XSD, Iri
from .quads import open_quads, quads_of
from .sparql import bind, clauses_of, one_door, refuse, tokens_of
from .turtle import turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from .nodes import Triple
    from .sparql import Token

Value = Iri | str | int | float | bool | date | Decimal


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: column names, and rows of as many values; ``None`` is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


Answer = Rows | bool | bytes

_Found = TypeVar("_Found")


class Quads(Protocol):
    """What holds the triples: pyoxigraph's own store, or another that answers as it does."""

    def query(
        self, query: str, *, prefixes: dict[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a query that may use the prefixes without declaring them."""


class Store:
    """A built atlas, ready to be asked; it never changes.

    The papers are in the default graph, the mentions in the named graph
    ``https://w3id.org/paperatlas/graph/evidence``. ``prefixes`` maps prefix -> namespace: those of
    `ontology.prefixes` and of the atlas itself. A query uses them without declaring them.
    """

    def __init__(self, quads: Quads, prefixes: Mapping[str, str], most: int | None = None) -> None:
        """Keep what `open` or `of` has loaded, and how many rows an answer may have."""
        self._quads, self._most = quads, most
        self.prefixes = dict(prefixes)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the ``atlas.ttl`` and ``evidence.ttl`` of a folder that ``build`` wrote.

        A large atlas is loaded once, into a store on disk beside them; see ``quads``.

        Raises:
            GraphError: one of them is missing, or is not Turtle.

        """
        return cls(*open_quads(folder))

    @classmethod
    def of(cls, atlas: bytes, evidence: bytes = b"", *, where: str = "") -> Store:
        """Load the two Turtle documents from memory; ``where`` stands before their names in errors.

        >>> store = Store.of(b'<https://a.example/p> <http://purl.org/dc/terms/title> "Hi" .')
        >>> store.select("SELECT ?title { ?p dcterms:title ?title }").rows
        (('Hi',),)

        Raises:
            GraphError: one of them is not Turtle.

        """
        return cls(*quads_of(atlas, evidence, where=where))

    def within(self, rows: int) -> Store:
        """Return the same atlas, where an answer of more rows or statements is a QuestionError.

        >>> Store.of(b"").within(1).query("SELECT ?n { VALUES ?n { 1 2 } }")
        Traceback (most recent call last):
        paperatlas.errors.QuestionError: the answer has more than 1 rows (add LIMIT, or make the
        query narrower)
        """
        return Store(self._quads, self.prefixes, rows)

    def query(self, sparql: str, bindings: Mapping[str, Value] | None = None) -> Answer:
        """Answer any read query: Rows for SELECT, bool for ASK, Turtle for the other two forms.

        Rows keep the order of the query's ORDER BY; without one they are sorted, so that the same
        graph gives the same answer. ``bindings`` name variables without their question mark; a
        bound variable means that value everywhere in the query, in sub-selects too, and counts as
        bound for ``BOUND``.

        >>> Store.of(b"").query("ASK { ?paper atlas:uses ?method }")
        False

        Raises:
            QuestionError: wrong syntax, SERVICE, FROM, an update, or a binding that fits nowhere.

        """
        text = self.bound(sparql, bindings)
        with one_door(sparql, bound=bool(bindings)):
            found = self._quads.query(text, prefixes=self.prefixes)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            if isinstance(found, ox.QueryTriples):
                triples = found if self._most is None else _first(found, self._most)
                return turtle(map(_plain, triples), self.prefixes)
            columns = tuple(variable.value for variable in found.variables)
            solutions = found if self._most is None else _first(found, self._most)
            rows = [tuple(map(_value, solution)) for solution in solutions]
        if not _checked(sparql, tuple(self.prefixes.items())).ordered:
            rows.sort(key=lambda row: [_order(value) for value in row])
        return Rows(columns, tuple(rows))

    def bound(self, sparql: str, bindings: Mapping[str, Value] | None = None) -> str:
        """Return the SPARQL that `query` runs: found harmless, with the bindings in their places.

        >>> Store.of(b"").bound("ASK { ?paper atlas:uses ?method }", {"method": Iri("urn:x")})
        'ASK { ?paper atlas:uses <urn:x> }'

        Raises as `query` does.
        """
        namespaces = tuple(self.prefixes.items())
        if not bindings:
            return "".join(map(str, _checked(sparql, namespaces).tokens))
        terms = {name: _term(value) for name, value in bindings.items()}
        parts = _gaps(sparql, namespaces, tuple(terms))
        return "".join([text + terms[name] if name else text for text, name in parts])

    def select(self, sparql: str, bindings: Mapping[str, Value] | None = None) -> Rows:
        """Answer a SELECT as `query` does; any other form is a QuestionError."""
        answer = self.query(sparql, bindings)
        if isinstance(answer, Rows):
            return answer
        raise QuestionError("this query gives no rows", cure="begin it with SELECT")

    def construct(self, sparql: str, bindings: Mapping[str, Value] | None = None) -> bytes:
        """Answer a CONSTRUCT or DESCRIBE with sorted Turtle; any other form is a QuestionError."""
        answer = self.query(sparql, bindings)
        if isinstance(answer, bytes):
            return answer
        raise QuestionError("this query makes no graph", cure="begin it with CONSTRUCT or DESCRIBE")


@dataclass(frozen=True, slots=True)
class _Checked:
    """The tokens of a query that may be run, and whether it orders its rows itself."""

    tokens: list[Token]
    ordered: bool


@lru_cache(maxsize=256)
def _checked(sparql: str, namespaces: tuple[tuple[str, str], ...]) -> _Checked:
    """Read a query and refuse what it may not do; a question that is asked again is read once."""
    known = dict(namespaces)
    tokens = tokens_of(sparql)
    refuse(sparql, tokens, known)
    with one_door(sparql):
        ox.Store().query("".join(map(str, tokens)), prefixes=known)
    return _Checked(tokens, "by" in clauses_of(tokens))


@lru_cache(maxsize=256)
def _gaps(
    sparql: str, namespaces: tuple[tuple[str, str], ...], names: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Bind a query once for all values: return its text in pieces, each with the name after it.

    The last piece has none. Only the token of a variable is ever split, so that nothing that stands
    in the query's own texts is taken for a gap.
    """
    tokens = _checked(sparql, namespaces).tokens
    marks = {name: f"\0{name}\0" for name in names}
    parts, text = [], ""
    for token, bound in zip(tokens, bind(sparql, tokens, marks), strict=True):
        text += str(bound)
        name = token.text[1:] if token.kind == "var" else ""
        if name in marks and marks[name] in bound.text:
            head, _, tail = text.rpartition(marks[name])
            parts.append((head, name))
            text = tail
    return (*parts, (text, ""))


def _first(found: Iterable[_Found], most: int) -> Iterator[_Found]:
    """Yield what has been found; QuestionError where there are more than ``most``."""
    for number, one in enumerate(found):
        if number == most:
            cure = "add LIMIT, or make the query narrower"
            raise QuestionError(f"the answer has more than {most:,} rows", cure=cure)
        yield one


def _term(value: Value) -> str:
    """Write a value as one SPARQL token (with its datatype), by Oxigraph's own serializer."""
    if isinstance(value, Iri):
        try:
            return str(ox.NamedNode(value))
        except ValueError as error:
            cure = "write it in full: https://…"
            raise QuestionError(f"not an IRI: {str(value)!r}", cure=cure) from error
    if isinstance(value, date):
        return str(ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{XSD}date")))
    if isinstance(value, Decimal):
        return str(ox.Literal(f"{value:f}", datatype=ox.NamedNode(f"{XSD}decimal")))
    return str(ox.Literal(value))


_READERS: dict[str, Callable[[str], Value]] = {
    f"{XSD}{name}": read
    for names, read in (
        (("integer", "int", "long", "short", "nonNegativeInteger"), int),
        (("double", "float"), float),
        (("boolean",), {"true": True, "1": True, "false": False, "0": False}.__getitem__),
        (("date",), date.fromisoformat),
        (("decimal",), Decimal),
    )
    for name in names
}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value | None:
    """Give a term as plain data."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    return value_of(term.value, term.datatype.value)


def value_of(text: str, datatype: str) -> Value:
    """Return what a literal says; one that its own datatype does not allow stays a text.

    >>> value_of("7", f"{XSD}integer"), value_of("seven", f"{XSD}integer")
    (7, 'seven')
    """
    read = _READERS.get(datatype)
    if read is None:
        return text
    try:
        return read(text)
    except (ValueError, ArithmeticError, KeyError):
        return text


def _order(value: Value | None) -> tuple[int, float, str]:
    """Sort unbound first, then numbers by size, then everything else by its text."""
    if isinstance(value, str):  # most are
        return (2, 0.0, value)
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, int | float | Decimal):
        return (1, float(value), "")
    return (2, 0.0, str(value))


_DECIMAL = f"{XSD}decimal"


def _plain(triple: ox.Triple) -> Triple:
    subject, predicate, value = triple
    if isinstance(value, ox.Literal):
        text, datatype = value.value, value.datatype.value
        # Stores keep a decimal as a number: 1.0 comes back as 1, which Turtle writes no more as it.
        if datatype == _DECIMAL and "." not in text:
            text = f"{text}.0"
        return Iri(subject.value), Iri(predicate.value), Literal(text, datatype, value.language)
    if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
        return Iri(subject.value), Iri(predicate.value), Iri(value.value)
    cure = "leave _: and [] out of the CONSTRUCT"
    raise QuestionError("the graph asked for has a node without a name", cure=cure)
