"""Clients for the benchmarks of serving: servers that run, and connections that weigh little."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from atlas_of import generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POINT = (
    "SELECT ?title ?date {{ <https://w3id.org/paperatlas/id/paper/p{}> "
    "<http://purl.org/dc/terms/title> ?title ; <http://purl.org/dc/terms/issued> ?date }}"
)
"""What a page asks about one paper, given its number."""


def write_atlas(folder: Path, papers: int) -> None:
    """Write a generated atlas of so many papers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in zip(("atlas.ttl", "evidence.ttl"), generated(papers), strict=True):
        (folder / name).write_bytes(document)


def ours(folder: Path, port: int, *options: str) -> list[str]:
    """Return the command that serves an atlas."""
    return [sys.executable, "-m", "paperatlas", "serve", str(folder), "--port", str(port), *options]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """Run a server until the block ends; yields its process id once its port answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while server.poll() is None:
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


class Client:
    """One connection that is kept: the least that HTTP/1.1 needs."""

    def __init__(self, port: int) -> None:
        """Remember where to connect."""
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, target: str, accept: str) -> int:
        """Return the status of a request; 0 when the connection was lost."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            head = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n"
            writer.write(head.encode())
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            if b"transfer-encoding: chunked" in answer:
                while size := int(await reader.readline(), 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            else:
                length = answer.partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
            return int(answer.split(b" ", 2)[1])
        except (OSError, ValueError, asyncio.IncompleteReadError):
            self._streams = None
            return 0

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
