"""Reader: an atlas that a query process has open, and what may be taken from it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..quads import open_quads, version_of
from ..store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from .limits import Limits
    from .upstream import Upstream

FRESH = 300.0
"""For so many seconds the answers of a remote store are given again without asking it."""


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
    def open(cls, folder: Path, caches: Iterable[Path], limits: Limits) -> Reader:
        """Open the atlas in a folder.

        ``caches`` are folders where the store of a large atlas may be kept, beside its own.

        Raises:
            GraphError: there is none.

        """
        version = version_at(folder)
        return cls.of(*open_quads(folder, places=caches), limits, version)

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
