"""Islands: where on the map each theme lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .chance import chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .themes import Theme

    Floats = NDArray[np.float64]

_STEPS = 400
_SHORE = 110.0  # free room between islands: the themes' names stand there
_ASPECT = 1.3  # width of the map by its height
_TIES=0.02


def arrange(themes: Sequence[Theme], ties: Floats, radii: Floats) -> Floats:
    """Return the centres of islands of ``radii``: packed in a landscape, none on another.

    Each begins at a place that its telling concepts give it, the first the most, which a few papers
    more hardly change. ``ties`` (themes × themes) draw islands together.
    """
    anchors = np.array([_anchor(theme) for theme in themes])
    side = np.sqrt((radii + _SHORE / 2) ** 2 @ np.full(len(radii), 4.0))
    shape = np.array([np.sqrt(_ASPECT), 1 / np.sqrt(_ASPECT)])
    centres = anchors * shape * side
    ties = ties / max(float(ties.max(initial=0.0)), 1e-9)
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


def _anchor(theme: Theme) -> Floats:
    """Return a place between -0.5 and 0.5 on both axes that is the theme's own."""
    names = theme.telling or (theme.name,)
    weights = [1 / (1 + number) ** 2 for number in range(len(names))]
    return sum(
        weight * np.array([chance(name, "x") - 0.5, chance(name, "y") - 0.5])
        for name, weight in zip(names, weights, strict=True)
    )
