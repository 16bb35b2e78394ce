"""The ready questions through `ask`, beside the same SPARQL on bare pyoxigraph and on rdflib.

    python benchmarks/questions.py [--papers N] [--seconds S] [--rdflib-papers N]

The atlas is generated (``atlas_of.py``). Every question is asked with the values of its examples,
by turns of ours and bare, for about S seconds and five times at least. Ours is `ask`: it looks up
the names, checks and binds the query, and gives rows of plain values. Bare is
``pyoxigraph.Store.query`` on the SPARQL that comes of it, and reads the text of every term. Names
are looked up in an index that the first question about such a thing builds; that is told apart.
A question that makes a graph is held against Oxigraph's own Turtle, which is not sorted as ours is.
rdflib's memory store answers two joins on a smaller atlas, each beside ours on the same; it would
take minutes on the large one (``--rdflib-papers 7200`` takes them). All times are the processor's,
so that what else a machine does is left out as far as can be. Read the ratios.
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

JOINS = {
    "two concepts in one paper": """
        SELECT ?a ?b (COUNT(DISTINCT ?p) AS ?n) {
          ?p atlas:mentions ?a , ?b . ?a a atlas:Method . ?b a atlas:Benchmark }
        GROUP BY ?a ?b""",
    "labs and methods": """
        SELECT ?lab ?method (COUNT(DISTINCT ?p) AS ?n) {
          ?p atlas:publishedBy ?lab ; atlas:mentions ?method . ?method a atlas:Method }
        GROUP BY ?lab ?method""",
}


def timed(run: Callable[[], object]) -> float:
    """Return the seconds of the processor that one run takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def read(found: ox.QuerySolutions | ox.QueryTriples) -> list[list[str | None]] | bytes:
    """Read every term of an answer as text, or write a graph."""
    if isinstance(found, ox.QueryTriples):
        return found.serialize(format=ox.RdfFormat.TURTLE) or b""
    return [[term.value if term is not None else None for term in row] for row in found]


def quantile(times: list[float], share: float) -> float:
    """Return the time that so large a share of the runs stays under."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Print a row a question, then rdflib's two joins."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=7200)
    arguments.add_argument("--seconds", type=float, default=1.0)
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

    print(f"{'question':24} {'rows':>7} {'median ms':>10} {'p95 ms':>8} {'x bare':>7} {'p95':>6}")
    ratios = []
    for question in questions():
        values = {p.name: p.example for p in question.parameters if not p.optional}
        sparql = store.bound(question.sparql, bindings_of(store, question, values))
        size = len([*bare.query(sparql, prefixes=store.prefixes)])
        ours, theirs = [], []
        stop = time.perf_counter() + options.seconds
        while time.perf_counter() < stop or len(ours) < 5:
            ours.append(timed(lambda: ask(store, question, values)))  # noqa: B023  (run at once)
            theirs.append(timed(lambda: read(bare.query(sparql, prefixes=store.prefixes))))  # noqa: B023
        median = statistics.median(ours)
        ratio = median / statistics.median(theirs)
        tail = quantile(ours, 0.95) / quantile(theirs, 0.95)
        ratios.append(ratio)
        print(
            f"{question.name:24} {size:7} {1000 * median:10.2f} "
            f"{1000 * quantile(ours, 0.95):8.2f} {ratio:7.2f} {tail:6.2f}"
        )
    within = sum(ratio <= 1.2 for ratio in ratios)
    print(f"\nmedian of the ratios {statistics.median(ratios):.2f}, largest {max(ratios):.2f};")
    print(f"{within} of {len(ratios)} within 1.2 x bare pyoxigraph\n")
    against_rdflib(options.rdflib_papers)


def against_rdflib(papers: int) -> None:
    """Print how much faster two joins are than in rdflib's memory store."""
    atlas, evidence = generated(papers)
    store, graph = Store.of(atlas, evidence), rdflib.Graph()
    graph.parse(data=atlas, format="turtle")
    print(f"rdflib's memory store, {len(graph):,} triples of {papers:,} papers")
    for name, sparql in JOINS.items():
        slow = timed(lambda: list(graph.query(sparql, initNs=store.prefixes)))  # noqa: B023
        ours = statistics.median(timed(lambda: store.select(sparql)) for _ in range(5))  # noqa: B023
        print(f"{name:26} rdflib {slow:7.2f} s, ours {ours:7.4f} s: {slow / ours:5.0f} x faster")


if __name__ == "__main__":
    main()
