"""Parquet: a table in columns, read batch by batch with pyarrow."""

from __future__ import annotations

import shutil
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from ..records import Entry, Refusal
from .json_entries import record_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "Parquet"
SHAPE = "Parquet"
BINARY = True

_ROWS = 1024
_CURE = "pip install 'paperatlas[tables]', or save it as JSON Lines"


def recognises(head: bytes) -> float:
    """Return 1 for the four letters that every such file begins with.

    >>> recognises(b"PAR1..."), recognises(b"PARTS,")
    (1.0, 0.0)
    """
    return 1.0 if head.startswith(b"PAR1") else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every row; its line is the number of the row."""
    try:
        from pyarrow import ArrowException  # noqa: PLC0415  (an extra)
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415  (it is slow to import, or an extra)
    except ImportError:
        yield Refusal(source, 1, "reading Parquet takes the package pyarrow", _CURE)
        return
    number = 0
    with TemporaryFile() as seekable:
        if not document.seekable():
            shutil.copyfileobj(document, seekable)
            seekable.seek(0)
            document = seekable
        try:
            for batch in ParquetFile(document).iter_batches(_ROWS):
                for row in map(_plain, batch.to_pylist()):
                    number += 1
                    yield Entry(source, number, repr(row), partial(record_in, row, mapping))
        except (ArrowException, OSError, ValueError) as error:
            why = f"the table cannot be read: {str(error).partition(chr(10))[0]}"
            yield Refusal(source, number + 1, why, "write it anew")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with what JSON has no type for, such as days, as text."""
    return {
        name: str(value) if hasattr(value, "isoformat") else value for name, value in row.items()
    }
