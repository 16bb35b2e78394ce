"""``paperatlas query``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import ATLAS, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..questions.heads import Question
    from ..store import Answer


@click.command()
@click.argument("question", required=False)
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@ATLAS
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Fill a parameter."
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle", "plot"]),
    help="Default: table, or turtle for a CONSTRUCT. A plot needs -o FILE.png or FILE.svg.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answer to this file instead of printing it.",
)
@click.option("--evidence", is_flag=True, help="Put the quotes beside every row.")
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Show on standard error the SPARQL as it is run, notes on it, rows and time.",
)
def query(
    question: str | None,
    values: tuple[str, ...],
    *,
    folder: Path | str,
    params: tuple[str, ...],
    form: str | None,
    output: Path | None,
    evidence: bool,
    explained: bool,
) -> None:
    """Ask a ready question by name, a .rq file, SPARQL text, or - for standard input.

    Without QUESTION, lists the ready ones and their parameters, which VALUEs fill in that order.

    \b
    Example:
      paperatlas query who-introduced RLHF --evidence
      paperatlas query papers-of-lab -p lab=Anthropic
    """
    from ..answers import render
    from ..endpoint import opened
    from ..output import write_whole
    from ..questions import answer_of, bindings_of, explain, find, listing, with_evidence
    from ..store import Rows

    if question is None:
        click.echo(listing())
        return
    if form == "plot" and (output is None or evidence):
        what = "quotes cannot be drawn" if output else "a plot needs -o FILE.png or FILE.svg"
        raise click.UsageError(what)
    asked = find(sys.stdin.read() if question == "-" else question)
    store = opened(folder)
    given = _filled(asked, values, values_of(params))
    bindings = bindings_of(store, asked, given)
    if explained:
        click.echo(_lines(str(explain(store, asked, bindings))), err=True)
    start = time.perf_counter()
    answer = answer_of(store, asked, bindings)
    took = time.perf_counter() - start
    if explained:
        click.echo(f"{_size(answer)} in {1000 * took:.1f} ms", err=True)
    if evidence:
        answer = with_evidence(store, asked, answer, bindings)
    if form == "plot" and output:
        from ..plots import plot

        count = "SELECT (COUNT(?paper) AS ?papers) { ?paper a fabio:ResearchPaper }"
        papers = int(str(store.select(count).rows[0][0]))
        picture = plot(answer, asked, given, form=output.suffix, papers=papers)
        write_whole(output, picture)
        return
    tty = output is None and sys.stdout.isatty()
    text = render(answer, form, tty=tty, namespaces=store.prefixes)
    if isinstance(answer, Rows) and not answer.rows:
        click.echo(_nothing(asked, given), err=True)
    if output:
        write_whole(output, text.encode())
    else:
        click.echo(text, nl=False)


def _filled(asked: Question, values: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Let values fill, in their order, the parameters that are not named."""
    unnamed = [each.name for each in asked.parameters if each.name not in named]
    if len(values) > len(unnamed):
        what = f"there is nothing to fill with {values[len(unnamed)]!r}"
        raise click.UsageError(f"{what}; write, for example: {asked.example}")
    return {**dict(zip(unnamed, values, strict=False)), **named}


def _nothing(asked: Question, given: Mapping[str, str]) -> str:
    """Say that there are no rows, and which limits that nobody gave may have left them out."""
    limits = (p for p in asked.parameters if p.optional and p.kind in {"integer", "number"})
    unsaid = ", ".join(f"{p.name}={p.example}" for p in limits if p.name not in given)
    hint = f" It was asked with {unsaid}, which -p can change." if unsaid else ""
    return f"No rows: nothing in this atlas answers that.{hint}"


def _size(answer: Answer) -> str:
    from ..store import Rows

    if isinstance(answer, Rows):
        return f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    return f"{len(answer)} bytes of Turtle" if isinstance(answer, bytes) else "yes or no"


def _lines(text: str) -> str:
    """Take out of every line what a terminal would act on."""
    from ..answers import clean

    return "\n".join(clean(line) for line in text.split("\n"))
