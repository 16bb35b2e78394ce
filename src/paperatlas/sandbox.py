"""Sandbox: what a process that answers questions may no longer do once it has opened the atlas."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

STILL_SECONDS = 10.0
"""A process that has been at a question so long without any work will never end it."""

_LOOK_SECONDS = 0.5
_WORK_SECONDS = 0.005
_NICE = 2  # more lets the server break in so often that both are slower
_PR_SET_PDEATHSIG = 1
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000


def close_network() -> bool:
    """Move this process to a network of its own with nothing in it; False where that cannot be.

    Linux can, for root and wherever people may make user namespaces. SERVICE is refused before a
    query runs in any case: this is the second wall.
    """
    if sys.platform != "linux":
        return False
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def give_way() -> None:
    """Let the server itself run before this process, where the system knows how."""
    if hasattr(os, "nice"):
        os.nice(_NICE)


def limit_memory(more: int) -> None:
    """Let this process take ``more`` bytes of memory beside what it has, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (it is not there on Windows)

    held = 0
    with suppress(OSError, StopIteration, ValueError):
        status = Path("/proc/self/status").read_text("ascii").splitlines()
        held = 1024 * int(next(line for line in status if line.startswith("VmData:")).split()[1])
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = held + more if hard == resource.RLIM_INFINITY else min(held + more, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Let this process end when the server does, however that ends, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Deadline:
    """Ends this process when a block takes too much processor time, even where nobody kills it.

    Oxigraph cannot be interrupted, but lets other threads run; this is one that looks at the clock.
    The process ends, too, when memory runs out in the block, and at once: to end in good order
    takes memory as well, and some ends of memory leave nothing but a process that sleeps.
    """

    def __init__(self, seconds: float, *, still: float = math.inf) -> None:
        """Begin to watch; ``still`` seconds without any work are the end as well."""
        self._seconds, self._still, self._began = seconds, still, math.inf
        Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> None:
        """Begin the block."""
        self._began = time.process_time()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End it in time."""
        if kind is MemoryError:
            os._exit(1)
        self._began = math.inf

    @property
    def taken(self) -> float:
        """The seconds of processor time that the block has taken so far."""
        return time.process_time() - self._began

    def _watch(self) -> None:
        worked, looks = 0.0, 0  # looks, not time: who is halted by a signal does not look
        while self.taken < self._seconds and looks * _LOOK_SECONDS < self._still:
            time.sleep(_LOOK_SECONDS)
            looks += 1
            if self._began == math.inf or time.process_time() - worked > _WORK_SECONDS:
                worked, looks = time.process_time(), 0
        os._exit(1)
