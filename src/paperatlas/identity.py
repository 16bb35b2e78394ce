"""Identity: which records tell of one paper, and why.

Equal arXiv id, DOI, address or title, or nearly equal abstract, in this order, mean one paper. The
last three are weak: they never join records that are known by different arXiv ids or DOIs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from .identifiers import arxiv_id, canonical_url, doi
from .likeness import alike_pairs, sketch_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .records import Record

#: A shorter abstract ("See the paper.") tells nothing of a record that has a title or address.
SHORTEST_ABSTRACT = 8

#: Forms cut titles at 100 characters, of which the last may be a space: such a title may be but the
#: beginning of another record's title.
CUT_LENGTHS = frozenset({99, 100})

_LAST = "\U0010ffff"  # what begins with a title comes before the title with this at its end


#: The arXiv id and the DOI that a record is known by.
Known = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records of one paper, as places in the sequence that was given, and the reason."""

    first: int
    second: int
    reason: str


class Keys(NamedTuple):
    """All that tells whether two records are of one paper, but the abstract itself.

    ``addresses`` are canonical and no arXiv ids or DOIs; ``title`` is :func:`title_key`, ``cut``
    whether it may be but the beginning of one; ``abstract`` names the words of the abstract and
    ``sketch`` is their :func:`~.likeness.sketch_of`, both empty where they tell nothing.
    """

    arxiv: str | None
    doi: str | None
    addresses: tuple[str, ...]
    title: str
    cut: bool
    abstract: bytes
    sketch: bytes


def keys_of(record: Record) -> Keys:
    """Return what a record is known by.

    >>> from .records import Record
    >>> keys = keys_of(Record("a.txt", 1, title="Deep Sets", urls=("https://e.org/deep/",)))
    >>> keys.title, keys.addresses, keys.abstract
    ('deep sets', ('e.org/deep',), b'')
    """
    words = abstract_key(record)
    return Keys(
        arxiv=arxiv_of(record),
        doi=doi_of(record),
        addresses=tuple(filter(None, _addresses(record))),
        title=title_key(record.title or ""),
        cut=len(record.title or "") in CUT_LENGTHS,
        abstract=sha256(words.encode("utf-8", "replace")).digest()[:16] if words else b"",
        sketch=sketch_of(words),
    )


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
    letters = unicodedata.normalize("NFKD", title).casefold()
    if not letters.isascii():
        letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", letters)
    return " ".join(words) if len(words) > 1 or not "".join(words).isascii() else ""


def ties(keys: Sequence[Keys], abstract: Callable[[int], str]) -> list[Tie]:
    """Return ties that part records into papers: a forest, in which every tree is a paper.

    ``keys`` are those of the records, and ``abstract(i)`` gives :func:`abstract_key` of the i-th,
    which is asked for only where abstracts are compared. The result depends on the order of the
    records only through the places it names; sort them.
    """
    known = [(each.arxiv, each.doi) for each in keys]
    every = range(len(keys))
    forest = _Forest(known)
    forest.join(
        _equal(every, [each.arxiv for each in keys], known, "same arXiv id {}"), strong=True
    )
    forest.join(_equal(every, [each.doi for each in keys], known, "same DOI {}"), strong=True)
    addressed = [at for at, each in enumerate(keys) for _ in each.addresses]
    addresses = [address for each in keys for address in each.addresses]
    forest.join(_equal(addressed, addresses, known, "same address {}"))
    forest.join(_equal(every, [each.title for each in keys], known, "same title"))
    forest.join(_cut_titles(keys))
    forest.join(_alike_abstracts(keys, known, abstract))
    return forest.ties


class _Forest:
    """Records joined into papers: union by ties, refused where known identifiers differ."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.ties: list[Tie] = []
        self._parent: dict[int, int] = {}
        self._known = known
        self._joined: dict[int, tuple[set[str], ...]] = {}

    def join(self, found: Iterable[Tie], *, strong: bool = False) -> None:
        for tie in found:
            first, second = sorted((self._root(tie.first), self._root(tie.second)))
            both = list(zip(self._names(first), self._names(second), strict=True))
            differ = any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in both)
            if first == second or (differ and not strong):
                continue
            self._parent[second] = first
            self._joined[first] = tuple(mine | theirs for mine, theirs in both)
            self.ties.append(tie)

    def _root(self, at: int) -> int:
        while (parent := self._parent.get(at, at)) != at:
            self._parent[at] = self._parent.get(parent, parent)
            at = self._parent[at]
        return at

    def _names(self, root: int) -> tuple[set[str], ...]:
        """Return the arXiv ids, and the DOIs, that the records of a tree are known by."""
        alone = self._known[root]
        return self._joined.get(root) or tuple({name} if name else set() for name in alone)


def _equal(
    places: Sequence[int],
    names: Sequence[str | bytes | None],
    known: Sequence[Known],
    reason: str,
) -> Iterator[Tie]:
    """Tie records that share a name; of many that are known alike, each to the first one only.

    ``places`` are those of the records that have the names.
    """
    shared = {name for name, times in Counter(names).items() if name and times > 1}
    seen: defaultdict[str | bytes, dict[Known, int]] = defaultdict(dict)
    for at, name in zip(places, names, strict=True):
        if name not in shared:
            continue
        before = seen[name]
        others = [before[known[at]]] if known[at] in before else list(before.values())
        yield from (Tie(other, at, reason.format(name)) for other in others if other != at)
        before.setdefault(known[at], at)


def _addresses(record: Record) -> list[str | None]:
    """Return the record's addresses, less those that are arXiv ids or DOIs and so known already."""
    return [canonical_url(url) for url in record.urls if not (arxiv_id(url) or doi(url))]


def _cut_titles(keys: Sequence[Keys]) -> Iterator[Tie]:
    cut = [(at, each) for at, each in enumerate(keys) if each.title and each.cut]
    shortest = min((len(each.title) for _, each in cut), default=math.inf)
    whole = sorted((each.title, at) for at, each in enumerate(keys) if len(each.title) > shortest)
    for at, each in cut:
        begin, end = ((each.title, -1), (each.title + _LAST, -1))
        for title, other in whole[bisect_left(whole, begin) : bisect_left(whole, end)]:
            if title != each.title:
                yield Tie(at, other, "same title, cut off in one,")


def _alike_abstracts(
    keys: Sequence[Keys], known: Sequence[Known], abstract: Callable[[int], str]
) -> Iterator[Tie]:
    """Tie equal abstracts, then those alike by :data:`~.likeness.THRESHOLD`, the likest first."""
    yield from _equal(range(len(keys)), [each.abstract for each in keys], known, "same abstract")
    texts: dict[bytes, int] = {}
    for at, each in enumerate(keys):
        if each.abstract:
            texts.setdefault(each.abstract, at)
    firsts = list(texts.values())
    pairs = alike_pairs([keys[at].sketch for at in firsts], lambda i: abstract(firsts[i]))
    found = sorted((-alike, firsts[i], firsts[j]) for i, j, alike in pairs)
    among = {keys[at].abstract for _, *both in found for at in both}
    places: defaultdict[bytes, dict[Known, int]] = defaultdict(dict)
    for at, each in enumerate(keys):
        if each.abstract in among:
            places[each.abstract].setdefault(known[at], at)
    for likeness, i, j in found:
        for first in places[keys[i].abstract].values():
            for second in places[keys[j].abstract].values():
                yield Tie(first, second, f"abstract {math.floor(-100 * likeness)} % alike")


def abstract_key(record: Record) -> str:
    """Return the words of the abstract, or "" where they are too few to tell of a named record."""
    words = words_of(record.abstract or "")
    named = record.title or record.urls or record.arxiv_id or record.doi
    return "" if named and len(words) < SHORTEST_ABSTRACT else " ".join(words)
