"""Heirs: under which name what is gone from an atlas goes on.

A paper is known again by its arXiv id, title or abstract. A concept is known again by its mentions:
it goes on as that concept of the newer atlas to which more than half of its mentions now belong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ontology import Iri
    from .reading import Side

_NAMES = ("hasArXivId", "title", "abstract")


def paper_heirs(old: Side, new: Side) -> dict[Iri, Iri]:
    """Map each paper that is gone to the one that it is now, where exactly one can be meant."""
    known: dict[tuple[str, object], set[Iri]] = defaultdict(set)
    for paper, said in new.papers.items():
        for name in _NAMES:
            for value in said.get(name, ()):
                known[name, value].add(paper)
    heirs = {}
    for paper in old.papers.keys() - new.papers.keys():
        said = old.papers[paper]
        found = [
            known[name, value]
            for name in _NAMES
            for value in said.get(name, ())
            if (name, value) in known
        ]
        if len(set().union(*found)) == 1:
            heirs[paper] = min(found[0])
    return heirs


def concept_heirs(old: Side, new: Side) -> dict[Iri, Iri]:
    """Map each concept that is gone to the one to which most of its mentions now belong."""
    gone = old.concepts.keys() - new.concepts.keys()
    had: dict[Iri, set[Iri]] = defaultdict(set)
    for mention, concept in old.links("concept", gone):
        had[concept].add(mention)
    now = dict(new.links("mention", set().union(*had.values())))
    heirs: dict[Iri, Iri] = {}
    for concept, mentions in had.items():
        found = Counter(now[mention] for mention in mentions if mention in now).most_common(1)
        heirs.update((concept, heir) for heir, times in found if 2 * times > len(mentions))
    return {concept: heir for concept, heir in heirs.items() if heir in new.concepts}
