"""Cache: answers kept for who asks the same again; the atlas does not change between."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problem import Reply


_EACH = 400
"""Bytes that Python takes to keep an answer, beside those of question and body."""


class Cache:
    """The answers asked for last, up to ``size`` bytes with their questions and what holds them.

    >>> from .problem import Reply
    >>> cache = Cache(820)
    >>> for question in (b"a", b"b", b"c"):
    ...     cache.keep(question, Reply(200, "text/csv", b"12345"))
    >>> cache.get(b"a") is None, cache.get(b"c").body
    (True, b'12345')
    """

    def __init__(self, size: int) -> None:
        """Begin with nothing."""
        self._room = self._size = size
        self._kept: OrderedDict[bytes, Reply] = OrderedDict()

    def get(self, question: bytes) -> Reply | None:
        """Return the answer to exactly this question, if it is kept."""
        reply = self._kept.get(question)
        if reply is not None:
            self._kept.move_to_end(question)
        return reply

    def keep(self, question: bytes, reply: Reply) -> None:
        """Keep an answer that is not too large; those not asked for in longest make room."""
        cost = _cost(question, reply)
        if cost > self._size / 2 or question in self._kept:
            return
        self._kept[question] = reply
        self._room -= cost
        while self._room < 0:
            old, its = self._kept.popitem(last=False)
            self._room += _cost(old, its)

    def clear(self) -> None:
        """Forget them all."""
        self._kept.clear()
        self._room = self._size


def _cost(question: bytes, reply: Reply) -> int:
    return len(question) + len(reply.body) + _EACH
