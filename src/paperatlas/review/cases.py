"""Cases: the candidates that are most worth a decision, with what a person needs to decide.

A candidate is worth more the more papers name it, up to twice as much the less sure the links are,
and up to twice as much the more concepts stand beside it::

    worth = papers × (1 + 4 s (1 - s)) × (1 + beside / most beside)

where s is the mean score of its links; 4 s (1 - s) is 1 at s = 0.5 and 0 where nothing is in doubt.
To ask first about what is least sure is uncertainty sampling (Lewis & Gale, "A sequential algorithm
for training text classifiers", SIGIR 1994); to weigh that by how much else the answer touches is
information density (Settles & Craven, EMNLP 2008).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest
from statistics import fmean
from typing import TYPE_CHECKING

from ..spelling import normal_form
from ..store import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..linking import Link
    from ..vocabulary import Concept

QUOTES = 3
"""Sentences shown for a case."""

SUGGESTIONS = 5
"""Concepts suggested for a merge."""

_BESIDE = 5
# For guesses, which are marked as such: difflib's ratio, and the least length, since short names
# are alike by chance ("MLM", "MLLM").
_ALIKE, _LONG_ENOUGH = 0.85, 6


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a paper, and what in it is taken for the candidate."""

    paper: str
    exact: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that the candidate may be, and why; a ``guess`` rests on likeness alone."""

    concept: str
    label: str
    why: str
    guess: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate to be decided.

    ``papers`` and ``mentions`` count where it was found, ``score`` is the mean score of its links,
    ``beside`` holds the ids of the concepts that share most papers with it, the closest first.
    """

    concept: Concept
    worth: float
    papers: int
    mentions: int
    score: float
    beside: tuple[str, ...]
    quotes: tuple[Quote, ...]
    suggestions: tuple[Suggestion, ...]


def worth_deciding(
    links: Iterable[Link], concepts: Mapping[str, Concept], limit: int = 20
) -> tuple[Case, ...]:
    """Return the ``limit`` cases most worth a decision, the worthiest first, ties by id.

    ``links`` and ``concepts`` are those of a whole atlas, decisions so far carried out: what is
    curated, or has no link, is no case. The order of ``links`` makes no difference.
    """
    by_concept: defaultdict[str, list[Link]] = defaultdict(list)
    by_paper: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        by_concept[link.concept].append(link)
        by_paper[link.mention.paper].add(link.concept)
    open_ids = sorted(c for c in by_concept if c in concepts and not concepts[c].curated)
    papers = {c: {link.mention.paper for link in by_concept[c]} for c in open_ids}
    beside = {c: Counter(o for p in papers[c] for o in by_paper[p] if o != c) for c in open_ids}
    most = max((len(others) for others in beside.values()), default=0)
    worth = {}
    for concept in open_ids:
        # fmean rounds once, at its end, so that the order of links cannot show.
        score = fmean(link.score for link in by_concept[concept])
        doubt = 4 * score * (1 - score)
        worth[concept] = len(papers[concept]) * (1 + doubt) * (1 + _share(beside[concept], most))
    chosen = sorted(open_ids, key=lambda c: (-worth[c], c))[: max(limit, 0)]
    suggest = _Suggestions(concepts, by_concept)
    return tuple(
        Case(
            concept=concepts[c],
            worth=worth[c],
            papers=len(papers[c]),
            mentions=len(by_concept[c]),
            score=fmean(link.score for link in by_concept[c]),
            beside=tuple(sorted(beside[c], key=lambda o: (-beside[c][o], o))[:_BESIDE]),
            quotes=_quotes(by_concept[c]),
            suggestions=suggest.of(c),
        )
        for c in chosen
    )


def listing(cases: Iterable[Case]) -> Rows:
    """Return the cases as rows, for ``answers.render`` to write as a table, CSV or JSON.

    ``perhaps`` is the first concept suggested for a merge that is no guess.
    """
    columns = ("id", "label", "worth", "papers", "mentions", "score", "perhaps", "quote")
    rows = (
        (
            case.concept.id,
            case.concept.pref_label,
            round(case.worth, 2),
            case.papers,
            case.mentions,
            round(case.score, 2),
            next((one.concept for one in case.suggestions if not one.guess), None),
            case.quotes[0].sentence if case.quotes else None,
        )
        for case in cases
    )
    return Rows(columns, tuple(rows))


def _share(beside: Counter[str], most: int) -> float:
    return len(beside) / most if most else 0.0


def _quotes(links: Sequence[Link]) -> tuple[Quote, ...]:
    """Return different sentences, the surest first, of as many papers as can be."""
    in_order = sorted(links, key=lambda n: (-n.score, n.mention))
    by_sentence: dict[str, Quote] = {}
    for mention in (link.mention for link in in_order):
        quote = Quote(mention.paper, mention.text, mention.sentence)
        by_sentence.setdefault(mention.sentence, quote)
    turns: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in by_sentence.values():
        turns[quote.paper].append(quote)
    rounds = zip_longest(*turns.values())
    return tuple(quote for quotes in rounds for quote in quotes if quote is not None)[:QUOTES]


class _Suggestions:
    """Finds what a candidate may be another name of."""

    def __init__(
        self, concepts: Mapping[str, Concept], links: Mapping[str, Sequence[Link]]
    ) -> None:
        self._concepts, self._links = concepts, links
        self._by_form: defaultdict[str, set[str]] = defaultdict(set)
        self._by_long_form: defaultdict[str, set[str]] = defaultdict(set)
        for concept in concepts.values():
            for label in concept.labels:
                self._by_form[normal_form(label)].add(concept.id)
            for long_form in self._long_forms(concept.id):
                self._by_long_form[normal_form(long_form)].add(concept.id)

    def of(self, concept_id: str) -> tuple[Suggestion, ...]:
        """Return suggestions: a shared name first, then a shared long form, then mere likeness."""
        concept = self._concepts[concept_id]
        found: dict[str, tuple[str, bool]] = {}
        for label in concept.labels:
            form = normal_form(label)
            for other in sorted(self._by_form[form]):
                found.setdefault(other, (f"“{label}” is also a name of it", False))
            for other in sorted(self._by_long_form[form]):
                found.setdefault(other, (f"a paper abbreviates “{label}” as it", False))
        for long_form in self._long_forms(concept_id):
            for other in sorted(self._by_form[normal_form(long_form)]):
                found.setdefault(other, (f"a paper abbreviates “{long_form}” as this", False))
        for label in concept.labels:
            form = normal_form(label)
            if len(form) < _LONG_ENOUGH:
                continue
            for alike in get_close_matches(form, self._by_form, SUGGESTIONS, _ALIKE):
                for other in sorted(self._by_form[alike]):
                    found.setdefault(other, (f"looks like “{label}”", True))
        found.pop(concept_id, None)
        return tuple(
            Suggestion(other, self._concepts[other].pref_label, why, guess)
            for other, (why, guess) in list(found.items())[:SUGGESTIONS]
        )

    def _long_forms(self, concept_id: str) -> list[str]:
        links = self._links.get(concept_id, ())
        return sorted({link.mention.expansion for link in links if link.mention.expansion})
