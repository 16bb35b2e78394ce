"""Output: files that are written whole or not at all, and tables that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import os
import secrets
from errno import EDQUOT, EFBIG, EISDIR, ENOSPC
from typing import TYPE_CHECKING

from .errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; missing folders are made.

    Raises:
        OutputError: the file or its folder cannot be written.

    """
    write_together(path.parent, [(path.name, [content])])


def write_together(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[str]:
    """Write files, each given by its name and its pieces, all or none; return their names.

    They stand beside their places until the last is whole. Raises OutputError as `write_whole`.
    """
    parts: dict[Path, Path] = {}
    try:
        path = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, pieces in files:
                path = folder / name
                if path.is_dir():
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
                parts[path] = folder / f".{secrets.token_hex(8)}.part"
                with parts[path].open("wb") as file:
                    file.writelines(pieces)
                    file.flush()
                    os.fsync(file.fileno())  # some file systems tell only now that they are full
            _place(parts)
            return [path.name for path in parts]
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(why, where=str(path), cure=_cure(error)) from error


def _cure(error: OSError) -> str:
    if error.errno in {EDQUOT, EFBIG, ENOSPC}:
        return "make room, or choose another place with -o; nothing there has changed"
    return "choose another place with -o"


def _place(parts: Mapping[Path, Path]) -> None:
    """Put the parts into their places; who is told to stop has begun, and ends it first."""
    try:
        for path, part in parts.items():
            part.replace(path)
    except KeyboardInterrupt:
        for path, part in parts.items():
            if part.exists():
                part.replace(path)
        raise


def sweep(folder: Path) -> None:
    """Remove what a killed `write_together` left in a folder that nobody else writes to."""
    for part in folder.glob(f".{'[0-9a-f]' * 16}.part"):
        part.unlink(missing_ok=True)


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
