"""Options: what several commands take, read the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..decisions import Decision


def place(text: str) -> Path | str:
    """Return a folder as a path, and the address of a store as it stands."""
    from ..endpoint import is_address

    return text if is_address(text) else Path(text)


def folder(text: str) -> Path:
    """Return a folder as a path; raises click's usage error for the address of a store."""
    found = place(text)
    if isinstance(found, str):
        cure = f"bring the atlas here first: paperatlas export -a {found} -f folder -o DIR"
        raise click.BadParameter(f"this command works on a folder ({cure})")
    return found


ATLAS = click.option(
    "-a",
    "--atlas",
    "folder",
    type=place,
    default="graph",
    show_default=True,
    metavar="PLACE",
    help="The folder that 'paperatlas build' made, or the address of a SPARQL 1.1 store.",
)
FOLDER = click.option(
    "-a",
    "--atlas",
    "folder",
    type=folder,
    default="graph",
    show_default=True,
    metavar="FOLDER",
    help="The folder that 'paperatlas build' made.",
)
DISCOVERY = click.option(
    "--discovery",
    metavar="WHO",
    default="",
    help="Who finds what the vocabulary does not know, unless all our finders shall: 'patterns' "
    "for all but the trained recogniser, 'none', or a spaCy pipeline in place of our own.",
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


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Split FIELD=COLUMN pairs; raises click's usage error for a field that there is not."""
    from ..readers import MAPPABLE

    mapping = values_of(pairs)
    for field in mapping:
        if field not in MAPPABLE:
            what = f"there is no field {field!r} (one of {', '.join(MAPPABLE)})"
            raise click.BadParameter(what, param_hint="'--map'")
    return mapping


def decisions_in(file: Path) -> tuple[Decision, ...]:
    """Read decisions; a line that is at fault is told, and the rest go on."""
    from ..answers import clean
    from ..decisions import read_decisions

    decisions, refusals = read_decisions(file)
    for refusal in refusals:
        cure = f" ({refusal.cure})" if refusal.cure else ""
        click.echo(clean(f"{refusal.source}:{refusal.line}: {refusal.why}{cure}"), err=True)
    return decisions
