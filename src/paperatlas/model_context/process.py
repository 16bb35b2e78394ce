"""Process: the worker, as the server sees it: started when needed, killed when it is too slow."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

from ..errors import GraphError
from .page import Reply

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping

    from .limits import Limits

_LINE = 64_000_000  # bytes; a reply is far smaller
_WORKER = f"{__package__}.worker"


class WorkerProcess:
    """Answers calls one after the other, in a process that is killed when a call takes too long."""

    def __init__(self, place: str, limits: Limits) -> None:
        """Answer from the atlas in ``place``; nothing is started yet."""
        self._given = json.dumps({"place": place, "limits": asdict(limits)})
        self._seconds = limits.seconds
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._killed: set[Process] = set()

    async def start(self) -> None:
        """Start the process, unless it runs; GraphError where there is no atlas."""
        if self._process is None:
            command = (sys.executable, "-m", _WORKER, self._given)
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE
            )
            opened = False
            try:
                hello = await self._read()
                if hello.failed:
                    raise GraphError(hello.text)
                opened = True
            except EOFError as error:
                raise GraphError("the process that reads the atlas ended by itself") from error
            finally:
                if not opened:
                    self._kill()

    async def reply(self, tool: str, arguments: Mapping[str, object]) -> Reply:
        """Answer a call; cancelled, or out of time, it kills the process that works on it."""
        line = json.dumps({"tool": tool, "arguments": dict(arguments)}).encode() + b"\n"
        async with self._turn:
            answered = False
            try:
                await self.start()
                async with asyncio.timeout(self._seconds):
                    reply = await self._ask(line)
                answered = True
            except TimeoutError:
                what = f"the question took longer than {self._seconds:g} s and was stopped"
                return Reply(f"{what} (add LIMIT, or make it narrower)")
            except GraphError as error:
                return Reply(str(error))
            except (ConnectionError, EOFError):
                what = "the question broke the process that answered it; most likely it took all"
                return Reply(f"{what} memory (ask for less at a time)")
            else:
                return reply
            finally:
                if not answered:
                    self._kill()

    async def close(self) -> None:
        """Kill the process, and wait until it and those before it are gone."""
        self._kill()
        await asyncio.gather(*(process.communicate() for process in self._killed))

    async def _ask(self, line: bytes) -> Reply:
        if self._process is None or self._process.stdin is None:
            raise EOFError
        self._process.stdin.write(line)
        await self._process.stdin.drain()
        return await self._read()

    async def _read(self) -> Reply:
        if self._process is None or self._process.stdout is None:
            raise EOFError
        line = await self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return Reply(**json.loads(line))

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._killed = {one for one in self._killed if one.returncode is None} | {process}
            if process.returncode is None:
                process.kill()
