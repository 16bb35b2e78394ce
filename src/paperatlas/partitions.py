"""Partitions: batches of work, and what came of them, as Parquet files that are there whole or not.

A folder that all machines see, or a bucket, holds them (anything that fsspec opens), so that a
worker is sent no more than two addresses, and what is done stays done when the worker is gone.
"""

from __future__ import annotations

import io
import secrets
from collections import deque
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from fsspec.core import url_to_fs
from pyarrow import parquet

from .ledger import Written
from .papers import paper_of
from .records import decode, encode
from .rendering import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


PAPERS = 256
"""Papers in a partition: work enough for a worker to make up for opening and writing files."""

_TEXT, _BYTES = pa.string(), pa.binary()
_TEXTS = pa.list_(_TEXT)
_BLOCK = {"evidence": pa.bool_(), "place": _BYTES, "prefixes": _TEXT, "text": _BYTES}

_READ_ONCE = {"use_dictionary": False, "write_statistics": False}  # what speeds up many readings


@dataclass(frozen=True, slots=True)
class Form:
    """How things of one kind stand in a table: columns with their types, and the way and back."""

    columns: dict[str, pa.DataType]
    cells: Callable[[Any], Iterable[object]]
    thing: Callable[..., Any]

    def written(self, things: Sequence[Any]) -> bytes:
        """Return things as a Parquet file.

        >>> file = TEXTS.written([(b"key", ("Deep Sets", None, None))])
        >>> file[:4], TEXTS.read(file)
        (b'PAR1', [(b'key', ('Deep Sets', None, None))])
        >>> TEXTS.read(TEXTS.written([]))
        []
        """
        rows = [tuple(self.cells(thing)) for thing in things]
        arrays = [
            pa.array([row[at] for row in rows], kind)
            for at, kind in enumerate(self.columns.values())
        ]
        file = io.BytesIO()
        table = pa.table(arrays, [*self.columns])
        parquet.write_table(table, file, compression="lz4", **_READ_ONCE)
        return file.getvalue()

    def read(self, file: bytes) -> list[Any]:
        """Return the things in a Parquet file, in their order."""
        table = parquet.ParquetFile(io.BytesIO(file)).read([*self.columns], use_threads=False)
        cells = (column.to_pylist() for column in table.columns)
        return [self.thing(*row) for row in zip(*cells, strict=True)]


def _cells_told(told: tuple[bytes, Told]) -> tuple[object, ...]:
    key, each = told
    pointed = each.publishers, each.subjects, each.affiliated
    records = [*map(encode, each.paper.records)]
    return key, each.paper.id, records, each.content, *pointed


def _told(key: bytes, own: str, records: list[str], *rest: Any) -> tuple[bytes, Told]:  # noqa: ANN401  (the work and its batches are of any kind)
    paper = replace(paper_of(map(decode, records)), id=own)  # a paper is what its records make it
    content, publishers, subjects, affiliated = rest
    labs = tuple((each["lab"], each["reason"]) for each in affiliated)
    return key, Told(paper, content, tuple(publishers), tuple(subjects), labs)


def _written(*cells: Any) -> Written:  # noqa: ANN401  (the work and its batches are of any kind)
    own, key, concepts, quotes, blocks = cells
    placed = tuple(tuple(block[name] for name in _BLOCK) for block in blocks)
    return Written(own, key, tuple(concepts), quotes, placed)


TEXTS = Form(
    {"key": _BYTES, "title": _TEXT, "abstract": _TEXT, "language": _TEXT},
    lambda text: (text[0], *text[1]),
    lambda key, *text: (key, tuple(text)),
)
FINDINGS = Form(
    {"key": _BYTES, "gist": _TEXT, "content": _TEXT},
    lambda finding: finding,
    lambda key, gist, content: (key, gist, content),
)
TOLD = Form(
    {
        "key": _BYTES,
        "id": _TEXT,
        "records": _TEXTS,
        "content": _TEXT,
        "publishers": _TEXTS,
        "subjects": _TEXTS,
        "affiliated": pa.list_(pa.struct({"lab": _TEXT, "reason": _TEXT})),
    },
    _cells_told,
    _told,
)
WRITTEN = Form(
    {
        "id": _TEXT,
        "key": _BYTES,
        "concepts": _TEXTS,
        "quotes": pa.int64(),
        "blocks": pa.list_(pa.struct(_BLOCK)),
    },
    attrgetter("id", "key", "concepts", "quotes", "blocks"),
    _written,
)


def cut(batches: Iterable[Any], workers: Callable[[], int]) -> Iterator[tuple[Any, ...]]:
    """Join batches into partitions, the last ever smaller, so that all workers end at one time.

    Each is half of what is left for each worker (C. D. Polychronopoulos and D. J. Kuck, "Guided
    self-scheduling", IEEE Transactions on Computers, 1987), but for `PAPERS` at most, and never
    less than a batch. ``workers`` tells how many there are at that moment.

    >>> [sum(map(len, each)) for each in cut(["x" * 64] * 20, lambda: 2)]
    [256, 256, 192, 192, 128, 64, 64, 64, 64]
    >>> list(cut([], lambda: 2))
    []
    """
    waiting = iter(batches)
    ahead: deque[Any] = deque()
    left = 0
    while True:
        share = 2 * max(1, workers())
        while left < share * PAPERS and (batch := next(waiting, None)):
            ahead.append(batch)
            left += len(batch)
        if not ahead:
            return
        partition: list[Any] = []
        size = left // share
        while ahead and (not partition or size > 0):
            partition.append(ahead.popleft())
            size -= len(partition[-1])
            left -= len(partition[-1])
        yield tuple(partition)


def put(address: str, content: bytes) -> None:
    """Write a file whole or not at all, on whatever fsspec opens; raises OSError."""
    system, path = url_to_fs(address)
    part = f"{path}.{secrets.token_hex(8)}.part"
    system.pipe_file(part, content)
    system.mv(part, path)


def get(address: str) -> bytes:
    """Return the content of a file; raises OSError."""
    system, path = url_to_fs(address)
    return bytes(system.cat_file(path))


def is_there(address: str) -> bool:
    """Tell whether there is such a file."""
    system, path = url_to_fs(address)
    return bool(system.exists(path))


def drop(address: str) -> None:
    """Remove a file; raises OSError."""
    system, path = url_to_fs(address)
    system.rm_file(path)


def make(folder: str) -> None:
    """Make a folder where there is none; raises OSError."""
    system, path = url_to_fs(folder)
    system.makedirs(path, exist_ok=True)
