"""Nodes: what a graph says, as plain data: by subject and property, or many alike in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from .ontology import XSD, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Literal(NamedTuple):
    """A value: its text, and either a language or a datatype (``xsd:string`` unless told)."""

    text: str
    datatype: str = XSD + "string"
    language: str | None = None


Term = Iri | Literal
"""What can be said of a subject."""

Triple = tuple[Iri, Iri, Term]
"""Subject, predicate, object. No blank nodes: every subject has an IRI of its own."""

Node = Mapping[Iri, Sequence[Term]]
"""All that is said of one subject: by predicate its values, one or more, in any order."""

Nodes = Mapping[Iri, Node]
"""A graph, by subject: the form in which it is made, checked and written."""


class Column(NamedTuple):
    """One value of each of many nodes: the texts of literals of one datatype; `Iri`s where None."""

    datatype: str | None
    texts: Sequence[str]

    def terms(self) -> Sequence[Term]:
        """Return the values, in their order."""
        if self.datatype is None:
            return cast("Sequence[Iri]", self.texts)
        return [Literal(text, self.datatype) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes that have the same properties, each one value: the form of very many that are alike.

    ``columns`` maps a property to the values of all ``subjects``, in their order.

    >>> a, p = Iri("http://e.org/a"), Iri("http://e.org/p")
    >>> Table([a], {p: Column(None, [p])}).nodes() == {a: {p: (p,)}}
    True
    >>> Table([], {p: Column(XSD + "string", [])}).nodes()
    {}
    """

    subjects: Sequence[Iri]
    columns: Mapping[Iri, Column]

    def nodes(self) -> dict[Iri, Node]:
        """Return its nodes."""
        rows = zip(*(column.terms() for column in self.columns.values()), strict=True)
        return {
            subject: {key: (value,) for key, value in zip(self.columns, row, strict=True)}
            for subject, row in zip(self.subjects, rows, strict=True)
        }


def nodes_of(triples: Iterable[Triple]) -> dict[Iri, dict[Iri, list[Term]]]:
    """Return triples by subject and predicate.

    >>> a, p = Iri("http://e.org/a"), Iri("http://e.org/p")
    >>> nodes_of([(a, p, a)]) == {a: {p: [a]}}, nodes_of([])
    (True, {})
    """
    nodes: dict[Iri, dict[Iri, list[Term]]] = {}
    for subject, predicate, value in triples:
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return nodes


def text_of(value: Term) -> str:
    """Return the text of a literal, or an IRI as plain text."""
    return value.text if isinstance(value, Literal) else str(value)


def triples_of(nodes: Nodes) -> Iterator[Triple]:
    """Yield the triples of nodes, in their order."""
    for subject, node in nodes.items():
        for predicate, values in node.items():
            for value in values:
                yield subject, predicate, value


def union(*graphs: Nodes) -> dict[Iri, Node]:
    """Return all that graphs say, where two may speak of one subject.

    >>> a, p, q = (Iri(f"http://e.org/{name}") for name in "apq")
    >>> union({a: {p: [p]}}, {a: {p: [q], q: [a]}}) == {a: {p: (p, q), q: (a,)}}
    True
    """
    whole: dict[Iri, Node] = {}
    for nodes in graphs:
        twice = whole.keys() & nodes.keys()
        whole |= {**nodes, **{each: _both(whole[each], nodes[each]) for each in twice}}
    return whole


def _both(one: Node, other: Node) -> Node:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in {**one, **other}}
