"""A whole build, beside what one would write with the same packages.

    python benchmarks/building.py CORPUS.jsonl [--papers N] [--turns N] [--beside M | --again]

CORPUS holds a JSON object a line with ``title`` and ``abstract``. The other program finds the same
labels with spaCy's EntityRuler, makes the same statements of each mention in rdflib's memory graph,
and writes both files with rdflib's serialiser; it merges no papers, reads no roles, resolves no
names, checks no shapes, and keeps nothing for the next time. Ours does all that; neither draws a
page. Each way has a process of its own, which begins with all imported and knows nothing. Seconds
are those of the clock, ours with one process and with two: read the ratios.

With ``--beside``, nothing but what a paper costs among N and among M, in seconds of the processor,
with the vocabulary alone; what a second build of N costs with 1 % more papers, and with none. With
``--again``, nothing but what a second build costs by the clock that makes N papers of 1 % fewer,
and a third with nothing new: with two processes, discovery by patterns, and a page.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.build import BuildPlan, write_atlas
from paperatlas.crew import Alone, Processes, collect_seldom

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Print how many abstracts each way builds in a second, and the ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--papers", type=int, default=5_000)
    arguments.add_argument("--turns", type=int, default=1)
    arguments.add_argument("--beside", type=int)
    arguments.add_argument("--again", action="store_true")
    given = arguments.parse_args()
    import ruler  # noqa: PLC0415  (our workers import this file, and need nothing of that)

    if given.beside:
        beside(given.corpus, given.papers, given.beside)
        return
    if given.again:
        again(given.corpus, given.papers)
        return
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place, "corpus.jsonl")
        with given.corpus.open(encoding="utf-8") as lines:
            first = list(islice(lines, given.papers))
            later = list(islice(lines, given.papers // 100))
        corpus.write_text("".join(first), "utf-8")
        ways: dict[str, Callable[[Path], object]] = {
            "EntityRuler, rdflib": partial(ruler.plainly, corpus),
            "vocabulary alone": partial(ours, corpus, "none", 1),
            "vocabulary alone, two processes": partial(ours, corpus, "none", 2),
            "with discovery": partial(ours, corpus, "", 1),
            "with discovery, two processes": partial(ours, corpus, "", 2),
            "1 % more, with discovery": partial(ours, corpus, "", 2),
        }
        best = dict.fromkeys(ways, float("inf"))
        for turn in range(given.turns):
            for name, way in ways.items():
                folder = Path(place, f"{name}-{turn}")
                if name.startswith("1 %"):
                    shutil.copytree(Path(place, f"with discovery, two processes-{turn}"), folder)
                    with corpus.open("a", encoding="utf-8") as lines:
                        lines.writelines(later)
                folder.mkdir(exist_ok=True)
                best[name] = min(best[name], taken(way, folder)[0])
            corpus.write_text("".join(first), "utf-8")
    plain = best["EntityRuler, rdflib"]
    for name, seconds in best.items():
        print(f"{name:34}{given.papers / seconds:8.0f} a second{plain / seconds:8.2f} x the first")
    for kind in ("vocabulary alone", "with discovery"):
        ratio = best[kind] / best[f"{kind}, two processes"]
        print(f"{kind}: two processes {ratio:.2f} x one")
    share = best["1 % more, with discovery"] / best["with discovery, two processes"]
    print(f"a second build with 1 % more papers: {share:.1%} of the first")


def beside(corpus: Path, few: int, many: int) -> None:
    """Print what a paper costs among few and among many, and what a second build costs."""
    with tempfile.TemporaryDirectory() as place, corpus.open(encoding="utf-8") as lines:
        first, seconds = Path(place, "corpus.jsonl"), []
        texts = list(islice(lines, max(few, many) + few // 100))
        again = few + few // 100
        builds = ((many, "many"), (few, "few"), (again, "few"), (again, "few"))
        for number, folder in builds:
            first.write_text("".join(texts[:number]), "utf-8")
            seconds.append(taken(partial(ours, first, "none", 1), Path(place, folder))[1])
    largest, whole, more, nothing = seconds
    print(f"a paper among {many:,} costs {largest / many / (whole / few):.2f} x one among {few:,}")
    print(f"a second build with 1 % more papers: {more / whole:.1%} of the first")
    print(f"a third build with nothing new: {nothing / whole:.1%} of the first")


def again(corpus: Path, papers: int) -> None:
    """Print what further builds cost in a folder where there is an atlas, by the clock."""
    with tempfile.TemporaryDirectory() as place, corpus.open(encoding="utf-8") as lines:
        first, seconds = Path(place, "corpus.jsonl"), []
        texts = list(islice(lines, papers))
        way = partial(ours, first, "patterns", 2, page=True)
        for number in (papers * 100 // 101, papers, papers):
            first.write_text("".join(texts[:number]), "utf-8")
            seconds.append(taken(way, Path(place, "atlas"))[0])
    whole, more, nothing = seconds
    print(f"a second build with 1 % more papers: {more / whole:.1%} of the first")
    print(f"a third build with nothing new: {nothing / whole:.1%} of the first")


def taken(way: Callable[[Path], object], folder: Path) -> tuple[float, float]:
    """Return the seconds, of the clock and of the processor, that a way takes in a new process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(timed, way, folder).result()


def timed(way: Callable[[Path], object], folder: Path) -> tuple[float, float]:
    """Return what `taken` does, of this process."""
    collect_seldom()  # as the command line does; it helps the other program, too
    import_module("paperatlas.extraction.extractor")  # a build imports it when it is needed
    clock, processor = time.perf_counter(), time.process_time()
    way(folder)
    return time.perf_counter() - clock, time.process_time() - processor


def ours(corpus: Path, discovery: str, jobs: int, folder: Path, *, page: bool = False) -> None:
    """Build as the command line does."""
    crew = Processes(jobs) if jobs > 1 else Alone()
    write_atlas([corpus], folder, BuildPlan(discovery=discovery, crew=crew, page=page))


if __name__ == "__main__":
    main()
