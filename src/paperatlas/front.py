"""Front: the part of an atlas that its page shows.

Unsure candidates are in the graph alone. Of a large atlas, the page has the papers that say most
about what many papers name; ``paperatlas show`` makes a page of any others.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING

from .explorer import SHOWN_FROM, page_of
from .findings import quotes_in
from .graph import concept_nodes, mention_table, paper_nodes, with_ancestors
from .network import facts_of, name_of
from .nodes import union
from .ontology import prefixes, terms
from .rendering import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .catalogue import Catalogue, Listed
    from .explorer.details import Mentioned
    from .findings import Quote
    from .ledger import Ledger
    from .settling import Settled
    from .vocabulary import Concept

MOST_PAPERS = 1_000
"""Papers on the page that a build makes; a page of more is slower to read than to open."""

_WELL_KNOWN = 400


@dataclass(frozen=True, slots=True)
class Front:
    """What a page shows: papers by id, their concepts and all broader ones, and where all live.

    The papers may have links to concepts that are not shown; these pass unseen.
    """

    papers: tuple[Told, ...]
    concepts: tuple[Concept, ...]
    base: str
    title: str


def front_of(catalogue: Catalogue, ledger: Ledger, settled: Settled, base: str) -> Front:
    """Return what the page shows of an atlas whose blocks are in the ledger."""
    chosen = chosen_papers(catalogue.papers, ledger)
    linked = {concept for listed in chosen for concept in settled.linked(listed, ledger)}
    possible = {key: settled.concepts[key] for key in linked if key in settled.concepts}
    papers = tuple(
        Told(
            catalogue.paper(listed),
            settled.decided(listed) or ledger.finding(listed.finding),
            settled.of_publishers(listed),
            settled.of_subjects(listed),
            settled.of_affiliations(listed),
        )
        for listed in chosen
    )
    named = {
        concept
        for told in papers
        for concept in (*told.publishers, *told.subjects, *(lab for lab, _ in told.affiliated))
    }
    shown = with_ancestors(named | sure_concepts(possible, settled.best), settled.concepts)
    all_papers = len(catalogue.papers)
    part = f": {len(chosen):,} of {all_papers:,} papers" if len(chosen) < all_papers else ""
    shown.sort(key=lambda concept: concept.id)
    return Front(papers, tuple(shown), base, f"Paperatlas{part}")


def drawn(front: Front) -> bytes:
    """Return the page: a pure function.

    >>> front = Front((), (), "https://example.org/", "Paperatlas: nothing")
    >>> b"<h1>Paperatlas: nothing</h1>" in drawn(front)
    True
    """
    base, mentions = front.base, []
    concepts = {concept.id: concept for concept in front.concepts}
    nodes = [concept_nodes(concepts, concepts, base=base)]
    for told in front.papers:
        quotes = quotes_in(told.content, told.paper)
        pointed = told.publishers, told.subjects, told.affiliated
        nodes.append(paper_nodes(told.paper, quotes, *pointed, base=base))
        mentions += _mentions(quotes, base)
    return page_of(facts_of(union(*nodes)), mentions, prefixes() | prefixes(base), front.title)


def _mentions(quotes: Iterable[Quote], base: str) -> list[Mentioned]:
    """Return the mentions of a paper as `details` wants them.

    They are those of the evidence, which would take much longer to read.
    """
    columns = mention_table(quotes, base=base).columns
    return sorted(
        zip(
            map(name_of, columns[terms.OF_PAPER].texts),
            map(int, columns[terms.START].texts),
            map(int, columns[terms.END].texts),
            map(name_of, columns[terms.OF_CONCEPT].texts),
            (role.rpartition("#")[2] for role in columns[terms.ROLE].texts),
            columns[terms.EXACT].texts,
            columns[terms.SENTENCE].texts,
            map(float, columns[terms.CONFIDENCE].texts),
            columns[terms.EXTRACTOR].texts,
            columns[terms.REASON].texts,
            columns[terms.ROLE_REASON].texts,
            strict=True,
        ),
        key=lambda row: (row[1], -row[2], row[3], row[4]),
    )


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
    times = Counter(chain.from_iterable(concepts for concepts, _ in ledger.named()))
    known = set(nsmallest(_WELL_KNOWN, times, key=lambda concept: (-times[concept], concept)))
    tells = [len(known.intersection(concepts)) for concepts, _ in ledger.named()]
    # Of two that tell as much, the first by id: a sort leaves them as they are.
    best = sorted(range(len(papers)), key=tells.__getitem__, reverse=True)[:MOST_PAPERS]
    return [papers[at] for at in sorted(best)]
