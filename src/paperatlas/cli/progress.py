"""Progress: the steps of a build, on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show steps on a terminal's standard error; elsewhere stay silent."""
    console = Console(stderr=True)
    steps = {
        "read": "Reading",
        "extract": "Finding labs, methods, models, benchmarks, topics",
        "graph": "Writing the graph",
        "validate": "Checking it against its shapes",
        "draw": "Drawing the network",
        "upload": "Sending it to the store",
    }
    columns = (*Progress.get_default_columns(), TextColumn("{task.completed}/{task.total}"))
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as bar:
        tasks = {}

        def advance(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(steps[step], total=of)
            bar.update(tasks[step], completed=done, total=of)

        yield advance
