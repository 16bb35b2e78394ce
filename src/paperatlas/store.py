"""Store: the graph, and the one door through which SPARQL reaches it.

Oxigraph holds the triples; plain Python values come out. What a question may not do is refused on
its text, in ``sparql``, before it reaches Oxigraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from .errors import QuestionError
from .ontology import XSD, Iri
from .quads import open_quads, quads_of
from .sparql import bind, clauses_of, one_door, refuse, tokens_of
from .turtle import Literal, turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .turtle import Triple

Value = Iri | str | int | float | bool | date | Decimal


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: column names, and rows of as many values; ``None`` is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


Answer = Rows | bool | bytes


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

    def __init__(self, quads: Quads, prefixes: Mapping[str, str]) -> None:
        """Keep what `open` or `of` has loaded."""
        self._quads = quads
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
        tokens = tokens_of(sparql)
        refuse(sparql, tokens, self.prefixes)
        with one_door(sparql):
            ox.Store().query("".join(map(str, tokens)), prefixes=self.prefixes)
        if bindings:
            tokens = bind(sparql, tokens, {k: _term(v) for k, v in bindings.items()})
        with one_door(sparql, bound=bool(bindings)):
            found = self._quads.query("".join(map(str, tokens)), prefixes=self.prefixes)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            if isinstance(found, ox.QueryTriples):
                return turtle([_plain(triple) for triple in found], self.prefixes)
            columns = tuple(variable.value for variable in found.variables)
            rows = [tuple(_value(term) for term in solution) for solution in found]
        if "by" not in clauses_of(tokens):
            rows.sort(key=lambda row: [_order(value) for value in row])
        return Rows(columns, tuple(rows))

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
    **dict.fromkeys(("integer", "int", "long", "short", "nonNegativeInteger"), int),
    **dict.fromkeys(("double", "float"), float),
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    "date": date.fromisoformat,
    "decimal": Decimal,
}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value | None:
    """Give a term as plain data; a literal that its own datatype does not allow stays a text."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    read = _READERS.get(term.datatype.value.removeprefix(XSD), str)
    try:
        return read(term.value)
    except (ValueError, ArithmeticError, KeyError):
        return term.value


def _order(value: Value | None) -> tuple[int, float, str]:
    """Sort unbound first, then numbers by size, then everything else by its text."""
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, int | float | Decimal):
        return (1, float(value), "")
    return (2, 0.0, str(value))


def _plain(triple: ox.Triple) -> Triple:
    subject, predicate, value = triple
    if isinstance(value, ox.Literal):
        # Stores keep a decimal as a number: 1.0 comes back as 1, which Turtle writes no more as it.
        whole = value.datatype.value == f"{XSD}decimal" and "." not in value.value
        text = f"{value.value}.0" if whole else value.value
        literal = Literal(text, value.datatype.value, value.language)
        return Iri(subject.value), Iri(predicate.value), literal
    if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
        return Iri(subject.value), Iri(predicate.value), Iri(value.value)
    cure = "leave _: and [] out of the CONSTRUCT"
    raise QuestionError("the graph asked for has a node without a name", cure=cure)
