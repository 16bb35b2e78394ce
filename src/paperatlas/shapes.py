"""Shapes: the SHACL of the ontology, read once into Python that looks at plain nodes.

Only those parts of SHACL are known that the ontology uses; any other is refused, so that no shape
is ever passed over in silence.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import ge, le
from typing import TYPE_CHECKING

from rdflib import Graph
from rdflib import Literal as Value
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD

from .errors import GraphError
from .laws import BY_NAME
from .nodes import Literal, text_of
from .ontology import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node

    from .laws import Breach, Laws
    from .nodes import Term

    Test = Callable[[Term], bool]

_KEPT = 4_096  # places in a text, and scores, are few and come again and again


@dataclass(frozen=True, slots=True)
class Property:
    """What holds for the values that each node of a shape has of one property.

    There are from ``least`` to ``most``; each passes all ``tests``, is of all ``kinds``, and is no
    value of the ``others``. Where ``inverse``, the values are the nodes of which this is a value.
    Of the datatype ``free``, if there is one, every literal passes.
    """

    path: Iri
    inverse: bool
    least: float
    most: float
    tests: tuple[Test, ...]
    kinds: tuple[Iri, ...]
    others: tuple[Iri, ...]
    free: str
    message: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law at one focus; the message may name what it finds, as ``{?concept}``."""

    breaches: Callable[[Laws, Iri], Iterator[Breach]]
    focus: Iri
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: the nodes it is for, those of classes and those with properties, and what holds.

    ``iris_only`` asks that each has an IRI, and ``message`` is for one that has none.
    """

    iri: str
    classes: tuple[Iri, ...]
    subjects_of: tuple[Iri, ...]
    properties: tuple[Property, ...]
    laws: tuple[Law, ...]
    iris_only: bool
    message: str
    cure: str


def shapes_in(document: str) -> tuple[Shape, ...]:
    """Return the shapes of a document in Turtle, sorted.

    >>> head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> . "
    >>> [shape] = shapes_in(head + 'e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property '
    ...                     '[ sh:path e:p ; sh:minLength 2 ; sh:message "too short" ] .')
    >>> [each] = shape.properties
    >>> shape.classes, each.message, [test(Literal("ab")) for test in each.tests]
    (('http://e.org/C',), 'too short', [True])
    >>> shapes_in("")
    ()

    Raises:
        GraphError: a shape says something that is not known here.

    """
    graph = Graph().parse(data=document, format="turtle")
    found = {str(shape): shape for shape in graph.subjects(RDF.type, SH.NodeShape)}
    return tuple(_Reader(graph, shape).shape() for _, shape in sorted(found.items()))


class _Reader:
    _SHAPE = frozenset(
        {RDF.type, RDFS.comment, SH.message, SH.nodeKind, SH.property, SH.sparql}
        | {SH.targetClass, SH.targetNode, SH.targetSubjectsOf}
    )
    _PROPERTY = frozenset({SH.path, SH.message, SH.minCount, SH.maxCount, SH["class"], SH.disjoint})

    def __init__(self, graph: Graph, shape: Node) -> None:
        self._graph, self._shape = graph, shape

    def shape(self) -> Shape:
        self._refuse_unknown(self._shape, self._SHAPE)
        return Shape(
            iri=str(self._shape),
            classes=self._iris(self._shape, SH.targetClass),
            subjects_of=self._iris(self._shape, SH.targetSubjectsOf),
            properties=tuple(map(self._property, self._all(self._shape, SH.property))),
            laws=tuple(self._laws()),
            iris_only=bool(self._all(self._shape, SH.nodeKind)),
            message=self._text(self._shape, SH.message),
            cure=self._text(self._shape, RDFS.comment),
        )

    def _property(self, each: Node) -> Property:
        self._refuse_unknown(each, self._PROPERTY | _TESTS.keys())
        said = sorted(self._graph.predicate_objects(each), key=str)
        [path] = self._all(each, SH.path)
        inverse = self._iris(path, SH.inversePath)
        return Property(
            path=inverse[0] if inverse else Iri(path),
            inverse=bool(inverse),
            least=float(self._text(each, SH.minCount) or 0),
            most=float(self._text(each, SH.maxCount) or math.inf),
            tests=tuple(_TESTS[key](self._graph, value) for key, value in said if key in _TESTS),
            kinds=self._iris(each, SH["class"]),
            others=self._iris(each, SH.disjoint),
            free=self._free(each),
            message=self._text(each, SH.message),
        )

    def _free(self, each: Node) -> str:
        asked = {*self._graph.predicates(each)} - {SH.path, SH.message, SH.minCount, SH.maxCount}
        datatype = self._text(each, SH.datatype)
        return datatype if asked == {SH.datatype} and datatype not in _FORMS else ""

    def _laws(self) -> Iterator[Law]:
        for law in self._all(self._shape, SH.sparql):
            breaches = BY_NAME.get(str(law))
            if breaches is None:
                raise GraphError(f"{law} is a law that is not checked here", where=str(self._shape))
            message, cure = self._text(law, SH.message), self._text(law, RDFS.comment)
            for focus in self._iris(self._shape, SH.targetNode):
                yield Law(breaches, focus, message.replace("{$this}", focus), cure)

    def _all(self, node: Node, predicate: Node) -> list[Node]:
        return sorted(self._graph.objects(node, predicate), key=str)

    def _iris(self, node: Node, predicate: Node) -> tuple[Iri, ...]:
        return tuple(map(Iri, self._all(node, predicate)))

    def _text(self, node: Node, predicate: Node) -> str:
        return str(self._graph.value(node, predicate) or "")

    def _refuse_unknown(self, node: Node, known: frozenset[Node]) -> None:
        said = {*self._graph.predicates(node), *self._graph.objects(node, SH.nodeKind)}
        unknown = sorted(map(str, said - known - {SH.IRI}))
        if unknown:
            what = f"{unknown[0]} is a part of SHACL that is not checked here"
            raise GraphError(what, where=str(self._shape))


def _node_kind(_: Graph, __: Node) -> Test:
    return is_iri


def is_iri(found: Term) -> bool:
    """Tell whether this is an IRI: no literal, and no blank node, which is written ``_:b0``."""
    return not isinstance(found, Literal) and not found.startswith("_:")


def _datatype(_: Graph, value: Node) -> Test:
    """Ask for a literal of this type that is one: ``"2022-13-45"^^xsd:date`` is none."""
    kind = str(value)
    formless = kind not in _FORMS

    def test(found: Term) -> bool:
        if not isinstance(found, Literal):
            return False
        own = _TAGGED if found.language else found.datatype
        return own == kind and (formless or _read(found) is not None)

    return test if formless else lru_cache(_KEPT)(test)


def _bound(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Graph, Node], Test]:
    def bound(_: Graph, value: Node) -> Test:
        limit = Decimal(str(value))

        @lru_cache(_KEPT)
        def test(found: Term) -> bool:
            number = _read(found) if isinstance(found, Literal) else None
            return isinstance(number, Decimal) and holds(number, limit)

        return test

    return bound


@lru_cache(_KEPT)
def _read(literal: Literal) -> date | Decimal | None:
    """Return a day or a number; None where it is neither."""
    form, read = _FORMS.get(literal.datatype, (_NOTHING, Decimal))
    try:
        return read(literal.text) if form.fullmatch(literal.text) else None
    except ValueError:
        return None


_TAGGED = str(RDF.langString)
_NOTHING = re.compile("(?!)")
_FORMS: dict[str, tuple[re.Pattern[str], Callable[[str], date | Decimal]]] = {
    str(XSD.date): (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
    str(XSD.integer): (re.compile(r"[+-]?[0-9]+"), Decimal),
    str(XSD.decimal): (re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)"), Decimal),
}


def _min_length(_: Graph, value: Node) -> Test:
    least = int(str(value))
    return lambda found: len(text_of(found)) >= least


def _pattern(_: Graph, value: Node) -> Test:
    form = re.compile(re.sub(r"[$]\Z", r"\\Z", str(value)))  # to Python a line end may follow $
    return lambda found: bool(form.search(text_of(found)))


def _in(graph: Graph, value: Node) -> Test:
    return frozenset(map(_plain, Collection(graph, value))).__contains__


def _plain(value: Node) -> Term:
    if isinstance(value, Value):
        return Literal(str(value), str(value.datatype or XSD.string), value.language)
    return Iri(value)


def _language_in(graph: Graph, value: Node) -> Test:
    tags = {str(tag) for tag in Collection(graph, value)}

    def test(found: Term) -> bool:
        language = (isinstance(found, Literal) and found.language) or ""
        return language.lower().partition("-")[0] in tags

    return test


_TESTS: dict[Node, Callable[[Graph, Node], Test]] = {
    SH.nodeKind: _node_kind,
    SH.datatype: _datatype,
    SH.minLength: _min_length,
    SH.pattern: _pattern,
    SH["in"]: _in,
    SH.languageIn: _language_in,
    SH.minInclusive: _bound(ge),
    SH.maxInclusive: _bound(le),
}
"""For each part of a property shape, what makes the test that a sound value passes."""
