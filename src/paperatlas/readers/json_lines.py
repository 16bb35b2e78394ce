"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ..records import Entry, Refusal
from .json_entries import is_around, record_in
from .lines import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Record

NAME = "JSON Lines"
SHAPE = "JSON Lines"
BINARY = False

_LOOKED_AT = 20


def recognises(head: bytes) -> float:
    r"""Return the share of the first lines that are objects.

    >>> recognises(b'{"title": "a"}\n{"title": "b"}\n'), recognises(b'[\n{"title": "a"}\n]')
    (1.0, 0.0)
    """
    if not head.lstrip().startswith(b"{"):
        return 0.0
    whole = head[: head.rfind(b"\n") + 1] or head
    found = [_object(line) for line in whole.split(b"\n") if line.strip()][:_LOOKED_AT]
    if any(map(is_around, found)):
        return 0.0
    return sum(isinstance(each, dict) for each in found) / len(found)


def _object(line: bytes) -> object:
    try:
        return json.loads(line) if line.strip().startswith(b"{") else None
    except (ValueError, RecursionError):
        return None


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every line that is not blank."""
    for each in lines(document, source):
        if isinstance(each, Refusal):
            yield each
        elif each[1].strip():
            number, line = each
            yield Entry(source, number, line, partial(_record, line, mapping))


def _record(line: str, mapping: Mapping[str, str], source: str, number: int) -> Record | Refusal:
    try:
        value = json.loads(line)
    except ValueError as error:
        why = f"the line is no JSON: {str(error).partition(':')[0]}"
        return Refusal(source, number, why, "mend or remove it")
    except RecursionError:
        return Refusal(source, number, "the line is nested too deeply", "mend or remove it")
    return record_in(value, mapping, source, number)
