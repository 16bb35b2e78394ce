"""A server under load: everybody who should be answered is, and its memory stays flat.

    python benchmarks/soak.py [--papers N] [--clients N] [--seconds S] [--timeout S]

A quarter of the clients ask queries that never end, a quarter point questions, and half of them
ready questions; none pauses. Each runaway must be refused (503), and everything else answered
(200). A run of a minute or more is preceded by as many point questions as fill the kept answers,
since until then memory grows as it should; and its first sixth is not looked at, in which the
processes fill caches of their own. A line is fitted to the memory of the rest: neither the server
nor its processes together may gain more than a twentieth of their mean from its beginning to its
end. Ends with 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import linear_regression, mean, median
from urllib.parse import quote

from clients import POINT, Client, free_port, ours, running, write_atlas

from paperatlas.serve.limits import Limits

_RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) = CONCAT(STR(?f), STR(?i), '!')) }",
    "SELECT (COUNT(*) AS ?n) { ?a (!atlas:x|!^atlas:y)* ?b . ?c (!atlas:x|!^atlas:y)* ?d }",
)
_READY = (
    "/questions/concepts-of-paper?paper=paper:p{}",
    "/questions/introduced-per-year",
    "/questions/papers-of-lab?lab=OpenAI",
)
_KINDS = ("hostile", "point", "ready", "ready")
_JUDGED = 60
_GAIN = 1 / 20
_ENTRY = 600
"""Bytes that a kept answer to a point question takes at the least, with its question."""


def target(kind: str, number: int, papers: int) -> str:
    """Return what to ask; no runaway and no point question is the same twice."""
    if kind == "ready":
        return _READY[number % len(_READY)].format(number % papers)
    if kind == "point":
        return f"/sparql?query={quote(f'{POINT.format(number % papers)} # {number}')}"
    return f"/sparql?query={quote(f'{_RUNAWAYS[number % len(_RUNAWAYS)]} # {number}')}"


def resident(pid: int) -> float:
    """Return the memory of a process, in MB; 0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / 1e6


def children(pid: int) -> list[int]:
    """Return the query processes of a server."""
    return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())]


class Soak:
    """What became of every request, and memory over time."""

    def __init__(self, port: int, pid: int, papers: int) -> None:
        """Begin with nothing."""
        self._port, self._pid, self._papers = port, pid, papers
        self.statuses: dict[str, Counter[int]] = {kind: Counter() for kind in _KINDS}
        self.waits: dict[str, list[float]] = {kind: [] for kind in _KINDS}
        self.memory: list[tuple[float, float, float]] = []
        self._number = 0

    async def fill(self, clients: int) -> None:
        """Ask point questions, none twice, until the kept answers are as many as they can be."""
        end = self._number + Limits().kept // _ENTRY

        async def ask() -> None:
            client = Client(self._port)
            while self._number < end:
                self._number += 1
                await client.get(target("point", self._number, self._papers), "application/json")
            client.close()

        await asyncio.gather(*(ask() for _ in range(clients)))

    async def run(self, clients: int, seconds: float) -> None:
        """Ask until the time is over, and wait for the last answers."""
        if seconds >= _JUDGED:
            await self.fill(clients)
        end = time.perf_counter() + seconds
        asking = (self._ask(_KINDS[number % len(_KINDS)], end) for number in range(clients))
        await asyncio.gather(self._look(end, seconds / 300), *asking)

    async def _ask(self, kind: str, end: float) -> None:
        client = Client(self._port)
        while (began := time.perf_counter()) < end:
            self._number += 1
            asked = target(kind, self._number, self._papers)
            self.statuses[kind][await client.get(asked, "application/json")] += 1
            self.waits[kind].append(time.perf_counter() - began)
        client.close()

    async def _look(self, end: float, pause: float) -> None:
        while (now := time.perf_counter()) < end:
            own, others = resident(self._pid), sum(map(resident, children(self._pid)))
            self.memory.append((now, own, others))
            await asyncio.sleep(pause)

    def sixths(self, which: int) -> list[float]:
        """Return the median of each sixth of the time: of the server (1), or of its processes."""
        values = [sample[which] for sample in self.memory]
        return [
            median(values[i * len(values) // 6 : (i + 1) * len(values) // 6] or values)
            for i in range(6)
        ]

    def trend(self, which: int) -> tuple[float, float]:
        """Return what was gained after the first sixth, as a part of the mean, and MB an hour."""
        rest = self.memory[len(self.memory) // 6 :]
        times, values = [sample[0] for sample in rest], [sample[which] for sample in rest]
        slope = linear_regression(times, values).slope
        return slope * (times[-1] - times[0]) / mean(values), 3600 * slope

    def held(self, seconds: float) -> bool:
        """Tell whether everything was as it should be."""
        return (
            set(self.statuses["hostile"]) == {503}
            and set(self.statuses["point"]) == set(self.statuses["ready"]) == {200}
            and (seconds < _JUDGED or all(self.trend(which)[0] <= _GAIN for which in (1, 2)))
        )

    def tell(self) -> None:
        """Print it."""
        for kind, statuses in self.statuses.items():
            told = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
            waits = sorted(self.waits[kind])
            print(
                f"{kind:8} {told:24} median {1000 * median(waits):.0f} ms, "
                f"95% {1000 * waits[int(0.95 * len(waits))]:.0f} ms, longest {waits[-1]:.1f} s"
            )
        for which, name in enumerate(("the server", "its processes"), start=1):
            shown = ", ".join(f"{value:.0f}" for value in self.sixths(which))
            gain, slope = self.trend(which)
            print(
                f"memory of {name}, MB, by sixths of the time: {shown}; after the first: "
                f"{gain:+.1%}, {slope:+.1f} MB an hour"
            )


def main() -> None:
    """Print what happened."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=7200)
    arguments.add_argument("--clients", type=int, default=64)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--timeout", type=float, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), free_port()
        write_atlas(folder, given.papers)
        with running(ours(folder, port, "--timeout", str(given.timeout)), port) as pid:
            soak = Soak(port, pid, given.papers)
            asyncio.run(soak.run(given.clients, given.seconds))
    print(f"{given.clients} clients for {given.seconds:g} s, {given.timeout:g} s a question")
    soak.tell()
    sys.exit(not soak.held(given.seconds))


if __name__ == "__main__":
    main()
