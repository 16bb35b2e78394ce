"""Front page: what a build shows, drawn without reading what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .explorer import page_of
from .findings import quotes_in
from .graph import concept_nodes, mention_table, paper_nodes
from .network import facts_of, name_of
from .nodes import union
from .ontology import prefixes, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .explorer.details import Mentioned
    from .findings import Quote
    from .front import Front


def front_page(front: Front, base: str) -> bytes:
    """Return the page of an atlas whose resources live under ``base``: a pure function.

    >>> from .front import Front
    >>> front = Front((), (), "Paperatlas: nothing")
    >>> b"<h1>Paperatlas: nothing</h1>" in front_page(front, "https://example.org/")
    True
    """
    mentions: list[Mentioned] = []
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
