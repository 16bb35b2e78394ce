"""Islands: where on the map each theme lies."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .chance import chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 150
_STARTS = 8
_SHORE = 120.0  # free room between islands: the themes' names stand there
_ASPECT = 1.0  # width of the map by its height; beside legend and panel little more is free
_TIES = 0.1


def arrange(ties: Floats, founded: Floats, radii: Floats) -> Floats:
    """Return the centres of islands of ``radii``: packed in a landscape, none on another.

    The islands are arranged as they were ``founded``, with those radii and the ``ties`` of then
    (themes × themes): from several starts, two islands change places for as long as that shortens
    the ties, and the shortest arrangement is taken. Then they grow to their radii. An island that
    was not there then, of radius 0, comes to lie at the lower right.
    """
    shape = np.array([np.sqrt(_ASPECT), 1 / np.sqrt(_ASPECT)])
    ties = ties / max(float(ties.max(initial=0.0)), 1e-9)
    there = founded > 0
    count = int(there.sum())
    among, reach = ties[there][:, there], founded[there]
    found = [
        _swapped(
            _packed(_start(count, start) * _side(reach) * shape, among, reach, shape),
            among,
            reach,
            shape,
        )
        for start in range(_STARTS)
    ]
    least = min(found, key=lambda centres: round(_length(centres, among), 6))
    centres = np.tile(shape * _side(radii) / 2, (len(radii), 1))
    centres[there] = least * (_side(radii[there]) / max(_side(reach), 1e-9))
    return _packed(centres, ties, radii, shape)


def _start(count: int, number: int) -> Floats:
    """Return a place for each island between -0.5 and 0.5, the same each time."""
    own = [[chance(f"{i}", f"{number}{axis}") - 0.5 for axis in "xy"] for i in range(count)]
    return np.array(own).reshape(-1, 2)


def _side(radii: Floats) -> float:
    """Return the side of a square that has room for the islands and their shores."""
    return float(np.sqrt(((2 * radii + _SHORE) ** 2).sum()))


def _swapped(centres: Floats, ties: Floats, radii: Floats, shape: Floats) -> Floats:
    """Return the centres after the best exchanges of two islands, one after the other."""
    least = _length(centres, ties)
    while True:
        tried = []
        for a, b in combinations(range(len(radii)), 2):
            order = np.arange(len(radii))
            order[[a, b]] = b, a
            tried.append((_length(centres[order], ties), a, b))
        if not tried:
            return centres
        _, a, b = min(tried)
        order = np.arange(len(radii))
        order[[a, b]] = b, a
        after = _packed(centres[order], ties, radii, shape)
        if (length := _length(after, ties)) >= least - 1e-6 * least:
            return centres
        centres, least = after, length


def _length(centres: Floats, ties: Floats) -> float:
    across = centres[None, :, :] - centres[:, None, :]
    return float((ties * np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2)).sum())


def _packed(centres: Floats, ties: Floats, radii: Floats, shape: Floats) -> Floats:
    """Return the centres after islands that overlap have parted and the ties have drawn."""
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        across = centres[None, :, :] - centres[:, None, :]
        distance = np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2) + 1e-9
        free = distance - radii[None, :] - radii[:, None] - _SHORE
        np.fill_diagonal(free, 0.0)
        strength = np.where(free > 0, _TIES * cooling * ties * free, 0.5 * free) / distance
        centres = centres + (across * strength[..., None]).sum(axis=1)
        centres -= centres / shape**4 * 0.04
    return centres
