"""Paper: one work, merged from the records that tell of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .identifiers import canonical_url
from .identity import (
    CUT_LENGTHS,
    Keys,
    abstract_key,
    arxiv_of,
    doi_of,
    keys_of,
    ties,
    title_key,
)
from .intake import IntakeEntry, Status
from .likeness import words_of
from .marks import mark_of
from .records import digest, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from .records import Record

#: Longest id; a longer one is cut and ends in a hash of the whole.
LONGEST_ID = 100
_HASH = 8


@dataclass(frozen=True, slots=True)
class Paper:
    """One work and all that its records say of it.

    ``id`` is a local name of ``[A-Za-z0-9._-]``, after the paper's strongest key. Records that bear
    the paper's own arXiv id or DOI rank first, then by source and line: ``title`` is the first
    title in that rank which was not cut off, ``titles`` are the others; ``abstract`` is the first
    abstract; ``urls``, ``comments`` and ``titles`` keep the rank, ``publishers`` and ``categories``
    are sorted; ``issued`` is the earliest day, where the first of a month or year gives way to a
    day in it. ``authors`` are those of the first record in that rank that names any, in its order;
    ``affiliations`` are those of all, in the rank. What no record says is ``None``.
    """

    id: str
    title: str | None
    abstract: str | None
    titles: tuple[str, ...] = ()
    issued: date | None = None
    publishers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    comments: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    language: str | None = None
    records: tuple[Record, ...] = ()

    @property
    def text(self) -> str:
        """Title, blank line, abstract; or the one that exists; or nothing."""
        return "\n\n".join(filter(None, (self.title, self.abstract)))


def merge(records: Iterable[Record]) -> tuple[tuple[Paper, ...], tuple[IntakeEntry, ...]]:
    """Merge records into papers, sorted by id; return an intake entry for every record, sorted.

    The order of ``records`` changes nothing; a record that is given twice counts once. In each
    paper the record that is first by source and line stands, and the others are merged into it;
    the detail of a merged record names the record that it agrees with, and on what.

    >>> from .records import Record
    >>> a = Record("a.txt", 1, title="Constitutional AI", arxiv_id="2212.08073")
    >>> b = Record("b.txt", 7, abstract="AI Feedback.", urls=("https://arxiv.org/abs/2212.08073v1",))
    >>> papers, entries = merge([b, a, Record("c.txt", 1, title="Weak-to-strong generalization")])
    >>> [paper.id for paper in papers]
    ['arxiv-2212.08073', 'title-weak-to-strong-generalization']
    >>> entries[1].status, entries[1].detail
    ('merged', 'same arXiv id 2212.08073 as a.txt:1')
    """
    ordered = sorted(set(records), key=_rank)
    keys = [keys_of(record) for record in ordered]
    trees = list(grown(keys, lambda at: abstract_key(ordered[at])))
    papers = [paper_of([ordered[at] for at in tree]) for tree in trees]
    ids = own_ids(map(name_of, papers), lambda at: papers[at])
    entries = [
        entry
        for paper, tree in zip(ids, trees, strict=True)
        for entry in entries_of(paper, tree, ordered.__getitem__)
    ]
    named = (replace(paper, id=own) for paper, own in zip(papers, ids, strict=True))
    return tuple(sorted(named, key=lambda paper: paper.id)), tuple(sorted(entries))


def _rank(record: Record) -> tuple[str, int, bytes]:
    return record.source, record.line, digest(encode(record))


#: A paper's records: the place of each, with the place and the reason that tie it to the paper.
Tree = dict[int, tuple[int, str] | None]


def grown(keys: Sequence[Keys], abstract: Callable[[int], str]) -> Iterator[Tree]:
    """Part records, given by :func:`~.identity.ties`' arguments, into papers, each a tree of ties.

    Records are to be sorted by source, line and digest; so are the trees, by their first record.
    """
    near: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for tie in ties(keys, abstract):
        near[tie.first].append((tie.second, tie.reason))
        near[tie.second].append((tie.first, tie.reason))
    seen: set[int] = set()
    for root in range(len(keys)):
        if root in seen:
            continue
        tree: Tree = {root: None}
        waiting = [root]
        for at in waiting:
            for other, reason in near.get(at, ()):
                if other not in tree:
                    tree[other] = (at, reason)
                    waiting.append(other)
        seen.update(waiting[1:])
        yield tree


class Told(Protocol):
    """What intake tells of a record."""

    @property
    def source(self) -> str: ...  # noqa: D102  (as in Record)
    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def repairs(self) -> tuple[str, ...]: ...  # noqa: D102


def entries_of(paper: str, tree: Tree, record_at: Callable[[int], Told]) -> Iterator[IntakeEntry]:
    """Yield the intake entry of every record in a tree."""
    for at, tie in tree.items():
        record = record_at(at)
        told = list(record.repairs)
        if tie:
            other = record_at(tie[0])
            told.insert(0, f"{tie[1]} as {other.source}:{other.line}")
        status: Status = "merged" if tie else "repaired" if told else "read"
        yield IntakeEntry(record.source, record.line, status, paper, "; ".join(told))


def paper_of(records: Iterable[Record]) -> Paper:
    """Merge the records of one paper; it has no id yet."""
    records = tuple(records)
    if len(records) > 1:
        records = tuple(sorted(records, key=_rank))
    arxiv = next(filter(None, map(arxiv_of, records)), None)
    doi = next(filter(None, map(doi_of, records)), None)

    def rank(record: Record) -> tuple[bool, bool]:
        return (arxiv is None or arxiv_of(record) != arxiv, doi is None or doi_of(record) != doi)

    ranked = sorted(records, key=rank) if len(records) > 1 else records
    titles = list(dict.fromkeys(record.title for record in ranked if record.title))
    title = next((each for each in titles if not _is_cut(each, titles)), None)
    abstract = next((record.abstract for record in ranked if record.abstract), None)
    return Paper(
        id="",
        title=title,
        abstract=abstract,
        titles=tuple(each for each in titles if each != title),
        issued=_earliest({record.issued for record in records if record.issued}),
        publishers=tuple(sorted({record.publisher for record in records if record.publisher})),
        categories=tuple(
            sorted(
                {name for record in records for name in (record.category, *record.subjects) if name}
            )
        ),
        urls=tuple(dict.fromkeys(url for record in ranked for url in record.urls)),
        arxiv_id=arxiv,
        doi=doi,
        comments=tuple(dict.fromkeys(record.comment for record in ranked if record.comment)),
        authors=next((record.authors for record in ranked if record.authors), ()),
        affiliations=tuple(
            dict.fromkeys(name for record in ranked for name in record.affiliations)
        ),
        language=_language(ranked, abstract or title),
        records=records,
    )


class Outline(NamedTuple):
    """What a catalogue holds of a paper: :func:`name_of` it, :func:`text_mark`, and names in it."""

    name: str
    text: bytes
    publishers: tuple[str, ...]
    categories: tuple[str, ...]
    affiliations: tuple[str, ...]


def outline_of(paper: Paper) -> Outline:
    """Return what a catalogue holds of a paper."""
    text = text_mark(paper.title, paper.abstract, paper.language)
    return Outline(name_of(paper), text, paper.publishers, paper.categories, paper.affiliations)


def text_mark(title: str | None, abstract: str | None, language: str | None) -> bytes:
    """Return sixteen bytes that name a text.

    >>> text_mark("Deep Sets", None, None) == text_mark(None, "Deep Sets", None)
    False
    """
    return mark_of(title, abstract, language)


def _earliest(days: Collection[date]) -> date | None:
    """Return the earliest day; one that may stand for its month or year gives way to one in it.

    >>> from datetime import date
    >>> str(_earliest([date(2017, 1, 1), date(2017, 6, 12), date(2018, 2, 1)]))
    '2017-06-12'
    """
    first = min(days, default=None)
    if first is None or first.day != 1:
        return first
    year, month = (day for day in days if day.year == first.year), first.month
    within = {day for day in year if day != first and month in {1, day.month}}
    return _earliest(within) or first


def _language(records: Sequence[Record], text: str | None) -> str | None:
    """Return the language of the record that the text is from."""
    return next((r.language for r in records if text and text in (r.abstract, r.title)), None)


def _is_cut(title: str, titles: Sequence[str]) -> bool:
    longer = [other for other in titles if len(other) > len(title)]
    if not longer or len(title) not in CUT_LENGTHS:
        return False
    key = title_key(title)
    return any(title_key(other).startswith(key) for other in longer)


def own_ids(names: Iterable[str], paper_at: Callable[[int], Paper]) -> list[str]:
    """Return an id for every paper: its name, and where two have one name, with a hash of each.

    ``names`` are :func:`name_of` the papers; ``paper_at(i)`` gives the i-th where it is needed.
    """
    ids = list(names)
    spelt = [name.lower() for name in ids]
    times = Counter(spelt)
    return [
        name if times[lower] == 1 else f"{name}-{_digest(repr(paper_at(at)))}"
        for at, (name, lower) in enumerate(zip(ids, spelt, strict=True))
    ]


def name_of(paper: Paper) -> str:
    """Return the local name of a paper's strongest key."""
    return _local_name(*_strongest_key(paper))


def _strongest_key(paper: Paper) -> tuple[str, str]:
    if paper.arxiv_id:
        return "arxiv-", paper.arxiv_id
    if paper.doi:
        return "doi-", paper.doi
    address = next(filter(None, map(canonical_url, paper.urls)), None)
    if address:
        return "", address
    if paper.title:
        return "title-", title_key(paper.title) or paper.title
    if paper.abstract:
        return "abstract-", _digest(" ".join(words_of(paper.abstract)), 12)
    return "record-", _digest(repr(paper), 12)


def _local_name(kind: str, key: str) -> str:
    """Spell a key in ``[A-Za-z0-9._-]``; what is lost by that, or by its length, leaves a hash."""
    ascii_key = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9._]+", "-", ascii_key).strip("-.")
    lost = sum(sign.isalnum() and not sign.isascii() for sign in unicodedata.normalize("NFKD", key))
    if len(kind) + len(slug) <= LONGEST_ID and slug and not lost:
        return f"{kind}{slug}"
    room = LONGEST_ID - len(kind) - _HASH - 1
    return f"{kind}{slug[:room].rstrip('-.')}-{_digest(key)}".replace("--", "-")


def _digest(text: str, length: int = _HASH) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:length]
