"""Reader: an atlas that a query process has open, and what may be taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quads import open_quads, version_of
from ..store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyoxigraph as ox

    from .limits import Limits


@dataclass(frozen=True, slots=True)
class Reader:
    """An open atlas: its quads, the names of its graphs, and which version of it this is."""

    quads: ox.Store
    prefixes: dict[str, str]
    limits: Limits
    graphs: frozenset[str]
    version: str = ""

    @classmethod
    def open(cls, folder: Path, places: Iterable[Path], limits: Limits) -> Reader:
        """Open the atlas in ``folder``, as `open_quads` does; GraphError where there is none."""
        version = version_of(folder)
        quads, prefixes = open_quads(folder, places=places)
        return cls.of(quads, prefixes, limits, version)

    @classmethod
    def of(
        cls, quads: ox.Store, prefixes: dict[str, str], limits: Limits, version: str = ""
    ) -> Reader:
        """Read from quads that are open already."""
        graphs = frozenset(str(graph.value) for graph in quads.named_graphs())
        return cls(quads, prefixes, limits, graphs, version)

    @property
    def store(self) -> Store:
        """The same atlas, as questions are put to it."""
        return Store(self.quads, self.prefixes)

    @property
    def base(self) -> str:
        """The address under which its resources live."""
        return self.prefixes["paper"].removesuffix("paper/")
