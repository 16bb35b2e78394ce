"""Front: the part of an atlas that its page shows.

Unsure candidates are in the graph alone. Of a large atlas, the page has the papers that say most
about what many papers name; ``paperatlas show`` makes a page of any others.
"""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from .explorer import SHOWN_FROM, page
from .findings import quotes_in
from .graph import mention_table, with_ancestors
from .ontology import prefixes, terms
from .store import Store
from .turtle import prefix_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .catalogue import Catalogue, Listed
    from .explorer.details import Row
    from .ledger import Ledger
    from .ontology import Iri
    from .papers import Paper
    from .settling import Settled
    from .vocabulary import Concept

MOST_PAPERS = 1_000
"""Papers on the page that a build makes; a page of more is slower to read than to open."""

_WELL_KNOWN = 400
_COLUMNS: dict[Iri, Callable[[str], Any]] = {
    terms.OF_PAPER: str,
    terms.START: int,
    terms.END: int,
    terms.OF_CONCEPT: str,
    terms.ROLE: str,
    terms.EXACT: str,
    terms.SENTENCE: str,
    terms.CONFIDENCE: float,
    terms.EXTRACTOR: str,
    terms.REASON: str,
    terms.ROLE_REASON: str,
}


def front_page(catalogue: Catalogue, ledger: Ledger, settled: Settled, base: str) -> bytes:
    """Return the page of an atlas whose blocks are in the ledger.

    Mentions of concepts that are not shown are there, and pass unseen, for nothing describes these.
    """
    chosen = chosen_papers(catalogue.papers, ledger)
    sure = sure_concepts(settled.concepts, settled.best)
    named = {
        concept
        for listed in chosen
        for concept in (
            *sure.intersection(settled.linked(listed, ledger)),
            *settled.of_publishers(listed),
            *settled.of_subjects(listed),
            *(lab for lab, _ in settled.of_affiliations(listed)),
        )
    }
    shown = sorted(with_ancestors(named, settled.concepts))
    store = Store.of(_document(ledger, [*(listed.id for listed in chosen), *shown], base))
    mentions = (
        row
        for listed in chosen
        for row in _mentions(
            settled.decided(listed) or ledger.finding(listed.finding),
            catalogue.paper(listed),
            base,
        )
    )
    all_papers = len(catalogue.papers)
    part = f": {len(chosen):,} of {all_papers:,} papers" if len(chosen) < all_papers else ""
    return page(store, title=f"Paperatlas{part}", mentions=mentions)


def _document(ledger: Ledger, ids: Iterable[str], base: str) -> bytes:
    spaces = prefixes(base)
    texts = (text for each in ids for text in ledger.blocks_of(each, evidence=False))
    return b"\n".join([*prefix_lines(spaces, spaces), *texts])


def _mentions(content: str, paper: Paper, base: str) -> list[Row]:
    """Return the mentions of a paper in the order of `details`.

    They are those of the evidence, which would take much longer to read.
    """
    columns = mention_table(quotes_in(content, paper), base=base).columns
    rows = zip(*(map(read, columns[key].texts) for key, read in _COLUMNS.items()), strict=True)
    return sorted(rows, key=lambda row: (row[1], -row[2], *row[3:5]))


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
