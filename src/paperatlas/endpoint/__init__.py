"""Endpoint: an atlas in any store that speaks SPARQL 1.1, asked as one in a folder is.

In a remote store the papers are in the named graph ``https://w3id.org/paperatlas/graph/papers`` and
the mentions in ``https://w3id.org/paperatlas/graph/evidence``. The default graph is left alone: in
some stores it is the union of all graphs, in some there is none, and in all it may hold what others
put there. Queries name the two graphs as their dataset, so that one query means the same in every
store. A store whose papers are in its default graph is read, too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..edition import CONFORMS_TO, EDITIONS, check_edition
from ..errors import GraphError
from ..ontology import FABIO, PAPERS_GRAPH, prefixes
from ..store import Store
from .addresses import Addresses, is_address
from .remote import DATASET, Remote
from .upload import fetch, upload
from .wire import LateError, RefusedError, Wire

__all__ = [
    "Addresses",
    "Endpoint",
    "LateError",
    "RefusedError",
    "Remote",
    "Wire",
    "fetch",
    "is_address",
    "opened",
    "upload",
]

_PAPER = (
    f"SELECT ?paper ?edition {{ {{ SELECT ?paper {{ %s {{ ?paper a <{FABIO}ResearchPaper> }} }} "
    f"LIMIT 1 }} OPTIONAL {{ %s {{ ?atlas <{CONFORMS_TO}> ?edition }} "
    f'FILTER(STRSTARTS(STR(?edition), "{EDITIONS}")) }} }}'
)


class Endpoint(Store):
    """An atlas in a remote store. It answers as `Store` does, and refuses the same questions."""

    def __init__(self, remote: Remote, prefixes: dict[str, str]) -> None:
        """Keep what `at` has found."""
        super().__init__(remote, prefixes)
        self.remote = remote

    @classmethod
    def at(cls, address: str, wire: Wire | None = None) -> Endpoint:
        """Find the atlas in the store that takes queries at ``address``.

        One or two small queries tell in which graph the papers are, under which base, and in which
        edition.

        Raises:
            GraphError: no store answers there, or it holds no atlas, or one of an edition that
                cannot be read.

        """
        bare = Remote(Addresses.of(address), wire or Wire.of())
        for dataset, pattern in ((DATASET, f"GRAPH <{PAPERS_GRAPH}>"), ((), "")):
            found = Store(bare, {}).select(_PAPER % (pattern, pattern)).rows
            if found:
                check_edition((str(value) for row in found for value in row[1:]), address)
                base = str(found[0][0]).rpartition("paper/")[0]
                return cls(replace(bare, dataset=dataset), prefixes(base))
        what, cure = "this store holds no atlas", "put one there: paperatlas build SOURCE --to URL"
        raise GraphError(what, where=address, cure=cure)


def opened(place: str | Path) -> Store:
    """Open the atlas in a folder, or in the store at an address.

    Raises:
        GraphError: there is none.

    """
    return Endpoint.at(str(place)) if is_address(str(place)) else Store.open(Path(place))
