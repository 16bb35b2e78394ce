"""File: decisions read from a file, and written to it whole or not at all.

The tools change only the lines that they mean; what people wrote between them stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from ..output import write_whole
from ..records import Refusal
from .lines import read_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from .lines import Decision

_HEAD = "# What people decided about concepts, a line each; 'paperatlas review --help' says how."


def read_decisions(path: Path) -> tuple[tuple[Decision, ...], tuple[Refusal, ...]]:
    """Return the decisions of a file in their order, and its faulty lines, which stop nothing.

    Raises:
        InputError: the file cannot be read, or is not UTF-8 text.

    """
    decisions, refusals = [], []
    for number, line in enumerate(_lines(path), start=1):
        try:
            decision = read_line(line, path.name, number)
        except InputError as error:
            refusals.append(Refusal(path.name, number, error.what, error.cure))
            continue
        if decision is not None:
            decisions.append(decision)
    return tuple(decisions), tuple(refusals)


def write_decisions(decisions: Iterable[Decision], path: Path) -> None:
    """Write a file of exactly these decisions, sorted as text, so that git shows what was decided.

    Of decisions that contradict each other about one name, the last is written.

    Raises:
        OutputError: the file cannot be written.

    """
    held = {(decision.name.key, decision.slot): decision for decision in decisions}
    lines = [decision.written() for decision in sorted(held.values(), key=str)]
    write_whole(path, _text([_HEAD, *lines]))


def add_decision(path: Path, decision: Decision, names: Collection[str] = ()) -> None:
    """Write one decision into a file, which is made if need be, at its place in the sorted order.

    Lines that it contradicts are taken out: those about its own name and, since a thing can have
    several, about those whose keys are in ``names``. Every other line stays as it is, also where
    it is a comment or faulty.

    Raises:
        InputError: the file is there and cannot be read.
        OutputError: it cannot be written.

    """
    keys = {decision.name.key, *names}
    kept: list[str] = []
    first, after = None, None
    for line in (_lines(path) if path.exists() else []) or [_HEAD]:
        try:
            held = read_line(line)
        except InputError:
            held = None
        if held is not None:
            if held.slot == decision.slot and held.name.key in keys:
                continue
            first = len(kept) if first is None else first
            if str(held) < str(decision):
                after = len(kept) + 1
        kept.append(line)
    place = next((p for p in (after, first) if p is not None), len(kept))
    kept.insert(place, decision.written())
    write_whole(path, _text(kept))


def _lines(path: Path) -> list[str]:
    """Return the lines without their ends; only a line feed ends one, as in the labels' escapes."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        cure = "name a file of decisions, saved as UTF-8"
        raise InputError(reason, where=str(path), cure=cure) from error
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if not lines[-1] else lines


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
