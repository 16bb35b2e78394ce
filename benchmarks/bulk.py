"""Loading and writing an atlas, beside bare pyoxigraph doing the same with the same files.

    python benchmarks/bulk.py [--papers N] [--turns N]

The atlas is a generated one (``atlas_of.py``); 7,200 papers are a million triples. Loading is the
first opening of a folder, into a store on disk, beside ``Store.bulk_load``; writing is ``export
-f bulk``, which sorts and packs, beside ``Store.dump``, which does neither. Seconds are those of
the processor, the median of all turns; read the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from atlas_of import generated

from paperatlas.bulk import write_bulk
from paperatlas.ontology import EVIDENCE_GRAPH
from paperatlas.quads import open_quads

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Print seconds and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=7_200)
    arguments.add_argument("--turns", type=int, default=3)
    given = arguments.parse_args()
    seconds: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        seconds.setdefault(name, []).append(time.process_time() - began)

    documents = generated(given.papers)
    for _ in range(given.turns):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for name, content in zip(("atlas.ttl", "evidence.ttl"), documents, strict=True):
                (folder / name).write_bytes(content)
            timed("load, bare", lambda folder=folder: load(folder))
            timed("load", lambda folder=folder: open_quads(folder, small=0))
            timed("write, bare", lambda folder=folder: dump(folder))
            timed("write", lambda folder=folder: write_bulk(folder, folder / "parts"))
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    for name, median in medians.items():
        print(f"{name:12}{median:8.2f} s")
    for name in ("load", "write"):
        ratio = medians[f"{name}, bare"] / medians[name]
        print(f"{name}: {ratio:.2f} x as fast as bare pyoxigraph")


def load(folder: Path) -> None:
    """Load both files into a store on disk."""
    store = ox.Store(folder / "bare")
    store.bulk_load(path=folder / "atlas.ttl", format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(EVIDENCE_GRAPH)
    store.bulk_load(path=folder / "evidence.ttl", format=ox.RdfFormat.TURTLE, to_graph=graph)
    store.flush()


def dump(folder: Path) -> None:
    """Write what `load` has loaded as N-Quads."""
    store = ox.Store.read_only(str(folder / "bare"))
    store.dump(folder / "bare.nq", format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
