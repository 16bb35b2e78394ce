"""Reading: what a comparison needs to know of one atlas."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ontology import Iri
from ..selection import unsure_concepts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..store import Store, Value

NAMING = ("mentions", "subject", "publishedBy")
"""Local names of the properties by which a paper names a concept."""

_LOCAL = re.compile(r"[^/#]*$")
_PROPERTIES = "SELECT DISTINCT ?property { ?paper a fabio:ResearchPaper ; ?property ?value }"
_VALUES = "SELECT ?paper ?value { ?paper a fabio:ResearchPaper ; ?property ?value }"
_CONCEPTS = """
SELECT ?concept ?label ?kind {
  ?concept skos:prefLabel ?label ; a ?kind .
  FILTER(STRSTARTS(STR(?kind), STR(atlas:)))
}
"""
_LINKS = """
SELECT ?mention ?concept {
  GRAPH ?evidence { VALUES ?%s { %s } ?mention atlas:concept ?concept }
}
"""
_AT_A_TIME = 500
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A concept's preferred label and the local name of its class."""

    label: str
    type: str


class Side:
    """One of two atlases: papers with what is told of them, and the concepts that they name.

    ``papers`` maps paper -> local name of a property -> values, without the concepts that no
    default view shows; ``concepts`` maps each concept that a paper names to its name.
    """

    def __init__(self, store: Store) -> None:
        """Read an atlas."""
        self._store = store
        self.base = store.prefixes["paper"].removesuffix("paper/")
        self.papers: dict[Iri, dict[str, frozenset[Value | None]]] = {}
        self._read(unsure_concepts(store))
        known = {
            Iri(str(concept)): Named(str(label), local_name(str(kind)))
            for concept, label, kind in reversed(store.select(_CONCEPTS).rows)
        }
        told = (said.get(name, frozenset()) for said in self.papers.values() for name in NAMING)
        named = frozenset[object]().union(*told)
        self.concepts = {iri: known[iri] for iri in sorted(known) if iri in named}

    def _read(self, unsure: set[Value | None]) -> None:
        told: dict[Iri, dict[str, set[Value | None]]] = defaultdict(lambda: defaultdict(set))
        for (each,) in self._store.select(_PROPERTIES).rows:
            name = local_name(str(each))
            for paper, value in self._store.select(_VALUES, {"property": Iri(str(each))}).rows:
                if value not in unsure:
                    told[Iri(str(paper))][name].add(value)
        for paper in sorted(told):
            self.papers[paper] = {name: frozenset(told[paper][name]) for name in told[paper]}

    def concepts_of(self, paper: Iri, *properties: str) -> set[Iri]:
        """Return the concepts to which a paper stands in one of these ways."""
        said = self.papers[paper]
        values = (value for name in properties for value in said.get(name, ()))
        return {v for v in values if isinstance(v, Iri) and v in self.concepts}

    def text(self, paper: Iri, name: str) -> str:
        """Return the first of the values of a property, "" where there is none."""
        return min(map(str, self.papers[paper].get(name, ())), default="")

    def title(self, paper: Iri) -> str:
        """Return a paper's title; where it has none, how its abstract begins, in quotes."""
        abstract = self.text(paper, "abstract")
        return self.text(paper, "title") or (abstract and f"“{abstract[:_SHOWN]}…”")

    def links(self, kind: str, things: Iterable[Iri]) -> Iterator[tuple[Iri, Iri]]:
        """Yield mention and concept of every link that has one of ``things`` as its ``kind``."""
        sought = sorted(things)
        for at in range(0, len(sought), _AT_A_TIME):
            listed = " ".join(f"<{thing}>" for thing in sought[at : at + _AT_A_TIME])
            for mention, concept in self._store.select(_LINKS % (kind, listed)).rows:
                yield Iri(str(mention)), Iri(str(concept))


def local_name(iri: str) -> str:
    """Return what follows the last "/" or "#".

    >>> local_name("http://purl.org/dc/terms/title"), local_name("https://a.example/")
    ('title', '')
    """
    found = _LOCAL.search(iri)
    return found[0] if found else ""
