"""Roles: does the program read how a paper stands to what it names?

The statement is *paper stands in this role to this thing*. Only papers in which a role is annotated
count, and in them only what has annotated roles or is wrong altogether. "mentions" is the role of
what has no other. An entity that the paper introduces has that role too, and one that it may be
said to introduce ("maybe") may have it or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ontology import ROLES
from .scores import Tally, macro, score
from .statements import Error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .gold import Entity
    from .matching import Reading
    from .scores import Figure


def score_roles(readings: Sequence[Reading], *, found_only: bool) -> tuple[Figure, ...]:
    """Score each role, and their macro average over the roles that are annotated.

    With ``found_only`` only entities that were found count, so that the figures tell of roles
    alone; without, an entity that is missed misses its roles, and what is wrongly found has wrong
    roles. Returns nothing where no paper has annotated roles.
    """
    annotated = [reading for reading in readings if _has_roles(reading)]
    if not annotated:
        return ()
    tallies = [_tally(reading, found_only=found_only) for reading in annotated]
    scores = [score(role, [role], tallies) for role in ROLES]
    occurring = [s.name for s in scores if s.right + s.missed]
    return (*scores, macro("macro average", occurring, tallies)) if occurring else tuple(scores)


def wrong_roles(readings: Iterable[Reading]) -> Iterator[Error]:
    """Yield each entity that was found in other roles than those annotated."""
    for reading in readings:
        for entity in _annotated(reading):
            held = reading.concepts_equal_to(entity)
            found = _found(reading, held)
            if held and found ^ _true(entity, found):
                true = ", ".join(role for role in ROLES if role in _true(entity, found))
                said = ", ".join(role for role in ROLES if role in found)
                what = f"{entity.name}: found {said}; annotated {true}"
                concept = reading.concept_of(held[0])
                yield Error(reading.gold.paper.id, "wrong role", concept.type, what)


def _has_roles(reading: Reading) -> bool:
    return any(entity.roles for entity in reading.gold.entities)


def _annotated(reading: Reading) -> list[Entity]:
    return [entity for entity in reading.gold.entities if entity.roles]


def _tally(reading: Reading, *, found_only: bool) -> Tally:
    tally: Tally = Tally()
    for entity in _annotated(reading):
        held = reading.concepts_equal_to(entity)
        if held or not found_only:
            found = _found(reading, held)
            true = _true(entity, found)
            tally.update((role, "right") for role in found & true)
            tally.update((role, "wrong") for role in found - true)
            tally.update((role, "missed") for role in true - found)
    if not found_only:
        for concept_id, entities in reading.entities.items():
            if not entities:
                tally.update((role, "wrong") for role in _found(reading, [concept_id]))
    return tally


def _found(reading: Reading, concept_ids: Sequence[str]) -> set[str]:
    roles = {link.role for link in reading.links if link.concept in concept_ids}
    return roles - {"mentions"} or roles


def _true(entity: Entity, found: set[str]) -> set[str]:
    """Return the annotated roles, with ``introduces`` decided by ``found`` where it may be so."""
    roles = set(entity.roles)
    if entity.introduced == "yes" or (entity.introduced == "maybe" and "introduces" in found):
        roles.add("introduces")
    return roles
