"""Pool: the query processes, and which question has one.

Half of the places are for short questions: every question begins there, in the ``lane``. One that
is not done soon moves on to one of the other places, with its process. Where none is free, it
leaves the lane after ``QUICK`` seconds all the same: its process sleeps until there is one. Where
twice as many sleep as there are places, it is ended, and the question begins again: the atlas is
only read, so that nothing is lost. A question that is known to be long (``shapes``) does not begin
in the lane.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GraphError
from .cache import Cache
from .job import Job
from .lane import Lane
from .problem import ProblemError, Reply
from .process import SOON, QueryProcess
from .reader import version_at
from .shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .limits import Limits

QUICK = 0.5
"""So many seconds a question has in the lane at most."""

PATIENCE = 60.0
"""So many seconds, or those of a question if more, one waits for its turn."""

LOOK = 1.0
"""So many seconds between two looks whether the atlas has been built anew."""


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
        self._places = limits.concurrent // 2
        self._slow = asyncio.Semaphore(self._places)
        self._patience = max(limits.seconds, PATIENCE)
        self._lane = Lane(
            limits.concurrent - self._places, self._process, self._take_back, self._patience
        )
        self._inside = 0
        self._asleep = 0
        self._idle: list[QueryProcess] = []
        self._spare: asyncio.Task[QueryProcess] | None = None
        self._all: set[QueryProcess] = set()
        self._cache = Cache(limits.kept)
        self._shapes = Shapes()
        self._version = ""
        self._look_at = 0.0
        self.graphs: tuple[str, ...] = ()

    async def open(self) -> None:
        """Start one process, to see that there is an atlas; ProblemError where there is none."""
        self._renew()
        process = await self._process()
        self.graphs = tuple(process.about["graphs"])
        self._take_back(process)

    async def close(self) -> None:
        """Kill every process, and wait until they are gone."""
        await self._lane.close()
        if self._spare is not None:
            self._spare.cancel()
            await asyncio.gather(self._spare, return_exceptions=True)
        for process in (all_ := list(self._all)):
            process.kill()
        await asyncio.gather(*(process.ended for process in all_))

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len(self._all)

    def kept(self, frame: bytes) -> Reply | None:
        """Return what was answered to the same request before, if that is kept."""
        self._renew()
        return self._cache.get(frame)

    async def answer(self, frame: bytes, late: Callable[[], None]) -> Reply:
        """Answer a request; cancelled, it kills the process that works on it.

        ``late`` is called when there is no answer soon.

        Raises:
            ProblemError: it takes too long, or there is no room.

        """
        self._renew()
        if self._inside >= self._limits.concurrent + self._limits.waiting:
            raise _busy()
        self._inside += 1
        version = self._version
        try:
            reply = None
            if not (self._places and self._shapes.long(frame)):
                reply = await self._begin(Job(frame, late))
            if reply is None:
                late()
                reply = await self._go_on(Job(frame, late))
        except _TooLongError:
            self._shapes.saw(frame, long=True)
            raise
        finally:
            self._inside -= 1
        self._shapes.saw(frame, long=reply.seconds > QUICK)
        if reply.status == HTTPStatus.OK and version == self._version:
            self._cache.keep(frame, reply)
        return reply

    async def _begin(self, job: Job) -> Reply | None:
        """Try in the lane, and move on from there; None where it has to begin again."""
        place: Lane | asyncio.Semaphore | None = self._lane
        left = self._limits.seconds - SOON
        try:
            self._lane.put(job)
            if reply := await job.wait():
                return reply
            if job.process is None:
                raise _busy()
            job.late()
            if self._places and self._slow.locked():
                self._prepare()
                if reply := await job.wait(min(left, QUICK - SOON)):
                    return reply
                left -= QUICK - SOON
            if self._places and left > 0:
                if self._slow.locked() and not self._puts_to_sleep(job.process):
                    return None
                place = None
                self._lane.release()
                self._asleep += 1
                try:
                    place = await self._enter()
                finally:
                    self._asleep -= 1
                job.process.wake()
            if reply := await job.wait(max(left, 0)):
                return reply
        finally:
            if job.process is not None:
                if place is not None:
                    place.release()
                self._take_back(job.process)
        raise self._too_long()

    def _puts_to_sleep(self, process: QueryProcess) -> bool:
        return self._asleep < 2 * self._limits.concurrent and process.sleep()

    async def _go_on(self, job: Job) -> Reply:
        """Answer what is known to be long."""
        place = await self._enter()
        try:
            job.process = await self._process()
            job.process.put(job)
            if reply := await job.wait(self._limits.seconds):
                return reply
        finally:
            place.release()
            if job.process is not None:
                self._take_back(job.process)
        raise self._too_long()

    def _too_long(self) -> _TooLongError:
        what = f"the question took longer than {self._limits.seconds:g} s and was stopped"
        status = 503 if isinstance(self._place, Path) else 504
        return _TooLongError(status, what, cure="add LIMIT, or make it narrower")

    async def _enter(self) -> asyncio.Semaphore:
        """Wait for one of the places that are not the lane's."""
        if self._slow.locked():
            try:
                async with asyncio.timeout(self._patience):
                    await self._slow.acquire()
            except TimeoutError:
                raise _busy() from None
        else:
            await self._slow.acquire()  # at once
        return self._slow

    async def _process(self) -> QueryProcess:
        """Lend a process until `_take_back`."""
        self._idle = [process for process in self._idle if process.alive]
        if self._idle:
            return self._idle.pop()
        spare, self._spare = self._spare or asyncio.create_task(self._start()), None
        try:
            return await asyncio.shield(spare)
        except asyncio.CancelledError:
            self._spare = self._spare or spare
            raise

    def _prepare(self) -> None:
        """Start a process for who comes when the present ones are lost to long questions."""
        if self._spare is None and not self._idle:
            self._spare = asyncio.create_task(self._start())
            self._spare.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _start(self) -> QueryProcess:
        process = await QueryProcess.start(self._given)
        self._all.add(process)
        process.ended.add_done_callback(lambda _: self._all.discard(process))
        return process

    def _take_back(self, process: QueryProcess) -> None:
        """Keep a process for others, unless it is not done, or of an atlas that was before."""
        old = process.about["version"] != self._version
        if process.busy or old or not process.alive:
            process.kill()
        elif self._lane.takes(process):
            pass
        elif len(self._idle) < self._limits.concurrent:
            self._idle.append(process)
        else:
            process.kill()

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
                self._lane.retire()
                while self._idle:
                    self._idle.pop().kill()


class _TooLongError(ProblemError):
    """A question was stopped."""


def _busy() -> ProblemError:
    return ProblemError(503, "too many questions wait already", cure="try again in a moment")
