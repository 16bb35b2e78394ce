"""Mesh: how all nodes repel one another, without a look at any pair of them.

Masses are laid on a mesh, and the field is read from it: the particle–mesh method of Hockney and
Eastwood (1988, "Computer simulation using particles"). So the cost grows with the nodes and not
with their square, and a force changes smoothly while a node crosses the mesh. Within one mesh
nodes hardly feel each other: what keeps them apart there is the room that each has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_SIDE = 24  # lines of the mesh in either direction


def _kernels() -> tuple[Floats, Floats]:
    """Return how each point of the mesh pushes each other one along x and y, in meshes."""
    points = np.arange(_SIDE * _SIDE)
    across = (points % _SIDE)[:, None] - (points % _SIDE)[None, :]
    down = (points // _SIDE)[:, None] - (points // _SIDE)[None, :]
    softened = across**2 + down**2 + 1.0
    return across / softened, down / softened


_KERNELS = _kernels()


def repulsion(places: Floats, masses: Floats) -> Floats:
    """Return the force on every node: its mass times each other's, by the distance of the two."""
    lines = np.ascontiguousarray(places.T)
    lowest = lines.min(axis=1, keepdims=True)
    mesh = max(float((lines.max(axis=1, keepdims=True) - lowest).max()), 1e-9) / (_SIDE - 1.001)
    at = (lines - lowest) / mesh
    whole = np.minimum(at.astype(np.int64), _SIDE - 2)
    (x, y), first = at - whole, whole[0] + _SIDE * whole[1]
    corners = np.stack([first, first + 1, first + _SIDE, first + _SIDE + 1])
    shares = np.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y])
    laid = np.bincount(corners.ravel(), (shares * masses).ravel(), _SIDE * _SIDE)
    fields = [(kernel * laid).sum(axis=1) / mesh for kernel in _KERNELS]
    felt = np.stack([(field.take(corners) * shares).sum(axis=0) for field in fields], axis=1)
    return felt * masses[:, None]
