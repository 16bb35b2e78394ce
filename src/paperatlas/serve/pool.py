"""Pool: the query processes, and which question each one has.

Every question begins in the quick lane. One that is not done after ``QUICK`` seconds moves to the
slow lane with its process, which from then on gives way to all others; a new process takes its place
in the quick lane. Where the slow lane is full the question is stopped and begins again when there is
room: so short questions never wait long behind long ones, however many those are.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from .process import QueryProcess
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from .limits import Limits

QUICK = 1.0


class Lane:
    """So many places, each with a process that is started when it is first needed."""

    def __init__(self, places: int, given: Mapping[str, object], *, nice: bool) -> None:
        """Make the places; ``given`` is what a process is started with."""
        self._given, self._nice = given, nice
        self._free = asyncio.Semaphore(places)
        self.idle: list[QueryProcess] = []
        self.all: set[QueryProcess] = set()

    async def enter_now(self) -> bool:
        """Take a place, if there is one without waiting."""
        return not self._free.locked() and await self._free.acquire()

    async def enter(self, seconds: float) -> None:
        """Wait for a place; ProblemError 503 when it takes too long."""
        if await self.enter_now():
            return
        try:
            await asyncio.wait_for(self._free.acquire(), seconds)
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
        if process.busy:
            process.kill()
        elif process.alive:
            self.idle.append(process)


class Pool:
    """The processes of one atlas."""

    def __init__(self, given: Mapping[str, object], limits: Limits) -> None:
        """``given`` is what a process is started with."""
        self._limits = limits
        slow = limits.concurrent // 2
        self._quick = Lane(limits.concurrent - slow, given, nice=False)
        self._slow = Lane(slow, given, nice=True)
        self._slice = QUICK if slow else limits.seconds
        self._inside = 0
        self.about: Mapping[str, object] = {}

    async def open(self) -> None:
        """Start one process, to see that there is an atlas; ProblemError where there is none."""
        process = await self._quick.process()
        self.about = process.about
        self._quick.hand_back(process)

    async def close(self) -> None:
        """Kill every process, and wait until they are gone."""
        for process in (all_ := [*self._quick.all, *self._slow.all]):
            process.kill()
        await asyncio.gather(*(process.ended for process in all_))

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self._quick.all) + len(self._slow.all)

    async def answer(self, frame: bytes) -> Reply:
        """Answer a request; cancelled, it kills the process that works on it.

        Raises:
            ProblemError: 503, when it takes too long, or there is no room.

        """
        if self._inside >= self._limits.concurrent + self._limits.waiting:
            raise _busy()
        self._inside += 1
        try:
            return await self._answer(frame)
        finally:
            self._inside -= 1

    async def _answer(self, frame: bytes) -> Reply:
        lane = self._quick
        await lane.enter(self._limits.seconds)
        try:
            process = await lane.process()
            try:
                reply = process.ask(frame)
                if await _done(reply, min(self._slice, self._limits.seconds)):
                    return reply.result()
                left = self._limits.seconds - self._slice
                if left > 0 and await self._slow.enter_now():
                    lane.all.discard(process)
                    lane.leave()
                    lane = self._slow
                    lane.adopt(process)
                    if await _done(reply, left):
                        return reply.result()
                    left = 0.0
            finally:
                lane.hand_back(process)
        finally:
            lane.leave()
        if left <= 0:
            raise _too_long(self._limits.seconds)
        async with self._in_slow_lane() as process:
            reply = process.ask(frame)
            if await _done(reply, self._limits.seconds):
                return reply.result()
        raise _too_long(self._limits.seconds)

    @asynccontextmanager
    async def _in_slow_lane(self) -> AsyncIterator[QueryProcess]:
        await self._slow.enter(self._limits.seconds)
        try:
            process = await self._slow.process()
            try:
                yield process
            finally:
                self._slow.hand_back(process)
        finally:
            self._slow.leave()


async def _done(reply: asyncio.Future[Reply], seconds: float) -> bool:
    await asyncio.wait((reply,), timeout=seconds)
    return reply.done()


def _busy() -> ProblemError:
    return ProblemError(503, "too many questions wait already", cure="try again in a moment")


def _too_long(seconds: float) -> ProblemError:
    what = f"the question took longer than {seconds:g} s and was stopped"
    return ProblemError(503, what, cure="add LIMIT, or make it narrower")
