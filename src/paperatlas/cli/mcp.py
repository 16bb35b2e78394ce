"""``paperatlas mcp``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..errors import QuestionError
from ..extras import installing
from .options import place

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("atlas", type=place, default="graph", metavar="[DIR|URL]")
@click.option(
    "--timeout",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds after which a question is stopped.",
)
def mcp(atlas: Path | str, timeout: float) -> None:
    """Offer the atlas to a language model, by the Model Context Protocol.

    \b
    A client such as an assistant or an editor starts this command, and talks to it on
    standard input and output. The atlas is only read.

    \b
    Example:
      paperatlas mcp graph
    """
    try:
        from ..model_context import Limits
        from ..model_context.server import serve
    except ImportError as error:
        cure = f"install it with: {installing('mcp')}"
        raise QuestionError("the Model Context Protocol needs its SDK", cure=cure) from error
    if sys.stdin.isatty():
        click.echo("Waiting for a client on standard input; Ctrl-C ends.", err=True)
    serve(str(atlas), Limits(seconds=timeout))
