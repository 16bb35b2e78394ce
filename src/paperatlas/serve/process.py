"""Process: one query process, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING, cast

from .frames import READY, reply_in
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_NICE = 10


class QueryProcess(asyncio.SubprocessProtocol):
    """A process that answers one question at a time, until it is killed or ends by itself."""

    def __init__(self) -> None:
        """Wait for the process to say that it is ready; `start` makes it."""
        loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._reply: asyncio.Future[Reply] | None = loop.create_future()
        self._transport: asyncio.SubprocessTransport | None = None
        self._pipe: asyncio.WriteTransport | None = None
        self.alive = True
        self.ended: asyncio.Future[None] = loop.create_future()

    @classmethod
    async def start(cls, given: Mapping[str, object]) -> QueryProcess:
        """Start a process; ProblemError 503 where it cannot open its atlas.

        ``given`` is what ``worker`` takes.
        """
        loop = asyncio.get_running_loop()
        command = (sys.executable, "-m", "paperatlas.serve.worker", json.dumps(given))
        transport, process = await loop.subprocess_exec(
            cls, *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        process._transport = transport
        process._pipe = cast("asyncio.WriteTransport", transport.get_pipe_transport(0))
        try:
            hello = await process._awaited()
        except BaseException:
            process.kill()
            raise
        if hello.status != READY:
            process.kill()
            raise ProblemError(503, hello.body.decode())
        process.about = json.loads(hello.body)
        return process

    about: Mapping[str, object] = {}

    @property
    def busy(self) -> bool:
        """Whether a reply is owed."""
        return self._reply is not None

    def ask(self, frame: bytes) -> asyncio.Future[Reply]:
        """Send a request; the reply is a ProblemError where the process ends before it."""
        if self._pipe is None or self._reply is not None:
            raise RuntimeError("a query process takes one request at a time")
        self._reply = asyncio.get_running_loop().create_future()
        self._pipe.write(frame)
        return self._reply

    def kill(self) -> None:
        """Stop it now, whatever it does."""
        self.alive = False
        if self._transport is not None:
            with suppress(ProcessLookupError):
                self._transport.kill()

    def give_way(self) -> None:
        """Let every other process run before this one, where the system knows how."""
        if self._transport is not None and hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._transport.get_pid(), _NICE)

    async def _awaited(self) -> Reply:
        if self._reply is None:
            raise RuntimeError("nothing was asked")
        return await self._reply

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002, D102
        self._received += data
        if self._reply is not None and (reply := reply_in(self._received)) is not None:
            waiting, self._reply = self._reply, None
            if not waiting.done():
                waiting.set_result(reply)

    def process_exited(self) -> None:  # noqa: D102
        self.alive = False
        if self._reply is not None and not self._reply.done():
            what = "the question broke the process that answered it; most likely it took all memory"
            self._reply.set_exception(ProblemError(503, what, cure="ask for less at a time"))
        self._reply = None
        if self._transport is not None:
            self._transport.close()
        if not self.ended.done():
            self.ended.set_result(None)
