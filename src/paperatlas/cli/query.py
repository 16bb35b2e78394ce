"""``paperatlas query``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .options import ATLAS, values_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("question", required=False)
@ATLAS
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Fill a parameter."
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    help="Default: table, or turtle for a CONSTRUCT.",
)
def query(
    question: str | None, folder: Path | str, params: tuple[str, ...], form: str | None
) -> None:
    """Ask a ready question by name, a .rq file, SPARQL text, or - for standard input.

    \b
    Without QUESTION, lists the ready ones.

    \b
    Example:
      paperatlas query who-introduced -p concept=RLHF
    """
    from ..answers import render
    from ..endpoint import opened
    from ..questions import ask, find, listing

    if question is None:
        click.echo(listing())
        return
    asked = find(sys.stdin.read() if question == "-" else question)
    store = opened(folder)
    answer = ask(store, asked, values_of(params))
    tty = sys.stdout.isatty()
    click.echo(render(answer, form, tty=tty, namespaces=store.prefixes), nl=False)
