"""Pool: the query processes, and which question has one.

Questions go through two lanes, each with places of its own, so that short ones never wait long
behind long ones. Every question begins in the quick lane; one that is not done soon moves on to the
slow lane, with its process. Where that has no place, it leaves the quick lane after ``QUICK``
seconds all the same: its process sleeps until there is one. Where twice as many sleep as there are
places, it is ended, and the question begins again: the atlas is only read, so that nothing is lost.
Who was long once begins in the slow lane the next time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GraphError
from .cache import Cache
from .problem import ProblemError, Reply
from .process import QueryProcess
from .reader import version_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from .limits import Limits

SOON = 0.1
"""After so many seconds a question is no short one."""

QUICK = 0.5
"""So many seconds a question has in the quick lane at most."""

PATIENCE = 60.0
"""So many seconds, or those of a question if more, one waits for its turn."""

LOOK = 1.0
"""So many seconds between two looks whether the atlas has been built anew."""

_REMEMBERED = 1000


class Pool:
    """The processes of one atlas; each is started when it is first needed."""

    def __init__(self, place: Path | str, caches: Sequence[str], limits: Limits) -> None:
        """Serve what is at ``place``; ``caches`` are where its store may be made if not there."""
        self._place, self._limits = place, limits
        self._given = {
            "place": str(place),
            "remote": isinstance(place, str),
            "caches": list(caches),
            "limits": asdict(limits),
        }
        slow = limits.concurrent // 2
        self._quick = asyncio.Semaphore(limits.concurrent - slow)
        self._slow = asyncio.Semaphore(slow)
        self._stop_after = min(QUICK, limits.seconds) if slow else limits.seconds
        self._patience = max(limits.seconds, PATIENCE)
        self._inside = 0
        self._asleep = 0
        self._idle: list[QueryProcess] = []
        self._all: set[QueryProcess] = set()
        self._cache = Cache(limits.kept)
        self._long: OrderedDict[bytes, None] = OrderedDict()
        self._version = ""
        self._look_at = 0.0
        self.graphs: tuple[str, ...] = ()

    async def open(self) -> None:
        """Start one process, to see that there is an atlas; ProblemError where there is none."""
        self._renew()
        async with self._process() as process:
            self.graphs = tuple(process.about["graphs"])

    async def close(self) -> None:
        """Kill every process, and wait until they are gone."""
        for process in (all_ := list(self._all)):
            process.kill()
        await asyncio.gather(*(process.ended for process in all_))

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self._all)

    async def answer(self, frame: bytes, late: Callable[[], None], *, anew: bool = False) -> Reply:
        """Answer a request; cancelled, it kills the process that works on it.

        ``late`` is called when there is no answer soon; ``anew`` takes none that was kept.

        Raises:
            ProblemError: it takes too long, or there is no room.

        """
        self._renew()
        if not anew and (kept := self._cache.get(frame)):
            return kept
        if self._inside >= self._limits.concurrent + self._limits.waiting:
            raise _busy()
        self._inside += 1
        version = self._version
        try:
            reply = None
            if frame not in self._long:
                reply = await self._quickly(frame, late)
            if reply is None:
                late()
                self._remember(frame)
                reply = await self._slowly(frame)
        finally:
            self._inside -= 1
        if reply.status == HTTPStatus.OK and version == self._version:
            self._cache.keep(frame, reply)
        return reply

    async def _quickly(self, frame: bytes, late: Callable[[], None]) -> Reply | None:
        """Try in the quick lane, and move on from there; None where it has to begin again."""
        if self._quick.locked():
            late()
        lane: asyncio.Semaphore | None = await self._enter(self._quick)
        try:
            async with self._process() as process:
                if reply := await process.ask(frame, SOON):
                    return reply
                late()
                self._remember(frame)
                left = self._limits.seconds - SOON
                if not self._slow.locked():
                    self._quick.release()
                    lane = await self._enter(self._slow)  # at once
                elif self._stop_after < self._limits.seconds:
                    if reply := await process.wait(self._stop_after - SOON):
                        return reply
                    if self._asleep >= 2 * self._limits.concurrent or not process.sleep():
                        return None
                    self._quick.release()
                    lane = None
                    lane = await self._woken(process)
                    left -= self._stop_after - SOON
                if reply := await process.wait(left):
                    return reply
        finally:
            if lane is not None:
                lane.release()
        raise self._too_long()

    async def _woken(self, process: QueryProcess) -> asyncio.Semaphore:
        """Wait for a place in the slow lane, and wake the process for it."""
        self._asleep += 1
        try:
            lane = await self._enter(self._slow)
        finally:
            self._asleep -= 1
        process.wake()
        return lane

    async def _slowly(self, frame: bytes) -> Reply:
        lane = self._slow if self._stop_after < self._limits.seconds else self._quick
        await self._enter(lane)
        try:
            async with self._process() as process:
                if reply := await process.ask(frame, self._limits.seconds):
                    return reply
        finally:
            lane.release()
        raise self._too_long()

    def _too_long(self) -> ProblemError:
        what = f"the question took longer than {self._limits.seconds:g} s and was stopped"
        status = 503 if isinstance(self._place, Path) else 504
        return ProblemError(status, what, cure="add LIMIT, or make it narrower")

    async def _enter(self, lane: asyncio.Semaphore) -> asyncio.Semaphore:
        if not lane.locked():
            await lane.acquire()  # at once
            return lane
        try:
            async with asyncio.timeout(self._patience):
                await lane.acquire()
        except TimeoutError:
            raise _busy() from None
        return lane

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[QueryProcess]:
        """Lend a process to who has a place; one that is not done with its question is killed."""
        process = next((p for p in iter(self._take, None) if p.alive), None)
        if process is None:
            process = await QueryProcess.start(self._given)
            self._all.add(process)
            process.ended.add_done_callback(lambda _: self._all.discard(process))
        try:
            yield process
        finally:
            if process.busy or process.about["version"] != self._version:
                process.kill()
            else:
                self._idle.append(process)

    def _take(self) -> QueryProcess | None:
        return self._idle.pop() if self._idle else None

    def _remember(self, frame: bytes) -> None:
        self._long[frame] = None
        while len(self._long) > _REMEMBERED:
            self._long.popitem(last=False)

    def _renew(self) -> None:
        """See now and then whether the atlas has been built anew; one that is gone stays open."""
        now = asyncio.get_running_loop().time()
        if now < self._look_at:
            return
        self._look_at = now + LOOK
        with suppress(GraphError):
            if (version := version_at(self._place)) != self._version:
                self._version = version
                self._cache.clear()
                while process := self._take():
                    process.kill()


def _busy() -> ProblemError:
    return ProblemError(503, "too many questions wait already", cure="try again in a moment")
