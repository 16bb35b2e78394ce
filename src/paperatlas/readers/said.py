"""Said: what an entry says in its own words, and the record that is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..identifiers import arxiv_id, doi, is_web_url
from ..records import Entry, Record, Refusal
from .arxiv_categories import subject_of
from .blocks import LONGEST_RECORD
from .cleaning import clean
from .dates import stated_day
from .language import language_of, tag_of
from .split_words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

#: Characters that a title may have: the longest of arXiv have fewer than 500, and what is longer is
#: an abstract, or a whole file, in the wrong place.
LONGEST_TITLE = 2_000
LONGEST_NAME = 2_000

_NOTHING = re.compile(
    r"(?:no )?(?:abstract|title|summary)(?: is)?(?: not)?(?: found| available| provided)?[.]?"
    r"|\[?n/?a\]?|none|null|nan|untitled|[-–—.?]+",
    re.IGNORECASE,
)
_ARXIV_MONTH = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_AT_LINE_END = re.compile(r"([^\W\d_]+)-[ \t]*\n\s*([^\W\d_]+)")
_LATEX = re.compile(r"[\\~`]")
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|inc|ltd|llc|gmbh)\.?", re.IGNORECASE)
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says, in its own words.

    ``names`` are whatever may name the paper: arXiv ids, DOIs and web addresses, and numbers that
    are none of these; ``date`` is the day, month or year of publication, however written;
    ``authors`` are "Given Family" or "Family, Given"; ``subjects`` may be arXiv's codes.
    """

    title: str | None = None
    abstract: str | None = None
    authors: Sequence[str] = ()
    affiliations: Sequence[str] = ()
    date: str | None = None
    names: Sequence[str] = ()
    publisher: str | None = None
    subjects: Sequence[str] = ()
    comment: str | None = None
    language: str | None = None


def entry_of(said: Said, source: str, line: int) -> Entry:
    """Return an entry that says this.

    >>> entry_of(Said("Deep Sets"), "a.bib", 7).read() == record_of(Said("Deep Sets"), "a.bib", 7)
    True
    """
    return Entry(source, line, repr(said), partial(record_of, said))


def record_of(said: Said, source: str, line: int) -> Record | Refusal:
    r"""Return the record of an entry, or the refusal of one that says nothing, or says too much.

    >>> said = Said("Deep \\emph{Sets}", authors=["Zaheer, Manzil"], names=["arXiv:1703.06114v3"])
    >>> record = record_of(said, "a.bib", 7)
    >>> record.title, record.authors, record.arxiv_id, record.repairs
    ('Deep Sets', ('Manzil Zaheer',), '1703.06114', ('title: LaTeX became plain text',))
    >>> record_of(Said(authors=["Anon"]), "a.bib", 9).why
    'the entry has neither a title nor an abstract'
    """
    size = len(said.title or "") + len(said.abstract or "")
    for what, length, most in (
        ("title", len(said.title or ""), LONGEST_TITLE),
        ("record", size, LONGEST_RECORD),
    ):
        if length > most:
            why = f"the {what} has {length:,} characters, more than the {most:,} that one may have"
            return Refusal(source, line, why, "see whether texts ran together")
    title, title_repairs = _text(said.title, "title")
    abstract, abstract_repairs = _text(said.abstract, "abstract")
    if not (title or abstract):
        why = "the entry has neither a title nor an abstract"
        return Refusal(source, line, why, "give it one, or leave it out")
    names = [name.strip() for name in said.names if name]
    arxiv = next(filter(None, map(arxiv_id, names)), None)
    return Record(
        source,
        line,
        title=title,
        abstract=abstract,
        publisher=_one_line(said.publisher) or None,
        issued=_day(said.date, arxiv),
        urls=tuple(dict.fromkeys(filter(is_web_url, names))),
        arxiv_id=arxiv,
        doi=next(filter(None, map(doi, names)), None),
        comment=_one_line(said.comment) or None,
        repairs=(*title_repairs, *abstract_repairs),
        authors=_each_once(map(_name, said.authors)),
        affiliations=_each_once(map(_one_line, said.affiliations)),
        subjects=_each_once(subject_of(_one_line(each)) or "" for each in said.subjects),
        language=_language(said, title, abstract),
    )


def _text(text: str | None, field: str) -> tuple[str | None, tuple[str, ...]]:
    if not text or _NOTHING.fullmatch(text.strip()):
        return None, ()
    if "\n" in text:
        text = _unwrapped(text)
    cleaned, repairs = clean(" ".join(text.split()))
    return cleaned or None, tuple(f"{field}: {repair}" for repair in repairs)


def _unwrapped(text: str) -> str:
    """Join what lines were wrapped at a hyphen, which stays unless the text has the word without.

    Where a format wraps its lines, a break tells nothing, and people, who type hyphens only in
    compounds, have typed the text.
    """
    words = count_words(text)

    def joined(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if whole.lower() in words else f"{found[1]}-{found[2]}"

    return _AT_LINE_END.sub(joined, text)


def _one_line(text: str | None) -> str:
    """Clean what is no text of the paper; what is longer than any such is left out."""
    if not text or len(text) > LONGEST_NAME:
        return ""
    return text if _PLAIN.fullmatch(text) and not _LATEX.search(text) else clean(text)[0]


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _name(author: str) -> str:
    """Turn "Family, Given" and "Family, Jr, Given" around; names of groups stay."""
    name = _one_line(author)
    family, *rest = (part.strip() for part in name.split(","))
    match rest:
        case [given] if given and not _SUFFIX.fullmatch(given):
            return f"{given} {family}"
        case [suffix, given] if _SUFFIX.fullmatch(suffix):
            return f"{given} {family} {suffix}"
        case _:
            return name


def _day(stated: str | None, arxiv: str | None) -> date | None:
    """Return the day; of a year alone that is also that of an arXiv id, the id tells the month."""
    day = stated_day(stated[:LONGEST_NAME]) if stated else None
    month = _ARXIV_MONTH.fullmatch(arxiv) if arxiv else None
    if day and month and stated and stated.strip() == f"20{month[1]}":
        return day.replace(month=int(month[2]))
    return day


def _language(said: Said, title: str | None, abstract: str | None) -> str | None:
    found = language_of(abstract or title or "") or tag_of(said.language or "")
    return None if found == _ENGLISH else found
