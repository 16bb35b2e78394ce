"""Printed sheet: a spreadsheet of papers printed as text, its columns run together.

Every row begins with a line that holds its number alone; then come company, title, date, address,
category and abstract, with line breaks between some of them and within some of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..identifiers import arxiv_id, doi, is_web_url
from ..records import Record, Refusal
from .blocks import within_limit
from .cleaning import clean
from .columns import begins_with, first_seam, learn_values
from .evidence import host_value, slug, slug_place
from .sheet_rows import Row, is_anchored, is_dated_address, is_header, part_rows, split_row
from .split_words import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

NAME = "printed sheet"
SHAPE = "rows that begin with a line of their number alone and hold a date or an address"

#: Forms cut a title at this length; such a title is kept, and said.
CUT_TITLE = 100

_ARXIV_ADDRESS = re.compile(
    r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})"
    r"(?:v[1-9]\d?)?(?:\.pdf)?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[a-z][a-z0-9+.-]*:(?://[^/\s]*)?", re.IGNORECASE)
_RUN_END = re.compile(r"\s|\[(?=[A-Za-z][\w -]{0,30}\])")
_SEAM = re.compile(r"(?<=[a-z0-9/_-])(?=[A-Z][a-z])")
_TAG = re.compile(r"\s*\[([A-Za-z][\w -]{0,30})\]\s*")
_NO_ABSTRACT = re.compile(
    r"(?:(?:no )?abstract(?: is)?(?: not)?(?: found| available| unavailable| missing)?"
    r"|n/?a|none|-+)[.\s]*",
    re.IGNORECASE,
)
#: How far an address may run before the category that is glued to it, and that with its next word.
_LONGEST_ADDRESS = 2000
_SHORT_ADDRESS = 200
_LONGEST_GLUE = 100


@dataclass(frozen=True, slots=True)
class _Learned:
    """What the whole document teaches about each of its rows."""

    publishers: frozenset[str]
    categories: frozenset[str]
    words: Mapping[str, int]


def recognises(text: str) -> float:
    r"""Return the number of rows: a number alone on its line, then a date and an address.

    Half a row is returned when some row has only one of the two.

    >>> recognises("7\nAnthropicMany-shot jailbreaking2-Apr-24https://anthropic.com/x")
    1
    >>> recognises("7\nmonkeys")
    0
    """
    _, rows, _ = part_rows(text)
    whole = sum(is_dated_address(row.text) for row in rows)
    return whole or (0.5 if any(is_anchored(row.text) for row in rows) else 0)


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
    above, numbered, empty = part_rows(text)
    blocks, refusals = within_limit([*above, *numbered], source)
    rows = []
    for block in blocks:
        if is_anchored(block.text):
            rows.append(split_row(block))
        elif not is_header(block.text):
            why = "the row has neither a date nor an address"
            cure = "give it a date such as 17-Jun-24 or an https:// address"
            refusals.append(Refusal(source, block.line, why, cure))
    spaced = sum(row.head.endswith(" ") for row in rows) * 2 > max(len(rows), 2)
    if spaced:
        rows = [split_row(row.block, spaced=True) for row in rows]
    categories = learn_values([_untagged(_part_address(row.rest, ())[1])[1] for row in rows])
    addresses = [_part_address(row.rest, categories) for row in rows]
    trusted = set(known_publishers)
    for row, (address, _) in zip(rows, addresses, strict=True):
        trusted |= {value} if (value := host_value(row.head, address)) else set()
        trusted |= {row.head[:at].strip()} if (at := slug_place(row.head, address)) else set()
    publishers = learn_values([row.head for row in rows], trusted)
    words = count_words("\n".join(block.text for block in blocks))
    learned = _Learned(publishers, categories, words)
    records = tuple(
        _record(row, source, address, learned) for row, address in zip(rows, addresses, strict=True)
    )
    notes = (f"{empty} empty row{'s' * (empty != 1)}",) if empty else ()
    return records, tuple(refusals), notes


def _part_address(rest: str, categories: Collection[str]) -> tuple[str, str]:
    """Part the address, which may be glued to a category, from what follows it."""
    domain = _DOMAIN.match(rest)
    if not domain:
        return "", rest
    line, _, below = rest.partition("\n")
    run = _RUN_END.split(line, maxsplit=1)[0]
    known = _ARXIV_ADDRESS.match(rest)
    end = len(run)
    places = range(domain.end(), min(len(run), _LONGEST_ADDRESS))
    glued = [at for at in places if begins_with(rest[at : at + _LONGEST_GLUE], categories)]
    if known:
        end = known.end()
    elif glued:
        end = glued[0]
    elif run != line and begins_with(below, categories):
        end = len(line)
    elif run != line and rest[end] != "[":
        seam = _SEAM.search(run, domain.end())
        # No seam: an address with a space in it, on a line of its own.
        end = seam.start() if seam else len(line) if below and len(line) <= _SHORT_ADDRESS else end
    return rest[:end].strip(), rest[end:].lstrip()


def _untagged(text: str) -> tuple[list[str], str]:
    """Take "[Duplicate]" and its like from before a category."""
    tags = []
    while tag := _TAG.match(text):
        tags.append(tag[1])
        text = text[tag.end() :]
    return tags, text


def _record(row: Row, source: str, address: tuple[str, str], learned: _Learned) -> Record:
    url, below = address
    repairs: list[str] = []
    head, issued = _title_and_day(row, url, repairs)
    publisher, raw_title = _part_publisher(head, row, url, learned.publishers, repairs)
    tags, below = _untagged(below)
    repairs += [f"'[{tag}]' stood before the category" for tag in tags]
    category, raw_abstract = _part_category(below, learned.categories, repairs)
    title, mends = clean(raw_title, learned.words)
    repairs += [f"title: {mend}" for mend in mends]
    if len(raw_title.strip()) == CUT_TITLE:
        repairs.append(f"the title has exactly {CUT_TITLE} characters and may be cut off")
    abstract, mends = clean(raw_abstract, learned.words)
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


def _title_and_day(row: Row, url: str, repairs: list[str]) -> tuple[str, date | None]:
    if row.date is None:
        repairs.append("the row has no date")
        return row.head, None
    text, cell = row.block.text, row.date
    readings: Sequence[tuple[int, date | None]] = cell.readings
    if len(readings) > 1:
        agreeing = [each for each in readings if _ends_like(text[: each[0]], slug(url))]
        readings = agreeing or readings
    end, day = readings[0]
    if day is None:
        repairs.append(f"'{text[cell.start : cell.end]}' is no day of the calendar")
    elif text[cell.start : end].strip():
        repairs.append(f"the title ends in a digit that was glued to the date {day.isoformat()}")
    return text[:end], day


def _ends_like(title: str, ending: str) -> bool:
    """Tell whether an address ends in the last two words of a title, or the title in all of it."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    return ending != "" and (
        ending.endswith("-".join(words[-2:])) or "-".join(words).endswith(ending)
    )


def _part_publisher(
    head: str, row: Row, url: str, publishers: Collection[str], repairs: list[str]
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
