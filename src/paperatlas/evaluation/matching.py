"""Matching: an annotated paper beside what the program finds in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError
from ..extraction import Extractor
from ..extraction.discovery import Discovery
from ..linking import Linker
from ..spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..linking import Link
    from ..vocabulary import Concept, Vocabulary
    from .gold import Entity, GoldPaper


@dataclass(frozen=True, slots=True)
class Reading:
    """One annotated paper, the links that were made in it, and the concepts they name.

    ``entities`` gives each found concept, sorted by id, the annotated entities that it equals;
    ``namesakes`` those that share a name with it, whatever their type.
    """

    gold: GoldPaper
    links: tuple[Link, ...]
    concepts: Mapping[str, Concept]
    entities: Mapping[str, tuple[Entity, ...]]
    namesakes: Mapping[str, tuple[Entity, ...]]

    def concept_of(self, concept_id: str) -> Concept:
        """Return the concept that a link names: its labels, its type, what is broader."""
        return self.concepts[concept_id]

    def concepts_equal_to(self, entity: Entity) -> list[str]:
        """Return the ids of the found concepts that equal ``entity``."""
        return [concept_id for concept_id, equal in self.entities.items() if entity in equal]


def readings(
    gold: Sequence[GoldPaper],
    vocabulary: Vocabulary,
    *,
    discovery: str = "",
    least: float = 0.0,
) -> list[Reading]:
    """Extract and link every gold paper.

    ``discovery`` says who looks for what the vocabulary does not know: see `Discovery.of`. Links to
    candidates that are less sure than ``least`` are left out.

    Raises:
        InputError: a gold paper has no text, or there is no such pipeline.

    """
    if bare := [item.paper.id for item in gold if not item.paper.text]:
        what = f"{len(bare)} annotated papers have no text here, the first {bare[0]}"
        raise InputError(what, cure="bring their titles and abstracts with --texts")
    extractor = Extractor(vocabulary, discovery=Discovery.of(vocabulary, discovery))
    linker = Linker(vocabulary)
    links = [
        [n for n in linker.links(item.paper, extractor.mentions(item.paper)) if _kept(n, least)]
        for item in gold
    ]
    # Asked last, since a linker makes concepts of what no vocabulary holds as it meets them.
    concepts = linker.concepts()
    return [reading(item, made, concepts) for item, made in zip(gold, links, strict=True)]


def _kept(link: Link, least: float) -> bool:
    return link.mention.type is None or link.score >= least


def reading(gold: GoldPaper, links: Iterable[Link], concepts: Mapping[str, Concept]) -> Reading:
    """Put ``links`` beside what is annotated; ``concepts`` holds every concept that they name."""
    links = tuple(links)
    namesakes = _namesakes(gold, links, concepts)
    entities = {
        concept_id: tuple(e for e in named if concepts[concept_id].type in e.types)
        for concept_id, named in namesakes.items()
    }
    return Reading(gold, links, concepts, entities, namesakes)


def entities_by_concept(
    gold: GoldPaper, links: Iterable[Link], concepts: Mapping[str, Concept]
) -> Mapping[str, tuple[Entity, ...]]:
    """Return the concepts that were found, sorted, each with the entities that it equals.

    A concept equals an entity when one of its labels, or a surface form found in the paper, equals
    the entity's name or an alias in normal form, and its type is one of the entity's.
    """
    return reading(gold, links, concepts).entities


def _namesakes(
    gold: GoldPaper, links: Iterable[Link], concepts: Mapping[str, Concept]
) -> dict[str, tuple[Entity, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        found[link.concept].add(normal_form(link.mention.text))
    for concept_id, forms in found.items():
        forms |= {normal_form(label) for label in concepts[concept_id].labels}
    return {
        concept_id: tuple(e for e in gold.entities if found[concept_id].intersection(e.forms))
        for concept_id in sorted(found)
    }
