"""JSON Lines: one object a line."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from ..records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def entries(path: Path, source: str) -> Iterator[Record | Refusal]:
    """Yield records and refusals, line by line."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        for at, line in enumerate(lines, start=1):
            try:
                said = json.loads(line)
            except ValueError as error:
                yield Refusal(source, at, f"the line is no JSON: {error}", "mend or remove it")
                continue
            number = said.get("id", "")
            yield Record(
                source,
                at,
                title=said.get("title"),
                abstract=said.get("abstract"),
                urls=tuple(filter(None, [said.get("url")])),
                arxiv_id=number.removeprefix("arXiv:") or None,
            )
