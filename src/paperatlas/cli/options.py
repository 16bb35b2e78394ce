"""Options: what several commands take, read the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..decisions import Decision

ATLAS = click.option(
    "-a",
    "--atlas",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    show_default=True,
    help="The folder that 'paperatlas build' made.",
)


def values_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Split NAME=VALUE pairs; raises click's usage error (exit code 2) for anything else."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE")
        values[name] = value
    return values


def decisions_in(file: Path) -> tuple[Decision, ...]:
    """Read decisions; a line that is at fault is told, and the rest go on."""
    from ..answers import clean
    from ..decisions import read_decisions

    decisions, refusals = read_decisions(file)
    for refusal in refusals:
        cure = f" ({refusal.cure})" if refusal.cure else ""
        click.echo(clean(f"{refusal.source}:{refusal.line}: {refusal.why}{cure}"), err=True)
    return decisions
