"""Cluster: a crew on other machines, by Dask distributed.

Every partition is a file before it is work and a file after it, and work is a pure function from
one to the other. So Dask may do a partition twice, a worker may be killed over it, and the whole
build may stop: what is finished is there, and is not done again.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from unicodedata import unidata_version

import dask
from distributed import Client, KilledWorker, LocalCluster, Security, get_worker
from distributed.comm.core import CommClosedError

from . import partitions
from .crew import collecting_seldom, start_maker
from .errors import PaperatlasError, WorkError
from .findings import Setup, find
from .marks import mark_of
from .partitions import FINDINGS, TEXTS, TOLD, WRITTEN
from .rendering import key_of, render

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

    from .crew import Batch, Done

LOCAL = "local:"
"""Begins the address of a cluster that is started on this machine, and ends with the build."""

_AHEAD = 4  # partitions given out for each worker before the first is back

MOST = 256
"""Partitions given out at a time, and so in memory at worst, to however many workers."""

_ADDRESS = re.compile(r"local:[1-9]\d*|(?!local:)((tcp|tls|wss?)://)?[\w.:[\]-]+:\d+/?", re.ASCII)
_QUIET = {
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.multiprocessing-method": "forkserver",
    "distributed.worker.profile.enabled": False,
}
"""Settings of a cluster of our own: what nobody looks at is seldom measured, or never."""

_PATIENCE = 10.0  # seconds, until a scheduler that does not answer is thought not to be there
_COMES, _GOES = ".in.parquet", ".out.parquet"
_OTHER = "this worker has no paperatlas, or another than this machine"
_SAME = "install the same versions of paperatlas, spacy and numpy on every machine"
_FORMS = {find: (TEXTS, FINDINGS), render: (TOLD, WRITTEN)}
_ONE = Lock()  # a worker may have many threads, but spaCy and our caches are for one at a time


class Cluster:
    """The workers of a Dask cluster, found by :meth:`open`.

    They are to see the scratch folder under the same address, and to have this very version of
    this package: so the result is that of one machine, byte for byte.
    """

    beside = True

    def __init__(self, client: Client, scratch: str) -> None:
        """Use :meth:`open` instead."""
        self.client, self._scratch = client, scratch.rstrip("/")

    def prepare(self) -> None:
        """Be ready as it is."""

    def aside(self, work: Callable[[], Done]) -> Callable[[], Done]:
        """Do it here, when it is asked for."""
        return work

    @classmethod
    @contextmanager
    def open(cls, address: str, scratch: str) -> Iterator[Cluster]:
        """Find the cluster of a scheduler, whose partitions lie in ``scratch``, as fsspec says it.

        ``address`` is that of the scheduler, the file in which it left it, or "local:2" for two
        workers of its own on this machine, which talk on loopback.

        Raises:
            WorkError: nobody answers there, a worker is of another version, or the scratch folder
                cannot be made.

        """
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are told by us
        is_file = Path(address).is_file()
        if not is_file and not _ADDRESS.fullmatch(address):
            cure = f"write tcp://HOST:8786, the path of a scheduler file, or {LOCAL}2"
            raise WorkError("not the address of a Dask cluster", where=address, cure=cure)
        if (
            address.startswith("tls:")
            and not Security().get_connection_args("client")["ssl_context"]
        ):
            cure = "name them in Dask's settings, under distributed.comm.tls"
            raise WorkError("this address needs certificates", where=address, cure=cure)
        try:
            partitions.make(scratch)
        except (OSError, ValueError, ImportError) as error:
            raise _unseen(scratch, error) from error
        with ExitStack() as opened:
            try:
                place: Any = address
                if address.startswith(LOCAL):
                    place = opened.enter_context(_local(int(address.removeprefix(LOCAL))))
                named = {"scheduler_file": address} if is_file else {"address": place}
                connecting = Client(**named, timeout=_PATIENCE, set_as_default=False)
                client = opened.enter_context(connecting)
            except (OSError, ValueError) as error:
                cure = f"start one with 'dask scheduler', or take {LOCAL}2"
                raise WorkError("no Dask scheduler answers", where=address, cure=cure) from error
            marks = client.run(_mark, on_error="return")
            for worker in sorted(worker for worker, mark in marks.items() if mark != _mark()):
                raise WorkError(_OTHER, where=worker, cure=_SAME)
            yield cls(client, scratch)

    @property
    def workers(self) -> int:
        """How many threads of how many workers there are at this moment."""
        return sum(self.client.nthreads().values())

    def map(self, work: Callable[[Batch], Done], batches: Iterable[Batch]) -> Generator[Done]:
        """Yield what `find` or `render`, as a partial function, makes of every batch, in order.

        Raises:
            WorkError: workers were killed again and again over one partition, are of another
                version, do not see the scratch folder, or the cluster is gone.

        """
        waiting = partitions.cut(batches, lambda: min(self.workers, MOST))
        given: deque[tuple[str, Future[list[Any]]]] = deque()
        threads = ThreadPoolExecutor(MOST, "partition")
        try:
            while True:
                room = min(MOST, _AHEAD * max(1, self.workers)) - len(given)
                for partition in islice(waiting, max(0, room)):
                    name = self._name(work, partition)
                    given.append((name, threads.submit(self._done, work, partition, name)))
                if not given:
                    threads.shutdown()
                    return
                name, done = given.popleft()
                yield from done.result()
                threads.submit(_drop, name)  # whoever asks for more has taken care of these
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _name(self, work: Any, partition: Iterable[Any]) -> str:  # noqa: ANN401  (the work and its batches are of any kind)
        """Return the address of a partition, but for its ending: it says what is in it."""
        keys = (key for batch in partition for key, _ in batch)
        return f"{self._scratch}/{mark_of(work.func.__name__, *keys).hex()}"

    def _done(self, work: Any, partition: tuple[Any, ...], name: str) -> list[Any]:  # noqa: ANN401  (the work and its batches are of any kind)
        """Have one partition done, and return what came of each of its batches."""
        sent, returned = _FORMS[work.func]
        comes, goes = name + _COMES, name + _GOES
        try:
            if not partitions.is_there(goes):
                partitions.put(comes, sent.written([*chain.from_iterable(partition)]))
                self.client.submit(_do, work, comes, goes, _mark(), pure=False).result()
            results = iter(returned.read(partitions.get(goes)))
        except PaperatlasError:
            raise
        except Exception as error:
            raise _failed(error, self._scratch) from error
        return [list(islice(results, len(batch))) for batch in partition]


def _drop(name: str) -> None:
    for file in (name + _COMES, name + _GOES):
        with suppress(OSError):
            partitions.drop(file)


def _do(work: Any, comes: str, goes: str, mark: bytes) -> None:  # noqa: ANN401  (the work and its batches are of any kind)
    """Do one partition, on a worker; the file that comes of it is the same however often."""
    if partitions.is_there(goes):
        return
    if mark != _mark():
        raise WorkError(_OTHER, where=get_worker().address, cure=_SAME)
    sent, returned = _FORMS[work.func]
    rows = sent.read(partitions.get(comes))
    with _ONE, collecting_seldom():
        done = work(rows)
    partitions.put(goes, returned.written(done))


def _mark() -> bytes:
    """Return a mark of all that the result depends on beside its input."""
    return mark_of(Setup().mark, key_of(""), unidata_version)


@contextmanager
def _local(workers: int) -> Iterator[LocalCluster]:
    start_maker(__name__)
    with ExitStack() as opened:
        opened.enter_context(dask.config.set(_QUIET))
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            memory_limit=None,
            silence_logs=logging.CRITICAL,
        )
        yield opened.enter_context(cluster)


def _failed(error: Exception, scratch: str) -> WorkError:
    if isinstance(error, KilledWorker):
        what = "the workers are killed again and again over one partition"
        return WorkError(what, cure="give them more memory, or fewer threads each")
    if isinstance(error, (CommClosedError, CancelledError)):
        what = "the cluster is gone"
        return WorkError(what, cure="type the same command again: what is finished is kept")
    if isinstance(error, OSError):
        return _unseen(scratch, error)
    what = f"the cluster cannot do the work: {type(error).__name__}: {error}"
    return WorkError(what, cure=_SAME)


def _unseen(scratch: str, error: Exception) -> WorkError:
    why = (isinstance(error, OSError) and error.strerror) or str(error)
    cure = "name with --scratch a folder or bucket that every worker reads and writes"
    return WorkError(why, where=scratch, cure=cure)
