"""Catalogue: every paper of an atlas by id, and which records tell of it.

This is the index of identities, the one thing of a build that grows with the corpus in memory.
Texts stay in the ledger, and are fetched when they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .findings import key_of, text_of
from .identity import abstract_key
from .intake import refused
from .marks import mark_of
from .papers import entries_of, grown, name_of, own_ids, paper_of

if TYPE_CHECKING:
    from .findings import Text
    from .intake import IntakeEntry
    from .ledger import Ledger
    from .papers import Paper


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper of the catalogue.

    ``records`` are numbers in the ledger, ``finding`` is the key of what is found in its text,
    ``mark`` marks all that its records say; ``publishers``, ``categories`` and ``affiliations`` are
    as in `Paper`.
    """

    id: str
    records: tuple[int, ...]
    finding: bytes
    mark: bytes
    publishers: tuple[str, ...]
    categories: tuple[str, ...]
    affiliations: tuple[str, ...] = ()


class Catalogue:
    """The papers that the records of a ledger tell of, sorted by id, and the intake report.

    >>> from .ledger import Ledger
    >>> from .records import Record
    >>> with Ledger.open(None) as ledger:
    ...     _ = list(ledger.take_in("a.txt", b"", [Record("a.txt", 1, title="Deep Sets")]))
    ...     catalogue = Catalogue(ledger, b"mark")
    ...     [listed.id for listed in catalogue.papers], catalogue.paper(catalogue.papers[0]).title
    (['title-deep-sets'], 'Deep Sets')
    """

    def __init__(self, ledger: Ledger, finders: bytes) -> None:
        """Part the records into papers; ``finders`` is the mark of those who find."""
        self._ledger = ledger
        self.papers: tuple[Listed, ...] = ()
        self.intake: tuple[IntakeEntry, ...] = ()
        self._list(finders)

    def _list(self, finders: bytes) -> None:
        numbers, keys = [], []
        for number, its_keys in self._ledger.known():
            numbers.append(number)
            keys.append(its_keys)
        trees = grown(keys, lambda at: abstract_key(self._ledger.record(numbers[at])))
        del keys
        listed, entries = [], []
        for tree in trees:
            records = {at: self._ledger.record(numbers[at]) for at in tree}
            paper = paper_of(records.values())
            name = name_of(paper)
            entries.append(tuple(entries_of(name, tree, records.__getitem__)))
            key = key_of(text_of(paper), finders)
            rows = tuple(numbers[at] for at in tree)
            names = paper.publishers, paper.categories, paper.affiliations
            listed.append(Listed(name, rows, key, mark_of(repr(paper)), *names))
        ids = own_ids((each.id for each in listed), lambda at: self._merged(listed[at]))
        self.papers = tuple(
            sorted((_named(each, own) for each, own in zip(listed, ids, strict=True)), key=_id)
        )
        told = (
            entry if entry.paper == own else replace(entry, paper=own)
            for its, own in zip(entries, ids, strict=True)
            for entry in its
        )
        self.intake = tuple(sorted((*told, *refused(self._ledger.refusals()))))

    def paper(self, listed: Listed) -> Paper:
        """Return the paper itself."""
        return replace(self._merged(listed), id=listed.id)

    def _merged(self, listed: Listed) -> Paper:
        return paper_of(map(self._ledger.record, listed.records))

    def text(self, listed: Listed) -> Text:
        """Return what of a paper is searched."""
        return text_of(self._merged(listed))

    def unfound(self) -> dict[bytes, Listed]:
        """Return, by key, papers in whose text nothing was sought yet: one for each text."""
        by_key = {each.finding: each for each in self.papers}
        return {key: by_key[key] for key in self._ledger.unfound(by_key)}


def _named(listed: Listed, own: str) -> Listed:
    return listed if listed.id == own else replace(listed, id=own)


def _id(listed: Listed) -> str:
    return listed.id
