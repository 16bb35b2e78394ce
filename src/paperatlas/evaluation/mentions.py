"""Mentions: is every place found at which a text names something?

Annotators list the forms, not the places, so every occurrence of a form as a whole word, with the
capitals as listed, is a place. Of occurrences that overlap the longest is the one to be found. The
shorter forms of the same entity inside it are other ways to bound it: "sparse autoencoders" or
"SAEs" will do for "sparse autoencoders (SAEs)", and a second hit on one place counts for nothing.
So does a hit on an occurrence that need not be found: one of an optional entity, or one inside the
longer name of another entity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .scores import Tally
from .statements import by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .gold import Entity, GoldPaper
    from .matching import Reading
    from .scores import Score

Span = tuple[int, int]
"""Start and end in ``Paper.text``, in code points, end exclusive."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is named, and all the spans that will do for it, the longest first."""

    entity: Entity
    spans: tuple[Span, ...]


def score_mentions(readings: Sequence[Reading], *, exact: bool) -> tuple[Score, ...]:
    """Score mentions by type: at exactly a listed form, or at least overlapping it."""
    fits = _equals_one_of if exact else _overlaps_one_of
    return by_type([_tally(reading, fits) for reading in readings])


def places(gold: GoldPaper) -> list[Place]:
    """Return the places at which an annotated paper names its entities; none overlaps another."""
    taken: list[tuple[Span, Entity]] = []
    inside: dict[Span, list[Span]] = {}
    for span, entity in sorted(_occurrences(gold), key=_longest_first):
        around = [(s, e) for s, e in taken if _overlap(s, span)]
        if not around:
            taken.append((span, entity))
            inside[span] = [span]
        for outer, owner in around:
            if owner is entity and outer[0] <= span[0] and span[1] <= outer[1]:
                inside[outer].append(span)
    return [Place(entity, tuple(inside[span])) for span, entity in sorted(taken, key=_by_span)]


def _occurrences(gold: GoldPaper) -> Iterator[tuple[Span, Entity]]:
    for entity in gold.entities:
        for surface in entity.surfaces:
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", gold.paper.text):
                yield match.span(), entity


def _tally(reading: Reading, fits: Callable[[Span, Sequence[Span]], bool]) -> Tally:
    tally: Tally = Tally()
    wanted = [place for place in places(reading.gold) if place.entity.core]
    occurring = list(_occurrences(reading.gold))
    hit: list[Place] = []
    for link in reading.links:
        span, found = (link.mention.start, link.mention.end), reading.concept_of(link.concept).type
        here = [p for p in wanted if found in p.entity.types and fits(span, p.spans)]
        fresh = [place for place in here if place not in hit]
        if fresh:
            hit.append(fresh[0])
            tally[found, "right"] += 1
        elif not here and not any(found in e.types and fits(span, [s]) for s, e in occurring):
            tally[found, "wrong"] += 1
    tally.update((place.entity.types[0], "missed") for place in wanted if place not in hit)
    return tally


def _equals_one_of(span: Span, spans: Sequence[Span]) -> bool:
    return span in spans


def _overlaps_one_of(span: Span, spans: Sequence[Span]) -> bool:
    return any(_overlap(span, other) for other in spans)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _longest_first(occurrence: tuple[Span, Entity]) -> tuple[int, int, bool]:
    """Longest first, then by position; at one span what must be found before what may be."""
    (start, end), entity = occurrence
    return start - end, start, not entity.core


def _by_span(occurrence: tuple[Span, Entity]) -> Span:
    return occurrence[0]
