"""Memory: what a function said of a word, kept while there is room.

Words come again and again, and how they are spelled, cut or meant is always the same. A plain
dictionary is asked a third faster than ``functools.lru_cache``, which notes each asking; so what is
kept is not what was asked last, but everything, until it is too much and memory begins anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

MOST = 200_000
"""Answers kept at once unless another number is told: some 30 MB where they are words."""


class Memory(dict[str, Answer], Generic[Answer]):
    """Answers of a function by what it was asked; ``memory[word]`` asks it only once.

    >>> asked = []
    >>> memory = Memory(lambda word: asked.append(word) or word.upper(), most=2)
    >>> [memory[word] for word in ("a", "a", "b")], asked
    (['A', 'A', 'B'], ['a', 'b'])
    >>> memory["c"], sorted(memory)
    ('C', ['c'])
    """

    def __init__(self, function: Callable[[str], Answer], *, most: int = MOST) -> None:
        """Keep at most ``most`` answers of ``function``."""
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, word: str) -> Answer:
        """Ask the function."""
        if len(self) >= self._most:
            self.clear()
        answer = self[word] = self._function(word)
        return answer
