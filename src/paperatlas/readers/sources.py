"""Sources: the documents that the given paths name, each with a name of its own."""

from __future__ import annotations

import glob
import os
import re
import shutil
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The path that means standard input, and the name of the document that comes from there.
STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "standard-input"

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def sources(paths: Iterable[str | Path]) -> list[tuple[str, Path]]:
    """Return (name, path) of every document that ``paths`` name, in their order, each once.

    Folders give the files below them, sorted, without hidden ones; a pattern (``papers/**/*.bib``)
    that is no file gives what fits it. An empty folder and a path that is not there are returned
    too, for reading them says what is wrong. A name is the file's own,
    with as many folders before it as keep it distinct, and never a whole path.

    >>> sources(["-"])
    [('standard-input', PosixPath('-'))]
    """
    found: dict[str, Path] = {}
    for path in paths:
        for document in (each for fits in _fitting(str(path)) for each in _documents(fits)):
            found.setdefault(_key(document), document)
    return list(zip(_names(list(found)), found.values(), strict=True))


def _key(document: Path) -> str:
    """Return what is one for all paths of a document; a pipe has no name but its path."""
    if str(document) == STANDARD_INPUT:
        return STANDARD_INPUT
    return str(document.absolute()) if document.is_fifo() else os.path.realpath(document)


@contextmanager
def on_disk(path: Path) -> Iterator[Path]:
    """Give the path of a file that can be read twice: what a pipe brings is kept for that long."""
    standard = str(path) == STANDARD_INPUT
    if not (standard or path.is_fifo() or path.is_char_device()):
        yield path
        return
    with TemporaryDirectory(prefix="paperatlas-") as folder, ExitStack() as opened:
        source = sys.stdin.buffer if standard else opened.enter_context(path.open("rb"))
        kept = Path(folder, STANDARD_INPUT_NAME)
        with kept.open("wb") as file:
            shutil.copyfileobj(source, file)
        yield kept


def size_of(path: Path) -> int:
    """Return how many bytes a file has; 0 where that cannot be told.

    >>> size_of(Path("/nowhere"))
    0
    """
    try:
        return path.stat().st_size
    except OSError:
        return 0


def printable(name: str) -> str:
    r"""Return a name in which nothing can steer a terminal.

    >>> printable("a\x1b[31m.txt")
    'a_[31m.txt'
    """
    return _UNPRINTABLE.sub("_", name)


def _fitting(path: str) -> list[Path]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [Path(path)]
    return [Path(each) for each in sorted(glob.glob(path, recursive=True))] or [Path(path)]  # noqa: PTH207  (Path.glob takes no absolute pattern)


def _documents(path: Path) -> Iterator[Path]:
    if not path.is_dir() or str(path) == STANDARD_INPUT:
        yield path
        return
    inside: list[Path] = []
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside += [Path(folder, name) for name in files if not name.startswith(".")]
    yield from sorted(file for file in inside if file.is_file())
    if not any(file.is_file() for file in inside):
        yield path


def _names(keys: list[str]) -> list[str]:
    """Lengthen every name that is not its own by one folder more, until all are distinct."""
    parts = [_parts(key) for key in keys]
    depths = [1] * len(keys)
    while True:
        names = ["/".join(part[-depth:]) for part, depth in zip(parts, depths, strict=True)]
        times = Counter(names)
        longer = [
            depth + (times[name] > 1 and depth < len(part))
            for name, depth, part in zip(names, depths, parts, strict=True)
        ]
        if longer == depths:
            break
        depths = longer
    seen: Counter[str] = Counter()
    for at, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[at] = f"{name}~{seen[name]}"
    return names


def _parts(key: str) -> list[str]:
    if key == STANDARD_INPUT:
        return [STANDARD_INPUT_NAME]
    return [printable(part) for part in Path(key).parts[1:]] or ["_"]
