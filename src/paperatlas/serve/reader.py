"""Reader: an atlas that a query process has open, and what may be taken from it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..endpoint import Endpoint
from ..ontology import EVIDENCE_GRAPH
from ..quads import open_quads, version_of
from ..store import Store
from .upstream import FRESH, Upstream

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from .limits import Limits


@dataclass(frozen=True, slots=True)
class Reader:
    """An open atlas: what answers free queries, the store for our own, and what it is.

    ``graphs`` are the names of its graphs, ``version`` says which state of the atlas this is.
    """

    quads: ox.Store | Upstream
    store: Store
    limits: Limits
    graphs: frozenset[str]
    version: str = ""

    @classmethod
    def open(cls, place: Path | str, caches: Iterable[Path], limits: Limits) -> Reader:
        """Open the atlas in a folder, or at the address of a store.

        ``caches`` are folders where the store of a large atlas may be kept, beside its own.

        Raises:
            GraphError: there is none.

        """
        version = version_at(place)
        if isinstance(place, Path):
            return cls.of(*open_quads(place, places=caches), limits, version)
        there = Endpoint.at(place)
        return cls(Upstream(there.remote), there, limits, frozenset([EVIDENCE_GRAPH]), version)

    @classmethod
    def of(
        cls, quads: ox.Store, prefixes: dict[str, str], limits: Limits, version: str = ""
    ) -> Reader:
        """Read from quads that are open already."""
        graphs = frozenset(str(graph.value) for graph in quads.named_graphs())
        return cls(quads, Store(quads, prefixes), limits, graphs, version)

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix -> namespace, as queries may use them."""
        return self.store.prefixes

    @property
    def base(self) -> str:
        """The address under which its resources live."""
        return self.prefixes["paper"].removesuffix("paper/")


def version_at(place: Path | str) -> str:
    """Return a name for what is there now; of a remote store nobody knows, so it changes by itself.

    Raises:
        GraphError: the folder holds no atlas.

    """
    return version_of(place) if isinstance(place, Path) else str(int(time.time() // FRESH))
