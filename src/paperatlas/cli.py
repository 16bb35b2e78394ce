"""The command line: thin, over the library.

Exit codes: 0 done, 1 the input or the question is at fault, 2 wrong usage.
"""

from __future__ import annotations

import sys
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, TextColumn

from . import __version__
from .errors import InputError, OutputError, PaperatlasError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .decisions import Decision

_ATLAS = click.option(
    "-a",
    "--atlas",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    show_default=True,
    help="The folder that 'paperatlas build' made.",
)

_DISCOVERY = click.option(
    "--discovery",
    metavar="WHO",
    default="patterns",
    show_default=True,
    help="Who finds what the vocabulary does not know: 'none', 'patterns', 'recogniser' for a "
    "trained model beside them, or a spaCy pipeline.",
)


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


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    show_default=True,
    help="Where to write; the folder is made if need be.",
)
@_DISCOVERY
@click.option(
    "-d",
    "--decisions",
    "decided",
    type=click.Path(path_type=Path),
    help="A file of decisions, as 'paperatlas review' writes it.",
)
@click.option("--base", help="Address under which the resources live; ends in '/' or '#'.")
@click.option("-v", "--verbose", is_flag=True, help="Show the intake report, line by line.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def build(
    sources: tuple[str, ...],
    output: Path,
    discovery: str,
    decided: Path | None,
    base: str | None,
    *,
    verbose: bool,
    quiet: bool,
) -> None:
    """Read documents (files, folders, or - for standard input) and make an atlas of them.

    \b
    Writes atlas.ttl, evidence.ttl, network.html and intake.csv.

    \b
    Example:
      paperatlas build seeds -o graph
    """
    from .build import build_atlas, summary, write_atlas
    from .ontology import BASE

    with _progress(shown=not quiet) as progress:
        atlas = build_atlas(
            sources,
            discovery=discovery,
            decisions=_decisions(decided) if decided else (),
            base=base or BASE,
            progress=progress,
        )
    for note in atlas.notes:
        click.echo(note, err=True)
    write_atlas(atlas, output)
    if verbose:
        for e in atlas.intake:
            click.echo(f"{e.source}:{e.line}  {e.status}  {e.paper or '-'}  {e.detail}".rstrip())
    if not quiet:
        click.echo(summary(atlas))
        click.echo(f"Open      {output / 'network.html'}")
        click.echo(f"Ask       paperatlas query --atlas {output}")


@main.command()
@click.argument("question", required=False)
@_ATLAS
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
def query(question: str | None, folder: Path, params: tuple[str, ...], form: str | None) -> None:
    """Ask a ready question by name, a .rq file, SPARQL text, or - for standard input.

    \b
    Without QUESTION, lists the ready ones.

    \b
    Example:
      paperatlas query who-introduced -p concept=RLHF
    """
    from .answers import render
    from .questions import ask, find, listing
    from .store import Store

    if question is None:
        click.echo(listing())
        return
    asked = find(sys.stdin.read() if question == "-" else question)
    store = Store.open(folder)
    answer = ask(store, asked, _values(params))
    tty = sys.stdout.isatty()
    click.echo(render(answer, form, tty=tty, namespaces=store.prefixes), nl=False)


@main.command()
@_ATLAS
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


@main.command()
@_ATLAS
@click.option("-f", "--format", "form", required=True, help="One of the formats above.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def export(folder: Path, form: str, output: Path) -> None:
    """Write the atlas in another format; csv makes a folder of four tables.

    \b
    Formats: turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf, csv,
    webannotation (the evidence as W3C Web Annotations).

    \b
    Example:
      paperatlas export -f graphml -o atlas.graphml
    """
    from .export import export_atlas

    export_atlas(folder, form, output)
    click.echo(f"Wrote {output}")


@main.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Keep only such gold records.")
@_DISCOVERY
@click.option("--least", default=0.0, help="Leave out candidates that are less sure than this.")
@click.option("--errors", is_flag=True, help="List every disagreement too.")
def evaluate(
    gold: Path, where: tuple[str, ...], discovery: str, least: float, *, errors: bool
) -> None:
    """Compare extraction with annotated abstracts: precision, recall and F1 by type.

    \b
    Example:
      paperatlas evaluate tests/gold/seeds.jsonl --errors
    """
    from .evaluation import evaluate as evaluate_gold
    from .evaluation import read_gold, report
    from .vocabulary import Vocabulary

    papers, vocabulary = read_gold(gold, _values(where)), Vocabulary.packaged()
    evaluation = evaluate_gold(papers, vocabulary, discovery=discovery, least=least)
    click.echo(report(evaluation, errors=errors))


@main.command()
@_ATLAS
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
    folder: Path,
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
    from .answers import render
    from .decisions import apply_decisions
    from .review import Review, decide, listing, read_atlas, worth_deciding
    from .store import Store
    from .vocabulary import Vocabulary

    given = [(verb, value) for verb, value in verbs.items() if value]
    for verb, value in given:
        name, to = (value, "") if isinstance(value, str) else value
        click.echo(decide(file, verb, name, to, why).written())
    if given:
        return
    concepts, links = read_atlas(Store.open(folder), Vocabulary.packaged())
    decided = apply_decisions(_decisions(file) if file.exists() else (), concepts, links)
    cases = worth_deciding(decided.links, decided.concepts, number)
    if only_list:
        click.echo(render(listing(cases), form, tty=sys.stdout.isatty()), nl=False)
        return
    Review(file, cases, decided.concepts, sys.stdin, sys.stdout).run()
    click.echo(f"Carry them out:  paperatlas build SOURCE -o {folder} -d {file}")


def _decisions(file: Path) -> tuple[Decision, ...]:
    """Read decisions; a line that is at fault is told, and the rest go on."""
    from .answers import clean
    from .decisions import read_decisions

    decisions, refusals = read_decisions(file)
    for refusal in refusals:
        cure = f" ({refusal.cure})" if refusal.cure else ""
        click.echo(clean(f"{refusal.source}:{refusal.line}: {refusal.why}{cure}"), err=True)
    return decisions


@main.group()
def vocabulary() -> None:
    """Look after the vocabulary.

    \b
    Example:
      paperatlas vocabulary check
    """


@vocabulary.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_vocabulary(files: tuple[Path, ...]) -> None:
    """Find colliding labels, cycles, orphans and missing types in the packaged files or in FILES.

    \b
    Ends with code 1 where something must be mended.

    \b
    Example:
      paperatlas vocabulary check
    """
    from .vocabulary.check import check_files, summary

    checked = check_files(files or None)
    click.echo(summary(checked))
    if any(finding.level == "error" for finding in checked.findings):
        raise SystemExit(1)


def _values(pairs: tuple[str, ...]) -> dict[str, str]:
    """Split NAME=VALUE pairs; raises click's usage error (exit code 2) for anything else."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE")
        values[name] = value
    return values


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show steps on a terminal's standard error; elsewhere stay silent."""
    console = Console(stderr=True)
    steps = {
        "read": "Reading",
        "extract": "Finding labs, methods, models, benchmarks, topics",
        "graph": "Writing the graph",
        "validate": "Checking it against its shapes",
        "draw": "Drawing the network",
    }
    columns = (*Progress.get_default_columns(), TextColumn("{task.completed}/{task.total}"))
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as bar:
        tasks = {}

        def advance(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(steps[step], total=of)
            bar.update(tasks[step], completed=done, total=of)

        yield advance
