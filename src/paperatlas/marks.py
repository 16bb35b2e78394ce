"""Marks: names for what a result was made of, so that it is made anew when that changes."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent


def mark_of(*parts: str | bytes) -> bytes:
    """Return sixteen bytes that name the parts and how they are parted.

    >>> mark_of("ab", "c") == mark_of("ab", b"c"), mark_of("ab", "c") == mark_of("a", "bc")
    (True, False)
    """
    whole = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.digest()[:16]


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
