"""Process: one query process, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import math
import os
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING, Any, cast

from .frames import LAPSED, READY, replies_in, sent
from .job import Job
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .lane import Lane

SOON = 0.1
"""After so many seconds a question is no short one."""

_WITHDRAWN = 5.0
"""A process that is so many seconds at a withdrawn question had begun it before that."""

_START_SECONDS = 600.0  # a large atlas may have to be loaded

# Oxigraph asks for some large and many small pieces of memory a question. With each large one that
# is given back, glibc gathers the small ones anew, unless they are kept where it does not look.
_MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.mxfast=0:glibc.malloc.tcache_count=2000"}


class QueryProcess(asyncio.SubprocessProtocol):
    """A process that answers one question after the other, until it is killed or ends by itself.

    What stands behind another question is sent with the moment from which on it must not be begun:
    when a question is late, that moment has passed for all behind it, and they may go elsewhere.
    """

    def __init__(self) -> None:
        """Wait for the process to say that it is ready; `start` makes it."""
        self._loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._jobs: deque[Job | None] = deque()  # None: withdrawn
        self._since = 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._transport: asyncio.SubprocessTransport | None = None
        self._pipe: asyncio.WriteTransport | None = None
        self.lane: Lane | None = None
        self.retired = False
        self.alive = True
        self.about: dict[str, Any] = {}
        self.ended: asyncio.Future[None] = self._loop.create_future()

    @classmethod
    async def start(cls, given: Mapping[str, object]) -> QueryProcess:
        """Start a process; ``given`` is what ``worker`` takes.

        Raises:
            ProblemError: it cannot open its atlas.

        """
        loop = asyncio.get_running_loop()
        command = (sys.executable, "-m", "paperatlas.serve.worker", json.dumps(given))
        transport, process = await loop.subprocess_exec(
            cls, *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_MEMORY | os.environ
        )
        greeting = Job(b"", lambda: None)
        process.take(transport, greeting)
        try:
            process.about = _about(await greeting.wait(_START_SECONDS))
        except BaseException:
            process.kill()
            await process.ended
            raise
        return process

    def take(self, transport: asyncio.SubprocessTransport, greeting: Job) -> None:
        """Take what the process is reached by, and wait for its greeting."""
        self._transport = transport
        self._pipe = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))
        greeting.process = self
        self._jobs.append(greeting)

    @property
    def owed(self) -> int:
        """How many replies are owed, those of withdrawn questions, too."""
        return len(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a reply."""
        return any(self._jobs)

    def put(self, job: Job) -> None:
        """Send a request; its reply is told to the job."""
        now = time.monotonic()
        if not self._jobs:
            self._since = now
        by = self._since + SOON if self._jobs and job.process is None else math.inf
        self._jobs.append(job)
        cast("asyncio.WriteTransport", self._pipe).write(sent(job.frame, by))
        if self._alarm is None and job.process is None:
            self._alarm = self._loop.call_later(SOON, self._look)

    def _look(self) -> None:
        """See whether the first question is late."""
        self._alarm = None
        if not self._jobs or not self.alive:
            return
        job = self._jobs[0]
        patience = SOON if job is not None else _WITHDRAWN
        if (left := self._since + patience - time.monotonic()) > 0:
            self._alarm = self._loop.call_later(left, self._look)
        elif job is None:
            self.kill()
        elif job.process is None and self.lane is not None:
            behind = [each for each in list(self._jobs)[1:] if each is not None]
            self._jobs = deque([job, *[None] * len(behind)])
            lane, self.lane = self.lane, None
            lane.late(self, job, behind)

    def sleep(self) -> bool:
        """Halt it until `wake`; False where the system knows no such thing."""
        if self._transport is None or not hasattr(signal, "SIGSTOP"):
            return False
        with suppress(ProcessLookupError):
            self._transport.send_signal(signal.SIGSTOP)
        return True

    def wake(self) -> None:
        """Let it go on."""
        if self._transport is not None:
            with suppress(ProcessLookupError):
                self._transport.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Stop it now, whatever it does."""
        self.alive = False
        if self._transport is not None:
            with suppress(ProcessLookupError):
                self._transport.kill()

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002, D102  (asyncio's own method)
        self._received += data
        lapsed = []
        for reply in replies_in(self._received):
            job = self._jobs.popleft()
            self._since = time.monotonic()
            if job is None:
                continue
            if reply.status != LAPSED:
                job.tell(reply)
            elif job.process is self:  # it had lapsed when the process was left to it
                self.put(job)
            else:
                lapsed.append(job)
        if self._jobs and self._alarm is None:
            self._alarm = self._loop.call_later(SOON, self._look)
        if self.lane is not None:
            self.lane.replied(self, lapsed)

    def pipe_connection_lost(self, fd: int, _: Exception | None) -> None:  # noqa: D102  (asyncio's own method)
        if fd != 1:
            return
        self.alive = False  # and every reply that it sent has come
        jobs, self._jobs = self._jobs, deque()
        behind = []
        for job in jobs:
            if job is not None and (job is jobs[0] or self.lane is None):
                what = "the question broke the process that answered it; most likely it took all"
                job.tell(ProblemError(503, f"{what} memory", cure="ask for less at a time"))
            elif job is not None:
                behind.append(job)
        if self.lane is not None:
            self.lane.lost(self, behind)

    def process_exited(self) -> None:  # noqa: D102  (asyncio's own method)
        self.alive = False
        if self._transport is not None:
            self._transport.close()

    def connection_lost(self, _: Exception | None) -> None:  # noqa: D102  (asyncio's own method)
        if not self.ended.done():
            self.ended.set_result(None)


def _about(hello: Reply | None) -> dict[str, Any]:
    if hello is None:
        raise ProblemError(503, "the atlas takes too long to open")
    told: dict[str, Any] = json.loads(hello.body)
    if hello.status != READY:
        raise ProblemError(hello.status, **told)
    return told
