"""Querying: a SPARQL query to the bytes of its answer, within limits."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..sparql import graphs_from, one_door, refuse, tokens_of
from .negotiation import GRAPH, ROWS, chosen
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .limits import Limits
    from .protocol import Operation
    from .reader import Reader

_ROW_FORMS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
# Oxigraph reads keywords in ASCII alone, and no escape outside of texts and IRIs: a query without
# these letters and without a backslash holds neither SERVICE nor FROM.
_SUSPECT = "service", "from", "\\"
_ROW_OFFERS, _GRAPH_OFFERS = tuple(ROWS), tuple(GRAPH)


class _Written(io.BytesIO):
    """Takes bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self.limit:
            raise _too_large(f"{self.limit:,} bytes")
        return super().write(data)


def _too_large(limit: str) -> ProblemError:
    return ProblemError(
        422, f"the answer has more than {limit}", cure="add LIMIT, or ask for less at a time"
    )


def answer(reader: Reader, asked: Operation, accept: str) -> Reply:
    """Answer a query in the form that the client likes best, whole or not at all.

    Raises:
        ProblemError: a graph is unknown, no form is welcome, or the answer is too large.
        QuestionError: the query is wrong, or would reach out.

    """
    query, prefixes, limits = asked.query, reader.prefixes, reader.limits
    named = [*asked.default_graphs, *asked.named_graphs]
    small = query.lower()
    if any(word in small for word in _SUSPECT):
        tokens = tokens_of(query)
        refuse(query, tokens, prefixes, datasets=True)
        named += graphs_from(tokens, prefixes)
        query = "".join(map(str, tokens))
    for graph in named:
        if graph not in reader.graphs:
            what = f"there is no graph <{graph}> here, and none is fetched"
            raise ProblemError(
                400, what, cure=f"known: {' '.join(sorted(reader.graphs)) or 'none'}"
            )
    with one_door(query):
        try:
            found = _evaluate(reader, query, asked)
        except SyntaxError:
            refuse(query, tokens_of(query), prefixes, datasets=True)  # it may know more
            raise
        if isinstance(found, ox.QueryTriples):
            media_type = _welcome(accept, _GRAPH_OFFERS, GRAPH)
            return Reply(200, media_type, written(found, media_type, prefixes, limits))
        media_type = _welcome(accept, _ROW_OFFERS, ROWS)
        out = _Written(limits.size)
        found.serialize(out, _ROW_FORMS[media_type])
    body = out.getvalue()
    if isinstance(found, ox.QuerySolutions) and more_rows(body, media_type, limits.rows):
        raise _too_large(f"{limits.rows:,} rows")
    return Reply(200, media_type, body)


def _evaluate(
    reader: Reader, query: str, asked: Operation
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    # Oxigraph reads each prefix that it is given, so it is given those alone that may be used.
    used = {name: space for name, space in reader.prefixes.items() if f"{name}:" in query}
    if not (asked.default_graphs or asked.named_graphs):
        return reader.quads.query(query, prefixes=used)
    return reader.quads.query(
        query,
        prefixes=used,
        default_graph=[ox.NamedNode(graph) for graph in asked.default_graphs],
        named_graphs=[ox.NamedNode(graph) for graph in asked.named_graphs],
    )


def _welcome(accept: str, offers: tuple[str, ...], forms: Mapping[str, str]) -> str:
    best = chosen(accept, offers)
    if best is None:
        cure = f"take {', '.join(dict.fromkeys(forms.values()))}"
        raise ProblemError(406, "the answer has none of the forms asked for", cure=cure)
    return forms[best]


def written(
    triples: Iterable[ox.Triple], media_type: str, prefixes: Mapping[str, str], limits: Limits
) -> bytes:
    """Write a graph, each triple once; Turtle has the prefixes that it uses.

    Raises:
        ProblemError: there are more triples, or more bytes, than the limits allow.

    """
    once: dict[ox.Triple, None] = {}
    for triple in triples:
        once[triple] = None
        if len(once) > limits.rows:
            raise _too_large(f"{limits.rows:,} triples")
    out = _Written(limits.size)
    known = dict(prefixes) if media_type == "text/turtle" else None
    ox.serialize(once, out, _GRAPH_FORMS[media_type], prefixes=known)
    return _tidy(out.getvalue()) if known else out.getvalue()


def _tidy(turtle: bytes) -> bytes:
    """Sort the prefixes, and leave out those that nothing uses."""
    end = turtle.rfind(b"@prefix ")
    end = turtle.find(b"\n", end) + 1
    head, body = turtle[:end], turtle[end:]
    lines = [
        line
        for line in sorted(head.splitlines(keepends=True))
        if re.search(rb"(?:^|[\s^])" + re.escape(line.split()[1]), body, re.MULTILINE)
    ]
    return b"".join(lines) + body


# What stands once a row, and what to leave out where a text could hold it too.
_ROW_MARKS: dict[str, tuple[bytes, bytes]] = {
    "application/sparql-results+json": (b",{", rb'"(?:[^"\\]|\\.)*"'),
    "application/sparql-results+xml": (b"<result>", b""),
    "text/csv": (b"\n", rb'"[^"]*"'),
    "text/tab-separated-values": (b"\n", b""),
}


def more_rows(body: bytes, media_type: str, limit: int) -> bool:
    r"""Tell whether an answer that Oxigraph wrote has more rows than ``limit``, which is 1 or more.

    >>> more_rows(b'a\r\n"1\n2"\r\n', "text/csv", 1)
    False
    >>> more_rows(b'a\r\n1\r\n2\r\n', "text/csv", 1)
    True
    """
    mark, text = _ROW_MARKS[media_type]
    besides = 0 if media_type.endswith("xml") else -1 if media_type.startswith("text") else 1
    if body.count(mark) + besides <= limit:
        return False
    return not text or re.sub(text, b"", body).count(mark) + besides > limit
