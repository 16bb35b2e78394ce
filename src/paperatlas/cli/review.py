"""``paperatlas review``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import ATLAS, decisions_in


@click.command()
@ATLAS
@click.option(
    "-d",
    "--decisions",
    "file",
    type=click.Path(path_type=Path),
    default=Path("decisions.txt"),
    show_default=True,
    help="The file that keeps what you decide.",
)
@click.option("-n", "--number", default=20, show_default=True, help="How many cases at most.")
@click.option("--list", "only_list", is_flag=True, help="List the cases and decide nothing.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json"]))
@click.option("--accept", metavar="NAME", help="Accept a candidate.")
@click.option("--reject", metavar="NAME", help="Drop a candidate and its links.")
@click.option("--merge", nargs=2, metavar="NAME INTO", help="Make one thing of two.")
@click.option("--rename", nargs=2, metavar="NAME LABEL", help="Give another preferred label.")
@click.option("--retype", nargs=2, metavar="NAME TYPE", help="Give another type.")
@click.option("--why", default="", help="The reason, kept beside the decision.")
def review(
    folder: Path | str,
    file: Path,
    number: int,
    *,
    only_list: bool,
    form: str | None,
    why: str,
    **verbs: str | tuple[str, str] | None,
) -> None:
    """Decide, once, on the candidates most worth it; a NAME is "method foo bar" or method/foo-bar.

    \b
    Example:
      paperatlas review --list
    """
    from ..answers import render
    from ..decisions import apply_decisions
    from ..endpoint import opened
    from ..review import Review, decide, listing, read_atlas, worth_deciding
    from ..vocabulary import Vocabulary

    given = [(verb, value) for verb, value in verbs.items() if value]
    for verb, value in given:
        name, to = (value, "") if isinstance(value, str) else value
        click.echo(decide(file, verb, name, to, why).written())
    if given:
        return
    concepts, links = read_atlas(opened(folder), Vocabulary.packaged())
    decided = apply_decisions(decisions_in(file) if file.exists() else (), concepts, links)
    cases = worth_deciding(decided.links, decided.concepts, number)
    if only_list:
        click.echo(render(listing(cases), form, tty=sys.stdout.isatty()), nl=False)
        return
    Review(file, cases, decided.concepts, sys.stdin, sys.stdout).run()
    to = f"--to {folder}" if isinstance(folder, str) else f"-o {folder}"
    click.echo(f"Carry them out:  paperatlas build SOURCE {to} -d {file}")
