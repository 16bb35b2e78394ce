"""Limits: what one question of a language model may take, and how much comes back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take, and how much comes back.

    ``seconds`` until a question is stopped; ``memory`` in bytes beside the atlas; ``found`` rows
    that it may find in all. An answer has ``rows`` rows unless its question asks for another number
    up to ``most``, ``quotes`` quotes a row, and ``size`` characters both as text and as JSON; a
    cell has ``cell`` characters.
    ``query`` is how many characters of SPARQL are taken.

    >>> Limits(seconds=2).rows
    25
    """

    seconds: float = 20.0
    memory: int = 2_000_000_000
    found: int = 100_000
    rows: int = 25
    most: int = 200
    quotes: int = 3
    size: int = 40_000
    cell: int = 2_500
    query: int = 20_000
