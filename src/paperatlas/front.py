"""Front: the part of an atlas that its page shows.

Unsure candidates are in the graph alone. Of a large atlas, the page has the papers that say most
about what many papers name; ``paperatlas show`` makes a page of any others.
"""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from typing import TYPE_CHECKING

from .explorer import SHOWN_FROM, page
from .findings import links_in
from .graph import atlas_triples, evidence_triples
from .ontology import prefixes
from .store import Store
from .turtle import turtle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .catalogue import Catalogue, Listed
    from .ledger import Ledger
    from .settling import Settled
    from .vocabulary import Concept

MOST_PAPERS = 1_000
"""Papers on the page that a build makes; a page of more is slower to read than to open."""

_WELL_KNOWN = 400


def front_page(catalogue: Catalogue, ledger: Ledger, settled: Settled, base: str) -> bytes:
    """Return the page of an atlas."""
    papers, links = [], []
    sure = sure_concepts(settled.concepts, settled.best)
    chosen = chosen_papers(catalogue.papers, ledger)
    for listed in chosen:
        paper = catalogue.paper(listed)
        papers.append(paper)
        content = settled.decided(listed) or ledger.finding(listed.finding)
        links += [link for link in links_in(content, paper) if link.concept in sure]
    publishers = {listed.id: settled.of_publishers(listed) for listed in chosen}
    subjects = {listed.id: settled.of_subjects(listed) for listed in chosen}
    affiliated = {listed.id: settled.of_affiliations(listed) for listed in chosen}
    atlas = atlas_triples(
        papers, links, settled.concepts, publishers, subjects, affiliated=affiliated, base=base
    )
    evidence = evidence_triples(links, base=base)
    spaces = prefixes(base)
    all_papers = len(catalogue.papers)
    part = f": {len(chosen):,} of {all_papers:,} papers" if len(chosen) < all_papers else ""
    store = Store.of(turtle(atlas, spaces), turtle(evidence, spaces))
    return page(store, title=f"Paperatlas{part}")


def sure_concepts(concepts: Mapping[str, Concept], best: Mapping[str, float]) -> frozenset[str]:
    """Return the ids of all concepts but unsure candidates.

    A candidate is as sure as its surest link, and shown from :data:`~.explorer.SHOWN_FROM` on.

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


def chosen_papers(papers: Sequence[Listed], ledger: Ledger) -> list[Listed]:
    """Return the papers that a page shows, by id: of many, those that name most known concepts.

    A concept is well known when hardly any are named by more papers.
    """
    if len(papers) <= MOST_PAPERS:
        return list(papers)
    times = Counter(concept for concepts, _ in ledger.named() for concept in concepts)
    known = set(nsmallest(_WELL_KNOWN, times, key=lambda concept: (-times[concept], concept)))
    tells = [len(known.intersection(concepts)) for concepts, _ in ledger.named()]
    ranked = zip(papers, tells, strict=True)
    best = nsmallest(MOST_PAPERS, ranked, key=lambda each: (-each[1], each[0].id))
    return sorted((listed for listed, _ in best), key=lambda listed: listed.id)
