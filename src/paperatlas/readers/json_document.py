"""JSON document: a list of objects, an object with such a list inside, or objects in a row."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ..records import Entry, Refusal
from .json_entries import record_in
from .json_text import JsonError, JsonText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "JSON"
SHAPE = "JSON (CSL-JSON, OpenAlex, Semantic Scholar, Crossref, arXiv, or the usual field names)"
BINARY = False

_BEGINNING = re.compile(rb"\s*(?:\[\s*(?:\{|\]|\Z)|\{\s*(?:\"|\}|\Z))")


def recognises(head: bytes) -> float:
    """Return a half for what begins as a list of objects or an object, less than lines of them.

    >>> recognises(b'[{"title": "a"}]'), recognises(b"[1] Vaswani et al.")
    (0.5, 0.0)
    """
    return 0.5 if _BEGINNING.match(head) else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield every entry; where the text is no JSON, the last refusal."""
    try:
        for line, value in JsonText(document).entries():
            yield Entry(source, line, repr(value), partial(record_in, value, mapping))
    except JsonError as error:
        cure = "mend it there; what follows was not read"
        yield Refusal(source, error.line, str(error), cure)
