"""Worker: a process that answers one call at a time, and may be killed at any moment.

Oxigraph has no way to stop a query, so questions run in a process of their own; the atlas is only
read, and nothing is lost. A call is a line of JSON on standard input, its reply one on standard
output; the first line says that the atlas is open, or why it is not.
"""

from __future__ import annotations

import json
import math
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..atlas import Atlas
from ..endpoint import is_address
from ..errors import PaperatlasError
from ..sandbox import STILL_SECONDS, Deadline, close_network, end_with_parent, limit_memory
from .answering import Answering
from .limits import Limits
from .page import Reply

if TYPE_CHECKING:
    from typing import BinaryIO

_AFTERWARDS = 2.0  # seconds that the server has to stop this process before it ends itself
_DOCUMENTS = ("atlas.ttl", "evidence.ttl")


class Worker:
    """Answers from the atlas in one place; a folder that has been built anew is read anew."""

    def __init__(self, place: str, limits: Limits) -> None:
        """Open the atlas; GraphError where there is none."""
        self._place, self._limits = place, limits
        self._state = _state(place)
        self._answering = Answering(Atlas.open(place), limits)

    def reply(self, line: bytes) -> Reply:
        """Answer one call."""
        call = json.loads(line)
        try:
            if (state := _state(self._place)) != self._state:
                self._answering = Answering(Atlas.open(self._place), self._limits)
                self._state = state
        except PaperatlasError as error:
            return Reply(str(error))
        return self._answering.reply(call["tool"], call["arguments"])


def main() -> None:
    """Answer calls from standard input until it ends; the one argument is place and limits."""
    given = json.loads(sys.argv[1])
    limits = Limits(**given["limits"])
    end_with_parent()
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what a library prints is no reply
        try:
            worker = Worker(given["place"], limits)
        except PaperatlasError as error:
            _write(out, Reply(str(error)))
            return
        remote = is_address(given["place"])
        if not remote:
            close_network()
        limit_memory(limits.memory)
        _write(out, Reply("ready", {}))
        still = math.inf if remote else STILL_SECONDS
        deadline = Deadline(limits.seconds + _AFTERWARDS, still=still)
        for line in sys.stdin.buffer:
            with deadline:
                _write(out, worker.reply(line))


def _state(place: str) -> list[tuple[int, int]]:
    """Return sizes and times of what a folder holds; nothing of a remote store."""
    if is_address(place):
        return []
    files = [Path(place, name) for name in _DOCUMENTS]
    return [(seen.st_size, seen.st_mtime_ns) for f in files if f.is_file() and (seen := f.stat())]


def _write(out: BinaryIO, reply: Reply) -> None:
    out.write(json.dumps(asdict(reply)).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
