"""Dates that a printed table glues to the title before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
_WRITTEN = rf"(?P<digits>\d+)[-/. ](?P<month>{_MONTH})\.?[-/., ](?P<year>(?:19|20)\d\d|\d\d)(?!\d)"
_DATE = rf"(?:{_ISO}|{_WRITTEN})"
_BEFORE_ADDRESS = re.compile(rf"{_DATE}(?=\s*[a-z][a-z0-9+.-]{{1,20}}:\S)", re.IGNORECASE)
_ALONE = re.compile(rf"{_DATE}(?=\s)", re.IGNORECASE)

#: Two-digit years: 69 to 99 are of the last century, as POSIX strptime has it.
_PIVOT = 69
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date as it stands in ``text[start:end]``: ``readings`` are the (title end, day) it allows.

    Several readings mean that the title may end in a digit; the likelier comes first. No reading
    with a day means that the calendar has no such day.
    """

    start: int
    end: int
    readings: tuple[tuple[int, date | None], ...]


def find_date(text: str, *, spaced: bool = False) -> DateCell | None:
    """Find the date that an address follows, or else the first one at the end of a word.

    Days are read with two digits and with one; a day that the calendar lacks, and a title that
    would end in a space or hyphen, are put aside. ``spaced`` says that in this table a space parts
    title and date.

    >>> text = "Extracting Concepts from GPT-46-Jun-24https://openai.com/index"
    >>> [(text[:end], str(day)) for end, day in find_date(text).readings]
    [('Extracting Concepts from GPT-4', '2024-06-06')]
    >>> text = "Circuits Updates — May 202324-May-23https://anthropic.com"
    >>> [(text[:end][-5:], str(day)) for end, day in find_date(text).readings]
    [(' 2023', '2023-05-24'), ('20232', '2023-05-04')]
    >>> find_date("In 2024 we met.") is None
    True
    """
    found = _BEFORE_ADDRESS.search(text) or _ALONE.search(text)
    if not found:
        return None
    start = found.start()
    if found["iso"]:
        return DateCell(start, found.end(), ((start, _iso(found["iso"])),))
    digits = found["digits"]
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    year = int(found["year"])
    if len(found["year"]) == len("24"):
        year += 1900 if year >= _PIVOT else 2000
    alone = start == 0 or text[start - 1] == "\n" or (spaced and text[start - 1] == " ")
    # Behind a letter, "31" is a day even where the month has none: titles rarely end in "title3".
    lettered = start > 0 and text[start - 1].isalpha() and int(digits) <= _LONGEST_MONTH
    whole = len(digits) > 1 and (alone or (lettered and _day(year, month, int(digits)) is None))
    readings: list[tuple[int, date | None]] = []
    for width in (2, 1):
        cut = start + len(digits) - width
        if cut < start or (width == 1 and whole):
            continue
        day = _day(year, month, int(digits[-width:]))
        dangling = cut > 0 and not alone and text[cut - 1] in " -–—\u00a0"
        if day and not (dangling and len(digits) > 1):
            readings.append((cut, day))
    if not readings:
        readings = [(start, None)]
    return DateCell(start, found.end(), tuple(readings))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    return _day(*(int(part) for part in text.split("-")))


_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NAMED = re.compile(rf"(?<![A-Za-z])({'|'.join(_MONTHS)})[a-z]*", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_NUMBERED = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_BASIC = re.compile(r"\s*((?:1[89]|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)\s*")  # ISO 8601 without hyphens
_LAST_MONTH = 12


def stated_day(text: str) -> date | None:
    """Return the day that ``text`` states, the first of its month or year where it states no more.

    >>> [str(stated_day(text)) for text in ("2017-06-12T17:57:34Z", "Mon, 2 Apr 2007 19:18:42 GMT")]
    ['2017-06-12', '2007-04-02']
    >>> [str(stated_day(text)) for text in ("June 2017", "2017 Jun-Jul", "2017", "13/6/2017")]
    ['2017-06-01', '2017-06-01', '2017-01-01', '2017-06-13']
    >>> str(stated_day("20170612"))
    '2017-06-12'
    >>> stated_day("in press") is None
    True
    """
    numbered = _BASIC.fullmatch(text) or _NUMBERED.search(text)
    if numbered and _YEAR.fullmatch(numbered[1]):
        year, month, day = (int(part or 1) for part in numbered.groups())
        return _day(year, month, day) or _day(year, month, 1) or _day(year, 1, 1)
    found = _YEAR.search(text)
    if not found:
        return None
    year, rest = int(found[1]), f"{text[: found.start()]} {text[found.end() :]}"
    named, days = _NAMED.search(rest), [int(day) for day in _DAY.findall(rest)]
    if named:
        month = _MONTHS.index(named[1][:3].lower()) + 1
        return _day(year, month, days[0] if days else 1) or _day(year, month, 1)
    if len(days) == 2 and max(days) > _LAST_MONTH:  # noqa: PLR2004  (which of two is the month)
        return _day(year, min(days), max(days)) or _day(year, 1, 1)
    return _day(year, 1, 1)
