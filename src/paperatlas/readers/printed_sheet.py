"""Printed sheet: a spreadsheet of papers printed as text, its columns run together.

Every row begins with a line that holds its number alone; then come company, title, date, address,
category and abstract, with line breaks between some of them and within some of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..identifiers import arxiv_id, doi, is_web_url
from ..records import Record, Refusal
from .blocks import Block, within_limit
from .cleaning import clean, count_words
from .columns import begins_with, first_seam, learn_values
from .dates import DateCell, find_date
from .evidence import host_value, slug, slug_place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

NAME = "printed sheet"
SHAPE = "rows that begin with a line of their number alone and hold a date or an address"

#: Spreadsheets cut a title that came through a form at this length; such a title is kept, and said.
CUT_TITLE = 100

_NUMBER = re.compile(r"[ \t]*\d{1,7}[ \t]*")
_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
_ARXIV_ADDRESS = re.compile(
    r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})"
    r"(?:v[1-9]\d?)?(?:\.pdf)?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[a-z][a-z0-9+.-]*:(?://[^/\s]*)?", re.IGNORECASE)
_SEAM = re.compile(r"(?<=[a-z0-9/_-])(?=[A-Z][a-z])")
_TAG = re.compile(r"\s*\[([A-Za-z][\w -]{0,30})\]\s*")
_NO_ABSTRACT = re.compile(
    r"(?:(?:no )?abstract(?: is)?(?: not)?(?: found| available| unavailable| missing)?|n/?a|none|-+)"
    r"[.\s]*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s*\Z")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: How far into a row its date or address may stand.
_HEAD = 1500


@dataclass(frozen=True, slots=True)
class _Row:
    block: Block
    head: str  # company and title
    date: DateCell | None
    rest: str  # address, category and abstract


def recognises(text: str) -> bool:
    r"""Tell whether some line holds a number alone and a row with a date or an address follows.

    >>> recognises("7\nAnthropicMany-shot jailbreaking2-Apr-24https://anthropic.com/x")
    True
    >>> recognises("7\nmonkeys")
    False
    """
    _, rows, _ = _rows(text)
    return any(_anchored(row.text) for row in rows)


def read(
    text: str, source: str, known_publishers: Collection[str] = ()
) -> tuple[tuple[Record, ...], tuple[Refusal, ...], tuple[str, ...]]:
    r"""Return the records in their order, what was refused, and notes on empty rows.

    ``known_publishers`` help where the sheet itself does not show which company a row begins with.

    >>> sheet = "4\nOpenAIGames17-Jul-24https://openai.com/index/games/\nHonest AIWe study it.\n5\n"
    >>> record = read(sheet, "sheet.txt", ["OpenAI"])[0][0]
    >>> record.line, record.publisher, record.title, str(record.issued), record.category
    (2, 'OpenAI', 'Games', '2024-07-17', 'Honest AI')
    """
    above, numbered, empty = _rows(text)
    blocks, refusals = within_limit([*above, *numbered], source)
    rows = []
    for block in blocks:
        if _anchored(block.text):
            rows.append(_split(block))
        elif not _is_header(block.text):
            why = "the row has neither a date nor an address"
            cure = "give it a date such as 17-Jun-24 or an https:// address"
            refusals.append(Refusal(source, block.line, why, cure))
    spaced = sum(row.head.endswith(" ") for row in rows) * 2 > max(len(rows), 2)
    if spaced:
        rows = [_split(row.block, spaced=True) for row in rows]
    categories = learn_values([_untagged(_part_address(row.rest, ())[1])[1] for row in rows])
    addresses = [_part_address(row.rest, categories) for row in rows]
    trusted = set(known_publishers)
    for row, (address, _) in zip(rows, addresses, strict=True):
        trusted |= {value} if (value := host_value(row.head, address)) else set()
        trusted |= {row.head[:at].strip()} if (at := slug_place(row.head, address)) else set()
    publishers = learn_values([row.head for row in rows], trusted)
    words = count_words("\n".join(block.text for block in blocks))
    records = tuple(
        _record(row, source, address, categories, publishers, words)
        for row, address in zip(rows, addresses, strict=True)
    )
    notes = (f"{empty} empty row{'s' * (empty != 1)}",) if empty else ()
    return records, tuple(refusals), notes


def _rows(text: str) -> tuple[list[Block], list[Block], int]:
    """Part what stands above the first row number, the rows, and the number of empty rows.

    A number that an abstract wraps onto a line of its own begins no row: what follows it has no
    date and no address, and what stands before it ends in mid-sentence.
    """
    above: list[Block] = []
    rows: list[Block] = []
    empty, start, lines, number = 0, 1, list[str](), ""

    def close() -> None:
        nonlocal empty
        body = "\n".join(lines)
        if not body.strip():
            empty += bool(number)
            return
        first = next(at for at, line in enumerate(lines) if line.strip())
        open_end = bool(rows) and not _SENTENCE_END.search(rows[-1].text[-20:])
        if open_end and _anchored(rows[-1].text) and not _anchored(body):
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text}\n{number}\n{body.rstrip()}")
        else:
            (rows if number else above).append(Block(start + first, body.strip()))

    for at, line in enumerate(text.split("\n"), start=1):
        if _NUMBER.fullmatch(line):
            close()
            start, lines, number = at + 1, [], line.strip()
        else:
            lines.append(line)
    close()
    return above, rows, empty


def _anchored(text: str) -> bool:
    head = text[:_HEAD]
    return _ADDRESS.search(head) is not None or find_date(head) is not None


def _is_header(text: str) -> bool:
    letters = re.sub(r"\s", "", text)
    named = all(name in letters.lower() for name in ("title", "abstract"))
    return _LETTERS.startswith(letters[:26]) or (named and len(letters) < 200)  # noqa: PLR2004  (a header is a few words)


def _split(block: Block, *, spaced: bool = False) -> _Row:
    """Part a row into what stands before its date, the date, and what stands behind it."""
    cell = find_date(block.text[:_HEAD] + "\n", spaced=spaced)
    address = _ADDRESS.search(block.text)
    if cell and not (address and address.start() < cell.start):
        return _Row(block, block.text[: cell.start], cell, block.text[cell.end :].lstrip())
    at = address.start() if address else 0
    return _Row(block, block.text[:at], None, block.text[at:])


def _part_address(rest: str, categories: Collection[str]) -> tuple[str, str]:
    """Part the address, which may be glued to a category, from what follows it."""
    if not _DOMAIN.match(rest):
        return "", rest
    line, _, below = rest.partition("\n")
    run = re.match(r"[^\s\[]*", rest)[0]  # type: ignore[index]  # the pattern matches anything
    known = _ARXIV_ADDRESS.match(rest)
    domain = _DOMAIN.match(rest)
    end = len(run)
    glued = [at for at in range(domain.end(), len(run)) if begins_with(rest[at:], categories)]  # type: ignore[union-attr]  # matched above
    if known:
        end = known.end()
    elif glued:
        end = glued[0]
    elif run != line and begins_with(below, categories):
        end = len(line)
    elif run != line and rest[end : end + 1] != "[" and (seam := _SEAM.search(run, domain.end())):  # type: ignore[union-attr]  # matched above
        end = seam.start()
    return rest[:end].strip(), rest[end:].lstrip()


def _untagged(text: str) -> tuple[list[str], str]:
    """Take "[Duplicate]" and its like from before a category."""
    tags = []
    while tag := _TAG.match(text):
        tags.append(tag[1])
        text = text[tag.end() :]
    return tags, text


def _record(  # noqa: PLR0913  (what the document taught, and the row)
    row: _Row,
    source: str,
    address: tuple[str, str],
    categories: Collection[str],
    publishers: Collection[str],
    words: Mapping[str, int],
) -> Record:
    url, below = address
    repairs: list[str] = []
    head, issued = _title_and_day(row, url, repairs)
    publisher, raw_title = _part_publisher(head, row, url, publishers, repairs)
    tags, below = _untagged(below)
    repairs += [f"'[{tag}]' stood before the category" for tag in tags]
    category, raw_abstract = _part_category(below, categories, repairs)
    title, mends = clean(raw_title, words)
    repairs += [f"title: {mend}" for mend in mends]
    if len(raw_title.strip()) == CUT_TITLE:
        repairs.append(f"the title has exactly {CUT_TITLE} characters and may be cut off")
    abstract, mends = clean(raw_abstract, words)
    repairs += [f"abstract: {mend}" for mend in mends]
    if _NO_ABSTRACT.fullmatch(abstract):
        if abstract:
            repairs.append(f"'{abstract}' is no abstract")
        abstract = ""
    urls: tuple[str, ...] = (url,) if is_web_url(url) else ()
    comment = None
    if url and not urls:
        comment = clean(url)[0] or None
        repairs.append("the address is not an http(s) one and became a comment")
    return Record(
        source,
        row.block.line,
        title=title or None,
        abstract=abstract or None,
        publisher=publisher,
        issued=issued,
        urls=urls,
        arxiv_id=arxiv_id(url),
        doi=doi(url) if urls else None,
        category=category,
        comment=comment,
        repairs=tuple(repairs),
    )


def _title_and_day(row: _Row, url: str, repairs: list[str]) -> tuple[str, date | None]:
    if row.date is None:
        repairs.append("the row has no date")
        return row.head, None
    text, cell = row.block.text, row.date
    readings: Sequence[tuple[int, date | None]] = cell.readings
    if len(readings) > 1:
        ending = slug(url)
        agreeing = [
            reading
            for reading in readings
            if ending and (last := _last_words(text[: reading[0]])) and ending.endswith(last)
        ]
        readings = agreeing or readings
    end, day = readings[0]
    if day is None:
        repairs.append(f"'{text[cell.start : cell.end]}' is no day of the calendar")
    elif text[cell.start : end].strip():
        repairs.append(f"the title ends in a digit that was glued to the date {day.isoformat()}")
    return text[:end], day


def _last_words(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[-2:])


def _part_publisher(
    head: str, row: _Row, url: str, publishers: Collection[str], repairs: list[str]
) -> tuple[str | None, str]:
    value = begins_with(head, publishers)
    if value is None:
        inner = {word for word in re.findall(r"\w+", row.rest) if not word[1:].islower()}
        at = slug_place(head, url) or first_seam(head, inner)
        value = head[:at] if at else None
    if value is None:
        repairs.append("company and title could not be told apart: all of it is the title")
        return None, head
    return clean(value)[0] or None, head[len(value) :]


def _part_category(
    text: str, categories: Collection[str], repairs: list[str]
) -> tuple[str | None, str]:
    value = begins_with(text, categories)
    if value is None and (at := first_seam(text)):
        value = text[:at]
    if value is None:
        if text.strip():
            repairs.append("category and abstract could not be told apart: all of it is abstract")
        return None, text
    return clean(value)[0] or None, text[len(value) :]
