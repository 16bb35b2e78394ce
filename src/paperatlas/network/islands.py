"""Islands: where on the map each theme lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 400
_SHORE = 80.0  # free room between islands: the themes' names stand there
_ASPECT = 1.3  # width of the map by its height
_TIES = 0.1
_SWAPS = 20
_MARGIN = 0.03


def arrange(anchors: Floats, ties: Floats, radii: Floats) -> Floats:
    """Return the centres of islands of ``radii``: packed in a landscape, none on another.

    Each begins at its anchor, a place that is its own. Then two islands change places for as long
    as that shortens the ``ties`` between islands (themes × themes) clearly, and ties draw islands
    together.
    """
    side = np.sqrt(float(((2 * radii + _SHORE) ** 2).sum()))
    shape = np.array([np.sqrt(_ASPECT), 1 / np.sqrt(_ASPECT)])
    ties = ties / max(float(ties.max(initial=0.0)), 1e-9)
    centres = _packed(anchors * shape * side, ties, radii, shape)
    for _ in range(_SWAPS):
        before = _length(centres, ties)
        best, pair = before * (1 - _MARGIN), None
        for a in range(len(radii)):
            for b in range(a):
                swapped = centres.copy()
                swapped[[a, b]] = centres[[b, a]]
                if (after := _length(swapped, ties)) < best:
                    best, pair = after, (a, b)
        if pair is None:
            break
        centres[list(pair)] = centres[list(pair[::-1])]
        centres = _packed(centres, ties, radii, shape)
    return centres


def _length(centres: Floats, ties: Floats) -> float:
    across = centres[None, :, :] - centres[:, None, :]
    return float((ties * np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2)).sum())


def _packed(centres: Floats, ties: Floats, radii: Floats, shape: Floats) -> Floats:
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        across = centres[None, :, :] - centres[:, None, :]
        distance = np.sqrt(across[..., 0] ** 2 + across[..., 1] ** 2) + 1e-9
        free = distance - radii[None, :] - radii[:, None] - _SHORE
        np.fill_diagonal(free, 0.0)
        strength = np.where(free > 0, _TIES * cooling * ties * free, 0.5 * free) / distance
        centres = centres + (across * strength[..., None]).sum(axis=1)
        centres -= centres / shape**2 * 0.04
    return centres
