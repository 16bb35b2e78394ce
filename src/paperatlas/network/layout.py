"""Layout: a place on the map for every node, the same on every machine.

Only ``+ - * /`` and square roots are used, which IEEE 754 rounds alike everywhere: ``exp``, ``log``
and matrix products may differ in the last bit from one processor to the next, and a layout
magnifies that. Where it has to begin somewhere it begins from numbers that are a node's own
(``chance``), so that a few papers more leave the others about where they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from .chance import chance
from .islands import arrange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from .themes import Theme

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_STEPS = 100
_ABROAD = 0.3  # how much an edge between two islands pulls, by one within
_GRAVITY = 0.15
_PUSHES = 1000  # rounds of moving overlapping nodes apart, at most
_WIDER = 1.02  # by how much the map grows while some are left, every tenth round
_ROUND = 40  # of these, in so many the islands are kept round
_SIGHT = 3.0  # how far nodes repel each other, in units of two gaps
_GAP = 11.0  # free room around a node, in units of the map
_TOUCH = 1e-3  # an overlap too small to see


def place(graph: nx.DiGraph, themes: Sequence[Theme]) -> dict[str, tuple[float, float]]:
    """Return the place of every node, rounded to a tenth, no two nodes overlapping.

    Every theme is an island: a disc as large as its nodes need, close to the islands that it
    shares edges with. A node begins on the side of its island that faces its other neighbours.
    From there linked nodes attract and near ones repel each other as in UMAP (McInnes et al. 2018,
    arXiv:1802.03426, with a = b = 1), and nodes that still overlap are moved apart.
    """
    nodes = sorted(graph)
    if not nodes:
        return {}
    index = {node: number for number, node in enumerate(nodes)}
    home = np.zeros(len(nodes), np.int64)
    for number, theme in enumerate(themes):
        home[[index[node] for node in theme.members]] = number
    sizes = np.array([graph.nodes[node]["size"] for node in nodes], np.float64)
    edges = np.array(sorted((index[a], index[b]) for a, b in graph.edges), np.int64).reshape(-1, 2)
    pull = _pull(edges, len(nodes))
    room = (2 * (sizes + _GAP)) ** 2 / 3.4
    radii = np.sqrt(np.bincount(home, room, minlength=len(themes)))
    centres = np.zeros((len(themes), 2))
    oldest, ties, founded = _founding(themes, index, edges)
    centres[oldest] = arrange(ties, founded, radii[oldest])
    own = np.array([[chance(node, axis) for axis in "xy"] for node in nodes]) - 0.5
    start = _start(home, edges, pull, centres, radii, own)
    places = _spread(home, edges, pull, start, radii)
    places = _apart(places, sizes + _GAP / 2, centres[home], radii[home])
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for node, (x, y) in zip(nodes, places, strict=True)
    }


def _pull(edges: Whole, count: int) -> Floats:
    """Return how much each edge pulls: less where its ends have many others."""
    weights = 1 / np.sqrt(np.maximum(np.bincount(edges.ravel(), minlength=count), 1))
    return 2 * weights[edges[:, 0]] * weights[edges[:, 1]]


def _founding(
    themes: Sequence[Theme], index: Mapping[str, int], edges: Whole
) -> tuple[list[int], Floats, Floats]:
    """Return the themes in the order of their founding, and their ties and radii of then."""
    oldest = sorted(
        range(len(themes)), key=lambda i: (-len(themes[i].founders), themes[i].founders)
    )
    home = np.full(len(index), -1)
    for number, theme in enumerate(oldest):
        home[[index[node] for node in themes[theme].founders]] = number
    among = edges[(home[edges] >= 0).all(axis=1)]
    ties = np.zeros((len(themes), len(themes)))
    np.add.at(ties, (home[among[:, 0]], home[among[:, 1]]), _pull(among, len(index)))
    ties += ties.T
    np.fill_diagonal(ties, 0.0)
    radii = 2 * _GAP * np.sqrt(np.bincount(home[home >= 0], minlength=len(themes)))
    return oldest, ties, radii


def _start(  # noqa: PLR0913, PLR0917  (all that places depend on)
    home: Whole, edges: Whole, pull: Floats, centres: Floats, radii: Floats, own: Floats
) -> Floats:
    """Return where nodes begin: in their islands, towards the islands of their neighbours."""
    towards = np.zeros((len(home), 2))
    total = np.zeros(len(home))
    for here, there in ((0, 1), (1, 0)):
        across = centres[home[edges[:, there]]] - centres[home[edges[:, here]]]
        length = np.sqrt((across**2).sum(axis=1)) + 1e-9
        ways = across * (pull / length)[:, None]
        for axis in (0, 1):
            towards[:, axis] += np.bincount(edges[:, here], ways[:, axis], len(home))
        total += np.bincount(edges[:, here], pull, len(home))
    towards /= np.maximum(total, 1e-9)[:, None]
    return centres[home] + radii[home][:, None] * (towards * 0.9 + own * 0.2)


def _spread(home: Whole, edges: Whole, pull: Floats, start: Floats, radii: Floats) -> Floats:
    """Return places after attraction along edges, repulsion of near nodes and gravity."""
    unit = 2 * _GAP
    count = len(home)
    begin = start / unit
    reach = (radii[home] / unit)[:, None]
    places = begin
    pull = np.where(home[edges[:, 0]] == home[edges[:, 1]], 1.0, _ABROAD) * pull
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        if step % 4 == 0:
            pairs = _pairs(places, _SIGHT)
        moves = (begin - places) / reach * _GRAVITY
        for ends, strength in ((edges, pull), (pairs, None)):
            across = places[ends[:, 1]] - places[ends[:, 0]]
            square = across[:, 0] ** 2 + across[:, 1] ** 2
            force = (
                2 * strength / (1 + square / 4)
                if strength is not None
                else -0.6 / ((0.05 + square) * (1 + square / 4))
            )
            across = across * force[:, None]
            for axis in (0, 1):
                moves[:, axis] += np.bincount(ends[:, 0], across[:, axis], count)
                moves[:, axis] -= np.bincount(ends[:, 1], across[:, axis], count)
        places = places + np.minimum(np.maximum(moves, -2.0), 2.0) * cooling * 0.5
    return places * unit


def _pairs(places: Floats, distance: float) -> Whole:
    """Return the pairs of nodes that are no farther apart, sorted."""
    pairs: Whole = cKDTree(places).query_pairs(distance, output_type="ndarray")
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _apart(places: Floats, rooms: Floats, centres: Floats, reach: Floats) -> Floats:
    """Return places with no two nodes nearer than their ``rooms`` allow, islands kept round."""
    still = False
    for step in range(_PUSHES):
        if step < _ROUND:
            offset = places - centres
            distance = np.sqrt(offset[:, 0] ** 2 + offset[:, 1] ** 2) + 1e-9
            limit = np.minimum(1.0, (reach - rooms) / distance)
            places = centres + offset * (0.7 + 0.3 * limit)[:, None]
        elif step % 10 == 0:
            places = places * _WIDER
        if step < _ROUND or still or step % 5 == 0:
            pairs = _touching(places, rooms + _GAP / 4)
        across = places[pairs[:, 1]] - places[pairs[:, 0]]
        # Nodes in one spot have no direction to part in: their numbers give them one.
        across += np.where((across == 0).all(axis=1), 1e-3, 0.0)[:, None] * [1.0, 0.5]
        distance = np.sqrt(across[:, 0] ** 2 + across[:, 1] ** 2)
        lack = rooms[pairs[:, 0]] + rooms[pairs[:, 1]] - distance
        close = lack > _TOUCH
        if not close.any() and still and step >= _ROUND:
            break
        still = not close.any()
        push = across[close] * (0.5 * lack[close] / distance[close])[:, None]
        for axis in (0, 1):
            places[:, axis] += np.bincount(pairs[close, 1], push[:, axis], len(places))
            places[:, axis] -= np.bincount(pairs[close, 0], push[:, axis], len(places))
    return places


def _touching(places: Floats, rooms: Floats) -> Whole:
    """Return pairs of nodes that may overlap, sorted: the few large nodes are sought apart."""
    small = float(np.sort(rooms)[len(rooms) * 9 // 10])
    large = np.flatnonzero(rooms > small)
    tree = cKDTree(places)
    near = tree.query_ball_point(places[large], rooms[large] + float(rooms.max()))
    pairs = [(min(a, b), max(a, b)) for a, bs in zip(large.tolist(), near, strict=True) for b in bs]
    found = np.concatenate(
        [
            tree.query_pairs(2 * small, output_type="ndarray").reshape(-1, 2),
            np.array([pair for pair in pairs if pair[0] != pair[1]], np.int64).reshape(-1, 2),
        ]
    )
    keys = np.unique(found[:, 0] * len(places) + found[:, 1])
    return np.stack([keys // len(places), keys % len(places)], axis=1)
