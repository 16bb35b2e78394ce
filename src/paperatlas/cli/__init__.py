"""The command line: thin, over the library.

Exit codes: 0 done, 1 the input or the question is at fault, 2 wrong usage. A command imports what
it needs when it runs, so that help is quick.
"""

from __future__ import annotations

import click

from .. import __version__
from ..errors import PaperatlasError
from .build import build
from .diff import diff
from .evaluate import evaluate
from .export import export
from .mcp import mcp
from .query import query
from .review import review
from .serve import serve
from .show import show
from .vocabulary import vocabulary


class _Commands(click.Group):
    """Shows one line, no traceback, for every error that is expected."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PaperatlasError as error:
            click.echo(f"paperatlas: {error}", err=True)
            raise SystemExit(1) from None
        except KeyboardInterrupt:
            click.echo("paperatlas: stopped; no file was left half written", err=True)
            raise SystemExit(130) from None


@click.group(cls=_Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="paperatlas")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn paper abstracts into a knowledge graph in which every statement carries its quote.

    \b
    Example:
      paperatlas build seeds -o graph
    """
    if ctx.invoked_subcommand is None:
        click.echo("Paperatlas reads paper abstracts and makes a graph that you can ask.\n")
        click.echo("Type first:  paperatlas build YOUR-FILES -o graph")
        click.echo("Then:        paperatlas query          (lists the ready questions)")
        click.echo("             paperatlas show           (opens the network in a browser)")
        click.echo("More:        paperatlas --help")


for _command in (build, diff, evaluate, export, mcp, query, review, serve, show, vocabulary):
    main.add_command(_command)
