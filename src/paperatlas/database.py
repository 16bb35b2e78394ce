"""Database: one SQLite file that one process has open, begun anew where it is of no use.

It is that where it is damaged, or of another format. SQLite keeps every step whole, whatever kills
the process, and a second process out.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from .errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_MAPPED = 1 << 40
"""Bytes that are read in place and not copied first: more than SQLite takes on, so all it can."""


@contextmanager
def opened(
    folder: Path | None, tables: str, format_: int, *, fresh: bool = False
) -> Iterator[sqlite3.Connection]:
    """Open the database in ``folder``, or one in memory for ``None``.

    ``tables`` are the statements that make an empty one, and ``format_`` their number; what one of
    another number, or a ``fresh`` one, held is forgotten.

    >>> with opened(None, "CREATE TABLE paper (id TEXT)", 1) as db:
    ...     db.execute("SELECT * FROM paper").fetchall()
    []

    Raises:
        OutputError: the folder cannot be written, the disk is full, or a build is at work.

    """
    with _told(folder):
        db = _connected(folder, tables, format_, fresh=fresh)
        try:
            yield db
        finally:
            db.close()


def _connected(
    folder: Path | None, tables: str, format_: int, *, fresh: bool
) -> sqlite3.Connection:
    if folder is None:
        return _begun(sqlite3.connect(":memory:"), tables, format_)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", "utf-8")
    file = folder / "ledger.sqlite"
    try:
        return _begun(sqlite3.connect(file, timeout=1.0), tables, format_, fresh=fresh)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # damaged
        for part in folder.glob("ledger.sqlite*"):
            part.unlink()
        return _begun(sqlite3.connect(file, timeout=1.0), tables, format_)


def _begun(
    db: sqlite3.Connection, tables: str, format_: int, *, fresh: bool = False
) -> sqlite3.Connection:
    """Return the connection with these tables in it, empty where they were of another format."""
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA mmap_size = {_MAPPED}")
        db.execute("BEGIN IMMEDIATE")
        (found,) = db.execute("PRAGMA user_version").fetchone()
        if found != format_ or fresh:
            rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in rows:
                db.execute(f'DROP TABLE "{name}"')
            for statement in tables.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {format_}")
        db.commit()
        if fresh:
            db.execute("VACUUM")
    except sqlite3.Error:
        db.close()
        raise
    return db


_AGAIN = "type the same command again: it goes on where it was"
_ELSEWHERE = "choose a folder on a disk of this machine with -o"
_AT_WORK = (
    "another build is at work in this folder",
    "wait for it, or choose another folder with -o",
)
_CURES = (  # the first that fits the beginning of SQLite's name for the error
    ("SQLITE_FULL", "the disk is full", f"make room and {_AGAIN}"),
    ("SQLITE_IOERR_LOCK", "it is read-only, or no file can be locked here", _ELSEWHERE),
    ("SQLITE_IOERR", "the disk is full, or fails", f"make room and {_AGAIN}, or choose another -o"),
    ("SQLITE_READONLY", "it is read-only", "choose another place with -o"),
    ("SQLITE_CANTOPEN", "the ledger cannot be opened", "choose another place with -o"),
    ("SQLITE_PROTOCOL", "no file can be locked here", _ELSEWHERE),
)


@contextmanager
def _told(folder: Path | None) -> Iterator[None]:
    """Say in our words what SQLite or the disk cannot do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        what, cure = next(
            ((what, cure) for code, what, cure in _CURES if name.startswith(code)),
            (str(error), f"make room, or choose another -o, and {_AGAIN}"),
        )
        if name.startswith("SQLITE_BUSY"):
            what, cure = _why_locked(folder)
        raise OutputError(what, where=str(folder), cure=cure) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(why, where=str(folder), cure="choose another place with -o") from error


def _why_locked(folder: Path | None) -> tuple[str, str]:
    """Tell another build from a file system that has no locks: SQLite says the same of both."""
    if sys.platform == "win32":
        return _AT_WORK
    import fcntl  # noqa: PLC0415  (it is not there on Windows)

    try:
        with TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        what = f"no file can be locked here ({error.strerror})"
        return what, _ELSEWHERE
    return _AT_WORK
