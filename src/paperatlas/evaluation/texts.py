"""Texts: the titles and abstracts of gold papers that are annotated but not kept beside the gold.

They are read from JSON Lines (plain or gzip) with the fields ``id``, ``title`` and ``abstract``, as
arXiv's metadata snapshot has them; an arXiv identifier may stand with or without "arXiv:".
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..papers import Paper
from .gold import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .gold import GoldPaper

_ARXIV = "arXiv:"
_FIELDS = ("title", "abstract")


def with_texts(gold: Sequence[GoldPaper], path: Path) -> list[GoldPaper]:
    """Return the gold papers with title and abstract from ``path``, in the order of ``gold``.

    A paper that has a text keeps it. What is read is cleaned as a build cleans it. Raises
    ``InputError``, naming the file, for a paper whose text it does not hold and for lines that are
    no JSON objects.
    """
    wanted = {item.paper.id for item in gold if not item.paper.text}
    found: dict[str, Paper] = {}
    for row in _rows(path):
        key = str(row.get("id", ""))
        for name in {key, _ARXIV + key} & wanted:
            title, abstract = (cleaned(str(row.get(k) or "")) for k in _FIELDS)
            found[name] = Paper(id=name, title=title, abstract=abstract)
        if found.keys() == wanted:
            break
    if missing := sorted(wanted - found.keys()):
        what = f"{len(missing)} annotated papers are not there, the first {missing[0]}"
        cure = "give JSON Lines with id, title and abstract of every annotated paper"
        raise InputError(what, where=str(path), cure=cure)
    return [replace(item, paper=found.get(item.paper.id, item.paper)) for item in gold]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007  (named below)
                yield dict(json.loads(line))
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        where = f"{path}:{number}" if number else str(path)
        raise InputError(reason, where=where, cure="give one JSON object a line") from error
