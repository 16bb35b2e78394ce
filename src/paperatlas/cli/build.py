"""``paperatlas build``."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import DISCOVERY, decisions_in, mapping_of
from .progress import progress_bar, tally_line, told_to_programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from ..crew import Crew


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    show_default=True,
    help="Where to write; the folder is made if need be.",
)
@DISCOVERY
@click.option(
    "-d",
    "--decisions",
    "decided",
    type=click.Path(path_type=Path),
    help="A file of decisions, as 'paperatlas review' writes it.",
)
@click.option("--to", metavar="URL", help="Put the atlas into the SPARQL 1.1 store there, too.")
@click.option("--to-update", metavar="URL", default="", help="Where that store takes updates.")
@click.option("--to-data", metavar="URL", default="", help="Where that store takes graphs.")
@click.option("--base", help="Address under which the resources live; ends in '/' or '#'.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="Processes that read abstracts; few papers need only one.",
)
@click.option("--fresh", is_flag=True, help="Forget what earlier builds in the folder have done.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="A Dask cluster that does the work instead: the address of its scheduler, the file in "
    "which that left it, or local:2 to try it with two workers here.",
)
@click.option(
    "--scratch",
    metavar="PLACE",
    help="A folder or bucket (s3://...) that all workers of the cluster see; a folder inside that "
    "of the atlas unless given.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="What a field is called in your documents, as in --map title=Titel; may be repeated.",
)
@click.option("--page/--no-page", default=True, help="Draw network.html, or do without.")
@click.option("-v", "--verbose", is_flag=True, help="Show the intake report, line by line.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option(
    "--json",
    "for_programs",
    is_flag=True,
    help="Print a JSON object a line: each step (step, done, of), and last of all the tally; with "
    "-q the tally alone.",
)
def build(
    sources: tuple[str, ...],
    output: Path,
    discovery: str,
    decided: Path | None,
    base: str | None,
    *,
    jobs: int,
    cluster: str | None,
    scratch: str | None,
    mapped: tuple[str, ...],
    page: bool,
    to: str | None,
    to_update: str,
    to_data: str,
    fresh: bool,
    verbose: bool,
    quiet: bool,
    for_programs: bool,
) -> None:
    """Read documents (files, folders, patterns, or - for standard input) and make an atlas of them.

    \b
    Reads BibTeX, RIS, CSL-JSON, CSV, Excel, Parquet, JSON and JSON Lines, arXiv, OpenAlex,
    Semantic Scholar, Crossref, ACL Anthology, PubMed, and plain abstracts; also .gz, .zst, .zip.

    \b
    Writes atlas.ttl, evidence.ttl, network.html and intake.csv, all of them or none. A build or an
    upload that was stopped goes on where it was when the command is typed again. Exit codes: 0
    done, 1 an input or the folder is at fault, 2 wrong usage, 130 stopped with Ctrl-C.

    \b
    Example:
      paperatlas build seeds -o graph
      paperatlas build library.bib 'exports/*.csv.gz' --map title=Titel -o graph
    """
    from .. import build as building
    from ..endpoint import Addresses, Remote, Wire, upload
    from ..ontology import BASE

    if for_programs and verbose:
        raise click.UsageError("--json goes without -v: intake.csv has every line of the report")
    working = _crew(cluster, scratch, jobs, output)
    store = Remote(Addresses.of(to, to_update, to_data), Wire.of()) if to else None
    if store:
        store.query("ASK { ?s ?p ?o }")  # a store that is not there should say so before the work
    told = _progress(quiet=quiet, for_programs=for_programs)
    with _stoppable(output), working as crew, told as progress:
        tally = building.write_atlas(
            sources,
            output,
            building.BuildPlan(
                discovery=discovery,
                decisions=decisions_in(decided) if decided else (),
                base=base or BASE,
                crew=crew,
                mapping=mapping_of(mapped),
                progress=progress,
                fresh=fresh,
                page=page,
            ),
        )
    for note in tally.notes:
        click.echo(note, err=True)
    if store:
        with _progress(quiet=quiet, for_programs=for_programs) as progress:
            upload(store, output, progress=progress)
    if for_programs:
        names = [name for name in building.FILES if page or name != building.PAGE]
        click.echo(tally_line(tally, [str(output / name) for name in names]))
        return
    if verbose:
        for e in tally.intake:
            click.echo(f"{e.source}:{e.line}  {e.status}  {e.paper or '-'}  {e.detail}".rstrip())
    if not quiet:
        click.echo(building.summary(tally))
        if page:
            click.echo(f"Open      {output / 'network.html'}")
        click.echo(f"Ask       paperatlas query --atlas {to or output}")


def _progress(
    *, quiet: bool, for_programs: bool
) -> AbstractContextManager[Callable[[str, int, int], None]]:
    if for_programs and not quiet:
        return nullcontext(told_to_programs())
    return progress_bar(shown=not quiet)


@contextmanager
def _stoppable(folder: Path) -> Iterator[None]:
    """Say at Ctrl-C what is kept, and how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        kept = "the atlas there is whole" if (folder / "atlas.ttl").exists() else "no atlas yet"
        what = f"paperatlas: {folder}: stopped; {kept}, and what was done is kept"
        cure = "type the same command again: it goes on where it was"
        click.echo(f"{what} ({cure})", err=True)
        raise SystemExit(130) from None


def _crew(
    cluster: str | None, scratch: str | None, jobs: int, output: Path
) -> AbstractContextManager[Crew]:
    from ..crew import Alone, Processes, collect_seldom

    collect_seldom()
    if cluster:
        return _cluster(cluster, scratch, output)
    if scratch:
        raise click.UsageError("--scratch is for --cluster")
    return nullcontext(Processes(jobs) if jobs > 1 else Alone())


@contextmanager
def _cluster(address: str, scratch: str | None, output: Path) -> Iterator[Crew]:
    from ..build import LEDGER
    from ..errors import InputError
    from ..extras import installing

    try:
        from ..cluster import Cluster
    except ImportError as error:
        cure = f"install them with: {installing('cluster')}"
        raise InputError("a cluster needs Dask and pyarrow", cure=cure) from error
    with Cluster.open(address, scratch or str((output / LEDGER / "scratch").resolve())) as crew:
        if not crew.workers:
            click.echo("No worker has come to the cluster yet: waiting for the first.", err=True)
        yield crew
