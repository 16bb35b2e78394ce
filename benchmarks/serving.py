"""Serving an atlas: requests a second beside Oxigraph's own server, and a minute of hostile load.

    python benchmarks/serving.py [--triples N] [--seconds S] [--minute S]

Both servers read the same store on disk, in turn, with the same client and 16 connections; the
command ``oxigraph`` (PyPI's package of that name) must be on the path. Each point question is asked
of another paper, so that no answer is kept from before; "again" asks what was asked already. The
load is 64 clients, half of them with ready questions, a quarter with point questions and a quarter
with queries that never end.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from generated import write_generated

from paperatlas.quads import open_quads, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_POINT = (
    "SELECT ?title ?date {{ <https://w3id.org/paperatlas/id/paper/p{paper}> "
    "<http://purl.org/dc/terms/title> ?title ; <http://purl.org/dc/terms/issued> ?date }}"
)
_HEAVY = (
    "PREFIX atlas: <https://w3id.org/paperatlas/ontology#> SELECT ?lab (COUNT(*) AS ?n) "
    "{{ ?paper atlas:publishedBy ?lab ; atlas:mentions ?a , ?b . FILTER(?a != ?b) }} "
    "GROUP BY ?lab #{paper}"
)
_RUNAWAY = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }} #{paper}"
_READY = ("concepts-under?concept=c3", "introduced-per-year", "labs-and-methods")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it begins when its port answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server
        finally:
            server.terminate()


class Client:
    """One connection that is kept: the least that HTTP/1.1 needs, so that it weighs little."""

    def __init__(self, port: int) -> None:
        """Remember where to connect."""
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, target: str, accept: str) -> int:
        """Return the status of a request; 0 when the connection was lost."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            head = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n"
            writer.write(head.encode())
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            if b"transfer-encoding: chunked" in answer:
                while size := int(await reader.readline(), 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            else:
                length = answer.partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
            return int(answer.split(b" ", 2)[1])
        except (OSError, ValueError, asyncio.IncompleteReadError):
            self._streams = None
            return 0

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()


async def rate(port: int, target: Callable[[int], str], seconds: float) -> float:
    """Return the answers a second of 16 clients that ask without a pause."""
    number, answered, wrong = 0, 0, 0
    accept = "application/sparql-results+json"

    async def ask() -> None:
        nonlocal number, answered, wrong
        client = Client(port)
        while time.perf_counter() < end:
            number += 1
            status = await client.get(target(number), accept)
            answered += status == 200
            wrong += status != 200
        client.close()

    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(ask() for _ in range(16)))
    if wrong:
        print(f"  {wrong} requests were not answered")
    return answered / (time.perf_counter() - began)


def beside(folder: Path, papers: int, seconds: float) -> None:
    """Print requests a second of both servers, and their ratios, medians of three turns each."""
    quads = next((folder / ".store").glob("*/quads"))
    ours, theirs = _free_port(), _free_port()
    command = [sys.executable, "-m", "paperatlas", "serve", str(folder), "--port", str(ours)]
    other = ["oxigraph", "serve-read-only", "--location", str(quads)]
    asked = 0

    def point(at: str) -> Callable[[int], str]:
        def new(_: int) -> str:
            nonlocal asked
            asked += 1
            return f"{at}?query={quote(_POINT.format(paper=asked % papers) + f' # {asked}')}"

        return new

    def again(at: str) -> Callable[[int], str]:
        return lambda number: f"{at}?query={quote(_POINT.format(paper=number % 500))}"

    def heavy(at: str) -> Callable[[int], str]:
        def new(_: int) -> str:
            nonlocal asked
            asked += 1
            return f"{at}?query={quote(_HEAVY.format(paper=asked))}"

        return new

    with running(command, ours), running([*other, "--bind", f"127.0.0.1:{theirs}"], theirs):
        print(f"{'':22}{'ours':>9}{'oxigraph':>10}{'ratio':>7}   (answers a second)")
        for name, ask in (("point", point), ("point, asked again", again), ("heavy", heavy)):
            pairs = []
            for _ in range(3):
                one = asyncio.run(rate(ours, ask("/sparql"), seconds))
                two = asyncio.run(rate(theirs, ask("/query"), seconds))
                pairs.append((one, two))
            one, two = (median(side) for side in zip(*pairs, strict=True))
            ratio = median(a / b for a, b in pairs)
            print(f"{name:22}{one:9.1f}{two:10.1f}{ratio:7.2f}", flush=True)


def _memory(pid: int) -> float:
    """Return the resident memory of a process and its children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    pages = 0
    for each in (str(pid), *children):
        try:
            pages += int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1])
        except (OSError, IndexError):
            continue
    return pages * 4096 / 1e6


async def load(port: int, pid: int, papers: int, seconds: float) -> None:
    """Print what became of every kind of request, and memory over time."""
    counts: dict[str, Counter[int]] = {kind: Counter() for kind in ("ready", "point", "hostile")}
    waits: dict[str, list[float]] = {kind: [] for kind in counts}
    memory: list[float] = []
    number = 0

    async def ask(kind: str) -> None:
        nonlocal number
        client = Client(port)
        while time.perf_counter() < end:
            number += 1
            target = {
                "ready": f"/questions/{_READY[number % len(_READY)]}",
                "point": f"/sparql?query={quote(_POINT.format(paper=number % papers))}",
                "hostile": f"/sparql?query={quote(_RUNAWAY.format(paper=number))}",
            }[kind]
            began = time.perf_counter()
            status = await client.get(target, "application/json")
            counts[kind][status] += 1
            waits[kind].append(time.perf_counter() - began)
        client.close()

    async def look() -> None:
        while time.perf_counter() < end:
            memory.append(_memory(pid))
            await asyncio.sleep(seconds / 60)

    end = time.perf_counter() + seconds
    kinds = ["ready"] * 32 + ["point"] * 16 + ["hostile"] * 16
    await asyncio.gather(look(), *(ask(kind) for kind in kinds))
    for kind, statuses in counts.items():
        told = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
        print(f"  {kind:8} {told}   longest {max(waits[kind]):.1f} s, "
              f"median {1000 * median(waits[kind]):.0f} ms")  # fmt: skip
    parts = [memory[i * len(memory) // 6 : (i + 1) * len(memory) // 6] for i in range(6)]
    print(f"  memory, MB, median of each sixth: {', '.join(f'{median(p):.0f}' for p in parts)}")


def main() -> None:
    """Print both parts."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--triples", type=int, default=1_000_000)
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--minute", type=float, default=60)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        papers = write_generated(folder, given.triples)
        open_quads(folder, small=0)
        print(f"{given.triples:,} triples, store {version_of(folder)}")
        beside(folder, papers, given.seconds)
        port = _free_port()
        command = [sys.executable, "-m", "paperatlas", "serve", str(folder), "--port", str(port)]
        with running([*command, "--timeout", "5"], port) as server:
            print(f"64 clients for {given.minute:g} s, 5 s a question")
            asyncio.run(load(port, server.pid, papers, given.minute))


if __name__ == "__main__":
    main()
