"""The layout of the map beside networkx's spring layout, on the same graph in the same run.

    python benchmarks/layout.py [FOLDER ...]

Each FOLDER holds an atlas (default: ``graph``); a generated one of some thousand nodes comes last
(``atlas_of.py``: its papers have no themes, which is the hardest case). Told are

- the seconds of the processor for themes and places;
- overlaps: pairs of nodes that cover one another;
- crossings: of all pairs of edges that share no end, how many cross, in per cent, and the ratio
  to spring's (Purchase 2002, Journal of Visual Languages and Computing 13): once for every edge,
  and once for those that the map draws, which are all but those of labs; then spring, too, lays
  out only these. Spring is the mean of three seeds;
- neighbours kept: of the nodes that a node is linked to, the share that are among the nodes nearest
  to it on the map, as many as it has links but ten at least; the mean over all linked nodes (as in
  Kruiger et al. 2017, https://doi.org/10.1111/cgf.13187, but the share is not Jaccard's);
- moved: how far the median node of the atlas without 5 % of its papers has moved when they are
  there, by the diagonal of the map: once for the newest papers, and for four in which every
  twentieth is left out, new or old. Nothing is aligned.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from atlas_of import generated
from scipy.spatial import cKDTree

from paperatlas.network import facts_in, find_themes, place, read, size_of, spread
from paperatlas.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_NEAREST = 10
_MOST = 6000  # edges whose crossings are counted: of more, so many by chance
_EVERY = 20
_SEEDS = (1, 2, 3)


def crossings(places: NDArray[np.float64], edges: NDArray[np.int64]) -> float:
    """Return how many per cent of the pairs of edges that share no end cross."""
    if len(edges) > _MOST:
        edges = edges[np.random.RandomState(1).permutation(len(edges))[:_MOST]]
    starts, ends = places[edges[:, 0]], places[edges[:, 1]]

    def side(p: NDArray, q: NDArray, r: NDArray) -> NDArray:
        (a, b), (c, d) = (q - p).T, (r - p).T
        return np.sign(a * d - b * c)

    crossed = pairs = 0
    for i in range(len(edges) - 1):
        apart = ~np.isin(edges[i + 1 :], edges[i]).any(axis=1)
        c, d = starts[i + 1 :][apart], ends[i + 1 :][apart]
        a, b = np.broadcast_to(starts[i], c.shape), np.broadcast_to(ends[i], c.shape)
        cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
        crossed, pairs = crossed + int(cross.sum()), pairs + len(c)
    return 100 * crossed / max(1, pairs)


def kept(places: NDArray[np.float64], edges: NDArray[np.int64]) -> float:
    """Return the mean share of a node's neighbours that are among its nearest."""
    near: dict[int, set[int]] = {}
    for a, b in edges.tolist():
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    tree = cKDTree(places)
    shares = []
    for node, linked in near.items():
        count = min(len(places), max(_NEAREST, len(linked)) + 1)
        nearest = set(tree.query(places[node], count)[1].tolist()) - {node}
        shares.append(len(nearest & linked) / len(linked))
    return statistics.mean(shares)


def overlaps(places: NDArray[np.float64], sizes: NDArray[np.float64]) -> int:
    """Return how many pairs of nodes are nearer than their radii."""
    a, b = cKDTree(places).query_pairs(2 * sizes.max(), output_type="ndarray").T
    distance = np.sqrt(((places[a] - places[b]) ** 2).sum(axis=1))
    return int((distance < sizes[a] + sizes[b]).sum())


def without(graph: nx.DiGraph, papers: set[str]) -> nx.DiGraph:
    """Return the graph without some papers and what only they name."""
    rest = graph.subgraph(set(graph) - papers).copy()
    rest.remove_nodes_from([n for n in list(rest) if not rest.degree(n) and graph.degree(n)])
    for node, its in rest.nodes(data=True):
        its["papers"] = sum(rest.nodes[p]["kind"] == "Paper" for p in rest.predecessors(node))
        its["size"] = size_of(its["kind"], its["papers"])
    return rest


def moved(graph: nx.DiGraph, papers: set[str], after: dict[str, tuple[float, float]]) -> float:
    """Return how far the median node moves when ``papers`` come, by the map's diagonal."""
    rest = without(graph, papers)
    before = mapped(rest)
    was, now = (np.array([places[node] for node in sorted(before)]) for places in (before, after))
    every = np.array(list(after.values()))
    diagonal = np.sqrt(((every.max(axis=0) - every.min(axis=0)) ** 2).sum())
    return float(np.median(np.sqrt(((was - now) ** 2).sum(axis=1))) / diagonal)


def mapped(graph: nx.DiGraph) -> dict[str, tuple[float, float]]:
    """Return the place of every node, as the map has it."""
    before = spread(graph)
    return place(graph, find_themes(graph, before), before)


def compared(
    ours: Mapping[str, tuple[float, float]], graph: nx.Graph
) -> tuple[float, float, float, float]:
    """Return crossings here and in spring's layouts, and neighbours kept here and there."""
    nodes = sorted(graph)
    numbers = {node: number for number, node in enumerate(nodes)}
    edges = np.array(sorted({tuple(sorted((numbers[a], numbers[b]))) for a, b in graph.edges}))
    here = np.array([ours[node] for node in nodes])
    springs = [nx.spring_layout(graph, seed=seed) for seed in _SEEDS]
    there = [np.array([spring[node] for node in nodes]) for spring in springs]
    return (
        crossings(here, edges),
        statistics.mean(crossings(places, edges) for places in there),
        kept(here, edges),
        statistics.mean(kept(places, edges) for places in there),
    )


def measure(name: str, graph: nx.DiGraph) -> None:
    """Print what the docstring tells."""
    start = time.process_time()
    after = mapped(graph)
    took = time.process_time() - start
    nodes = sorted(graph)
    labs = [node for node in nodes if graph.nodes[node]["kind"] == "Lab"]
    drawn = nx.Graph(graph)
    drawn.remove_nodes_from(labs)
    papers = [node for node in nodes if graph.nodes[node]["kind"] == "Paper"]
    papers.sort(key=lambda paper: (graph.nodes[paper]["issued"] or "~", paper))
    newest = moved(graph, set(papers[-max(1, len(papers) // _EVERY) :]), after)
    any_age = [moved(graph, set(papers[first::_EVERY]), after) for first in (0, 5, 10, 15)]
    sizes = np.array([graph.nodes[node]["size"] for node in nodes])
    ours = np.array([after[node] for node in nodes])
    width, height = ours.max(axis=0) - ours.min(axis=0)
    print(f"{name}: {len(nodes)} nodes, {graph.number_of_edges()} edges")
    print(f"  CPU seconds      {took:6.2f}")
    print(f"  overlaps         {overlaps(ours, sizes):6d}   width / height {width / height:.2f}")
    for what, edges in (("all edges", nx.Graph(graph)), ("drawn", drawn)):
        crossed, crossed_there, near, near_there = compared(after, edges)
        print(f"  {what}")
        print(f"    crossings      {crossed:6.2f} % spring {crossed_there:.2f} %", end="")
        print(f", ratio {crossed / crossed_there:.2f}")
        print(f"    neighbours kept{near:6.2f}   spring {near_there:.2f}")
    print(f"  moved, newest    {100 * newest:6.1f} %")
    print("  moved, any age  ", ", ".join(f"{100 * share:.1f} %" for share in any_age))


def main() -> None:
    """Measure the atlases named on the command line, and a generated one."""
    for folder in sys.argv[1:] or ["graph"]:
        measure(folder, read(facts_in(Store.open(Path(folder)))))
    graph = read(facts_in(Store.of(*generated(200))))
    named = [node for node, its in graph.nodes(data=True) if its["papers"] or "year" in its]
    measure("generated", graph.subgraph(named).copy())


if __name__ == "__main__":
    main()
