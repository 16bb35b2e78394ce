"""Dask on two local workers against our own pool of two, and what many machines would need.

    python benchmarks/cluster.py CORPUS.jsonl.gz [--papers 5000] [--of 250000000] [--cores 1000]

CORPUS has a JSON object a line with ``title`` and ``abstract``. Both engines find and write the
same papers, in turns; starting them counts, the better turn counts, and what they return must be
equal. Read the ratio: rates differ between machines.

The estimate is for a corpus of ``--of`` papers on ``--cores`` cores of this machine's kind: cores
share what workers do, and the machine that gives out the work does the rest alone. What a paper
costs is the difference between a build of all and one of half of the papers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
import tracemalloc
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.build import BuildPlan, write_atlas
from paperatlas.catalogue import Catalogue
from paperatlas.cluster import Cluster
from paperatlas.crew import Alone, Processes
from paperatlas.findings import Setup, find, key_of
from paperatlas.ledger import Ledger
from paperatlas.ontology import BASE
from paperatlas.papers import paper_of
from paperatlas.readers import stream
from paperatlas.records import Record
from paperatlas.rendering import Told, render
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperatlas.crew import Batch, Crew, Done

TURNS = 2


@dataclass(frozen=True)
class Costs:
    """Processor seconds and bytes a paper: of a worker, and of the machine that gives out work."""

    worker: float
    giver: float
    memory: float

    def told(self, papers: int, cores: int) -> str:
        """Tell what so many papers take on so many cores."""
        hours = papers / 3600
        return "\n".join(
            [
                f"{papers:,} papers on {cores:,} cores",
                f"  workers     {hours * self.worker / cores:7.1f} hours",
                f"  giver       {hours * self.giver:7.1f} hours",
                f"  memory      {papers * self.memory / 2**30:7.0f} GiB, of the giver",
            ]
        )


class Timed(Alone):
    """Does the work here, and adds up what it takes."""

    seconds = 0.0

    def map(self, work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Iterator[Done]:
        """Do one batch after the other."""
        for batch in batches:
            begun = time.process_time()
            done = work(batch)
            self.seconds += time.process_time() - begun
            yield done


def main() -> None:
    """Print the rates, their ratio, and the estimate."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--papers", type=int, default=5000)
    arguments.add_argument("--of", type=int, default=250_000_000)
    arguments.add_argument("--cores", type=int, default=1000)
    options = arguments.parse_args()
    if options.papers < 1500:
        arguments.error("--papers: at least 1500, for a build of few papers needs no crew")
    with gzip.open(options.corpus, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in islice(lines, options.papers)]

    pool = dask = asking = float("inf")
    for _ in range(TURNS):
        ours, seconds, _ = timed(lambda: done_by(Processes(2), papers))
        pool = min(pool, seconds)
        theirs, seconds, own = timed(lambda: done_by_dask(papers))
        dask, asking = min(dask, seconds), min(asking, own)
        if theirs != ours:
            raise SystemExit("Dask and the pool do not return the same")
    print(f"{len(papers)} papers, found and written by two processes")
    print(f"our own pool  {len(papers) / pool:7.0f} a second")
    print(f"Dask, local   {len(papers) / dask:7.0f} a second, {pool / dask:.2f} x the pool")

    costs = measured(papers, asking / len(papers))
    print(f"a worker      {1 / costs.worker:7.0f} papers a second and core")
    print(f"the giver     {1 / costs.giver:7.0f} papers a second, {costs.memory:.0f} bytes a paper")
    print(costs.told(options.of, options.cores))


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """Return what comes of work, the seconds it took, and those of this process's own."""
    begun, own = time.perf_counter(), time.process_time()
    done = work()
    return done, time.perf_counter() - begun, time.process_time() - own


def done_by(crew: Crew, papers: Sequence[dict[str, str]]) -> list[object]:
    """Return all that a crew finds and writes, in batches of the sizes that a build takes."""
    setup = Setup()
    mark = setup.mark
    texts = [(its["title"], its["abstract"], None) for its in papers]
    keyed = [(key_of(text, mark), text) for text in texts]
    found = [each for done in crew.map(partial(find, setup), cut(keyed, 64)) for each in done]
    told = [
        (key, Told(replace(paper_of([record(its, at)]), id=f"p{at}"), content))
        for at, (its, (key, _, content)) in enumerate(zip(papers, found, strict=True))
    ]
    written = [each for done in crew.map(partial(render, BASE), cut(told, 32)) for each in done]
    return [found, written]


def done_by_dask(papers: Sequence[dict[str, str]]) -> list[object]:
    """Return the same of a local cluster, which is started and stopped."""
    with tempfile.TemporaryDirectory() as folder, Cluster.open("local:2", folder) as crew:
        return done_by(crew, papers)


def record(its: dict[str, str], at: int) -> Record:
    """Return a paper of the corpus as the record of a document."""
    return Record("corpus", at + 1, title=its["title"], abstract=its["abstract"])


def cut(things: Sequence[Batch], size: int) -> list[tuple[Batch, ...]]:
    """Cut things into batches."""
    return [tuple(things[at : at + size]) for at in range(0, len(things), size)]


def measured(papers: Sequence[dict[str, str]], asking: float) -> Costs:
    """Measure builds in one process; ``asking`` is what giving out a paper's work costs."""
    half, whole = built(papers[::2]), built(papers)
    worker, giver, memory, more = (b - a for a, b in zip(half, whole, strict=True))
    return Costs(worker / more, giver / more + asking, memory / more)


def built(papers: Sequence[dict[str, str]]) -> tuple[float, float, float, int]:
    """Return processor seconds of the work and of all else, bytes of the catalogue, and papers."""
    labs = Vocabulary.packaged().lab_names
    with tempfile.TemporaryDirectory() as place:
        document = Path(place) / "corpus.txt"
        document.write_text("".join(f"Abstract:{its['abstract']}\n" for its in papers), "utf-8")
        crew = Timed()
        plan = BuildPlan(crew=crew, page=False)
        _, _, seconds = timed(lambda: write_atlas([document], Path(place) / "atlas", plan))
        with Ledger.open(None) as ledger:
            records = stream(document, document.name, labs)
            deque(ledger.take_in(document.name, b"", records), maxlen=0)
            tracemalloc.start()
            catalogue = Catalogue(ledger, b"")
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return crew.seconds, seconds - crew.seconds, peak, len(catalogue.papers)


if __name__ == "__main__":
    main()
