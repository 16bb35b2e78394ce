"""Remote: a store that speaks SPARQL 1.1 over HTTP, in the terms of pyoxigraph.

Queries go by the Protocol (https://www.w3.org/TR/sparql11-protocol/), by GET where they are short
and by POST where an address could not hold them; writes as Update, and as whole graphs by the Graph
Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/) where the store has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import GraphError, QuestionError
from ..ontology import EVIDENCE_GRAPH, PAPERS_GRAPH
from ..sparql import tokens_of
from .wire import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .addresses import Addresses
    from .wire import Reply, Wire

_JSON = ("application/sparql-results+json", "application/json")
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_SHORT = 2000  # characters; RFC 9110, 4.1, asks every server to take addresses of 8,000
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

DATASET = (("default-graph-uri", PAPERS_GRAPH), ("named-graph-uri", EVIDENCE_GRAPH))
"""Parameters by which a query sees the papers as default graph, whatever the store's own is."""


@dataclass(frozen=True, slots=True)
class Remote:
    """One store: its addresses, the wire to it, and the dataset that queries are asked of."""

    addresses: Addresses
    wire: Wire
    dataset: tuple[tuple[str, str], ...] = ()

    def query(
        self, query: str, *, prefixes: Mapping[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a read query as ``pyoxigraph.Store.query`` does.

        Raises:
            QuestionError: the store cannot answer this query.
            GraphError: no answer came, only a part of one, or one that is none.

        """
        text = declared(query, prefixes or {})
        form = type(ox.Store().query(text))  # of no triples, so it tells the form alone
        graph = form is ox.QueryTriples
        kinds = tuple(_TRIPLES) if graph else _JSON
        headers = {"Accept": ", ".join((kinds[0], *(f"{kind};q=0.5" for kind in kinds[1:])))}
        fields = [("query", text), *self.dataset]
        address = self.addresses.query
        try:
            if len(text) <= _SHORT:
                reply = self.wire.send("GET", address, params=fields, headers=headers)
            else:
                reply = self.wire.send("POST", address, data=fields, headers=headers | _FORM)
        except RefusedError as error:
            if error.status == 400:  # noqa: PLR2004  (SPARQL 1.1 Protocol, 2.1.6)
                raise QuestionError(error.what, where=address) from error
            raise
        limit = reply.headers.get("X-SPARQL-MaxRows", "")
        if limit:  # Virtuoso's word for an answer that it has cut
            what, cure = f"the store cut the answer at {limit} rows", "ask for less, with LIMIT"
            raise GraphError(what, where=address, cure=cure)
        if reply.kind not in kinds:
            what = f"the answer is {reply.kind or 'of no type'}, which is no answer to a query"
            raise GraphError(what, where=address, cure="is this where the store takes queries?")
        try:
            if graph:
                return _triples(reply)
            return _results(reply, boolean=form is ox.QueryBoolean)
        except (SyntaxError, ValueError, StopIteration) as error:
            what = "the answer breaks off, or is not what its type says"
            raise GraphError(what, where=address, cure="ask again") from error

    def update(self, update: str, *, again: bool = True) -> None:
        """Carry out an update; ``again`` says that doing it twice is doing it once.

        Raises:
            GraphError: it was refused, or no answer came.

        """
        fields = [("update", update)]
        self.wire.send("POST", self.addresses.update, data=fields, headers=_FORM, again=again)

    def add(self, graph: str, lines: bytes) -> None:
        """Add N-Triples to a graph; adding them twice is adding them once.

        Raises:
            GraphError: as `update`.

        """
        if not self.addresses.data:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines.decode()}}} }}")
            return
        headers = {"Content-Type": "application/n-triples"}
        where = [("graph", graph)]
        self.wire.send("POST", self.addresses.data, params=where, data=lines, headers=headers)


def declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Put before a query the prefixes that it uses and does not declare, on its first line.

    >>> declared("ASK { ?p a fabio:Book }", {"fabio": "http://purl.org/spar/fabio/", "x": "y:"})
    'PREFIX fabio: <http://purl.org/spar/fabio/> ASK { ?p a fabio:Book }'
    """
    used: set[str] = set()
    own: set[str] = set()
    before = ""
    for token in tokens_of(query):
        if token.kind == "pname":
            (own if before == "PREFIX" else used).add(token.text.partition(":")[0])
        before = token.word
    names = sorted((used - own) & prefixes.keys())
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in names) + query


def _results(reply: Reply, *, boolean: bool) -> ox.QuerySolutions | ox.QueryBoolean:
    def read() -> ox.QuerySolutions | ox.QueryBoolean:
        return ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)

    found = read()
    try:
        if isinstance(found, ox.QueryBoolean):
            rows = None
        else:  # to the end: what breaks off must not pass for a short answer
            rows = sum(_yes(solution) for solution in found)
    finally:
        del found  # pyoxigraph minds which thread lets go of it, and a traceback would hold it
    if rows is None and not boolean:
        raise SyntaxError
    if rows is None or not boolean:
        return read()
    # Virtuoso 7 answers an ASK with one row of 1 or 0, or with none.
    text = b'{"head":{},"boolean":%s}' % (b"true" if rows else b"false")
    return ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)


def _yes(solution: ox.QuerySolution) -> bool:
    return any(getattr(term, "value", "0") not in {"0", "false"} for term in solution)


def _triples(reply: Reply) -> ox.QueryTriples:
    """Hand out a graph as Oxigraph does the triples of a CONSTRUCT."""
    store = ox.Store()
    store.bulk_load(reply.body, _TRIPLES[reply.kind])
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)  # noqa: S101  (the form says so)
    return found
