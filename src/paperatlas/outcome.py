"""Outcome: what a build has made, so that one that would make the same is done at once.

It is known by all that a build is made of: documents, decisions, settings, and the code itself. It
holds as long as the files are, byte for byte, those that were written.
"""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from .intake import IntakeEntry
from .marks import code_mark, mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_DRAWERS = ("jinja2", "networkx", "numpy", "pyoxigraph", "pyvis", "scipy")


@dataclass(frozen=True, slots=True)
class BuildTally:
    """What a build took in and made: papers, concepts by type, statements and quotes.

    ``notes`` tell of decisions that found nothing to decide.
    """

    intake: tuple[IntakeEntry, ...]
    concepts: dict[str, int]
    statements: int
    quotes: int
    notes: tuple[str, ...]


def outcome_mark(*parts: str | bytes) -> bytes:
    """Return a mark of what a build is made of: these parts, the code, and the packages it uses.

    >>> outcome_mark("a") == outcome_mark("a"), outcome_mark("a") == outcome_mark("b")
    (True, False)
    """
    versions = (f"{name} {version(name)}" for name in _DRAWERS)
    return mark_of(code_mark("."), platform.python_version(), *versions, "", *parts)


def encode(tally: BuildTally) -> str:
    """Write a tally as one line of JSON; :func:`decode` reads it.

    >>> tally = BuildTally((IntakeEntry("a.txt", 1, "read", "p", ""),), {"lab": 1}, 2, 3, ("x",))
    >>> decode(encode(tally)) == tally, decode(encode(tally)).quotes
    (True, 3)
    """
    rows = [(e.source, e.line, e.status, e.paper, e.detail) for e in tally.intake]
    return json.dumps([rows, tally.concepts, tally.statements, tally.quotes, tally.notes])


def decode(line: str) -> BuildTally:
    """Return the tally that :func:`encode` wrote."""
    rows, concepts, statements, quotes, notes = json.loads(line)
    intake = tuple(IntakeEntry(*row) for row in rows)
    return BuildTally(intake, concepts, statements, quotes, tuple(notes))


def summed(
    files: Iterable[tuple[str, Iterable[bytes]]], sums: dict[str, str]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Pass files on, given by name and pieces, and put into ``sums`` the SHA-256 of each.

    >>> sums = {}
    >>> [(name, b"".join(pieces)) for name, pieces in summed([("a", [b"x", b"y"])], sums)]
    [('a', b'xy')]
    >>> sums["a"] == sha256(b"xy").hexdigest()
    True
    """
    for name, pieces in files:
        whole = sha256()
        yield name, _through(pieces, whole.update)
        sums[name] = whole.hexdigest()


def _through(pieces: Iterable[bytes], told: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        told(piece)
        yield piece


def stands(folder: Path, sums: Mapping[str, str]) -> bool:
    """Tell whether the files in ``folder`` have these sums.

    >>> from pathlib import Path
    >>> stands(Path("/nowhere"), {}), stands(Path("/nowhere"), {"a": sha256(b"").hexdigest()})
    (True, False)
    """
    return all(_sum_of(folder / name) == known for name, known in sums.items())


def _sum_of(file: Path) -> str | None:
    try:
        with file.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
