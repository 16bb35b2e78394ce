"""Intake: what became of every record that was read or refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from .output import csv_table, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .records import Refusal

Status = Literal["read", "repaired", "merged", "refused"]

_COLUMNS = ("source", "line", "status", "paper", "detail")
_ROW = attrgetter(*_COLUMNS)
_SHOWN = 12


@dataclass(frozen=True, slots=True, order=True)
class IntakeEntry:
    """What became of the record at ``source``:``line``.

    ``status`` is "read" (as it stood), "repaired", "merged" (into the paper of an earlier record,
    repaired or not) or "refused"; ``paper`` is the id of its paper, "" when refused; ``detail``
    gives the reasons, one after the other.
    """

    source: str
    line: int
    status: Status
    paper: str
    detail: str


def refused(refusals: Iterable[Refusal]) -> tuple[IntakeEntry, ...]:
    """Return an entry for every refusal.

    >>> from .records import Refusal
    >>> refused([Refusal("a.txt", 3, "the row has no date", "give it one")])[0].detail
    'the row has no date; give it one'
    """
    return tuple(
        IntakeEntry(
            each.source, each.line, "refused", "", "; ".join(filter(None, (each.why, each.cure)))
        )
        for each in refusals
    )


def summary(entries: Iterable[IntakeEntry]) -> str:
    """Tell in a few lines what became of all records, and name the first that were refused.

    Every record counts once: a merged one that was repaired too counts as merged. Refused stretches
    are not counted among the records read.

    >>> summary([IntakeEntry("a", 1, "read", "p", ""), IntakeEntry("b", 1, "merged", "p", "")])
    '2 records read: 1 as they stood, 0 repaired, 1 merged into others; 0 refused -> 1 paper'
    """
    entries = sorted(entries, key=_ROW)
    times = Counter(entry.status for entry in entries)
    papers = len({entry.paper for entry in entries if entry.paper})
    read = times["read"] + times["repaired"] + times["merged"]
    first = (
        f"{counted(read, 'record')} read: {times['read']} as they stood, "
        f"{times['repaired']} repaired, {times['merged']} merged into others; "
        f"{times['refused']} refused -> {counted(papers, 'paper')}"
    )
    lost = [entry for entry in entries if entry.status == "refused"]
    lines = [f"  refused {entry.source}:{entry.line}: {entry.detail}" for entry in lost[:_SHOWN]]
    more = [f"  and {len(lost) - _SHOWN} more"] if len(lost) > _SHOWN else []
    return "\n".join([first, *lines, *more])


def intake_csv(entries: Iterable[IntakeEntry]) -> str:
    r"""Return the entries, sorted, as CSV with a header; see :func:`~.output.csv_table`.

    >>> intake_csv([IntakeEntry("=a.txt", 3, "read", "title-x-y", "")])
    "source,line,status,paper,detail\n'=a.txt,3,read,title-x-y,\n"
    """
    return csv_table([_COLUMNS, *sorted(map(_ROW, entries))])


def write_intake(entries: Iterable[IntakeEntry], path: Path) -> None:
    """Write :func:`intake_csv` in UTF-8, whole or not at all; raises OutputError."""
    write_whole(path, intake_csv(entries).encode())


def counted(number: int, noun: str) -> str:
    """Return so many of a thing in words.

    >>> counted(1, "paper"), counted(0, "paper")
    ('1 paper', '0 papers')
    """
    return f"{number} {noun}{'s' * (number != 1)}"
