"""Shapes: the SHACL of the ontology as SPARQL queries, one or two a property.

Only those parts of SHACL are known that the ontology uses; any other is refused, so that no shape
is ever passed over in silence. What SHACL calls a constraint is a law here: a query for the nodes
that break it, a message and a cure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Graph, Literal
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD

from .errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Law:
    """One law of a shape: its query finds ``?node`` at fault, and ``?found`` where it has a value.

    The message may name other variables of the query, as ``{?concept}``.
    """

    shape: str
    query: str
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape and its laws.

    Where every node of the shape is to have exactly one value of each property, ``screen`` is one
    query for all: it counts the nodes, those with all properties, in how many ways they have them,
    and in how many of these every value is sound. Where the counts are equal, no law is broken.
    """

    iri: str
    laws: tuple[Law, ...]
    screen: str | None = None


def shapes_in(document: str) -> tuple[Shape, ...]:
    """Return the shapes of a document in Turtle, sorted, with the laws that they lay down.

    >>> head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> . "
    >>> [shape] = shapes_in(head + 'e:S a sh:NodeShape ; sh:targetClass e:C ; '
    ...                     'sh:message "no IRI" ; sh:nodeKind sh:IRI .')
    >>> [law] = shape.laws
    >>> law.message, law.query
    ('no IRI', 'SELECT DISTINCT ?node WHERE { { ?node a <http://e.org/C> } FILTER(!isIRI(?node)) }')
    >>> shapes_in("")
    ()

    Raises:
        GraphError: a shape says something that is not known here.

    """
    graph = Graph().parse(data=document, format="turtle")
    found = {str(shape): shape for shape in graph.subjects(RDF.type, SH.NodeShape)}
    return tuple(_Shape(graph, shape).shape() for _, shape in sorted(found.items()))


class _Shape:
    _NODE = frozenset(
        {RDF.type, RDFS.comment, SH.message, SH.nodeKind, SH.property, SH.sparql}
        | {SH.targetClass, SH.targetNode, SH.targetSubjectsOf}
    )

    def __init__(self, graph: Graph, shape: Node) -> None:
        self._graph, self._shape = graph, shape
        self._refuse_unknown(shape, self._NODE)
        classes = (f"{{ ?node a {c.n3()} }}" for c in self._all(shape, SH.targetClass))
        subjects = (f"{{ ?node {p.n3()} [] }}" for p in self._all(shape, SH.targetSubjectsOf))
        self._target = " UNION ".join([*classes, *subjects])

    def shape(self) -> Shape:
        return Shape(str(self._shape), tuple(self._laws()), self._screen())

    def _screen(self) -> str | None:
        each = self._all(self._shape, SH.property)
        counts = [
            {str(self._graph.value(p, SH.minCount)), str(self._graph.value(p, SH.maxCount))}
            for p in each
        ]
        if (
            not each
            or any(count != {"1"} for count in counts)
            or self._graph.value(self._shape, SH.sparql)
        ):
            return None
        values = " . ".join(f"?node {self._path(p)} ?v{at}" for at, p in enumerate(each))
        tests = [
            f"!({test.replace('?found', f'?v{at}')})"
            for at, p in enumerate(each)
            for test in self._tests(p)
        ]
        sound = f"COALESCE({' && '.join(['isIRI(?node)', *tests])}, false)"
        targets = f"{{ SELECT DISTINCT ?node WHERE {{ {self._target} }} }}"
        return (
            f"SELECT * WHERE {{ {{ SELECT (COUNT(*) AS ?targets) WHERE {{ {targets} }} }} "
            "{ SELECT (COUNT(DISTINCT ?node) AS ?complete) (COUNT(*) AS ?whole) "
            f"(SUM(?each) AS ?sound) WHERE {{ {targets} {values} "
            f"BIND(IF({sound}, 1, 0) AS ?each) }} }} }}"
        )

    def _laws(self) -> Iterator[Law]:
        cure = str(self._graph.value(self._shape, RDFS.comment) or "")
        if self._graph.value(self._shape, SH.nodeKind) == SH.IRI:
            query = f"SELECT DISTINCT ?node WHERE {{ {self._target} FILTER(!isIRI(?node)) }}"
            yield Law(str(self._shape), query, self._message(self._shape), cure)
        for each in self._all(self._shape, SH.property):
            for query in self._queries(each):
                yield Law(str(self._shape), query, self._message(each), cure)
        for law in self._all(self._shape, SH.sparql):
            for focus in self._all(self._shape, SH.targetNode):
                yield self._sparql(law, focus)

    def _all(self, node: Node, predicate: Node) -> list[Node]:
        return sorted(self._graph.objects(node, predicate), key=str)

    def _message(self, node: Node) -> str:
        return str(self._graph.value(node, SH.message))

    def _refuse_unknown(self, node: Node, known: frozenset[Node]) -> None:
        unknown = sorted({str(p) for p in self._graph.predicates(node)} - {str(k) for k in known})
        if unknown:
            what = f"{unknown[0]} is a part of SHACL that is not checked here"
            raise GraphError(what, where=str(self._shape))

    def _queries(self, each: Node) -> Iterator[str]:
        """Yield a query for values at fault, and one for nodes with too few or too many."""
        said: dict[Node, Node] = dict(self._graph.predicate_objects(each))
        tests, path = self._tests(each), self._path(each)
        counts = {
            SH.minCount: "COUNT(DISTINCT ?found) < {}",
            SH.maxCount: "COUNT(DISTINCT ?found) > {}",
        }
        self._refuse_unknown(each, frozenset({SH.path, SH.message, *_TESTS, *counts}))
        if tests:
            test = " || ".join(tests)
            yield (
                f"SELECT DISTINCT ?node ?found WHERE {{ {self._target} ?node {path} ?found "
                f"FILTER({test}) }}"
            )
        limits = [form.format(said[key]) for key, form in counts.items() if key in said]
        if limits:
            yield (
                f"SELECT ?node WHERE {{ {{ SELECT DISTINCT ?node WHERE {{ {self._target} }} }} "
                f"OPTIONAL {{ ?node {path} ?found }} }} GROUP BY ?node "
                f"HAVING ({' || '.join(limits)})"
            )

    def _tests(self, each: Node) -> list[str]:
        said = sorted(self._graph.predicate_objects(each), key=str)
        return [write(self._graph, value) for key, value in said if (write := _TESTS.get(key))]

    def _path(self, each: Node) -> str:
        path = self._graph.value(each, SH.path)
        inverse = self._graph.value(path, SH.inversePath)
        return f"^{inverse.n3()}" if inverse is not None else f"{path.n3() if path else ''}"

    def _sparql(self, law: Node, focus: Node) -> Law:
        """Bind the focus node; what the law selects as ``?value`` is the node at fault."""
        declared = self._graph.objects(self._graph.value(law, SH.prefixes), SH.declare)
        spaces = {
            str(self._graph.value(d, SH.prefix)): self._graph.value(d, SH.namespace)
            for d in declared
        }
        head = "".join(f"PREFIX {name}: <{space}>\n" for name, space in sorted(spaces.items()))
        text = str(self._graph.value(law, SH.select))
        text = text.replace("SELECT $this", "SELECT").replace("GROUP BY $this", "GROUP BY")
        text = text.replace("$this", focus.n3()).replace("?value", "?node")
        message = self._message(law).replace("{$this}", str(focus))
        return Law(
            str(self._shape), head + text, message, str(self._graph.value(law, RDFS.comment))
        )


def _datatype(_: Graph, value: Node) -> str:
    """A value of another type, or that is none of this type: ``"2022-13-45"^^xsd:date``."""
    wrong = f"!isLiteral(?found) || DATATYPE(?found) != {value.n3()}"
    cast = value in {XSD.date, XSD.integer, XSD.decimal}
    read = f"DATATYPE({value.n3()}(STR(?found))) = {value.n3()}"
    return f"{wrong} || !COALESCE({read}, false)" if cast else wrong


def _list(graph: Graph, value: Node) -> str:
    return ", ".join(term.n3() for term in Collection(graph, value))


def _languages(graph: Graph, value: Node) -> str:
    tests = (f"LANGMATCHES(LANG(?found), {tag.n3()})" for tag in Collection(graph, value))
    return f"!({' || '.join(tests)})"


_TESTS: dict[Node, Callable[[Graph, Node], str]] = {
    SH.nodeKind: lambda _, __: "!isIRI(?found)",
    SH.datatype: _datatype,
    SH.minLength: lambda _, least: f"STRLEN(STR(?found)) < {least}",
    SH.pattern: lambda _, form: f"!REGEX(STR(?found), {Literal(form).n3()})",
    SH["class"]: lambda _, kind: f"NOT EXISTS {{ ?found a {kind.n3()} }}",
    SH["in"]: lambda graph, values: f"?found NOT IN ({_list(graph, values)})",
    SH.languageIn: _languages,
    SH.disjoint: lambda _, other: f"EXISTS {{ ?node {other.n3()} ?found }}",
    SH.minInclusive: lambda _, least: f"!COALESCE(?found >= {least}, false)",
    SH.maxInclusive: lambda _, most: f"!COALESCE(?found <= {most}, false)",
}
"""For each part of a property shape, the test that a value at fault passes."""
