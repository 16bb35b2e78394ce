"""Outcome: what a build has made, so that one that would make the same is done at once.

It is known by all that a build is made of: documents, decisions, settings, and the code itself. It
holds as long as nobody has written to the files since; as ``make`` does, that is told by their size
and time, for to read them would take longer than all the rest.
"""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from .intake import IntakeEntry
from .marks import code_mark, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .marks import Part

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


def outcome_mark(*parts: Part) -> bytes:
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


def stamps_of(folder: Path, names: Iterable[str]) -> dict[str, list[int] | None]:
    """Return the size of each file, in bytes, and when it was written, in nanoseconds.

    ``None`` is told of a file that is not there.

    >>> from pathlib import Path
    >>> stamps_of(Path("/nowhere"), ["atlas.ttl"])
    {'atlas.ttl': None}
    """
    return {name: _stamp_of(folder / name) for name in names}


def _stamp_of(file: Path) -> list[int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
