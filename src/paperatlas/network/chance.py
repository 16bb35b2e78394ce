"""Chance: numbers that look random and are a node's own, whatever else is in the graph."""

from __future__ import annotations

from hashlib import sha256


def chance(name: str, salt: str = "") -> float:
    """Return a number in [0, 1) that depends on the name and the salt alone.

    >>> round(chance("method/rlhf"), 3), chance("method/rlhf") == chance("method/dpo")
    (0.855, False)
    """
    return int.from_bytes(sha256(f"{salt}{name}".encode()).digest()[:6]) / 2**48
