"""Statements: does a paper name a concept, and is it introduced there?

The statement *paper names concept* counts once a paper, however often the concept is named. It is
right when the concept equals an entity with ``core`` true; an entity with ``core`` false neither
helps nor hurts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from .scores import Tally, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .matching import Reading
    from .scores import Score

ENTITY_TYPES = ("Lab", "Method", "Model", "Benchmark")
"""The types that are scored together, beside Topic."""

GROUP = "lab+method+model+benchmark"

KINDS = ("wrong", "wrong type", "missed", "split", "wrong role")
"""Every kind of error, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Error:
    """One disagreement, its kind one of `KINDS`; ``what`` names the thing.

    ``type`` is the type under which it counts, or "introduces".
    """

    paper: str
    kind: str
    type: str
    what: str


def by_type(tallies: Sequence[Tally]) -> tuple[Score, ...]:
    """Score the group of four types, each of them, and topics."""
    groups = {GROUP: ENTITY_TYPES, **{name: (name,) for name in (*ENTITY_TYPES, "Topic")}}
    return tuple(score(name, group, tallies) for name, group in groups.items())


def score_statements(readings: Sequence[Reading]) -> tuple[tuple[Score, ...], list[Error]]:
    """Score statements by type and *introduces*, and list every disagreement."""
    errors = [[*_said_wrongly(reading), *_left_out(reading)] for reading in readings]
    tallies = []
    for reading, disagreements in zip(readings, errors, strict=True):
        tally: Tally = Counter((name, "right") for name in _right(reading))
        tally.update((error.type, error.kind.removesuffix(" type")) for error in disagreements)
        tallies.append(tally)
    scores = (*by_type(tallies), score("introduces", ("introduces",), tallies))
    return scores, [error for disagreements in errors for error in disagreements]


def confusion(readings: Sequence[Reading]) -> Counter[tuple[str, str]]:
    """Count (annotated type, found type) where only the type of a found concept is wrong."""
    return Counter(
        (reading.namesakes[concept_id][0].types[0], reading.concept_of(concept_id).type)
        for reading in readings
        for concept_id in _of_wrong_type(reading)
    )


def _introduced(reading: Reading) -> set[str]:
    return {link.concept for link in reading.links if link.role == "introduces"}


def _of_wrong_type(reading: Reading) -> list[str]:
    return [
        concept_id
        for concept_id, named in reading.namesakes.items()
        if named and not reading.entities[concept_id]
    ]


def _right(reading: Reading) -> Iterator[str]:
    introduced = _introduced(reading)
    for concept_id, entities in reading.entities.items():
        if any(entity.core for entity in entities):
            yield reading.concept_of(concept_id).type
        if concept_id in introduced and any(e.introduced == "yes" for e in entities):
            yield "introduces"


def _said_wrongly(reading: Reading) -> Iterator[Error]:
    paper, introduced = reading.gold.paper.id, _introduced(reading)
    of_wrong_type = _of_wrong_type(reading)
    for concept_id, entities in reading.entities.items():
        concept = reading.concept_of(concept_id)
        if concept_id in of_wrong_type:
            types = "/".join(reading.namesakes[concept_id][0].types)
            what = f"{concept.pref_label}: annotated as {types}"
            yield Error(paper, "wrong type", concept.type, what)
        elif not entities:
            yield Error(paper, "wrong", concept.type, concept.pref_label)
        if concept_id in introduced and all(e.introduced == "no" for e in entities):
            yield Error(paper, "wrong", "introduces", concept.pref_label)


def _left_out(reading: Reading) -> Iterator[Error]:
    paper, introduced = reading.gold.paper.id, _introduced(reading)
    for entity in reading.gold.entities:
        if not entity.core:
            continue
        held = reading.concepts_equal_to(entity)
        if not held:
            yield Error(paper, "missed", entity.types[0], entity.name)
        if _is_split(held, reading):
            what = f"{entity.name}: {' and '.join(held)}"
            yield Error(paper, "split", entity.types[0], what)
        if entity.introduced == "yes" and not introduced & set(held):
            yield Error(paper, "missed", "introduces", entity.name)


def _is_split(held: Sequence[str], reading: Reading) -> bool:
    """Two concepts stand for one entity, and neither is the other's broader concept."""
    return any(
        one not in reading.concept_of(other).broader
        and other not in reading.concept_of(one).broader
        for one, other in combinations(held, 2)
    )


def order(error: Error) -> tuple[int, str, str, str]:
    """Sort errors by kind, type, thing and paper."""
    return KINDS.index(error.kind), error.type, error.what, error.paper
