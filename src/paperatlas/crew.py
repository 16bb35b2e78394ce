"""Crew: who does the work of a build: this process, others beside it, or other machines.

The work is pure functions over batches of plain data, so that it matters to nobody where a batch is
done, or done again: a worker that is killed costs its batches and nothing else. Workers hand back
plain data, for sending spaCy's documents between processes takes longer than making them.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import forkserver, get_context, resource_tracker
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .errors import WorkError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Executor, Future
    from multiprocessing.connection import Connection

Batch = TypeVar("Batch")
Done = TypeVar("Done")

AHEAD = 8
"""Batches given out for each worker before the first is back: enough to keep all of them busy while
whoever gave them out does something else."""

_GARBAGE = 70_000
_IMPORTED = ["paperatlas.workers"]

TRIES = 4
"""How often a batch is given out before it is thought to be what kills the workers."""


class Crew(Protocol):
    """Somebody who does batches of work; ``beside`` this process, or in it."""

    beside: bool

    def prepare(self) -> None:
        """Get ready, without keeping anybody waiting: there will be much to do."""
        ...

    def map(self, work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Generator[Done]:
        """Yield what ``work`` makes of every batch, in their order; when closed, stop all work.

        Those beside this process begin at once, whenever the first result is asked for.
        """
        ...

    def aside(self, work: Callable[[], Done]) -> Callable[[], Done]:
        """Begin a single work, and return what waits until it is done: on this machine only."""
        ...


class Alone:
    """This process does it all.

    >>> list(Alone().map(len, ["ab", ""]))
    [2, 0]
    """

    beside = False

    def prepare(self) -> None:
        """Be ready as it is."""

    def map(self, work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Generator[Done]:
        """Do one batch after the other."""
        yield from map(work, batches)

    def aside(self, work: Callable[[], Done]) -> Callable[[], Done]:
        """Do it when it is asked for."""
        return work


class Processes:
    """So many processes on this machine, or whatever else keeps to ``concurrent.futures``.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> crew = Processes(2, lambda: ThreadPoolExecutor(2))
    >>> list(crew.map(len, ["ab", "", "abc"]))
    [2, 0, 3]
    >>> list(crew.map(len, []))
    []
    """

    beside = True

    def __init__(self, count: int, executor: Callable[[], Executor] | None = None) -> None:
        """Work with ``count`` processes, or with what ``executor`` makes each time it is called."""
        self._count = count
        self._new = executor or self._processes

    def prepare(self) -> None:
        """Start the process that makes the others: it has much to import before it can."""
        if self._new == self._processes:
            start_maker()

    def _processes(self) -> Executor:
        self.prepare()
        context = get_context("forkserver")
        return ProcessPoolExecutor(self._count, context, initializer=collect_seldom)

    def map(self, work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Generator[Done]:
        """Keep every worker busy; give out again what a killed worker had.

        Raises:
            WorkError: workers were killed again and again over one batch.

        """
        results = self._results(work, iter(batches))
        next(results, None)
        return results

    def _results(self, work: Callable[[Batch], Done], waiting: Iterator[Batch]) -> Generator[Any]:
        """Yield nothing when the work has begun, and then what came of it."""
        given: deque[Batch] = deque()
        futures: deque[Future[Done]] = deque()
        executor: Executor | None = None
        tries = 0
        begun = False
        try:
            while True:
                given.extend(islice(waiting, max(0, self._count * AHEAD - len(given))))
                if not given:
                    return
                executor = executor or self._new()
                try:
                    for batch in islice(given, len(futures), None):
                        futures.append(executor.submit(work, batch))
                    if not begun:
                        begun = True
                        yield
                    done = futures[0].result()
                except BrokenExecutor as error:
                    tries += 1
                    if tries == TRIES:
                        what = "the processes that do the work are killed again and again"
                        cure = "give them more memory, or run with --jobs 1"
                        raise WorkError(what, cure=cure) from error
                    executor.shutdown(wait=False, cancel_futures=True)
                    executor = None
                    futures.clear()
                    continue
                tries = 0
                futures.popleft()
                given.popleft()
                yield done
        finally:
            if executor:
                executor.shutdown(wait=False, cancel_futures=True)

    def aside(self, work: Callable[[], Done]) -> Callable[[], Done]:
        """Do it in one process more; what is killed there is done here."""
        self.prepare()
        context = get_context("forkserver")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_do_aside, args=(work, sender), daemon=True)
        process.start()
        sender.close()

        def done() -> Done:
            try:
                with receiver:
                    result: Done = receiver.recv()
            except EOFError:
                process.join()
                return work()
            process.join()
            return result

        return done


def _do_aside(work: Callable[[], Done], sender: Connection) -> None:
    collect_seldom()
    with sender, suppress(Exception):  # where it is waited for, it is done again, and fails there
        sender.send(work())


def collect_seldom() -> None:
    """Let this process look for garbage in circles a hundred times more seldom than Python would.

    A build makes very many small plain things that hold no circles. It is for a program that builds
    and nothing else; what runs beside other code leaves this as it is.
    """
    gc.set_threshold(_GARBAGE)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Do so within, in a process that is not ours: one thread at a time."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def start_maker(*rooms: str) -> None:
    """Start the process that makes workers, and imports for all of them what the work needs.

    It imports ``rooms`` besides, unless it was started before. Ctrl-C, which goes to all, reaches
    no worker: it is for the process that gave out the work alone. Workers inherit what signals are
    blocked; to have them ignore this one by themselves would leave it open while they start.
    """
    get_context("forkserver").set_forkserver_preload([*_IMPORTED, *rooms])
    resource_tracker.ensure_running()  # started within, it would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
