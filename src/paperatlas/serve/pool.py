"""Pool: the query processes, and which question each one has.

Every question begins in the quick lane. One that is not done after ``QUICK`` seconds moves to the
slow lane with its process, which from then on gives way to all others; a new process takes its
place in the quick lane. Where the slow lane is full the question is stopped, and begins again when
there is room: so short questions never wait long behind long ones, however many those are.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from ..errors import GraphError
from ..quads import version_of
from .cache import Cache
from .problem import ProblemError, Reply
from .process import QueryProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from .limits import Limits

QUICK = 0.5
"""So many seconds a question has in the quick lane."""

PATIENCE = 30.0
"""So many seconds, or those of a question if more, one waits for its turn."""

LOOK = 1.0
"""So many seconds between two looks whether the atlas has been built anew."""


class Lane:
    """So many places, each with a process that is started when it is first needed."""

    def __init__(self, places: int, given: Mapping[str, object], *, nice: bool) -> None:
        """Make the places; ``given`` is what a process is started with."""
        self._given, self._nice = given, nice
        self._free = asyncio.Semaphore(places)
        self.idle: list[QueryProcess] = []
        self.all: set[QueryProcess] = set()
        self.version: object = None

    async def enter_now(self) -> bool:
        """Take a place, if there is one without waiting."""
        return not self._free.locked() and await self._free.acquire()

    async def enter(self, seconds: float) -> None:
        """Wait for a place; ProblemError 503 when it takes too long."""
        if await self.enter_now():
            return
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise _busy() from None

    def leave(self) -> None:
        """Give the place to the next."""
        self._free.release()

    async def process(self) -> QueryProcess:
        """Return a process that is free, for who has a place."""
        while self.idle:
            process = self.idle.pop()
            if process.alive:
                return process
        process = await QueryProcess.start(self._given)
        self.adopt(process)
        return process

    def adopt(self, process: QueryProcess) -> None:
        """Make a process one of this lane's."""
        if self._nice:
            process.give_way()
        self.all.add(process)
        process.ended.add_done_callback(lambda _: self.all.discard(process))

    def hand_back(self, process: QueryProcess) -> None:
        """Keep a process for the next question; one that still works on the last is killed."""
        if process.busy or process.about["version"] != self.version:
            process.kill()
        elif process.alive:
            self.idle.append(process)

    def renew(self, version: object) -> None:
        """Let no process answer any more that has another version of the atlas open."""
        self.version = version
        while self.idle:
            self.idle.pop().kill()


class Pool:
    """The processes of one atlas."""

    def __init__(self, folder: Path, places: Sequence[str], limits: Limits) -> None:
        """Serve ``folder``; ``places`` are where its store may be made if not there."""
        self._folder, self._limits = folder, limits
        given = {"folder": str(folder), "places": list(places), "limits": asdict(limits)}
        self._cache = Cache(limits.kept)
        self._look_at = 0.0
        slow = limits.concurrent // 2
        self._quick = Lane(limits.concurrent - slow, given, nice=False)
        self._slow = Lane(slow, given, nice=True)
        self._slice = min(QUICK, limits.seconds) if slow else limits.seconds
        self._inside = 0
        self._patience = max(limits.seconds, PATIENCE)
        self.graphs: tuple[str, ...] = ()

    async def open(self) -> None:
        """Start one process, to see that there is an atlas; ProblemError where there is none."""
        self._renew()
        process = await self._quick.process()
        self.graphs = tuple(process.about["graphs"])
        self._quick.hand_back(process)

    def _renew(self) -> None:
        """See now and then whether the atlas has been built anew; one that is gone stays open."""
        now = asyncio.get_running_loop().time()
        if now < self._look_at:
            return
        self._look_at = now + LOOK
        with suppress(GraphError):
            version = version_of(self._folder)
            if version != self._quick.version:
                self._quick.renew(version)
                self._slow.renew(version)
                self._cache.clear()

    async def close(self) -> None:
        """Kill every process, and wait until they are gone."""
        for process in (all_ := [*self._quick.all, *self._slow.all]):
            process.kill()
        await asyncio.gather(*(process.ended for process in all_))

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self._quick.all) + len(self._slow.all)

    async def answer(self, frame: bytes, soon: float, late: Callable[[], None]) -> Reply:
        """Answer a request; cancelled, it kills the process that works on it.

        ``late`` is called when there is no answer after ``soon`` seconds of work, or the request
        has to wait for its turn.

        Raises:
            ProblemError: 503, when it takes too long, or there is no room.

        """
        self._renew()
        if kept := self._cache.get(frame):
            return kept
        if self._inside >= self._limits.concurrent + self._limits.waiting:
            raise _busy()
        self._inside += 1
        try:
            version = self._quick.version
            reply = await self._quickly(frame, soon, late) or await self._slowly(frame)
            if reply.status == HTTPStatus.OK and version == self._quick.version:
                self._cache.keep(frame, reply)
            return reply
        finally:
            self._inside -= 1

    async def _quickly(self, frame: bytes, soon: float, late: Callable[[], None]) -> Reply | None:
        """Try in the quick lane, and move on from there; None where it has to begin again."""
        lane = self._quick
        if not await lane.enter_now():
            late()
            await lane.enter(self._patience)
        try:
            process = await lane.process()
            try:
                if reply := await process.ask(frame, soon):
                    return reply
                late()
                if reply := await process.wait(self._slice - soon):
                    return reply
                left = self._limits.seconds - self._slice
                if left > 0 and await self._slow.enter_now():
                    lane.all.discard(process)
                    lane.leave()
                    lane = self._slow
                    lane.adopt(process)
                    if reply := await process.wait(left):
                        return reply
                    left = 0.0
                if left <= 0:
                    raise _too_long(self._limits.seconds)
            finally:
                lane.hand_back(process)
        finally:
            lane.leave()
        return None

    async def _slowly(self, frame: bytes) -> Reply:
        await self._slow.enter(self._patience)
        try:
            process = await self._slow.process()
            try:
                if reply := await process.ask(frame, self._limits.seconds):
                    return reply
            finally:
                self._slow.hand_back(process)
        finally:
            self._slow.leave()
        raise _too_long(self._limits.seconds)


def _busy() -> ProblemError:
    return ProblemError(503, "too many questions wait already", cure="try again in a moment")


def _too_long(seconds: float) -> ProblemError:
    what = f"the question took longer than {seconds:g} s and was stopped"
    return ProblemError(503, what, cure="add LIMIT, or make it narrower")
