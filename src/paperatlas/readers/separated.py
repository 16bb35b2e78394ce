"""Separated values: a table in text, its cells between commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, BinaryIO

from ..records import Refusal
from .blocks import LONGEST_RECORD
from .fields import known
from .lines import lines
from .table import header_in, nameless, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Entry
    from .table import Row

NAME = "separated values"
SHAPE = "CSV or TSV with named columns"
BINARY = False

_SEPARATORS = (",", "\t", ";", "|")
_ENDINGS = (".csv", ".tsv")
_TOP = 20
_CERTAIN = 2
_QUOTED = re.compile(rb'(?:^|\t)"(?:[^"]|"")*"(?:\t|\r?$)', re.MULTILINE)


def recognises(head: bytes) -> float:
    r"""Return a certainty from how many column names are those of a field.

    >>> recognises(b"Title,Year\nDeep Sets,2017\n"), recognises(b"Deep Sets,2017\n")
    (0.8, 0.0)
    """
    top = _top(head)
    _, row = _best(top)
    return 0.0 if row is None else 0.8 if known(row) >= _CERTAIN else 0.3


def is_named_by(mapping: Mapping[str, str], head: bytes) -> bool:
    r"""Tell whether the columns of a table are known by a mapping, if not by their names.

    >>> is_named_by({"title": "Titel"}, b"Titel,Jahr\nDeep Sets,2017\n"), is_named_by({}, b"a,b\n")
    (True, False)
    """
    return bool(mapping) and _best(_top(head), mapping)[1] is not None


def unnamed(source: str, head: bytes) -> Refusal | None:
    r"""Return the refusal of what is a table by the name of its file, and has no known column.

    >>> unnamed("a.csv", b"Titel;Jahr\nDeep Sets;2017\n").cure
    'tell which of its columns (Titel, Jahr) is which, as in --map title=Titel'
    >>> unnamed("a.txt", b"Titel;Jahr\nDeep Sets;2017\n")
    """
    if not source.lower().endswith(_ENDINGS) or b"\0" in head or not head.strip():
        return None
    rows = [next(csv.reader(_top(head), delimiter=separator), []) for separator in _SEPARATORS]
    return nameless(source, [name.strip() for name in max(rows, key=len)])


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every row, at the line on which it begins."""
    head = document.peek(1 << 16)[: 1 << 16] if hasattr(document, "peek") else b""
    separator, _ = _best(_top(head), mapping)
    # Tables between tabs mostly have no quotes around cells, and bare ones in them.
    bare = separator == "\t" and not _QUOTED.search(head)
    rows = _rows(document, source, separator, bare=bare)
    yield from read_rows(rows, source, mapping)


def _rows(
    document: BinaryIO, source: str, separator: str, *, bare: bool
) -> Iterator[Row | Refusal]:
    refused: list[Refusal] = []
    begun = [1]

    def texts() -> Iterator[str]:
        for each in lines(document, source):
            if isinstance(each, Refusal):
                refused.append(each)
            else:
                begun.append(each[0])
                yield each[1].replace("\x00", "") + "\n"

    # The limit on a cell is the module's, not the reader's: so is the value that it had before.
    usual = csv.field_size_limit(LONGEST_RECORD)
    try:
        rows = csv.reader(
            texts(), delimiter=separator, quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
        )
        while True:
            begun.clear()
            try:
                cells = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                yield from refused
                refused.clear()
                why = f"the row cannot be read: {error}"
                yield Refusal(source, begun[0] if begun else 1, why, "see whether a quote is open")
                continue
            yield from refused
            refused.clear()
            yield begun[0], [cell.strip() for cell in cells]
        yield from refused
    finally:
        csv.field_size_limit(usual)


def _top(head: bytes) -> list[str]:
    whole = head[: head.rfind(b"\n") + 1] or head
    return whole.decode("utf-8-sig", "replace").splitlines()[:_TOP]


def _best(top: list[str], mapping: Mapping[str, str] | None = None) -> tuple[str, list[str] | None]:
    """Return the separator under which a row names most columns, and that row."""
    found: list[tuple[int, str, list[str]]] = []
    for separator in _SEPARATORS:
        rows = [row for row in csv.reader(top, delimiter=separator) if len(row) > 1]
        at = header_in(rows, mapping)
        if at is not None:
            names = [name.strip() for name in rows[at]]
            found.append(
                (known(names) + len({*(mapping or {}).values()} & {*names}), separator, names)
            )
    if not found:
        return ",", None
    _, separator, row = max(found, key=lambda each: each[0])
    return separator, row
