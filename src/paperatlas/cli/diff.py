"""``paperatlas diff``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Rows

_PARTS = ("papers", "concepts", "first-uses", "trends")


@click.command()
@click.argument("old", type=place)
@click.argument("new", type=place)
@click.option(
    "--only",
    type=click.Choice(_PARTS),
    help="Tell this part alone. CSV needs it, for it holds one table.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this file instead of printing it.",
)
def diff(
    old: Path | str, new: Path | str, only: str | None, form: str, output: Path | None
) -> None:
    """Tell what is new in the atlas NEW beside the atlas OLD.

    Each is a folder that 'paperatlas build' made, or the address of a SPARQL 1.1 store. To have an
    older one, copy the folder before you build anew, or build into another.

    \b
    papers      added; gone; changed, and in what; renamed (another id); merged
    concepts    new; gone; relabelled; retyped; merged: most mentions of the one are now
                those of another
    first-uses  a lab introduces, evaluates on or uses a concept in an added paper, and did
                nothing so strong with it in any paper of OLD; papers of no known lab count
                where nobody did (first_of_all)
    trends      rising and falling: the share of the added papers that name a concept, beside
                the share of the papers of OLD, where chance alone would part the two so far
                for one concept in a hundred (surprise, Dunning's G2, is 6.63 or more)

    Papers of OLD count as NEW reads them, where it has them. Unsure candidates count as not there.
    The exit code is 0 whether or not anything is new.

    \b
    Example:
      paperatlas diff graph-of-may graph
    """
    from ..answers import render
    from ..comparison import compare
    from ..ontology import prefixes
    from ..output import write_whole

    if form == "csv" and not only:
        raise click.UsageError(f"CSV holds one table: choose with --only {'|'.join(_PARTS)}")
    comparison = compare(old, new)
    tables = {name: rows for name, rows in comparison.tables().items() if only in {None, name}}
    if form == "csv":
        text = "".join(render(rows, "csv") for rows in tables.values())
    elif form == "json":
        text = json.dumps({name: _plain(rows) for name, rows in tables.items()}, indent=2) + "\n"
    else:
        tty = output is None and sys.stdout.isatty()
        spaces = prefixes(comparison.base)
        text = "\n".join(
            _headline(name, rows) + (render(rows, tty=tty, namespaces=spaces) if rows.rows else "")
            for name, rows in tables.items()
        )
    if output:
        write_whole(output, text.encode())
    else:
        click.echo(text, nl=False)


def _plain(rows: Rows) -> list[dict[str, object]]:
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]


def _headline(name: str, rows: Rows) -> str:
    """Count rows by what stands in their first column."""
    counts: Mapping[object, int] = Counter(row[0] for row in rows.rows)
    told = ", ".join(f"{number} {change}" for change, number in counts.items())
    return f"{name.upper()}: {told or 'nothing new'}\n"
