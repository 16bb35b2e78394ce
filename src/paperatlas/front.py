"""Front: the part of an atlas that its page shows.

Unsure candidates are in the graph alone. Of a large atlas, the page has the papers that say most
about what many papers name; ``paperatlas show`` makes a page of any others.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

from .graph import with_ancestors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .catalogue import Catalogue, Listed
    from .ledger import Ledger
    from .rendering import Told
    from .settling import Settled
    from .vocabulary import Concept

MOST_PAPERS = 1_000
"""Papers on the page that a build makes; a page of more is slower to read than to open."""

SHOWN_FROM = 0.6
"""The confidence from which a candidate is on a page; below it is in the graph alone."""

_WELL_KNOWN = 400


@dataclass(frozen=True, slots=True)
class Front:
    """What a page shows: papers by id, their concepts and all broader ones, and its title.

    The papers may have links to concepts that are not shown; these pass unseen.
    """

    papers: tuple[Told, ...]
    concepts: tuple[Concept, ...]
    title: str


def front_of(
    catalogue: Catalogue,
    ledger: Ledger,
    settled: Settled,
    told: Callable[[Listed], Told],
    times: Mapping[str, int],
) -> Front:
    """Return what the page shows of an atlas whose papers are in the ledger.

    ``told`` is all that is known of a paper; ``times`` maps concept -> how many papers name it.
    """
    chosen = chosen_papers(catalogue.papers, ledger.named(), times)
    papers = tuple(map(told, chosen))
    linked = {concept for listed in chosen for concept in settled.linked(listed, ledger)}
    possible = {key: settled.concepts[key] for key in linked if key in settled.concepts}
    named = {
        concept
        for each in papers
        for concept in (*each.publishers, *each.subjects, *(lab for lab, _ in each.affiliated))
    }
    shown = with_ancestors(named | sure_concepts(possible, settled.best), settled.concepts)
    all_papers = len(catalogue.papers)
    part = f": {len(chosen):,} of {all_papers:,} papers" if len(chosen) < all_papers else ""
    return Front(papers, tuple(shown[key] for key in sorted(shown)), f"Paperatlas{part}")


def sure_concepts(concepts: Mapping[str, Concept], best: Mapping[str, float]) -> frozenset[str]:
    """Return the ids of all concepts but unsure candidates.

    A candidate is as sure as its surest link, and shown from :data:`SHOWN_FROM` on.

    >>> from .vocabulary import Concept
    >>> foo = Concept("method/foo", "Method", "Foo", curated=False)
    >>> [sorted(sure_concepts({foo.id: foo}, {foo.id: score})) for score in (0.6, 0.5)]
    [['method/foo'], []]
    """
    return frozenset(
        key
        for key, concept in concepts.items()
        if concept.curated or best.get(key, 0) >= SHOWN_FROM
    )


def chosen_papers(
    papers: Sequence[Listed], named: Iterable[Collection[str]], times: Mapping[str, int]
) -> list[Listed]:
    """Return the papers that a page shows, by id: of many, those that name most known concepts.

    ``named`` are the concepts of each; one is well known when hardly any are named more ``times``.
    """
    if len(papers) <= MOST_PAPERS:
        return list(papers)
    known = set(nsmallest(_WELL_KNOWN, times, key=lambda concept: (-times[concept], concept)))
    tells = [len(known.intersection(concepts)) for concepts in named]
    # Of two that tell as much, the first by id: a sort leaves them as they are.
    best = sorted(range(len(papers)), key=tells.__getitem__, reverse=True)[:MOST_PAPERS]
    return [papers[at] for at in sorted(best)]
