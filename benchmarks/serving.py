"""Answers a second, beside Oxigraph's own server on the same store.

    python benchmarks/serving.py [--papers N] [--seconds S]

Both servers read one generated atlas (``atlas_of.py``) on disk, and are asked by turns by the same
16 clients, which never pause; the command ``oxigraph`` (PyPI's package of that name) must be on the
path. No question is asked twice, so that no answer is kept from before; "point, again" asks for 500
answers over and over. "heavy" takes over 100 ms. Machines are noisy: read the ratios. The last one
compares processor time an answer, of the server and its processes, which other work on the machine
disturbs least.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from clients import POINT, Client, free_port, ours, running, write_atlas

from paperatlas.quads import open_quads

if TYPE_CHECKING:
    from collections.abc import Callable

_JSON = "application/sparql-results+json"
_HEAVY = (
    "PREFIX atlas: <https://w3id.org/paperatlas/ontology#> SELECT ?lab ?kind (COUNT(*) AS ?n) "
    "{ ?paper atlas:publishedBy ?lab ; atlas:mentions ?it . ?it a ?kind } GROUP BY ?lab ?kind"
)


async def load(port: int, target: Callable[[], str], seconds: float) -> tuple[int, float]:
    """Return how many answers 16 clients get that ask without a pause, and in how many seconds."""
    answered = wrong = 0

    async def ask() -> None:
        nonlocal answered, wrong
        client = Client(port)
        while time.perf_counter() < end:
            status = await client.get(target(), _JSON)
            answered += status == 200
            wrong += status != 200
        client.close()

    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(ask() for _ in range(16)))
    if wrong:
        print(f"  {wrong} requests were not answered")
    return answered, time.perf_counter() - began


def processor(pid: int) -> float:
    """Return the processor time of a process and its children, those that ended too, in ticks."""
    ticks = 0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for each in (str(pid), *children):
        with suppress(OSError):  # it has just ended, and counts for its parent
            words = Path(f"/proc/{each}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += sum(map(int, words[11:15]))
    return ticks


def measured(port: int, pid: int, target: Callable[[], str], seconds: float) -> tuple[float, float]:
    """Return answers a second, and processor time an answer."""
    before = processor(pid)
    answers, took = asyncio.run(load(port, target, seconds))
    return answers / took, (processor(pid) - before) / answers


def beside(folder: Path, papers: int, seconds: float) -> None:
    """Print answers a second of both servers, and their ratios: medians of five turns each."""
    quads = next((folder / ".store").glob("*/quads"))
    here, there = free_port(), free_port()
    other = [
        "oxigraph",
        "serve-read-only",
        "--location",
        str(quads),
        "--bind",
        f"127.0.0.1:{there}",
    ]
    number = count()
    kinds: dict[str, Callable[[int], str]] = {
        "point": lambda n: f"{POINT.format(n % papers)} # {n}",
        "point, again": lambda n: POINT.format(n % 500),
        "heavy": lambda n: f"{_HEAVY} # {n}",
    }
    with running(ours(folder, here), here) as we, running(other, there) as they:
        print(
            f"{'':14}{'ours':>9}{'oxigraph':>10}{'ratio':>7}{'processor':>11}   (answers a second)"
        )
        for name, query in kinds.items():

            def at(path: str) -> Callable[[], str]:
                return lambda: f"{path}?query={quote(query(next(number)))}"  # noqa: B023  (at once)

            turns = [
                (
                    measured(here, we, at("/sparql"), seconds),
                    measured(there, they, at("/query"), seconds),
                )
                for _ in range(5)
            ]
            one, two = (median(turn[side][0] for turn in turns) for side in (0, 1))
            ratio = median(a[0] / b[0] for a, b in turns)
            cost = median(b[1] / a[1] for a, b in turns)
            print(f"{name:14}{one:9.1f}{two:10.1f}{ratio:7.2f}{cost:11.2f}", flush=True)


def main() -> None:
    """Print a line a kind of question."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=7200)
    arguments.add_argument("--seconds", type=float, default=8)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_atlas(folder, given.papers)
        quads, _ = open_quads(folder, small=0)
        print(f"{len(quads):,} triples, {given.papers:,} papers")
        beside(folder, given.papers, given.seconds)


if __name__ == "__main__":
    main()
