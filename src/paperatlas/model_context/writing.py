"""Writing: a page of an answer, as text to read and as JSON, within limits."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..answers import shortened
from ..errors import QuestionError
from ..ontology import Iri
from .page import Page, Reply
from .quotation import NOTE, quoted, safe, shortened_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Value
    from .limits import Limits
    from .quotes import Quote

_NARROWEST = 10
_COPIES = {"quote", "sentence", "start", "end"}

_Cell = str | float | bool | None


def reply_of(page: Page, prefixes: Mapping[str, str], limits: Limits) -> Reply:
    """Write a page; one that is too large loses its last rows, and then the ends of its cells.

    Raises:
        QuestionError: not even one row, cut short, has room.

    """
    cell = limits.cell
    page = _without_copies(page)
    while cell >= _NARROWEST:
        reply = _Writing(page, prefixes, cell, limits.quotes).reply()
        size = max(len(reply.text), len(json.dumps(reply.data, ensure_ascii=False)))
        if size <= limits.size:
            return reply
        if len(page.rows) > 1:
            left = max(1, len(page.rows) * limits.size // size - 1)
            page = replace(page, rows=page.rows[:left], quotes=page.quotes[:left])
        else:
            cell //= 2
    cure = "ask for fewer columns"
    raise QuestionError("one row of the answer is too large", cure=cure)


def _without_copies(page: Page) -> Page:
    """Leave out the columns whose texts every row's quote gives anyway."""
    kept = [i for i, name in enumerate(page.columns) if name not in _COPIES]
    if not all(page.quotes) or not page.rows or not kept:
        return page
    rows = tuple(tuple(row[i] for i in kept) for row in page.rows)
    return replace(page, columns=tuple(page.columns[i] for i in kept), rows=rows)


class _Writing:
    """One page on its way to text and JSON: quotes get numbers, IRIs their short forms."""

    def __init__(self, page: Page, prefixes: Mapping[str, str], cell: int, most: int) -> None:
        self.page, self.prefixes, self.cell = page, prefixes, cell
        numbers: dict[Quote, int] = {}
        self.marks = []
        for quotes in page.quotes:
            shown = quotes[:most]
            self.marks.append([numbers.setdefault(quote, len(numbers) + 1) for quote in shown])
        self.quotes = tuple(numbers)
        self.more = [max(0, len(quotes) - most) for quotes in page.quotes]
        self.facts = {
            name: [shortened_to(value, cell) for value in values]
            for name, values in page.facts.items()
        }
        self.cells = [[self._plain(value) for value in row] for row in page.rows]

    def reply(self) -> Reply:
        return Reply(self._text(), self._data())

    def _plain(self, value: Value | None) -> _Cell:
        if isinstance(value, Iri):
            return self._short(value)
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, date) or (isinstance(value, float) and not math.isfinite(value)):
            return str(value)
        return self._words(value) if isinstance(value, str) else value

    def _short(self, iri: str) -> str:
        return shortened_to(safe(shortened(iri, self.prefixes)), self.cell)

    def _words(self, text: str) -> str:
        return shortened_to(safe(text), self.cell)

    def _data(self) -> dict[str, Any]:
        page = self.page
        end = page.offset + len(page.rows)
        data: dict[str, Any] = {"title": page.title, "note": NOTE}
        if self.facts:
            data["facts"] = self.facts
        rows = zip(self.cells, self.marks, self.more, strict=True)
        return data | {
            "total": page.total,
            "offset": page.offset,
            "next_offset": end if end < page.total else None,
            "columns": list(page.columns),
            "rows": [
                {
                    "cells": dict(zip(page.columns, cells, strict=True)),
                    "quotes": marks,
                    "more_quotes": more,
                }
                for cells, marks, more in rows
            ],
            "quotes": [
                {
                    "number": number,
                    "paper": self._short(quote.paper),
                    "concept": self._short(quote.concept),
                    "role": quote.role,
                    "words": self._words(quote.words),
                    "sentence": self._words(quote.sentence),
                    "start": quote.start,
                    "end": quote.end,
                    "source": self._words(quote.source),
                }
                for number, quote in enumerate(self.quotes, 1)
            ],
            "papers": {
                self._short(paper): {
                    "title": self._words(heading.title) or None,
                    "issued": safe(heading.issued) or None,
                    "link": self._words(heading.link) or None,
                }
                for paper in sorted({quote.paper for quote in self.quotes})
                if (heading := page.headings.get(paper))
            },
        }

    def _text(self) -> str:
        page = self.page
        end = page.offset + len(page.rows)
        if page.total:
            count = f"Rows {page.offset + 1}–{end} of {page.total}."
            if not page.rows:
                count = f"No row from {page.offset + 1} on; there are {page.total}."
        else:
            count = "No rows."
        more = (
            f" Ask again with offset {end} for the next." if page.rows and end < page.total else ""
        )
        blocks = [self._facts(), self._table(), self._quoted()]
        shown = "\n\n".join(block for block in blocks if block)
        head = f"{page.title}\n{count}{more}" if page.title else f"{count}{more}"
        return f"{head}\n{NOTE}\n{quoted(shown)}" if shown else head

    def _facts(self) -> str:
        return "\n".join(f"{name}: {'; '.join(values)}" for name, values in self.facts.items())

    def _table(self) -> str:
        """Write the rows as Markdown, with the numbers of their quotes."""
        if not self.cells:
            return ""
        head = [*map(safe, self.page.columns), *(["quotes"] if self.quotes else [])]
        lines = [head, ["---"] * len(head)]
        for cells, marks, more in zip(self.cells, self.marks, self.more, strict=True):
            numbers = " ".join(f"[{number}]" for number in marks)
            told = numbers + (f" and {more} more" if more else "")
            lines.append([*map(_cell, cells), *([told] if self.quotes else [])])
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _quoted(self) -> str:
        """Write the quotes under their papers, in the order of the rows."""
        lines: list[str] = []
        for paper in dict.fromkeys(quote.paper for quote in self.quotes):
            heading = self.page.headings.get(paper)
            parts = (heading.title, heading.issued, heading.link) if heading else ()
            told = ", ".join(self._words(part) for part in parts if part)
            lines.append(f"{self._short(paper)}: {told}" if told else self._short(paper))
            lines += [
                f"[{number}] {quote.role} {self._short(quote.concept)}: "
                f"“{self._words(quote.words)}”, characters {quote.start}–{quote.end}, "
                f"in “{self._words(quote.sentence)}”"
                for number, quote in enumerate(self.quotes, 1)
                if quote.paper == paper
            ]
        return "\n".join(lines)


def _cell(value: _Cell) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|")
