"""``paperatlas show``."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

import click

from ..errors import InputError, OutputError
from .options import FOLDER


@click.command()
@FOLDER
@click.option("--topic", default="", metavar="NAME", help="Papers that name this, or a kind of it.")
@click.option("--lab", default="", metavar="NAME", help="Papers that this lab published.")
@click.option("--since", default="", metavar="DATE", help="Papers from this year, or day, on.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the N concepts that these papers name most, and the papers that name one.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page of the selection to this file.",
)
@click.option("--print", "only_print", is_flag=True, help="Print the page's path, open nothing.")
def show(
    folder: Path,
    *,
    topic: str,
    lab: str,
    since: str,
    top: int | None,
    output: Path | None,
    only_print: bool,
) -> None:
    """Open the network in a browser: all of it, or the part that is asked for.

    Any name of a topic, method, model, benchmark or lab will do. The page of a part is one file,
    too: a temporary one, unless -o says where.

    \b
    Example:
      paperatlas show --atlas graph
      paperatlas show --topic RLHF --since 2023
      paperatlas show --lab Anthropic --top 40 -o anthropic.html
    """
    from ..selection import Selection, select

    selection = Selection(topic, since, lab, top or 0)
    page = folder / "network.html"
    if selection or output:
        from ..explorer import write_page
        from ..store import Store

        store = select(Store.open(folder), selection)
        page = output or Path(tempfile.mkdtemp(prefix="paperatlas-")) / "network.html"
        title = f"Paperatlas · {selection}" if selection else "Paperatlas"
        write_page(store, page, title=title)
    elif not page.is_file():
        raise InputError(
            "no page here", where=str(page), cure="build it: paperatlas build SOURCE -o DIR"
        )
    click.echo(page.resolve() if only_print else f"Opening {page}")
    if not only_print and not webbrowser.open(page.resolve().as_uri()):
        raise OutputError(
            "no browser could be started", where=str(page), cure="open the file yourself"
        )
