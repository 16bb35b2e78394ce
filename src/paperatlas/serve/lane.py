"""Lane: where questions begin, so that short ones never wait long behind long ones.

A few processes take the questions as they come. Each is sent several at once, so that it need not
wait for the server between two of them. One that is not done ``SOON`` keeps its process to itself;
those behind it go to another.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from typing import TYPE_CHECKING

from .problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .job import Job
    from .process import QueryProcess

_AHEAD = 8
"""So many questions are sent to a process at once."""


class Lane:
    """Places for processes that answer short questions, and the questions that wait for one."""

    def __init__(
        self,
        places: int,
        lend: Callable[[], Awaitable[QueryProcess]],
        give_back: Callable[[QueryProcess], None],
        patience: float,
    ) -> None:
        """``lend`` finds a process, and ``give_back`` offers it to whoever has a place.

        A question waits ``patience`` seconds for a process at most.
        """
        self._room: float = places
        self._lend, self._give_back, self._patience = lend, give_back, patience
        self._processes: list[QueryProcess] = []
        self._waiting: deque[Job] = deque()
        self._starting: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Start no process any more."""
        self._room = -math.inf
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)

    def put(self, job: Job) -> None:
        """Take a question.

        Whoever waits for it is woken by the reply, or with the process left to it, which then
        holds a place until `release`; or with neither, when it has waited too long for its turn.
        """
        self._waiting.append(job)
        self._serve()
        if self._waiting and self._waiting[-1] is job:
            self._delay(job)

    def release(self) -> None:
        """Take back the place of a process that had been left to a question."""
        self._room += 1
        asyncio.get_running_loop().call_soon(self._serve)  # the process may come back at once

    def takes(self, process: QueryProcess) -> bool:
        """Take a process where there is a place for it."""
        if self._room <= 0:
            return False
        self._room -= 1
        process.lane = self
        self._processes.append(process)
        self._serve()
        return True

    def retire(self) -> None:
        """End each process when it is done with what it has."""
        for process in list(self._processes):
            process.retired = True
            self.replied(process)

    def replied(self, process: QueryProcess, lapsed: Sequence[Job] = ()) -> None:
        """Let a process have more; it calls this after replies, with jobs it came to too late."""
        if process.retired and not process.owed:
            process.kill()
        if lapsed:
            self._again(lapsed)
        elif self._waiting:
            self._serve()

    def late(self, process: QueryProcess, job: Job, behind: Sequence[Job]) -> None:
        """Leave a process to what it is at; the jobs behind that go first where there is room."""
        self._processes.remove(process)
        if job.abandoned:
            process.kill()
            self._room += 1
        else:
            job.process = process
            job.nudge()
        self._again(behind)

    def lost(self, process: QueryProcess, behind: Sequence[Job]) -> None:
        """Go on without a process that ended."""
        self._processes.remove(process)
        self._room += 1
        self._again(behind)

    def _again(self, jobs: Sequence[Job]) -> None:
        self._waiting.extendleft(reversed(jobs))
        for job in jobs:
            self._delay(job)
        self._serve()

    def _delay(self, job: Job) -> None:
        job.late()
        job.nudge_after(self._patience)

    def _serve(self) -> None:
        """Hand out what waits; where one waits for another, there is room for one process more."""
        most = 0
        while self._waiting:
            able = [process for process in self._processes if not process.retired]
            process = min(able, key=_owed, default=None)
            if process is None or process.owed >= _AHEAD:
                most = _AHEAD
                break
            job = self._waiting.popleft()
            if not job.abandoned:
                process.put(job)
                most = process.owed
        if most > 1 and len(self._starting) < self._room:
            task = asyncio.create_task(self._start())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        try:
            self._give_back(await self._lend())
        except ProblemError as error:
            while self._waiting and not self._processes:
                self._waiting.popleft().tell(error)


def _owed(process: QueryProcess) -> int:
    return process.owed
