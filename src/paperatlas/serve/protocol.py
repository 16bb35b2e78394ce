"""Protocol: what a request asks for, by the SPARQL 1.1 Protocol.

https://www.w3.org/TR/sparql11-protocol/#query-operation: a query comes by GET, by POST of a form,
or by POST of itself. Whatever would be an update is refused: the atlas is only read.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from .problem import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_READ_ONLY = "this atlas is only read; no update is carried out"


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, and the graphs that the request (not the query) makes its dataset of."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def operation(
    method: str, address: bytes, content_type: str, body: bytes, limit: int
) -> Operation | None:
    """Return the query of a request; None for a GET with no parameter at all.

    ``address`` is what stands after the question mark, ``limit`` the bytes that a query may have.

    >>> operation("GET", b"query=ASK%20%7B%7D&default-graph-uri=http://e/g", "", b"", 99)
    Operation(query='ASK {}', default_graphs=('http://e/g',), named_graphs=())
    >>> operation("POST", b"", "application/sparql-query; charset=utf-8", b"ASK {}", 99).query
    'ASK {}'
    >>> operation("GET", b"", "", b"", 99) is None
    True

    Raises:
        ProblemError: the request is none that the protocol knows, or an update.

    """
    parameters = _parameters(address)
    queries = [text for name, text in parameters if name == "query"]
    if method == "POST":
        media_type, _, rest = content_type.lower().partition(";")
        media_type = media_type.strip()
        _check_charset(rest)
        if media_type == FORM:
            posted = _parameters(body)
            parameters += posted
            queries += [text for name, text in posted if name == "query"]
        elif media_type == QUERY:
            queries.append(_utf8(body))
        elif media_type == UPDATE:
            raise ProblemError(403, _READ_ONLY)
        else:
            what = f"a query does not come as {media_type or 'nothing'}"
            raise ProblemError(415, what, cure=f"send it as {QUERY} or {FORM}")
    given = dict(parameters)
    if "update" in given:
        raise ProblemError(403, _READ_ONLY)
    if method == "GET" and not parameters:
        return None
    if len(queries) != 1:
        what = "there is no query" if not queries else "there is more than one query"
        raise ProblemError(400, what, cure="give one parameter 'query'")
    if len(queries[0].encode()) > limit:
        status = 414 if method == "GET" else 413
        raise ProblemError(status, f"the query is longer than {limit:,} bytes", cure="ask for less")
    if given.keys() <= {"query"}:
        return Operation(queries[0])
    default, named = (
        tuple(dict.fromkeys(value for name, value in parameters if name == wanted))
        for wanted in ("default-graph-uri", "named-graph-uri")
    )
    return Operation(queries[0], default, named)


def _parameters(text: bytes) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        what = "the parameters are not percent-encoded UTF-8"
        raise ProblemError(400, what, cure="encode them as forms do") from error
    return pairs


def _utf8(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except ValueError as error:
        raise ProblemError(400, "the query is not UTF-8", cure="send it as UTF-8") from error


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8", "us-ascii"}:
            raise ProblemError(415, f"the charset is {value.strip()}", cure="send UTF-8")
