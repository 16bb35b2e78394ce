"""Layout: a place on the map for every node, the same on every machine.

Only ``+ - * /`` and square roots are used, which IEEE 754 rounds alike everywhere: ``exp``, ``log``
and matrix products may differ in the last bit from one processor to the next, and a layout
magnifies that. Every step moves the places a little when the graph changes a little, from a
beginning that is each node's own (``forces.begun``): so a few papers more, of any age, leave the
others about where they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .forces import Links, at_large, begun, close_up
from .overlaps import FILLED, apart, gathered, parted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from .themes import Theme

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_GAP = 11.0  # free room between two nodes, in units of the map
_FILLED = 0.35  # share of the map that nodes and their rooms take before the islands gather
FEWEST_PAPERS = 4
"""A theme has so many at least."""


def spread(graph: nx.DiGraph) -> dict[str, tuple[float, float]]:
    """Return where every node but labs lies before the islands part, in units of the map.

    Linked nodes attract and all nodes repel one another: first so that the whole map unfolds, then
    so that near ones gather, while every node gains the room that its size asks for.
    """
    nodes, links = linked(graph)
    if not nodes:
        return {}
    masses, rooms = masses_of(links, len(nodes)), _rooms(graph, nodes)
    tied = _tied(links, *pieces(graph, nodes, links))
    places = at_large(begun(nodes, tied, masses), tied, masses)
    radius = np.sqrt((masses * (places**2).sum(axis=1)).sum() / masses.sum())
    places *= np.sqrt((rooms**2).sum() / _FILLED / 2) / max(float(radius), 1e-9)
    places = close_up(places, tied, masses, rooms)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, places, strict=True)}


def place(
    graph: nx.DiGraph, themes: Sequence[Theme], spread: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Return the place of every node, rounded to a tenth, no two nodes overlapping.

    Themes gather, and part, each as one, until there is water between the islands; what no concept
    tells comes to the lower right. A lab comes amid its papers in its theme.
    """
    nodes = sorted(graph)
    if not nodes:
        return {}
    found = dict(spread)
    home: dict[str, int] = {}
    for number, theme in enumerate(themes):
        home |= dict.fromkeys(theme.members, number)
        members = [node for node in theme.members if node in spread]
        for lab in sorted(set(theme.members) - set(members)):
            found[lab] = _amid(members, [paper for paper, _ in graph.in_edges(lab)], spread)
    places = np.array([found[node] for node in nodes])
    rooms = _rooms(graph, nodes)
    homes = np.array([home[node] for node in nodes])
    places = gathered(places, rooms, homes)
    loose = np.array([not themes[island].telling for island in homes.tolist()])
    if loose.any() and not loose.all():
        reach = np.sqrt((rooms[loose] ** 2).sum() / FILLED)
        corner = places[~loose].max(axis=0) - reach
        places[loose] += corner - places[loose].sum(axis=0) / loose.sum()
    places = parted(places, homes)
    places = apart(places, rooms)
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for node, (x, y) in zip(nodes, places, strict=True)
    }


def linked(graph: nx.DiGraph) -> tuple[list[str], Links]:
    """Return the nodes but labs, sorted, and the edges among them by their numbers.

    Labs have links with papers all over the map, which draws them on selection only.
    """
    nodes = sorted(node for node, kind in graph.nodes(data="kind") if kind != "Lab")
    index = {node: number for number, node in enumerate(nodes)}
    among = [
        (index[a], index[b]) if a < b else (index[b], index[a])
        for a, targets in graph.adjacency()
        if a in index
        for b in targets
        if b in index
    ]
    ends = np.array(sorted({*among}), np.int64).reshape(-1, 2)
    return nodes, Links(ends, np.ones(len(ends)))


def masses_of(links: Links, count: int) -> Floats:
    """Return how much each of ``count`` nodes repels others: by its links."""
    return 1.0 + links.sums(links.weights, count)


def pieces(graph: nx.DiGraph, nodes: Sequence[str], links: Links) -> tuple[Whole, list[int]]:
    """Return to which piece each node belongs, and which pieces are too small for a theme.

    Small is one with fewer than four papers, if it is not the largest.
    """
    matrix = coo_array((links.weights, tuple(links.ends.T)), shape=(len(nodes),) * 2)
    _, piece = connected_components(matrix, directed=False)
    counts = np.bincount(piece, [graph.nodes[node]["kind"] == "Paper" for node in nodes])
    largest = int(np.argmax(np.bincount(piece)))
    small = [i for i, count in enumerate(counts) if count < FEWEST_PAPERS and i != largest]
    return piece, small


def _amid(
    members: Sequence[str], papers: Sequence[str], spread: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Return which place among a theme's ``members`` is nearest to the middle of ``papers``."""
    places = np.array([spread[paper] for paper in sorted(papers) if paper in spread]).reshape(-1, 2)
    x, y = places.sum(axis=0) / max(len(places), 1)
    able = sorted(set(members) & set(papers)) or members
    near = [((spread[node][0] - x) ** 2 + (spread[node][1] - y) ** 2, node) for node in able]
    return spread[min(near)[1]] if near else (float(x), float(y))


def _rooms(graph: nx.DiGraph, nodes: Sequence[str]) -> Floats:
    return np.array([graph.nodes[node]["size"] for node in nodes], np.float64) + _GAP / 2


def _tied(links: Links, piece: Whole, small: Sequence[int]) -> Links:
    """Return the links, and a chain of one more from small piece to small piece."""
    chain = np.array([int(np.argmax(piece == number)) for number in small], np.int64)
    more = np.stack([chain[:-1], chain[1:]], axis=1)
    ends = np.asfortranarray(np.concatenate([links.ends, more]))  # read by columns, very often
    return Links(ends, np.ones(len(ends)))
