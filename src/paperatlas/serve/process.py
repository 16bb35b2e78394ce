"""Process: one query process, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from contextlib import suppress
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING, Any, cast

from .frames import READY, reply_in
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_START_SECONDS = 600.0  # a large atlas may have to be loaded


class QueryProcess(asyncio.SubprocessProtocol):
    """A process that answers one question at a time, until it is killed or ends by itself."""

    def __init__(self) -> None:
        """Wait for the process to say that it is ready; `start` makes it."""
        loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._owes = True  # its greeting
        self._early: Reply | None = None
        self._waiter: asyncio.Future[Reply | None] | None = None
        self._transport: asyncio.SubprocessTransport | None = None
        self._pipe: asyncio.WriteTransport | None = None
        self.alive = True
        self.about: dict[str, Any] = {}
        self.ended: asyncio.Future[None] = loop.create_future()

    @classmethod
    async def start(cls, given: Mapping[str, object]) -> QueryProcess:
        """Start a process; ``given`` is what ``worker`` takes.

        Raises:
            ProblemError: it cannot open its atlas.

        """
        loop = asyncio.get_running_loop()
        command = (sys.executable, "-m", "paperatlas.serve.worker", json.dumps(given))
        transport, process = await loop.subprocess_exec(
            cls, *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        process.take(transport)
        try:
            process.about = _about(await process.wait(_START_SECONDS))
        except BaseException:
            process.kill()
            await process.ended
            raise
        return process

    def take(self, transport: asyncio.SubprocessTransport) -> None:
        """Take what the process is reached by."""
        self._transport = transport
        self._pipe = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))

    @property
    def busy(self) -> bool:
        """Whether a reply is owed."""
        return self._owes

    async def ask(self, frame: bytes, seconds: float) -> Reply | None:
        """Send a request and wait so long for its reply; None when it has not come.

        Raises:
            ProblemError: the process ended without a reply.

        """
        if self._pipe is None or self._owes:
            raise RuntimeError("a query process takes one request at a time")
        self._owes = True
        self._pipe.write(frame)
        return await self.wait(seconds)

    async def wait(self, seconds: float) -> Reply | None:
        """Wait so long, or longer, for the reply that is owed; None when it has not come."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Reply | None] = loop.create_future()
        self._waiter = waiter
        if self._early is not None or not self.alive:
            self._settle()
        alarm = loop.call_later(seconds, _give_up, waiter)
        try:
            return await waiter
        finally:
            alarm.cancel()

    def _settle(self) -> None:
        """Hand what came to who waits; keep it when nobody does."""
        if self._waiter is None or self._waiter.done():
            return
        if self._early is not None:
            reply, self._early, self._owes = self._early, None, False
            self._waiter.set_result(reply)
        elif not self.alive:
            what = "the question broke the process that answered it; most likely it took all memory"
            self._waiter.set_exception(ProblemError(503, what, cure="ask for less at a time"))

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

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002, D102
        self._received += data
        if (reply := reply_in(self._received)) is not None:
            self._early = reply
            self._settle()

    def process_exited(self) -> None:  # noqa: D102
        self.alive = False
        self._settle()
        if self._transport is not None:
            self._transport.close()

    def connection_lost(self, _: Exception | None) -> None:  # noqa: D102
        if not self.ended.done():
            self.ended.set_result(None)


def _about(hello: Reply | None) -> dict[str, Any]:
    if hello is None:
        raise ProblemError(503, "the atlas takes too long to open")
    told: dict[str, Any] = json.loads(hello.body)
    if hello.status != READY:
        raise ProblemError(hello.status, **told)
    return told


def _give_up(waiter: asyncio.Future[Reply | None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
