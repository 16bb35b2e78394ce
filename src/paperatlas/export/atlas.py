"""Atlas: a built atlas read back from its folder, and the views that the formats share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..edition import CONFORMS_TO, check_edition
from ..errors import GraphError
from ..nodes import Literal, Triple
from ..ontology import ATLAS, DCTERMS, OA, RDF, SKOS, Iri

if TYPE_CHECKING:
    from pathlib import Path

_STATED = {
    ATLAS + "publishedBy": "publishedBy",
    DCTERMS + "subject": "subject",
    SKOS + "broader": "broader",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """An edge of the atlas: from a paper or a concept to a concept, with the evidence for it."""

    subject: Iri
    role: str
    concept: Iri
    mentions: int
    quote: str


class Atlas:
    """A built atlas as plain triples, and the views of it that the formats share."""

    def __init__(self, folder: Path) -> None:
        """Read ``atlas.ttl`` and ``evidence.ttl``.

        Raises:
            GraphError: the folder holds no atlas, a file is no Turtle, or the atlas is of an
                edition that cannot be read.

        """
        self.prefixes: dict[str, str] = {}
        self.triples = self._read(folder / "atlas.ttl")
        stated = (str(value) for _, said, value in self.triples if said == CONFORMS_TO)
        check_edition(stated, str(folder / "atlas.ttl"))
        self.evidence = self._read(folder / "evidence.ttl")
        self._values: dict[Iri, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in [*self.triples, *self.evidence]:
            text = value.text if isinstance(value, Literal) else value
            self._values[subject][predicate].append(text)

    def nodes(self, type_iri: str) -> list[Iri]:
        """Return the nodes of a type, sorted."""
        return sorted(node for node in self._values if type_iri in self.values(node, RDF + "type"))

    def values(self, node: Iri, predicate: str) -> list[str]:
        """Return what is said of a node, sorted, IRIs and texts alike."""
        return sorted(self._values[node][predicate]) if node in self._values else []

    def value(self, node: Iri, predicate: str) -> str:
        """Return the first of `values`, or an empty text."""
        return next(iter(self.values(node, predicate)), "")

    def name(self, iri: str) -> str:
        """Return an IRI as the files write it: "method:rlhf".

        Names are for people and tables; an IRI outside the files' prefixes stays whole.
        """
        for prefix, namespace in sorted(self.prefixes.items()):
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri.removeprefix(ATLAS)

    def type_name(self, concept: Iri) -> str:
        """Return "Method" for a method, and so on; "Concept" where no type of ours is stated."""
        types = self.values(concept, RDF + "type")
        return next((iri.removeprefix(ATLAS) for iri in types if iri.startswith(ATLAS)), "Concept")

    def text(self, paper: Iri) -> str:
        """Return the text that the offsets of mentions count in."""
        parts = [self.value(paper, DCTERMS + field) for field in ("title", "abstract")]
        return "\n\n".join(part for part in parts if part)

    def mentions(self) -> list[Iri]:
        """Return the mentions, sorted by paper and place."""

        def place(node: Iri) -> tuple[str, int, int, Iri]:
            start, end = (int(self.value(node, OA + name)) for name in ("start", "end"))
            return self.value(node, ATLAS + "paper"), start, end, node

        return sorted(self.nodes(ATLAS + "Mention"), key=place)

    def statements(self) -> list[Statement]:
        """Return the edges, sorted: roles with their mentions, and what metadata and SKOS say.

        ``mentions`` is an edge of its own only where some mention has no stronger role; that every
        role implies it needs no second edge.
        """
        quotes: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for node in self.mentions():
            paper, role, concept = (
                self.value(node, ATLAS + name) for name in ("paper", "role", "concept")
            )
            quotes[paper, role.removeprefix(ATLAS), concept].append(self.value(node, OA + "exact"))
        edges = {
            Statement(Iri(paper), role, Iri(concept), len(found), found[0])
            for (paper, role, concept), found in quotes.items()
        } | {
            Statement(subject, _STATED[predicate], value, 0, "")
            for subject, predicate, value in self.triples
            if predicate in _STATED and isinstance(value, Iri)
        }
        return sorted(edges, key=lambda edge: (edge.subject, edge.role, edge.concept))

    def _read(self, path: Path) -> list[Triple]:
        try:
            parser = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
            triples = [
                (Iri(quad.subject.value), Iri(quad.predicate.value), _plain(quad.object))
                for quad in parser
            ]
        except OSError as error:
            cure = "build one with 'paperatlas build'"
            what = "there is no atlas here"
            raise GraphError(what, where=str(path.parent), cure=cure) from error
        except SyntaxError as error:
            where = f"{path}:{error.lineno}"
            raise GraphError(str(error.msg), where=where, cure="rebuild the atlas") from error
        self.prefixes |= parser.prefixes
        return triples


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iri | Literal:
    if not isinstance(term, ox.Literal):
        return Iri(getattr(term, "value", str(term)))
    if term.language:
        return Literal(term.value, language=term.language)
    return Literal(term.value, term.datatype.value)
