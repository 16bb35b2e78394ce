"""Pair: two atlases side by side, with what is gone from the older under the name it has now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .heirs import concept_heirs, paper_heirs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ontology import Iri
    from .reading import Side

_PARTS = {
    "alternative": "other titles",
    "hasArXivId": "arXiv id",
    "issued": "date",
    "page": "address",
    "publishedBy": "labs",
    "wasDerivedFrom": "sources",
}
_LINE = re.compile(r"-L[0-9]+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pair:
    """An older atlas, a newer one, and what of the one is what in the other.

    ``added`` are the papers of the newer alone; ``earlier`` are those of the older, each on the
    side of the newer where it is there.
    """

    old: Side
    new: Side
    paper_heirs: Mapping[Iri, Iri]
    concept_heirs: Mapping[Iri, Iri]
    added: tuple[Iri, ...]
    earlier: tuple[tuple[Side, Iri], ...]

    @classmethod
    def of(cls, old: Side, new: Side) -> Pair:
        """Find what is gone under other names."""
        heirs = paper_heirs(old, new)
        added = new.papers.keys() - old.papers.keys() - {*heirs.values()}
        now = {heirs.get(paper, paper) for paper in old.papers}
        earlier = [(new if paper in new.papers else old, paper) for paper in sorted(now)]
        return cls(old, new, heirs, concept_heirs(old, new), tuple(sorted(added)), tuple(earlier))

    def said(self, side: Side, paper: Iri, *properties: str) -> set[Iri]:
        """Return, by their newest names, the concepts to which a paper stands in these ways."""
        found = side.concepts_of(paper, *properties)
        return {self.concept_heirs.get(concept, concept) for concept in found}

    def changed(self, paper: Iri) -> list[str]:
        """Return the parts in which a paper that both atlases have is not the same, sorted.

        A record that only moved to another line of its document is the same.
        """
        before, after = self._parts(self.old, paper), self._parts(self.new, paper)
        return sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))

    def _parts(self, side: Side, paper: Iri) -> dict[str, set[tuple[str, str]]]:
        parts: dict[str, set[tuple[str, str]]] = {}
        for name, values in side.papers[paper].items():
            concepts = side.concepts_of(paper, name)
            told = self.said(side, paper, name) | (values - concepts)
            part = _PARTS.get(name) or ("concepts" if concepts else name)
            parts.setdefault(part, set()).update((name, _LINE.sub("", str(v))) for v in told)
        return parts
