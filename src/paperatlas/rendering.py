"""Rendering: a paper and its links to the blocks of Turtle that tell of them, checked.

What a paper makes of the atlas depends on nothing but itself, so papers are written apart, by any
process in any order, and put together by their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .findings import quotes_in
from .graph import kind_nodes, mention_table, paper_nodes
from .ledger import Placed, Written
from .marks import code_mark, mark_of
from .nodes import union
from .ontology import paper_iri, prefixes
from .turtle import TurtleBlocks, place_of
from .validation import OF_THE_WHOLE, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .marks import Part
    from .nodes import Nodes, Table
    from .papers import Paper
    from .turtle import Block

_WRITERS = ("graph", "nodes", "ontology", "rendering", "turtle", "findings", "papers", "records")


@dataclass(frozen=True, slots=True)
class Told:
    """A paper, the content of its findings, and the concepts that its metadata point at.

    ``affiliated`` holds labs, each with the reason.
    """

    paper: Paper
    content: str
    publishers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    affiliated: tuple[tuple[str, str], ...] = ()


def key_of(base: str, *parts: Part) -> bytes:
    """Return a mark of what a paper's blocks are made of: these parts, and the code that writes."""
    return mark_of(code_mark(*_WRITERS), base, *parts)


def render(base: str, told: Sequence[tuple[bytes, Told]]) -> list[Written]:
    """Return what is written of each paper under ``base``, with the key given: a pure function.

    A paper has a block of its own, one for each of its records, and one of evidence, which holds
    its mentions in their order.

    >>> from .papers import Paper
    >>> from .records import Record
    >>> paper = Paper("p", "Deep Sets", None, records=(Record("a.txt", 1, title="Deep Sets"),))
    >>> [written] = render("http://e.org/", [(b"key", Told(paper, "[]"))])
    >>> [block[3].splitlines()[0] for block in written.blocks]
    [b'paper:p a fabio:ResearchPaper ;', b'record:a.txt-L1 a atlas:Record ;']
    >>> render("http://e.org/", [])
    []

    Raises:
        GraphError: what would be written breaks the shapes.

    """
    write = _writer(base)
    rendered: list[Written] = []
    nodes: list[Nodes] = []
    tables: list[Table] = []
    for key, each in told:
        quotes = quotes_in(each.content, each.paper)
        pointed = each.publishers, each.subjects, each.affiliated
        paper = paper_nodes(each.paper, quotes, *pointed, base=base)
        mentions = mention_table(quotes, base=base)
        nodes.append(paper)
        tables.append(mentions)
        blocks = [_placed(block.place, block) for block in write.blocks(paper)]
        if quotes:
            place = place_of(paper_iri(each.paper.id, base))
            blocks.append(_placed(place, write.table(mentions), evidence=True))
        labs = {*each.publishers, *(lab for lab, _ in each.affiliated)}
        concepts = {quote.concept for quote in quotes} | labs | {*each.subjects}
        named = tuple(sorted(concepts))
        rendered.append(Written(each.paper.id, key, named, len(quotes), tuple(blocks)))
    kinds = kind_nodes({c for each in rendered for c in each.concepts}, base=base)
    validate(union(*nodes, kinds), tables, without=OF_THE_WHOLE)
    return rendered


def _placed(place: bytes, block: Block, *, evidence: bool = False) -> Placed:
    return evidence, place, " ".join(sorted(block.prefixes)), block.text


@lru_cache(maxsize=2)
def _writer(base: str) -> TurtleBlocks:
    return TurtleBlocks(prefixes(base))
