"""Layout: a place on the map for every node, the same on every machine.

Only ``+ - * /`` and square roots are used, which IEEE 754 rounds alike everywhere, and the random
numbers come from numpy's frozen ``RandomState`` stream: ``exp``, ``log`` and matrix products may
differ in the last bit from one processor to the next, and a layout magnifies that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from .themes import Theme

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_SEED = 20
_STEPS = 400
_SAMPLES = 8  # random nodes that push a node away, in each step
_GAP = 11.0  # free room around a node, in units of the map
_TOUCH = 1e-3  # an overlap too small to see
_SHORE = 110.0  # free room between islands: the themes' names stand there


def place(graph: nx.DiGraph, themes: Sequence[Theme]) -> dict[str, tuple[float, float]]:
    """Return the place of every node, rounded to a tenth, no two nodes overlapping.

    Every theme is an island: a disc as large as its nodes need, put close to the islands that it
    shares edges with. Within and between the islands, linked nodes attract and random ones repel
    each other as in UMAP (McInnes et al. 2018, arXiv:1802.03426, with a = b = 1), and nodes that
    still overlap are moved apart.
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
    weights = 1.0 / np.sqrt(np.array([max(1, graph.degree(n)) for n in nodes], np.float64))
    pull = weights[edges[:, 0]] * 2 * weights[edges[:, 1]]

    area = np.bincount(home, (2 * (sizes + _GAP)) ** 2, minlength=len(themes))
    radii = np.sqrt(area / 3.4)
    centres = _islands(home, edges, pull, radii)
    places = _spread(home, edges, pull, centres, radii)
    places = _apart(places, sizes + _GAP / 2, centres[home], radii[home])
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for node, (x, y) in zip(nodes, places, strict=True)
    }


def _islands(home: Whole, edges: Whole, pull: Floats, radii: Floats) -> Floats:
    """Return the centres of the islands: near where edges pull, never overlapping, well packed."""
    count = len(radii)
    ties = np.zeros((count, count))
    np.add.at(ties, (home[edges[:, 0]], home[edges[:, 1]]), pull)
    ties += ties.T
    np.fill_diagonal(ties, 0.0)
    ties /= max(float(ties.max()), 1e-9)
    # Alternate sides of a widening ring: a start without sines, the largest island in the middle.
    corners = np.array(
        [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)], float
    )
    centres = np.array([corners[i % 8] * (0.0 if i == 0 else 1.0 + i / 8) for i in range(count)])
    centres *= float(radii.max()) * 2
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        across = centres[None, :, :] - centres[:, None, :]
        distance = np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2) + 1e-9
        free = distance - radii[None, :] - radii[:, None] - _SHORE
        np.fill_diagonal(free, 0.0)
        strength = np.where(free > 0, 0.02 * cooling * ties * free, 0.5 * free) / distance
        centres = centres + (across * strength[..., None]).sum(axis=1)
        centres -= centres * 0.04
    return centres


def _spread(home: Whole, edges: Whole, pull: Floats, centres: Floats, radii: Floats) -> Floats:
    """Return places after attraction along edges, repulsion at random and gravity of islands."""
    count = len(home)
    random = np.random.RandomState(_SEED)
    unit = 2 * _GAP
    start, reach = centres[home] / unit, (radii[home] / unit)[:, None]
    places = start + (random.random_sample((count, 2)) - 0.5) * reach
    near = np.where(home[edges[:, 0]] == home[edges[:, 1]], 1.0, 0.15) * pull
    ends = np.concatenate([edges[:, 0], edges[:, 1]])
    members = [np.flatnonzero(home == theme) for theme in range(len(radii))]
    first = np.concatenate([np.repeat(group, _SAMPLES) for group in members])
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        across = places[edges[:, 1]] - places[edges[:, 0]]
        square = across[:, 0] ** 2 + across[:, 1] ** 2
        attraction = across * (2 * near / (1 + square / 4))[:, None]
        second = np.concatenate(
            [group[random.randint(0, len(group), len(group) * _SAMPLES)] for group in members]
        )
        apart = places[first] - places[second]
        square = apart[:, 0] ** 2 + apart[:, 1] ** 2
        repulsion = apart * (0.6 / ((0.05 + square) * (1 + square / 4)))[:, None]
        moves = np.stack(
            [
                np.bincount(ends, np.concatenate([attraction[:, a], -attraction[:, a]]), count)
                + np.bincount(first, repulsion[:, a], count)
                for a in (0, 1)
            ],
            axis=1,
        )
        moves -= (places - start) / reach * 0.15
        places = places + np.minimum(np.maximum(moves, -2.0), 2.0) * cooling * 0.5
    return places * unit


def _apart(places: Floats, rooms: Floats, centres: Floats, reach: Floats) -> Floats:
    """Return places with no two nodes nearer than their ``rooms`` allow, islands kept round."""
    steps = 300
    for step in range(steps):
        if step < steps // 2:
            offset = places - centres
            distance = np.sqrt(offset[:, 0] ** 2 + offset[:, 1] ** 2) + 1e-9
            limit = np.minimum(1.0, (reach - rooms) / distance)
            places = centres + offset * (0.7 + 0.3 * limit)[:, None]
        pairs = cKDTree(places).query_pairs(2 * float(rooms.max()), output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        across = places[pairs[:, 1]] - places[pairs[:, 0]]
        # Nodes in one spot have no direction to part in: their numbers give them one.
        across += np.where((across == 0).all(axis=1), 1e-3, 0.0)[:, None] * [1.0, 0.5]
        distance = np.sqrt(across[:, 0] ** 2 + across[:, 1] ** 2)
        lack = rooms[pairs[:, 0]] + rooms[pairs[:, 1]] - distance
        close = lack > _TOUCH
        if not close.any() and step >= steps // 2:
            break
        push = across[close] * (0.5 * lack[close] / distance[close])[:, None]
        places = places + np.stack(
            [
                np.bincount(pairs[close, 1], push[:, a], len(places))
                - np.bincount(pairs[close, 0], push[:, a], len(places))
                for a in (0, 1)
            ],
            axis=1,
        )
    return places
