"""Shapes: which questions are known to be long, by their text but for its numbers."""

from __future__ import annotations

import re
from collections import OrderedDict

_NUMBER = re.compile(rb"[0-9]+")
_OFTEN = 2
_REMEMBERED = 1000


class Shapes:
    """The shapes of questions that were long the last times, those seen last.

    >>> shapes = Shapes()
    >>> for question in (b"... LIMIT 10", b"... LIMIT 20"):
    ...     shapes.saw(question, long=True)
    >>> shapes.long(b"... LIMIT 30"), shapes.long(b"... OFFSET 30")
    (True, False)
    >>> shapes.saw(b"... LIMIT 1", long=False)
    >>> shapes.long(b"... LIMIT 30")
    False
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._times: OrderedDict[bytes, int] = OrderedDict()

    def long(self, question: bytes) -> bool:
        """Tell whether questions of this shape were long twice, and have not been short since."""
        return bool(self._times) and self._times.get(_shape(question), 0) >= _OFTEN

    def saw(self, question: bytes, *, long: bool) -> None:
        """Learn from a question that has been answered, or was stopped."""
        if long:
            shape = _shape(question)
            self._times[shape] = self._times.pop(shape, 0) + 1
            if len(self._times) > _REMEMBERED:
                self._times.popitem(last=False)
        elif self._times:
            self._times.pop(_shape(question), None)


def _shape(question: bytes) -> bytes:
    return _NUMBER.sub(b"0", question)
