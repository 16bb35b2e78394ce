"""The ready questions through `ask`, beside the same SPARQL on bare pyoxigraph and on rdflib.

    python benchmarks/questions.py [--papers N] [--seconds S] [--rdflib-papers N] [NAME ...]

The atlas is generated (``atlas_of.py``). Every question, or those named, is asked with the values
of its examples, by turns of ours and bare, for about S seconds and five times at least. Ours is
`ask`: it looks up the names, checks and binds the query, and gives rows of plain values. Bare is
``pyoxigraph.Store.query`` on the SPARQL that comes of it, and reads the text of every term. Names
are looked up in an index that the first question about such a thing builds; that is told apart.
A question that makes a graph is held against Oxigraph's own Turtle of the sorted triples, as ours
are sorted. The 95th percentile is told of 20 runs or more: of fewer it is the slowest, and chance.

rdflib's memory store answers six questions that join, each beside ours on the same smaller atlas.
All times are the processor's, so that what else a machine does is left out as far as can be. Read
the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from atlas_of import generated

from paperatlas.ontology import EVIDENCE_GRAPH
from paperatlas.questions import ask, bindings_of, find, questions
from paperatlas.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperatlas.questions import Question

JOINS = (
    "benchmarks-together",  # two concepts of one paper
    "labs-and-methods",  # a lab and a concept of one paper
    "models-beside-benchmark",  # two concepts of one paper, one in a role
    "papers-like",  # two papers of one concept
    "shared-by-labs",  # labs and papers of one concept, twice
    "who-introduced",  # who names what lies under a concept, and how
)
_ENOUGH = 20


def timed(run: Callable[[], object]) -> float:
    """Return the seconds of the processor that one run takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def read(
    found: ox.QuerySolutions | ox.QueryTriples, prefixes: dict[str, str]
) -> list[list[str | None]] | bytes:
    """Read every term of an answer as text, or write a graph, sorted."""
    if isinstance(found, ox.QueryTriples):
        triples = sorted(found, key=str)
        return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    return [[term.value if term is not None else None for term in row] for row in found]


def quantile(times: list[float], share: float) -> float:
    """Return the time that so large a share of the runs stays under."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Print a row a question, then rdflib's joins."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--papers", type=int, default=7200)
    arguments.add_argument("--seconds", type=float, default=4.0)
    arguments.add_argument("--rdflib-papers", type=int, default=700)
    options = arguments.parse_args()

    atlas, evidence = generated(options.papers)
    store, bare = Store.of(atlas, evidence), ox.Store()
    bare.bulk_load(atlas, ox.RdfFormat.TURTLE)
    bare.bulk_load(evidence, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(EVIDENCE_GRAPH))
    print(f"{len(bare):,} triples, {options.papers:,} papers")
    names = find("labs-on-concept"), {"concept": "sycophancy"}
    first, again = (timed(lambda: bindings_of(store, *names)) for _ in range(2))
    print(f"a concept by its name: {1000 * first:.1f} ms at first, {1000 * again:.2f} ms after\n")

    print(f"{'question':24} {'rows':>7} {'runs':>5} {'median ms':>10} {'x bare':>7} {'p95':>6}")
    medians, tails = [], []
    for question in map(find, options.names) if options.names else questions():
        size, ours, theirs = beside_bare(store, bare, question, options.seconds)
        medians.append(statistics.median(ours) / statistics.median(theirs))
        told = ""
        if len(ours) >= _ENOUGH:
            tails.append(quantile(ours, 0.95) / quantile(theirs, 0.95))
            told = f"{tails[-1]:.2f}"
        print(
            f"{question.name:24} {size:7} {len(ours):5} {1000 * statistics.median(ours):10.2f} "
            f"{medians[-1]:7.2f} {told:>6}",
            flush=True,
        )
    for name, ratios in (("median", medians), ("95th percentile", tails)):
        if ratios:
            within = sum(ratio <= 1.2 for ratio in ratios)
            print(
                f"{name}: {statistics.median(ratios):.2f} x bare, largest {max(ratios):.2f}; "
                f"{within} of {len(ratios)} within 1.2"
            )
    if not options.names:
        against_rdflib(options.rdflib_papers)


def beside_bare(
    store: Store, bare: ox.Store, question: Question, seconds: float
) -> tuple[int, list[float], list[float]]:
    """Return how large the answer is, and what each run of ours and of bare pyoxigraph took."""
    values = {p.name: p.example for p in question.parameters if not p.optional}
    sparql = store.bound(question.sparql, bindings_of(store, question, values))
    size = len([*bare.query(sparql, prefixes=store.prefixes)])
    ours: list[float] = []
    theirs: list[float] = []
    stop = time.perf_counter() + seconds
    while time.perf_counter() < stop or len(ours) < 5:
        ours.append(timed(lambda: ask(store, question, values)))
        theirs.append(
            timed(lambda: read(bare.query(sparql, prefixes=store.prefixes), store.prefixes))
        )
    return size, ours, theirs


def against_rdflib(papers: int) -> None:
    """Print how much faster each join is than in rdflib's memory store."""
    atlas, evidence = generated(papers)
    store, graph = Store.of(atlas, evidence), rdflib.Graph()
    graph.parse(data=atlas, format="turtle")
    print(f"\nrdflib's memory store, {len(graph):,} triples of {papers:,} papers")
    ratios = []
    for question in map(find, JOINS):
        values = {p.name: p.example for p in question.parameters if not p.optional}
        sparql = store.bound(question.sparql, bindings_of(store, question, values))
        slow = timed(lambda: list(graph.query(sparql, initNs=store.prefixes)))  # noqa: B023  (run at once)
        ours = statistics.median(timed(lambda: store.select(sparql)) for _ in range(9))  # noqa: B023  (as above)
        ratios.append(slow / ours)
        print(f"{question.name:24} rdflib {slow:7.2f} s, ours {ours:7.4f} s: {ratios[-1]:5.0f} x")
    print(f"median {statistics.median(ratios):.0f} x faster")


if __name__ == "__main__":
    main()
