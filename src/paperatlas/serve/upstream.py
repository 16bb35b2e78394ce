r"""Upstream: an atlas in a remote store, which this server asks in its own name for its clients.

The store may know this server by a password and let it do what a stranger may not. So a query
reaches it only as what every store reads alike: with the syntax of SPARQL 1.1, without comments and
``\u`` escapes (some stores resolve them before they look for the ends of texts), without functions
but SPARQL's own, and without IRIs of the schemes by which stores name code and files. Where the
atlas has graphs of its own, it sees those graphs and no others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..endpoint import Endpoint, LateError
from ..endpoint import RefusedError as Declined
from ..errors import GraphError, PaperatlasError, QuestionError, RefusedError
from ..ontology import EVIDENCE_GRAPH, XSD
from ..sparql import refuse, tokens_of
from .problem import ProblemError
from .reader import Reader, version_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..endpoint import Remote
    from ..sparql import Token
    from .limits import Limits

_SCHEMES = {"", "doi", "http", "https", "info", "mailto", "tag", "urn"}
_SCHEME = re.compile(r"<(?:([^:/?#]*):)?")
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[uU]")


@dataclass(frozen=True, slots=True)
class Upstream:
    """A remote store that answers as ``pyoxigraph.Store`` does, for people nobody knows."""

    remote: Remote

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str],
        default_graph: Sequence[ox.NamedNode] = (),
        named_graphs: Sequence[ox.NamedNode] = (),
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a read query.

        Raises:
            SyntaxError: it is not SPARQL 1.1, or an update.
            QuestionError: it is more than SPARQL 1.1, or more than the store can answer.
            GraphError: no whole answer came.

        """
        tokens = tokens_of(query)
        refuse(query, tokens, prefixes, datasets=True)
        plain(tokens, prefixes)
        ox.Store().query(query, prefixes=dict(prefixes))
        remote = self.remote
        if any(token.word == "FROM" for token in tokens):
            remote = replace(remote, dataset=())  # what the query names itself
        if default_graph or named_graphs:
            named = [("default-graph-uri", graph.value) for graph in default_graph]
            named += [("named-graph-uri", graph.value) for graph in named_graphs]
            remote = replace(remote, dataset=tuple(named))
        return remote.query("".join(map(str, tokens)), prefixes=prefixes)


def reader_of(address: str, limits: Limits) -> Reader:
    """Find the atlas in the store at an address; GraphError where there is none."""
    there = Endpoint.at(address)
    graphs = frozenset([EVIDENCE_GRAPH])
    return Reader(Upstream(there.remote), there, limits, graphs, version_at(address))


def plain(tokens: list[Token], prefixes: Mapping[str, str]) -> None:
    r"""Raise QuestionError for what some stores read as more than SPARQL 1.1 does.

    >>> plain(tokens_of("SELECT (xsd:integer(?a) AS ?b) { ?s ?p ?a }"), {"xsd": XSD})
    >>> plain(tokens_of("SELECT (<http://e/f>(1) AS ?b) {}"), {})
    Traceback (most recent call last):
    paperatlas.errors.RefusedError: the function <http://e/f> is none of SPARQL's own (leave it out)
    >>> plain(tokens_of("PREFIX xsd: <bif:> ASK {}"), {})
    Traceback (most recent call last):
    paperatlas.errors.RefusedError: <bif:> is no address of the web (leave it out)
    """
    spaces = {name: {space} for name, space in prefixes.items()}
    for i, token in enumerate(tokens):
        cure = "leave it out"
        if token.kind in {"iri", "string"} and _ESCAPE.search(token.text):
            raise QuestionError(f"{token.text[:40]} has an escape", cure="write the letter itself")
        if token.kind == "iri" and _scheme(token) not in _SCHEMES:
            raise RefusedError(f"{token.text} is no address of the web", cure=cure)
        if token.kind == "pname" and tokens[i - 1].word == "PREFIX":
            name = token.text.partition(":")[0]
            spaces.setdefault(name, set()).add(tokens[i + 1].text[1:-1])
        elif token.kind in {"iri", "pname"} and tokens[i + 1].text == "(":
            name = token.text.partition(":")[0]
            own = token.kind == "pname" and spaces.get(name) == {XSD}
            if not own and not token.text.startswith(f"<{XSD}"):
                raise RefusedError(f"the function {token.text} is none of SPARQL's own", cure=cure)


def _scheme(token: Token) -> str:
    found = _SCHEME.match(token.text)
    return (found[1] or "").lower() if found else ""


def failure(error: PaperatlasError) -> Exception:
    """Return what clients are told of an error; what the store says of itself is not for them.

    >>> failure(GraphError("the store broke off", where="http://localhost:7878/query")).status
    502
    """
    if not isinstance(error, GraphError):
        inside = "://" in error.where
        return type(error)(error.what, cure=error.cure) if inside else error
    status = error.status if isinstance(error, Declined) else 0
    late = isinstance(error, LateError) or status == HTTPStatus.GATEWAY_TIMEOUT
    what = f"the store behind this server answers {status}" if status else error.what
    return ProblemError(504 if late else 502, what, where=error.where)
