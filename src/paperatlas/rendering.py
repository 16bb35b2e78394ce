"""Rendering: a paper and its links to the blocks of Turtle that tell of them, checked.

What a paper makes of the atlas depends on nothing but itself, so papers are written apart, by any
process in any order, and put together by their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .graph import evidence_triples, kind_triples, paper_triples
from .ontology import paper_iri, prefixes
from .turtle import Block, TurtleBlocks, counting, place_of, together
from .validation import OF_THE_WHOLE, validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .linking import Link
    from .papers import Paper

Placed = tuple[bool, bytes, str, bytes]
"""Whether it is of the evidence, its place in the file, the prefixes it uses, and its text."""


@dataclass(frozen=True, slots=True)
class Told:
    """A paper, its links, and the concepts that its metadata point at."""

    paper: Paper
    links: tuple[Link, ...]
    publishers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


def render(base: str, told: Sequence[Told]) -> list[tuple[Placed, ...]]:
    """Return the blocks of each paper under ``base``: a pure function.

    A paper has a block of its own, one for each of its records, and one of evidence, which holds
    its mentions in their order.

    >>> from .papers import Paper
    >>> from .records import Record
    >>> record = Record("a.txt", 1, title="Deep Sets")
    >>> [blocks] = render("http://e.org/", [Told(Paper("p", "Deep Sets", None, records=(record,)), ())])
    >>> [block[3].splitlines()[0] for block in blocks]
    [b'paper:p a fabio:ResearchPaper ;', b'record:a.txt-L1 a atlas:Record ;']
    >>> render("http://e.org/", [])
    []

    Raises:
        GraphError: what would be written breaks the shapes.

    """
    write = _writer(base)
    rendered: list[tuple[Placed, ...]] = []
    atlas: list[Block] = []
    evidence: list[Block] = []
    concepts: set[str] = set()
    for each in told:
        said = write.of(
            paper_triples(each.paper, each.links, each.publishers, each.subjects, base=base)
        )
        quotes = write.of(evidence_triples(each.links, base=base))
        placed = [(False, place_of(b.key), _names(b.prefixes), b.text) for b in said]
        if quotes:
            used = frozenset().union(*(block.prefixes for block in quotes))
            place = place_of(counting(paper_iri(each.paper.id, base)))
            placed.append((True, place, _names(used), b"\n".join(b.text for b in quotes)))
        rendered.append(tuple(placed))
        atlas += said
        evidence += quotes
        concepts |= {link.concept for link in each.links} | {*each.publishers, *each.subjects}
    atlas += write.of(kind_triples(concepts, base=base))
    spaces = prefixes(base)
    validate(together(atlas, spaces), together(evidence, spaces), without=OF_THE_WHOLE)
    return rendered


def _names(used: frozenset[str]) -> str:
    return " ".join(sorted(used))


@lru_cache(maxsize=2)
def _writer(base: str) -> TurtleBlocks:
    return TurtleBlocks(prefixes(base))
