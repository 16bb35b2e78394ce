"""Bytes read: how far the reading of documents is, whatever their format and however packed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class BytesRead:
    """Tells how far the reading of documents of so many bytes is.

    >>> read = BytesRead(print, [10, 30])
    >>> with read.document(10):
    ...     read.told(8)
    read 8 40
    read 10 40
    >>> with read.document(30):  # it was read before
    ...     pass
    read 40 40
    """

    def __init__(self, progress: Callable[[str, int, int], None], sizes: Iterable[int]) -> None:
        """Tell ``progress`` of the step "read"."""
        self._progress = progress
        self._whole, self._before, self._size, self._of_this = sum(sizes), 0, 0, 0

    @contextmanager
    def document(self, size: int) -> Iterator[None]:
        """Read a document of this size within; at the end it is read, or need not be."""
        self._size, self._of_this = size, 0
        yield
        self.told(size)
        self._before += size

    def told(self, more: int) -> None:
        """Count what is read of the document, of which some may be read twice."""
        self._of_this = min(self._of_this + more, self._size)
        done = self._before + self._of_this
        self._progress("read", done, max(done, self._whole))
