"""Identity: which records tell of one paper, and why.

Equal arXiv id, DOI, address or title, or nearly equal abstract, in this order, mean one paper. The
last three are weak: they never join records that are known by different arXiv ids or DOIs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .identifiers import arxiv_id, canonical_url, doi
from .likeness import alike_pairs, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .records import Record

#: A shorter abstract ("See the paper.") tells nothing of a record that has a title or address.
SHORTEST_ABSTRACT = 8

#: Forms cut titles at 100 characters, of which the last may be a space: such a title may be but the
#: beginning of another record's title.
CUT_LENGTHS = frozenset({99, 100})


#: The arXiv id and the DOI that a record is known by.
Known = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records of one paper, as places in the sequence that was given, and the reason."""

    first: int
    second: int
    reason: str


def arxiv_of(record: Record) -> str | None:
    """Return the record's arXiv id: its own, or that of the first of its addresses with one."""
    named = (record.arxiv_id, record.doi, *record.urls)
    return next((found for name in named if name and (found := arxiv_id(name))), None)


def doi_of(record: Record) -> str | None:
    """Return the record's DOI (no arXiv DOI): its own, or that of the first address with one."""
    named = (record.doi, *record.urls)
    return next((found for name in named if name and (found := doi(name))), None)


def title_key(title: str) -> str:
    """Return what of a title names a paper: its letters and digits in lower case, by words.

    A title of one word ("Introduction") names none.

    >>> title_key("Scaling — and Evaluating: Sparse AUTOENCODERS")
    'scaling and evaluating sparse autoencoders'
    >>> title_key("Introduction")
    ''
    """
    folded = unicodedata.normalize("NFKD", title).casefold()
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", letters)
    return " ".join(words) if len(words) > 1 or not "".join(words).isascii() else ""


def ties(records: Sequence[Record]) -> list[Tie]:
    """Return ties that part ``records`` into papers: a forest, in which every tree is a paper.

    The result depends on the order of ``records`` only through the places it names; sort them.
    """
    known = [(arxiv_of(record), doi_of(record)) for record in records]
    titles = [title_key(record.title or "") for record in records]
    forest = _Forest(known)
    forest.join(_equal([[arxiv] for arxiv, _ in known], known, "same arXiv id {}"), strong=True)
    forest.join(_equal([[doi] for _, doi in known], known, "same DOI {}"), strong=True)
    forest.join(_equal([_addresses(record) for record in records], known, "same address {}"))
    forest.join(_equal([[title] for title in titles], known, "same title"))
    forest.join(_cut_titles(records, titles))
    forest.join(_alike_abstracts(records, known))
    return forest.ties


class _Forest:
    """Records joined into papers: union by ties, refused where known identifiers differ."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.ties: list[Tie] = []
        self._parent = list(range(len(known)))
        self._known = [tuple({name} - {None} for name in names) for names in known]

    def join(self, found: Iterable[Tie], *, strong: bool = False) -> None:
        for tie in found:
            first, second = sorted((self._root(tie.first), self._root(tie.second)))
            both = list(zip(self._known[first], self._known[second], strict=True))
            differ = any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in both)
            if first == second or (differ and not strong):
                continue
            self._parent[second] = first
            self._known[first] = tuple(mine | theirs for mine, theirs in both)
            self.ties.append(tie)

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at


def _equal(
    keys: Sequence[Iterable[str | None]], known: Sequence[Known], reason: str
) -> Iterator[Tie]:
    """Tie records that share a key; of many that are known alike, each to the first one only."""
    seen: defaultdict[str, dict[Known, int]] = defaultdict(dict)
    for at, names in enumerate(keys):
        for name in filter(None, names):
            before = seen[name]
            others = [before[known[at]]] if known[at] in before else list(before.values())
            yield from (Tie(other, at, reason.format(name)) for other in others if other != at)
            before.setdefault(known[at], at)


def _addresses(record: Record) -> list[str | None]:
    """Return the record's addresses, less those that are arXiv ids or DOIs and so known already."""
    return [canonical_url(url) for url in record.urls if not (arxiv_id(url) or doi(url))]


def _cut_titles(records: Sequence[Record], titles: Sequence[str]) -> Iterator[Tie]:
    whole = sorted((title, at) for at, title in enumerate(titles) if title)
    for at, record in enumerate(records):
        if not titles[at] or len(record.title or "") not in CUT_LENGTHS:
            continue
        for title, other in whole[bisect_left(whole, (titles[at], -1)) :]:
            if not title.startswith(titles[at]):
                break
            if title != titles[at]:
                yield Tie(at, other, "same title, cut off in one,")


def _alike_abstracts(records: Sequence[Record], known: Sequence[Known]) -> Iterator[Tie]:
    """Tie equal abstracts, then those alike by :data:`~.likeness.THRESHOLD`, the likest first."""
    keys = [_abstract_key(record) for record in records]
    yield from _equal([[key] for key in keys], known, "same abstract")
    places: defaultdict[str, dict[Known, int]] = defaultdict(dict)
    for at, key in enumerate(keys):
        places[key].setdefault(known[at], at)
    texts = [key for key in places if key]
    for likeness, i, j in sorted((-alike, i, j) for i, j, alike in alike_pairs(texts)):
        for first in places[texts[i]].values():
            for second in places[texts[j]].values():
                yield Tie(first, second, f"abstract {math.floor(-100 * likeness)} % alike")


def _abstract_key(record: Record) -> str:
    """Return the words of the abstract, or "" where they are too few to tell of a named record."""
    words = words_of(record.abstract or "")
    named = record.title or record.urls or record.arxiv_id or record.doi
    return "" if named and len(words) < SHORTEST_ABSTRACT else " ".join(words)
