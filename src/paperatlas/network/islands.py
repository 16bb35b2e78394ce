"""Islands: neighbourhoods of the map, joined into as many as the eye keeps apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .forces import Links

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Whole = NDArray[np.int64]

_SIDE = 5  # sites in either direction
_SPREAD = 0.52  # how far they lie apart at first, by the map's radius
_ROUNDS = 30


def islands(  # noqa: PLR0913, PLR0917  (all that they depend on)
    places: Floats, piece: Whole, links: Links, papers: Truths, most: int, fewest: int
) -> Whole:
    """Return on which island each node lies, numbered from 0.

    Small neighbourhoods, none of which bridges two of the pieces that hang together, are joined two
    by two: those that border on each other and whose links exceed chance most. That goes on while
    it raises modularity (Clauset, Newman and Moore 2004, arXiv:cond-mat/0408187), more than
    ``most`` are left, or one has fewer than ``fewest`` nodes that are ``papers``.
    """
    masses = 1 + links.sums(np.ones(len(links.ends)), len(places))
    sites = _neighbourhoods(places, masses)
    keys, home = np.unique(sites * len(places) + piece, return_inverse=True)
    borders = _borders(places, home, piece, keys % len(places))
    ties = np.zeros((len(keys),) * 2)
    np.add.at(ties, tuple(home[links.ends].T), 1 / max(2 * len(links.ends), 1))
    ties = ties + ties.T
    counts = np.bincount(home, papers, len(ties))
    while len(ties) > 1:
        share = ties.sum(axis=1)
        gains = np.round(ties - share[:, None] * share[None, :], 9) - 1.0 * ~borders
        np.fill_diagonal(gains, -np.inf)
        small = np.flatnonzero(counts < fewest)
        if len(small):
            one = int(small[np.argmin(counts[small])])
            other = int(np.argmax(gains[one]))
        else:
            one, other = divmod(int(np.argmax(gains)), len(ties))
            if gains[one, other] <= 0 and len(ties) <= most:
                break
        first, last = min(one, other), max(one, other)
        for table in (ties, borders):
            table[first] += table[last]
            table[:, first] += table[:, last]
        counts[first] += counts[last]
        rest = np.arange(len(ties)) != last
        ties, borders, counts = ties[rest][:, rest], borders[rest][:, rest], counts[rest]
        home = np.where(home == last, first, home)
        home = np.where(home > last, home - 1, home)
    numbers: Whole = home
    return numbers


def _neighbourhoods(places: Floats, masses: Floats) -> Whole:
    """Return which of a few sites is nearest to each node.

    The sites begin on a grid, and each moves to the middle of its nodes (Lloyd 1982,
    https://doi.org/10.1109/TIT.1982.1056489).
    """
    radius = np.sqrt((places**2).sum() / max(len(places), 1))
    line = (np.arange(_SIDE) - (_SIDE - 1) / 2) * _SPREAD * radius
    sites = np.array([(x, y) for x in line for y in line])
    for _ in range(_ROUNDS):
        home = np.argmin(_squares(places, sites), axis=1)
        sites = _middles(places, masses, home, sites)
    nearest: Whole = np.argmin(_squares(places, sites), axis=1)
    return nearest


def _borders(places: Floats, home: Whole, piece: Whole, pieces: Whole) -> Truths:
    """Return which neighbourhoods border: those that are the nearest two of some node of a piece.

    So do those of Martinetz and Schulten (1994, https://doi.org/10.1016/0893-6080(94)90109-0).
    """
    count = len(pieces)
    squares = _squares(places, _middles(places, np.ones(len(home)), home, np.zeros((count, 2))))
    squares[piece[:, None] != pieces[None, :]] = np.inf
    squares[np.arange(len(home)), home] = np.inf
    second = np.argmin(squares, axis=1)
    held = np.isfinite(squares[np.arange(len(home)), second])
    borders = np.zeros((count, count), bool)
    borders[home[held], second[held]] = True
    return borders | borders.T


def _middles(places: Floats, masses: Floats, home: Whole, before: Floats) -> Floats:
    """Return the middle of each neighbourhood's nodes, or where it was before if it has none."""
    weights = np.bincount(home, masses, len(before))
    middles = before.copy()
    for axis in (0, 1):
        sums = np.bincount(home, masses * places[:, axis], len(before))
        middles[:, axis] = np.where(weights > 0, sums / np.maximum(weights, 1e-9), before[:, axis])
    return middles


def _squares(places: Floats, sites: Floats) -> Floats:
    across, down = places[:, :1] - sites[:, 0], places[:, 1:] - sites[:, 1]
    squares: Floats = across**2 + down**2
    return squares
