"""Output: files that are written whole or not at all, and tables that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import secrets
from typing import TYPE_CHECKING

from .errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; missing folders are made.

    Raises:
        OutputError: the file or its folder cannot be written.

    """
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(why, where=str(path), cure="choose another place with -o") from error


def csv_table(rows: Iterable[Iterable[object]]) -> str:
    r"""Return rows as CSV (RFC 4180), each ended by a line feed.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; ``None`` is an
    empty cell, and numbers stay numbers.

    >>> csv_table([["title", "year"], ["=cmd()", 2024], ["a, b", -1]])
    'title,year\n\'=cmd(),2024\n"a, b",-1\n'
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    # csv leaves a lone carriage return bare when lines end in a line feed, and no reader takes it.
    bare = any(isinstance(cell, str) and "\r" in cell for row in cells for cell in row)
    text = io.StringIO()
    if bare:
        csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerows(cells)
    else:
        csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; what is not text stays as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
