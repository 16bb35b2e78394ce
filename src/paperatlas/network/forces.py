"""Forces: linked nodes attract, all nodes repel one another, until the map is at rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .chance import chance
from .mesh import repulsion
from .overlaps import across, pushed, touching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_DIFFUSED = 40  # rounds
_OWN = 0.05  # how much of its own place a node keeps in each
_AT_LARGE, _CLOSE_UP = 200, 60  # steps of either stage
_ANCHOR = 0.1  # how strongly nodes are held where they began, at large
_SHORT = 0.08  # how long a link pulls with full force, close up, by the map's radius
_WALL = 0.02  # what keeps loose pieces on the map: nothing in its middle, much outside
_LONGEST = 0.3  # step, by the map's radius
_REST = 0.6  # share of the steps in which the map comes to rest


@dataclass(frozen=True, slots=True)
class Links:
    """Links as numbers of nodes (links × 2), and how strongly each pulls."""

    ends: Whole
    weights: Floats

    def sums(self, values: Floats, count: int) -> Floats:
        """Return, for each of ``count`` nodes, the sum of its links' values."""
        found = np.bincount(self.ends.T.ravel(), np.concatenate([values, values]), count)
        return found.astype(np.float64)

    def drawn(self, places: Floats, values: Floats) -> Floats:
        """Return the force on every node if each link pulls with its value, by its length."""
        one, other = self.ends.T
        pulls = across(places, self.ends) * values
        return np.stack(
            [
                np.bincount(one, pull, len(places)) - np.bincount(other, pull, len(places))
                for pull in pulls
            ],
            axis=1,
        )

    def lengths(self, places: Floats) -> Floats:
        """Return how long each link is."""
        return _lengths(across(places, self.ends).T)


def begun(names: Sequence[str], links: Links, masses: Floats) -> Floats:
    """Return where nodes begin: each at a place of its own, then drawn to its neighbours.

    Linked nodes so come to lie near one another, as on the first axes of a spectral layout
    (Koren 2005, https://doi.org/10.1016/j.camwa.2004.08.015). Those turn and flip when a node is
    added; here the nodes' own places, drawn from their names, say where each part of the map lies.
    """
    own = np.array(
        [[chance(name, axis) + chance(name, 2 * axis) - 1 for axis in "xy"] for name in names]
    )
    degrees = links.sums(links.weights, len(names))[:, None] + 1e-9
    places = own
    for _ in range(_DIFFUSED):
        places = places + links.drawn(places, links.weights) / degrees / 2
        places = (1 - _OWN) * _whitened(places, masses) + _OWN * own
    return places


def _whitened(places: Floats, masses: Floats) -> Floats:
    """Return the places as wide as high, and centred: turned as little as can be."""
    weights = masses / masses.sum()
    places = places - (places * weights[:, None]).sum(axis=0)
    (x, y), tiny = places.T, 1e-12
    wide, high = float((weights * x * x).sum()) + tiny, float((weights * y * y).sum()) + tiny
    slant = float((weights * x * y).sum())
    root = float(np.sqrt(max(wide * high - slant * slant, tiny * tiny)))
    scale = float(np.sqrt(wide + high + 2 * root)) / ((wide + root) * (high + root) - slant * slant)
    return scale * np.stack([(high + root) * x - slant * y, (wide + root) * y - slant * x], axis=1)


def at_large(places: Floats, links: Links, masses: Floats) -> Floats:
    """Return places that show the whole: links pull by their length.

    A node repels by its links, as in ForceAtlas2 (Jacomy et al. 2014,
    https://doi.org/10.1371/journal.pone.0098679), and a little it is held where it began.
    """
    return _settled(places, links, masses, None)


def close_up(places: Floats, links: Links, masses: Floats, rooms: Floats) -> Floats:
    """Return places that show what is near: a short link pulls much more than a long one.

    That gathers what is linked, as LinLog (Noack 2007, https://doi.org/10.7155/jgaa.00154), and
    keeps the whole. Meanwhile nodes grow until each has its room.
    """
    return _settled(places, links, masses, rooms)


def _settled(places: Floats, links: Links, masses: Floats, rooms: Floats | None) -> Floats:
    """Return the places after all steps; with ``rooms`` those of the map close up."""
    count, total = len(places), float(masses.sum())
    steps = _AT_LARGE if rooms is None else _CLOSE_UP
    start, radius = places, _radius(places, masses)
    began, speed, even = radius, np.zeros_like(places), (masses / masses.mean())[:, None]
    for step in range(steps):
        progress = step / steps
        pulls = links.weights
        if rooms is not None:
            long = links.lengths(places) / (_SHORT * radius)
            pulls = pulls / (1 + long * np.sqrt(long))
        mean = float(pulls.mean()) if len(pulls) else 1.0
        outwards = (places[:, :1] ** 2 + places[:, 1:] ** 2) / radius**2
        wall = _WALL * mean * even * outwards
        anchor = (_ANCHOR if rooms is None else 0.0) * mean * even
        inwards = links.drawn(places, pulls) - wall * places
        inwards += anchor * (start * (radius / began) - places)
        stiff = links.sums(pulls, count)[:, None] + wall + anchor
        apart = repulsion(places, masses)
        # As strong as what drives apart (the virial theorem): so the map keeps its size.
        balance = float((apart * places).sum()) / max(-float((inwards * places).sum()), 1e-12)
        move = (inwards + apart / max(balance, 1e-12)) / (2 * stiff + 1e-12)
        move *= np.minimum(1, _LONGEST * radius / (_lengths(move) + 1e-12))[:, None]
        speed = 0.5 * speed + 0.75 * min(1.0, (1 - progress) / _REST) * move
        places = places + speed
        if rooms is not None:
            grown = rooms * min(1.0, 0.1 + 1.3 * progress)
            if step % 2 == 0:
                touch = touching(places, grown * 1.2)
            places, _ = pushed(places, grown, touch, 0.25)
        places = places - (places * masses[:, None]).sum(axis=0) / total
        radius = _radius(places, masses)
    return turned(places, start, masses)


def turned(places: Floats, like: Floats, masses: Floats) -> Floats:
    """Return the places turned as a whole so that they are nearest to where they began."""
    (x, y), (u, v) = places.T, like.T
    cosine, sine = float((masses * (x * u + y * v)).sum()), float((masses * (x * v - y * u)).sum())
    length = float(np.sqrt(cosine * cosine + sine * sine)) + 1e-12
    return np.stack([cosine * x - sine * y, sine * x + cosine * y], axis=1) / length


def _lengths(across: Floats) -> Floats:
    found: Floats = np.sqrt(across[:, 0] ** 2 + across[:, 1] ** 2)
    return found


def _radius(places: Floats, masses: Floats) -> float:
    """Return how far nodes lie from the middle, in the root of the mean of the squares."""
    squares = places[:, 0] ** 2 + places[:, 1] ** 2
    return max(float(np.sqrt((masses * squares).sum() / masses.sum())), 1e-9)
