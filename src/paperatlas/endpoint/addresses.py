"""Addresses: where a store takes queries, updates and whole graphs.

SPARQL 1.1 leaves the three addresses open. One is given, the others follow from the habits of the
stores; docs/stores.md has the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import GraphError


def is_address(place: str) -> bool:
    """Tell the address of a store from a folder.

    >>> is_address("https://example.org/sparql"), is_address("graph")
    (True, False)
    """
    return place.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Addresses:
    """The three addresses of one store; ``data`` is empty where there is none."""

    query: str
    update: str
    data: str

    @classmethod
    def of(cls, query: str, update: str = "", data: str = "") -> Addresses:
        """Find the other two from the first, unless they are given.

        >>> Addresses.of("http://localhost:7878/query").data
        'http://localhost:7878/store'
        >>> Addresses.of("https://example.org/papers/query").data
        'https://example.org/papers/data'
        >>> Addresses.of("https://example.org/sparql")
        Addresses(query='https://example.org/sparql', update='https://example.org/sparql', data='')

        Raises:
            GraphError: one of them is no http(s) address, or holds a password.

        """
        for address in filter(None, (query, update, data)):
            _check(address)
        before, _, last = query.rpartition("/")
        if last == "query":
            named = urlsplit(before).path  # Fuseki serves /NAME/query, Oxigraph /query
            found = f"{before}/update", f"{before}/{'data' if named else 'store'}"
        elif last == "sparql-auth":
            found = query, f"{before}/sparql-graph-crud-auth"
        else:
            found = query, ""
        return cls(query, update or found[0], data or found[1])


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not is_address(address) or not host or not address.isprintable() or " " in address:
        raise GraphError(f"{address!r} is no web address", cure="write it as https://…")
    if parts.username is not None or parts.password is not None:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        cure = "set PAPERATLAS_USER and PAPERATLAS_PASSWORD instead"
        raise GraphError("an address is no place for a password", where=shown, cure=cure)
