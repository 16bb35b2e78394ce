"""Progress: the steps of a build, for somebody at a terminal or for a program."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.filesize import decimal
from rich.progress import Progress, ProgressColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Task

    from ..outcome import BuildTally

_STEPS = {
    "read": ("Reading", "bytes"),
    "extract": ("Finding labs, methods, models, benchmarks, topics", "papers"),
    "graph": ("Writing the graph", "papers"),
    "validate": ("Checking it against its shapes", ""),
    "draw": ("Drawing the network", ""),
    "upload": ("Sending it to the store", "batches"),
}


def _many(count: float, unit: str) -> str:
    return decimal(int(count)) if unit == "bytes" else f"{count:,.0f}"


class _Done(ProgressColumn):
    """How much of how much."""

    def render(self, task: Task) -> Text:
        """Return it as a text."""
        done, of = (_many(n, task.fields["unit"]) for n in (task.completed, task.total or 0))
        return Text(f"{done}/{of}", "progress.download")


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Return it as a text, empty as long as it is not known."""
        unit, speed = task.fields["unit"], task.finished_speed or task.speed
        if not (unit and speed):
            return Text()
        many = _many(speed, unit) if unit == "bytes" else f"{_many(speed, unit)} {unit}"
        return Text(f"{many}/s", "progress.data.speed")


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show steps on a terminal's standard error, with rate and time left; elsewhere stay silent."""
    console = Console(stderr=True)
    columns = (
        *Progress.get_default_columns(),
        _Done(),
        _Rate(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as bar:
        tasks = {}

        def advance(step: str, done: int, of: int) -> None:
            if step not in tasks:
                words, unit = _STEPS[step]
                tasks[step] = bar.add_task(words, total=of, unit=unit)
            bar.update(tasks[step], completed=done, total=of)

        yield advance


def told_to_programs() -> Callable[[str, int, int], None]:
    """Return what writes each step to standard output as a line of JSON, once for each percent."""
    last: dict[str, int] = {}

    def advance(step: str, done: int, of: int) -> None:
        percent = 100 * done // of if of else 100
        if last.get(step) != percent:
            last[step] = percent
            click.echo(json.dumps({"step": step, "done": done, "of": of}))

    return advance


def tally_line(tally: BuildTally, files: list[str]) -> str:
    """Return what a build took in and made as a line of JSON.

    It tells no time, so that the same documents give the same line.
    """
    statuses = [entry.status for entry in tally.intake]
    intake = {each: statuses.count(each) for each in ("read", "repaired", "merged", "refused")}
    kinds = sorted(tally.concepts)
    made = {
        "intake": intake,
        "papers": len({entry.paper for entry in tally.intake if entry.paper}),
        "concepts": {kind: tally.concepts[kind] for kind in kinds},
        "statements": tally.statements,
        "quotes": tally.quotes,
        "notes": list(tally.notes),
        "files": files,
    }
    return json.dumps({"tally": made})
