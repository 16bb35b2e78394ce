"""Explanation: the SPARQL as it is run, and notes on what it asks of the graph.

Stores order joins themselves, and SPARQL has no way to ask them how. The notes are ours, and say no
more than can be known from outside: the operators of the SPARQL algebra as rdflib reads them
(https://www.w3.org/TR/sparql11-query/#sparqlAlgebra), and for every triple pattern the graph that
it looks into and how many triples fit it alone, counted in the store. A pattern that many fit,
without a smaller one beside it, is what a slow question waits for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..answers import shortened
from ..errors import GraphError, QuestionError
from ..ontology import EVIDENCE_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.plugins.sparql.parserutils import CompValue

    from ..store import Store, Value
    from .heads import Question

_INTRO = "Notes, read from the query and counted in the store, which does not show its plan."

# What a reader of SPARQL calls the operators of its algebra; those that are left out only wrap.
_OPERATORS = {
    "AggregateJoin": "aggregate",
    "Distinct": "keep each row once",
    "Group": "group by",
    "LeftJoin": "optional",
    "Minus": "minus",
    "OrderBy": "order by",
    "Slice": "limit",
    "Union": "union",
    "Filter": "filter on",
    "Extend": "compute",
    "values": "values",
    "Builtin_EXISTS": "where there is",
    "Builtin_NOTEXISTS": "where there is no",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question is answered: its ``sparql`` with its prefixes, and ``notes``, a line each."""

    sparql: str
    notes: tuple[str, ...]

    def __str__(self) -> str:
        """Return both for a reader."""
        notes = "\n".join(f"  {note}" for note in self.notes)
        return f"{self.sparql}\n\n{_INTRO}\n{notes}\n"


def explain(store: Store, question: Question, bindings: Mapping[str, Value]) -> Explanation:
    """Say how ``question`` is answered; ``bindings`` are those of `bindings_of`.

    In a remote store every count is a request of its own; what it cannot count is told as such.

    Raises:
        QuestionError: as `ask`.

    """
    sparql = store.bound(question.sparql, bindings)
    head = [
        f"PREFIX {name}: <{space}>\n"
        for name, space in sorted(store.prefixes.items())
        if re.search(rf"(?<![\w:-]){name}:", sparql)
    ]
    return Explanation("".join(head) + sparql.strip(), tuple(_notes(store, sparql)))


def _notes(store: Store, sparql: str) -> Iterator[str]:
    from pyparsing import ParseException  # noqa: PLC0415  (half a second, for few who ask)
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415  (it is slow to import, or an extra)
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415  (it is slow to import, or an extra)

    try:
        query = translateQuery(parseQuery(sparql), initNs=store.prefixes)
    except (ParseException, AttributeError, TypeError) as error:
        yield f"none: rdflib, which is asked for the algebra, does not read it ({error})"
        return
    yield from _Reader(store).lines(query.algebra, 0, "default graph")


@dataclass(frozen=True, slots=True)
class _Reader:
    store: Store

    def lines(self, node: object, depth: int, graph: str) -> Iterator[str]:
        """Walk the algebra from the outermost operator to the patterns."""
        from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415  (it is slow to import, or an extra)

        if isinstance(node, list | tuple):
            for part in node:
                yield from self.lines(part, depth, graph)
        if not isinstance(node, CompValue):
            return
        if node.name in {"BGP", "TriplesBlock"}:
            yield from self._patterns(node.triples, depth, graph)
            return
        if node.name == "Graph":
            graph = self._term(node.term)
            graph = "evidence" if graph == f"<{EVIDENCE_GRAPH}>" else f"graph {graph}"
        elif node.name in _OPERATORS and not _aggregated(node):
            yield "  " * depth + " ".join([_OPERATORS[node.name], *_variables(node)])
            depth += 1
        for key, part in node.items():
            if key not in {"PV", "_vars", "var"}:  # names, and no operators
                yield from self.lines(part, depth, graph)

    def _patterns(self, runs: list[tuple[object, ...]], depth: int, graph: str) -> Iterator[str]:
        """Take a run for what it is: one triple, or several end to end."""
        for run in runs:
            for at in range(0, len(run), 3):
                yield self._pattern(run[at : at + 3], depth, graph)

    def _pattern(self, triple: tuple[object, ...], depth: int, graph: str) -> str:
        text = " ".join(self._term(term) for term in triple)
        where = f"GRAPH <{EVIDENCE_GRAPH}> {{ {text} }}" if graph == "evidence" else text
        count = "paths are not counted"
        if not any(sign in self._term(triple[1]) for sign in "*+"):
            try:
                fits = self.store.select(f"SELECT (COUNT(*) AS ?n) {{ {where} }}").rows[0][0]
                count = f"{fits} fit"
            except (GraphError, QuestionError):
                count = "not counted"
        return f"{'  ' * depth}{text}  ({graph}; {count})"

    def _term(self, term: object) -> str:
        """Write a term or a path as SPARQL does, with the prefixes that a reader knows."""
        written = str(term.n3()) if hasattr(term, "n3") else str(term)
        return re.sub(r"<([^<>]*)>", lambda found: self._short(found[1]), written)

    def _short(self, iri: str) -> str:
        short = shortened(iri, self.store.prefixes)
        return f"<{iri}>" if short == iri else short


def _aggregated(node: CompValue) -> bool:
    """Tell the naming of an aggregate, which the aggregate has said, from a computation."""
    return node.name == "Extend" and str(node.expr).startswith("__agg")


def _variables(node: CompValue) -> list[str]:
    """Name what an operator works on, where it works on something by name."""
    from rdflib.plugins.sparql.algebra import traverse  # noqa: PLC0415  (it is slow to import, or an extra)
    from rdflib.term import Variable  # noqa: PLC0415  (it is slow to import, or an extra)

    parts = {"Extend": node.var, "Filter": node.expr, "OrderBy": node.expr, "Group": node.expr}
    found: dict[str, None] = {}

    def note(term: object) -> None:
        if isinstance(term, Variable) and not term.startswith("__agg"):
            found[f"?{term}"] = None

    if node.name in parts:
        traverse(parts[node.name], visitPre=note)
    return list(found)
