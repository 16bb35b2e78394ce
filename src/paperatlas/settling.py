"""Settling: what all papers together say of the concepts, and what people decided about them.

Only the links that a decision may touch are held in memory; all others stay as they were found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from .decisions import apply_decisions, names_of
from .findings import concepts_in, content_of, gather, links_in
from .linking import Linker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .catalogue import Catalogue, Listed
    from .decisions import Decision
    from .ledger import Ledger
    from .linking import Affiliated, Link
    from .vocabulary import Concept, Vocabulary


@dataclass(frozen=True, slots=True)
class Settled:
    """The concepts of an atlas, and how its papers point at them.

    ``concepts`` maps id -> concept, those of the vocabulary and the candidates, sorted; ``best``
    maps id -> the score of its surest link. ``links`` maps paper id -> links, for the papers that a
    decision touches; ``publishers`` and ``subjects`` map a name in the metadata -> concept id,
    ``affiliations`` an affiliation that names labs -> their ids, each with the reason.
    ``notes`` tell of decisions that found nothing to decide.
    """

    concepts: Mapping[str, Concept]
    best: Mapping[str, float]
    links: Mapping[str, tuple[Link, ...]]
    publishers: Mapping[str, str]
    subjects: Mapping[str, str]
    affiliations: Mapping[str, tuple[Affiliated, ...]]
    notes: tuple[str, ...]

    def decided(self, listed: Listed) -> str:
        """Return the content of what decisions make of a paper's links; "" if they touch none."""
        return content_of(self.links[listed.id]) if listed.id in self.links else ""

    def linked(self, listed: Listed, ledger: Ledger) -> set[str]:
        """Return the ids of the concepts that a paper's text links to."""
        if listed.id in self.links:
            return {link.concept for link in self.links[listed.id]}
        return concepts_in(ledger.gist(listed.finding))

    def of_publishers(self, listed: Listed) -> tuple[str, ...]:
        """Return the ids of the labs that a paper's metadata name, or else those of its authors."""
        named = [self.publishers[name] for name in listed.publishers]
        named = named or [lab for lab, _ in self.of_affiliations(listed)]
        return tuple(dict.fromkeys(named))

    def of_subjects(self, listed: Listed) -> tuple[str, ...]:
        """Return the ids of the concepts under which a paper is filed."""
        return tuple(self.subjects[name] for name in listed.categories)

    def of_affiliations(self, listed: Listed) -> tuple[Affiliated, ...]:
        """Return the labs that a paper's authors are affiliated with, each with the reason."""
        if not listed.affiliations:
            return ()
        found = (self.affiliations.get(name, ()) for name in listed.affiliations)
        return tuple(dict.fromkeys(each for its in found for each in its))


def settle(
    ledger: Ledger, catalogue: Catalogue, vocabulary: Vocabulary, decisions: Sequence[Decision]
) -> Settled:
    """Count what was found in all papers, resolve their metadata, and carry decisions out."""
    linker = Linker(vocabulary)
    papers = catalogue.papers
    times = Counter(listed.finding for listed in papers)
    gists = (gist for key, gist in ledger.gists() for _ in range(times[key]))
    best = gather(gists, linker.candidates)
    by = Counter(chain.from_iterable(listed.publishers for listed in papers))
    under = Counter(chain.from_iterable(listed.categories for listed in papers))
    at = {name for listed in papers for name in listed.affiliations}
    publishers = {name: linker.publisher(name, count) for name, count in by.items()}
    subjects = {name: linker.subject(name, count) for name, count in under.items()}
    affiliations = {name: linker.affiliated(name) for name in at}
    concepts = linker.concepts()
    touched = _touched(decisions, concepts.values())
    told = ledger.gists() if touched else ()
    near = {key for key, gist in told if not touched.isdisjoint(concepts_in(gist))}
    before = {
        listed.id: links_in(ledger.finding(listed.finding), catalogue.paper(listed))
        for listed in papers
        if listed.finding in near
    }
    decided = apply_decisions(
        decisions, concepts, [n for its in before.values() for n in its if n.concept in touched]
    )
    for concept in touched:
        best.pop(concept, None)
    after: defaultdict[str, list[Link]] = defaultdict(list)
    for link in decided.links:
        after[link.mention.paper].append(link)
        best[link.concept] = max(link.score, best.get(link.concept, 0.0))
    return Settled(
        concepts=decided.concepts,
        best=best,
        links={
            paper: tuple(
                sorted(
                    [*(n for n in its if n.concept not in touched), *after[paper]],
                    key=lambda link: (link.mention, link.concept),
                )
            )
            for paper, its in before.items()
        },
        publishers={name: decided.moved.get(key, key) for name, key in publishers.items()},
        subjects={name: decided.moved.get(key, key) for name, key in subjects.items()},
        affiliations={
            name: tuple(
                (moved, reason)
                for lab, reason in labs
                if (moved := decided.moved.get(lab, lab)) in decided.concepts
            )
            for name, labs in affiliations.items()
            if labs
        },
        notes=tuple(decided.notes),
    )


def _touched(decisions: Sequence[Decision], concepts: Iterable[Concept]) -> frozenset[str]:
    """Return the ids of the concepts that a decision names: only their links can change."""
    names = {name.key for d in decisions for name in (d.name, d.into) if name}
    if not names:
        return frozenset()
    return frozenset(c.id for c in concepts if not names.isdisjoint(names_of(c)))
