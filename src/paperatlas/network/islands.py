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
    nearest, second = _neighbourhoods(places, 1 + links.sums(np.ones(len(links.ends)), len(places)))
    keys, home = np.unique(nearest * len(places) + piece, return_inverse=True)
    beside = np.minimum(np.searchsorted(keys, second * len(places) + piece), len(keys) - 1)
    borders = np.zeros((len(keys),) * 2, bool)
    borders[home, beside] = True
    borders |= borders.T
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
    return home


def _neighbourhoods(places: Floats, masses: Floats) -> tuple[Whole, Whole]:
    """Return which of a few sites is nearest to each node, and which is second.

    The sites begin on a grid, and each moves to the middle of its nodes (Lloyd 1982,
    https://doi.org/10.1109/TIT.1982.1056489). Two sites border on each other if they are the
    nearest two of some node (Martinetz and Schulten 1994,
    https://doi.org/10.1016/0893-6080(94)90109-0).
    """
    radius = np.sqrt((places**2).sum() / max(len(places), 1))
    line = (np.arange(_SIDE) - (_SIDE - 1) / 2) * _SPREAD * radius
    sites = np.array([(x, y) for x in line for y in line])
    for _ in range(_ROUNDS):
        home = np.argmin(_squares(places, sites), axis=1)
        weights = np.bincount(home, masses, len(sites))
        for axis in (0, 1):
            sums = np.bincount(home, masses * places[:, axis], len(sites))
            sites[:, axis] = np.where(weights > 0, sums / np.maximum(weights, 1e-9), sites[:, axis])
    squares = _squares(places, sites)
    nearest = np.argmin(squares, axis=1)
    squares[np.arange(len(places)), nearest] = np.inf
    return nearest, np.argmin(squares, axis=1)


def _squares(places: Floats, sites: Floats) -> Floats:
    across = places[:, None, :] - sites[None, :, :]
    squares: Floats = across[..., 0] ** 2 + across[..., 1] ** 2
    return squares
