"""Overlaps: nodes that cover one another move apart."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

FILLED = 0.45
"""The share of an island that its nodes and their rooms take."""

_ROUNDS = 1000  # at most
_PATIENT = 10  # after so many rounds that left overlaps the map grows
_WIDER = 1.01  # by so much
_TIDES = 60  # rounds of moving islands apart, at most
_STRAIT = 100.0  # between the nearest nodes of two islands: the themes' names stand there
_WIDE = 0.1  # the same on a large map, by its radius
_GATHERED = 0.75
_TOUCH = 1e-3  # an overlap too small to see


def apart(places: Floats, rooms: Floats) -> Floats:
    """Return places with no two nodes nearer than their ``rooms`` allow."""
    spare = float(rooms.min(initial=0.0)) / 4
    for step in range(_ROUNDS):
        if (step + 1) % _PATIENT == 0:
            places = places * _WIDER
        if fresh := step % 3 == 0:
            pairs = touching(places, rooms + spare)
        places, moved = pushed(places, rooms, pairs, 0.5)
        if fresh and not moved:
            break
    return places


def gathered(places: Floats, rooms: Floats, home: Whole) -> Floats:
    """Return the places after each island has become about as wide as its nodes need.

    A node keeps its bearing from the middle of its island, where half of the nodes are to either
    side. How far it lies from there is drawn near to what it would be if the nodes within filled a
    disc.
    """
    places = places.copy()
    for island in range(int(home.max(initial=-1)) + 1):
        own = np.flatnonzero(home == island)
        middle = np.sort(places[own], axis=0)[len(own) // 2]
        away = places[own] - middle
        squares = np.round(away[:, 0] ** 2 + away[:, 1] ** 2, 6)
        order = np.argsort(squares, kind="stable")
        filled = np.empty(len(own))
        filled[order] = np.sqrt(np.cumsum(rooms[own][order] ** 2) / FILLED)
        scale = 1 + _GATHERED * (filled / (np.sqrt(squares) + _TOUCH) - 1)
        places[own] = middle + away * scale[:, None]
    return places


def parted(places: Floats, home: Whole) -> Floats:
    """Return the places after islands that are too near have moved apart, each as one.

    ``home`` tells on which island each node lies.
    """
    count = int(home.max()) + 1
    strait = max(_STRAIT, _WIDE * float(np.sqrt((places**2).sum() / len(places))))
    for tide in range(_TIDES):
        if tide % 10 == 0:
            near = cKDTree(places).query_pairs(2 * strait, output_type="ndarray")
            near = near[home[near[:, 0]] != home[near[:, 1]]]
            near = near[np.lexsort((near[:, 1], near[:, 0]))]
        across = places[near[:, 1]] - places[near[:, 0]]
        distance = np.sqrt(across[:, 0] ** 2 + across[:, 1] ** 2) + 1e-9
        close = distance < strait
        pairs, push = near[close], (across * (strait / distance - 1)[:, None])[close]
        ends = home[pairs]
        shares = np.maximum(np.bincount(ends.ravel(), minlength=count), 1)
        moves = np.stack(
            [
                np.bincount(ends[:, 1], push[:, axis], count)
                - np.bincount(ends[:, 0], push[:, axis], count)
                for axis in (0, 1)
            ],
            axis=1,
        )
        places = places + (moves / shares[:, None] / 2)[home]
    return places


def across(places: Floats, pairs: Whole) -> Floats:
    """Return the way from the first to the second node of each pair: 2 × pairs."""
    one, other = pairs.T
    # An axis by itself lies in one piece, and so is taken from much quicker.
    lines = np.ascontiguousarray(places.T)
    ways: Floats = lines.take(other, axis=1) - lines.take(one, axis=1)
    return ways


def pushed(places: Floats, rooms: Floats, pairs: Whole, share: float) -> tuple[Floats, bool]:
    """Return the places after each of the ``pairs`` has parted by a share, and whether any did."""
    ways = across(places, pairs)
    # Nodes in one spot have no direction to part in: they all get the same one.
    ways[:, ~ways.any(axis=0)] = [[1e-3], [5e-4]]
    distance = np.sqrt(ways[0] ** 2 + ways[1] ** 2)
    one, other = pairs.T
    lack = rooms.take(one) + rooms.take(other) - distance
    close = np.flatnonzero(lack > _TOUCH)
    one, other = one.take(close), other.take(close)
    pushes = ways.take(close, axis=1) * (share * lack.take(close) / distance.take(close))
    places = places.copy()
    for axis, push in enumerate(pushes):
        places[:, axis] += np.bincount(other, push, len(places))
        places[:, axis] -= np.bincount(one, push, len(places))
    return places, bool(len(close))


def touching(places: Floats, rooms: Floats) -> Whole:
    """Return pairs of nodes that may overlap, sorted: the few large nodes are sought apart."""
    count = len(places)
    small = float(np.sort(rooms)[count * 9 // 10])
    large_one = rooms > small
    large = np.flatnonzero(large_one)
    tree = cKDTree(places, compact_nodes=False, balanced_tree=False)  # it is asked but twice
    one, other = tree.query_pairs(2 * small, output_type="ndarray").reshape(-1, 2).T
    pairs = (one * count + other)[~(large_one.take(one) | large_one.take(other))]
    reach = rooms[large] + float(rooms.max())
    near = tree.query_ball_point(places[large], reach, return_sorted=False)
    other = np.fromiter(chain.from_iterable(near), np.int64)
    one = np.repeat(large, [len(each) for each in near])
    found = np.minimum(one, other) * count + np.maximum(one, other)
    order = np.sort(np.concatenate([pairs, found[one != other]]))
    order = order[np.diff(order, prepend=-1) > 0]
    return np.stack(np.divmod(order, count)).T  # a column in one piece is read quicker
