"""``paperatlas serve``."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

import click

from .options import place

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("atlas", type=place, default="graph", metavar="[PLACE]")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds."
)
@click.option("--max-rows", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--max-bytes", default=32_000_000, show_default=True, type=click.IntRange(1))
@click.option(
    "--concurrent", type=click.IntRange(1), help="Questions at once; default: 2 a processor."
)
@click.option("--waiting", default=256, show_default=True, type=click.IntRange(0))
@click.option(
    "--max-memory", default=2000, show_default=True, type=click.IntRange(1), help="MB a question."
)
@click.option("--cors/--no-cors", default=True, help="Let the pages of other sites ask; default.")
@click.option("--get", "target", metavar="/PATH", help="Answer one request and end; no socket.")
@click.option("--accept", default="*/*", help="With --get: the media types wanted.")
@click.option("-i", "--include", is_flag=True, help="With --get: print the headers, too.")
def serve(  # noqa: PLR0917  (click passes them by name)
    atlas: Path | str,
    port: int,
    host: str,
    timeout: float,
    max_rows: int,
    max_bytes: int,
    concurrent: int | None,
    waiting: int,
    max_memory: int,
    target: str | None,
    accept: str,
    *,
    cors: bool,
    include: bool,
) -> None:
    """Serve an atlas: a SPARQL endpoint, the explorer, and a page for questions.

    \b
    PLACE is the folder that 'paperatlas build' made, or the address of a SPARQL 1.1 store.
    Only this machine can reach it unless --host says otherwise, and nothing can be changed.

    \b
    Example:
      paperatlas serve graph --port 8000
      paperatlas serve graph --get '/sparql?query=ASK{?s ?p ?o}'
      paperatlas serve http://localhost:7878/query
    """
    from ..serve import Limits
    from ..serve.application import application

    limits = Limits(
        seconds=timeout,
        rows=max_rows,
        size=max_bytes,
        memory=1_000_000 * max_memory,
        concurrent=concurrent or Limits().concurrent,
        waiting=waiting,
    )
    app = application(atlas, limits, cors=cors)
    if target is not None:
        from ..serve.once import get

        status, headers, body = get(app, target, accept)
        lines = "".join(f"{name}: {value}\n" for name, value in headers)
        click.echo(f"HTTP/1.1 {status}\n{lines}", err=not include)
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
        raise SystemExit(int(status >= HTTPStatus.BAD_REQUEST))
    from ..serve.listening import listen

    listen(app, host, port, lambda address: click.echo(f"Serving {atlas} at {address}"))
