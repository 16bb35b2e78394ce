"""Validation: an atlas and its evidence against the shapes of the ontology.

The shapes are SHACL (W3C, 2017), so that anyone can check an atlas with a tool of his own; here
they are Python that looks at all nodes at once, since an engine of SHACL takes milliseconds for
each mention, and an atlas has millions. The tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, filterfalse
from typing import TYPE_CHECKING

from .errors import GraphError
from .laws import Laws
from .nodes import Column, text_of, union
from .ontology import ATLAS, shapes, terms
from .shapes import Shape, is_iri, shapes_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from .nodes import Node, Nodes, Table, Term
    from .ontology import Iri
    from .shapes import Property

_SHOWN = 5
_WIDTH = 60

OF_THE_WHOLE = frozenset({ATLAS + "ConceptShape", ATLAS + "LabelShape"})
"""The shapes that hold for all concepts together, and not for a part of an atlas."""


def validate(nodes: Nodes, tables: Sequence[Table] = (), *, without: Container[str] = ()) -> None:
    """Check an atlas together with its evidence; return quietly when all is well.

    The shapes are those of ``ontology/shapes.ttl``, but for those named in ``without``. A blank
    node is a subject that begins with ``_:``. What is said in ``tables`` is checked like all else,
    and faster.

    >>> from .ontology import Iri
    >>> validate({})
    >>> validate({Iri("http://e.org/paper"): {terms.MENTIONS: [Iri("http://e.org/concept")]}})
    Traceback (most recent call last):
    paperatlas.errors.GraphError: 1 fault: http://e.org/paper: no mention in the evidence backs
    https://w3id.org/paperatlas/ontology#mentions http://e.org/concept (Rebuild the evidence
    together with the atlas: one of them is older.)

    Raises:
        GraphError: the graph breaks a shape. The error counts the faults, names the first five,
            sorted by node, in plain words, and says what to do about them.

    """
    subjects = [*nodes, *chain.from_iterable(table.subjects for table in tables)]
    if len({*subjects}) < len(subjects):  # two may say of one, together, too much
        nodes, tables = union(nodes, *(table.nodes() for table in tables)), ()
    check = _Check(nodes, tables)
    every = (check.faults(shape) for shape in _shapes() if shape.iri not in without)
    if faults := {fault for faults in every for fault in faults}:
        raise _error(sorted(faults))


@cache
def _shapes() -> tuple[Shape, ...]:
    return shapes_in(shapes().decode())


@dataclass(frozen=True, order=True, slots=True)
class _Fault:
    node: str
    message: str
    cure: str


class _Check:
    """A graph that is looked at from all sides."""

    def __init__(self, nodes: Nodes, tables: Sequence[Table]) -> None:
        self._nodes, self._tables = nodes, tables
        self._laws = Laws(nodes, tables)
        self._by_type: defaultdict[Term, set[Iri]] = defaultdict(set)
        for node, kind in self._laws.rows(terms.TYPE):
            self._by_type[kind].add(node)

    def faults(self, shape: Shape) -> Iterator[_Fault]:
        nodes = self._nodes_of(shape)
        for node in nodes if shape.iris_only else ():
            if not is_iri(node):
                yield _Fault(node, shape.message, shape.cure)
        for each in shape.properties if nodes else ():
            for node, message in self._of_property(each, nodes):
                yield _Fault(node, message, shape.cure)
        for law in shape.laws:
            for node, names in law.breaches(self._laws, law.focus):
                yield _Fault(node, _told(law.message, names), law.cure)

    def _nodes_of(self, shape: Shape) -> dict[Iri, Node]:
        """Return the nodes that a shape is for, without those of tables that are sound."""
        found: set[Iri] = set().union(*(self._by_type[kind] for kind in shape.classes))
        for predicate in shape.subjects_of:
            found.update(self._laws.having(predicate))
        nodes = {node: self._nodes[node] for node in found & self._nodes.keys()}
        tables = [table for table in self._tables if not found.isdisjoint(table.subjects)]
        if not self._sound(shape, tables):
            every = (each for table in tables for each in table.nodes().items())
            nodes |= {node: said for node, said in every if node in found}
        return nodes

    def _sound(self, shape: Shape, tables: Sequence[Table]) -> bool:
        """Tell whether all in these tables is as a shape asks; if not, look node by node."""
        for each in shape.properties if tables else ():
            columns = [t.columns[each.path] for t in tables if each.path in t.columns]
            counts = [each.path in t.columns for t in tables]
            if (
                each.inverse
                or each.others
                or not each.least <= min(counts) <= max(counts) <= each.most
                or self._wrong(each, _distinct(c for c in columns if c.datatype != each.free))
            ):
                return False
        subjects = chain.from_iterable(table.subjects for table in tables)
        return not shape.iris_only or all(map(is_iri, subjects))

    def _of_property(self, each: Property, nodes: Mapping[Iri, Node]) -> Iterator[tuple[Iri, str]]:
        """Test every value once, however many nodes have it."""
        if each.inverse:
            pointing = self._pointing(each.path)
            rows = [pointing.get(node, ()) for node in nodes]
        else:
            rows = [said.get(each.path, ()) for said in nodes.values()]
        found = {*chain.from_iterable(rows)}
        wrong = self._wrong(each, found)
        if wrong or each.others:
            said = ((node, values) for node, values in zip(nodes, rows, strict=True) if values)
            for node, values in said:
                faulty = wrong.union(*(nodes[node].get(other, ()) for other in each.others))
                for value in faulty.intersection(values):
                    yield node, f"{each.message}, not {_shown(value)}"
        counts = {*map(len, rows)}  # in which a value that is said twice counts twice
        if min(counts) < each.least or max(counts) > each.most or each.least > 1:
            for node, values in zip(nodes, rows, strict=True):
                if not each.least <= len({*values}) <= each.most:
                    yield node, each.message

    def _wrong(self, each: Property, found: AbstractSet[Term]) -> set[Term]:
        wrong = {value for test in each.tests for value in filterfalse(test, found)}
        return wrong.union(*(found - self._by_type[kind] for kind in each.kinds))

    def _pointing(self, predicate: Iri) -> Mapping[Term, Sequence[Term]]:
        subjects: defaultdict[Term, list[Term]] = defaultdict(list)
        for subject, value in self._laws.rows(predicate):
            subjects[value].append(subject)
        return subjects


def _distinct(columns: Iterable[Column]) -> set[Term]:
    texts: defaultdict[str | None, set[str]] = defaultdict(set)
    for column in columns:
        texts[column.datatype].update(column.texts)
    return {term for each, its in texts.items() for term in Column(each, [*its]).terms()}


def _told(message: str, names: dict[str, str]) -> str:
    return re.sub(r"\{\?(\w+)\}", lambda hit: names[hit[1]], message)


def _shown(value: Term) -> str:
    text = repr(text_of(value))
    return text[:_WIDTH] + "…" * (len(text) > _WIDTH)


def _error(faults: list[_Fault]) -> GraphError:
    shown = [f"{fault.node}: {fault.message}" for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        shown.append(f"and {len(faults) - _SHOWN} more")
    cures = dict.fromkeys(fault.cure for fault in faults[:_SHOWN])
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return GraphError(f"{count}: {'; '.join(shown)}", cure=" ".join(cures))
