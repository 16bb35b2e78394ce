"""arXiv listing: abstracts of which each is closed by its ``arXiv:`` id, glued to the next one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..identifiers import ARXIV_ID, arxiv_id, is_web_url
from ..records import Record, Refusal
from .blocks import Block, within_limit
from .cleaning import clean
from .split_words import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

NAME = "arXiv listing"
SHAPE = "abstracts each closed by a line that begins 'arXiv:' and an id"

# An id closes a record where a line begins with it and the next record, or nothing, follows;
# "(arXiv:1706.03762)" and "arXiv:1706.03762, who" are citations. A version takes two digits unless
# the second is that of "2D" or "3D".
_NEXT = r"(?=[ \t]*(?:\[[\w. ,;-]+\][ \t]*)?(?:\n|\Z|[A-Z0-9\"'“‘`\\$\u00c0-\u00de]))"
_CLOSE = re.compile(
    rf"^[ \t]*arXiv:[ \t]*({ARXIV_ID})(?:v[1-9](?=\dD\b)|v[1-9]\d?)?{_NEXT}"
    rf"(?:[ \t]*\[[\w. ,;-]+\])?",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*\Z")
_COMMENT = re.compile(
    r"\b\d+(?:\+\d+)*\s*(?:pages?|pp|figures?|tables?)\b"
    r"|\b(?:accepted|to appear|published|appear(?:s|ed)?|presented|submitted|available"
    r"|supersede[sd]|under review|camera[- ]ready|preprint|v\d+:|proceedings|workshop"
    r"|arxiv admin)\b|https?://",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?:We|Our|This|These|In|The|It|To|However|Finally|Moreover)\s")
_LONGEST_COMMENT = 400
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def recognises(text: str) -> float:
    r"""Return the number of lines that begin with an arXiv id which closes a record.

    >>> recognises("We study it.\narXiv:2212.08073In some networks")
    1
    >>> recognises("We study it, as did\narXiv:1706.03762, at length.")
    0
    """
    return sum(1 for _ in _CLOSE.finditer(text))


def read(
    text: str, source: str, known_publishers: Collection[str] = ()
) -> tuple[tuple[Record, ...], tuple[Refusal, ...], tuple[str, ...]]:
    r"""Return the records in their order, what was refused, and notes (none in this format).

    >>> records, _, _ = read("One.\n9 pages\narXiv:2212.080732D models.", "x")
    >>> [(r.line, r.arxiv_id, r.abstract, r.comment) for r in records]
    [(1, '2212.08073', 'One.', '9 pages'), (3, None, '2D models.', None)]
    """
    del known_publishers  # this format names none
    parts = list(_parts(text))
    readable, refusals = within_limit((block for block, _ in parts), source)
    words = count_words("\n".join(block.text for block in readable))
    ids = dict(parts)
    records = []
    for block in readable:
        identifier = ids[block]
        body, comment = _part_comment(block.text)
        abstract, repairs = clean(body, words)
        note, _ = clean(comment)
        mends = [f"abstract: {repair}" for repair in repairs]
        if not abstract:
            mends.append("no abstract stands before the id")
        if identifier is None:
            mends.append("no arXiv id closes this last record")
        records.append(
            Record(
                source,
                block.line,
                abstract=abstract or None,
                arxiv_id=identifier,
                urls=_urls(note),
                comment=note or None,
                repairs=tuple(mends),
            )
        )
    return tuple(records), tuple(refusals), ()


def _parts(text: str) -> Iterator[tuple[Block, str | None]]:
    start, line = 0, 1
    for close in _CLOSE.finditer(text):
        yield _block(text[start : close.start()], line), arxiv_id(close[1])
        line += text.count("\n", start, close.end())
        start = close.end()
    if text[start:].strip():
        yield _block(text[start:], line), None


def _block(raw: str, line: int) -> Block:
    """Begin a block at its first line that is not blank."""
    text = raw.lstrip()
    return Block(line + raw[: len(raw) - len(text)].count("\n"), text.rstrip())


def _part_comment(text: str) -> tuple[str, str]:
    """Part the abstract from the lines below it that tell of the paper's pages and places."""
    body, comment = text, ""
    tail = max(0, len(text) - _LONGEST_COMMENT)
    for end in re.finditer(r"\n", text[tail:]):
        first = tail + end.end()
        below = text[first:].strip()
        if (
            _SENTENCE_END.search(text[max(0, first - _LONGEST_COMMENT) : first])
            and _COMMENT.search(below.partition("\n")[0])
            and not _PROSE.match(below)
        ):
            body, comment = text[:first], below
            break
    return body, comment


def _urls(comment: str) -> tuple[str, ...]:
    found = (url.rstrip(".,;:)]'") for url in _URL.findall(comment))
    return tuple(dict.fromkeys(url for url in found if is_web_url(url)))
