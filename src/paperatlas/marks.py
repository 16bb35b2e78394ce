"""Marks: names for what a result was made of, so that it is made anew when that changes."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from marshal import dumps
from pathlib import Path

_HERE = Path(__file__).parent
_ALIKE = 2  # the version of marshal that writes equal values alike; later ones tell what is shared

Part = str | bytes | int | tuple["Part", ...] | None
"""What a mark can be made of."""


def mark_of(*parts: Part) -> bytes:
    """Return sixteen bytes that name the parts and how they are parted.

    >>> mark_of("ab", ("c",)) == mark_of("ab", ("c",)), mark_of("ab", "c") == mark_of("a", "bc")
    (True, False)
    """
    return sha256(dumps(parts, _ALIKE)).digest()[:16]


@cache
def code_mark(*rooms: str) -> bytes:
    """Return a mark of the code and data of rooms of this package, as they are on disk.

    >>> code_mark("marks") == code_mark("marks"), code_mark("marks") == code_mark("errors")
    (True, False)
    """
    files = sorted(file for room in rooms for file in _files(room))
    names = (file.relative_to(_HERE).as_posix() for file in files)
    contents = (file.read_bytes() for file in files)
    return mark_of(*(part for pair in zip(names, contents, strict=True) for part in pair))


def _files(room: str) -> list[Path]:
    folder = _HERE / room
    if not folder.is_dir():
        return [folder.with_suffix(".py")]
    return [
        file for file in folder.rglob("*") if file.is_file() and file.parent.name != "__pycache__"
    ]
