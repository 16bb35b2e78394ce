"""Rendering: a paper and its links to the blocks of Turtle that tell of them, checked.

What a paper makes of the atlas depends on nothing but itself, so papers are written apart, by any
process in any order, and put together by their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from .graph import evidence_triples, paper_triples, stub_triples
from .ontology import paper_iri, prefixes
from .turtle import Block, Key, TurtleBlocks
from .validation import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

    A paper has one block of evidence, which holds its mentions in their order.

    Raises:
        GraphError: what would be written breaks the shapes.

    """
    write = _writer(base)
    rendered = []
    atlas, evidence, pointed_at = [], [], set()
    for each in told:
        said = write.of(paper_triples(each.paper, each.links, each.publishers, each.subjects, base))
        quotes = write.of(evidence_triples(each.links, base=base))
        placed = [(False, place_of(b.key), " ".join(sorted(b.prefixes)), b.text) for b in said]
        if quotes:
            used = frozenset().union(*(block.prefixes for block in quotes))
            text = b"\n".join(block.text for block in quotes)
            place = place_of(write.key(paper_iri(each.paper.id, base)))
            placed.append((True, place, " ".join(sorted(used)), text))
        rendered.append(tuple(placed))
        atlas += said
        evidence += quotes
        pointed_at |= {link.concept for link in each.links} | {*each.publishers, *each.subjects}
    stubs = write.of(stub_triples(pointed_at, base))
    check(_file(write, [*atlas, *stubs]), _file(write, evidence), part=True)
    return rendered


def _file(write: TurtleBlocks, blocks: Iterable[Block]) -> bytes:
    return b""


@lru_cache(maxsize=2)
def _writer(base: str) -> TurtleBlocks:
    return TurtleBlocks(prefixes(base))
