"""``paperatlas show``."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import click

from ..errors import InputError, OutputError
from .options import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@FOLDER
@click.option("--print", "only_print", is_flag=True, help="Print the page's path, open nothing.")
def show(folder: Path, *, only_print: bool) -> None:
    """Open the network in a browser.

    \b
    Example:
      paperatlas show --atlas graph
    """
    page = folder / "network.html"
    if not page.is_file():
        raise InputError(
            "no page here", where=str(page), cure="build it: paperatlas build SOURCE -o DIR"
        )
    click.echo(page.resolve() if only_print else f"Opening {page}")
    if not only_print and not webbrowser.open(page.resolve().as_uri()):
        raise OutputError(
            "no browser could be started", where=str(page), cure="open the file yourself"
        )
