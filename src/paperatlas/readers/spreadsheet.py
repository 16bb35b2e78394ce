"""Spreadsheet: the sheets of an Excel workbook, read row by row with openpyxl."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from ..records import Refusal
from .table import read_rows
from .unpacking import HARMLESS, MOST_SWELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..records import Entry

NAME = "spreadsheet"
SHAPE = "Excel workbooks (.xlsx)"
BINARY = True

_CURE = "pip install 'paperatlas[tables]', or save it as CSV"


def recognises(head: bytes) -> float:
    r"""Return 1 for a zip archive with the parts of a workbook.

    >>> recognises(b"PK\x03\x04...xl/workbook.xml"), recognises(b"PK\x03\x04...a.json")
    (1.0, 0.0)
    """
    inside = b"[Content_Types].xml" in head or b"xl/" in head or b"docProps/" in head
    return 1.0 if head.startswith(b"PK\x03\x04") and inside else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every row; its line is the number of the row.

    A second sheet has a name of its own: "papers.xlsx/Sheet2".
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  (an extra)
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  (it is slow to import, or an extra)
    except ImportError:
        yield Refusal(source, 1, "reading a workbook takes the package openpyxl", _CURE)
        return
    with TemporaryFile() as seekable:
        if not document.seekable():
            shutil.copyfileobj(document, seekable)
            seekable.seek(0)
            document = seekable
        try:
            swelling = _swelling(document)
            if swelling:
                yield Refusal(source, 1, swelling, "save it anew, or as CSV")
                return
            book = load_workbook(document, read_only=True, data_only=True)
            for number, sheet in enumerate(book.worksheets):
                name = f"{source}/{sheet.title}" if number else source
                rows = enumerate(sheet.iter_rows(values_only=True), start=1)
                filled = ((at, [_cell(value) for value in row]) for at, row in rows)
                yield from _sheet(filled, name, mapping, alone=len(book.worksheets) == 1)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
            why = f"the workbook cannot be read: {error}"
            yield Refusal(source, 1, why, "save it anew, or as CSV")


def _sheet(
    rows: Iterable[tuple[int, list[str]]], name: str, mapping: Mapping[str, str], *, alone: bool
) -> Iterator[Entry | Refusal]:
    """Read a sheet; one beside others that holds nothing is passed over."""
    first = next(((at, row) for at, row in rows if any(row)), None)
    if first is not None:
        yield from read_rows(_chained(first, rows), name, mapping)
    elif alone:
        yield Refusal(name, 1, "the sheet is empty", "leave it out or fill it")


def _chained(
    first: tuple[int, list[str]], rows: Iterable[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _swelling(document: BinaryIO) -> str:
    with zipfile.ZipFile(document) as archive:
        infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    document.seek(0)
    if unpacked > max(HARMLESS, MOST_SWELLING * packed):
        return f"the workbook swells to {unpacked >> 20:,} MB, and is not read"
    return ""


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
