"""Catalogue: every paper of an atlas by id, and which records tell of it.

This is the index of identities, the one thing of a build that grows with the corpus in memory.
Texts stay in the ledger, and are fetched when they are needed.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from .findings import key_under, text_of
from .identity import abstract_key
from .intake import refused
from .marks import code_mark, mark_of
from .papers import entries_of, grown, outline_of, own_ids, paper_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .findings import Text
    from .intake import IntakeEntry
    from .ledger import Known, Ledger
    from .papers import Paper

_ID = attrgetter("id")
_MERGERS = ("papers", "identity", "identifiers", "likeness", "records")


class Listed(NamedTuple):
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
        known = list(self._ledger.known())
        trees = grown(
            [each.keys for each in known],
            lambda at: abstract_key(self._ledger.record(known[at].number)),
        )
        listed, entries = [], []
        for tree in trees:
            its = [known[at] for at in sorted(tree)]
            rows = tuple(each.number for each in its)
            paper = its[0].alone if len(its) == 1 else outline_of(self._of(rows))
            entries.append(tuple(entries_of(paper.name, tree, known.__getitem__)))
            key, mark = key_under(paper.text, finders), _mark_of(its)
            names = paper.publishers, paper.categories, paper.affiliations
            listed.append(Listed(paper.name, rows, key, mark, *names))
        ids = own_ids((each.id for each in listed), lambda at: self._merged(listed[at]))
        self.papers = tuple(
            sorted((_named(each, own) for each, own in zip(listed, ids, strict=True)), key=_ID)
        )
        told = (
            entry if entry.paper == own else entry._replace(paper=own)
            for its, own in zip(entries, ids, strict=True)
            for entry in its
        )
        self.intake = tuple(sorted((*told, *refused(self._ledger.refusals()))))

    def paper(self, listed: Listed) -> Paper:
        """Return the paper itself."""
        return replace(self._merged(listed), id=listed.id)

    def _merged(self, listed: Listed) -> Paper:
        return self._of(listed.records)

    def _of(self, numbers: Iterable[int]) -> Paper:
        return paper_of(map(self._ledger.record, numbers))

    def text(self, listed: Listed) -> Text:
        """Return what of a paper is searched."""
        return text_of(self._merged(listed))

    def unfound(self) -> dict[bytes, Listed]:
        """Return, by key, papers in whose text nothing was sought yet: one for each text."""
        by_key = {each.finding: each for each in self.papers}
        return {key: by_key[key] for key in self._ledger.unfound(by_key)}


def _mark_of(records: Iterable[Known]) -> bytes:
    """Return a mark of all that these records say of a paper, and of who merges them."""
    told = ((each.digest, each.source, each.line) for each in records)
    return mark_of(code_mark(*_MERGERS), *told)


def _named(listed: Listed, own: str) -> Listed:
    return listed if listed.id == own else listed._replace(id=own)
