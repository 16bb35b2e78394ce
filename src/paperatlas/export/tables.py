"""The tables of an atlas: papers, concepts, statements and mentions as CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd

from ..ontology import ATLAS, DCTERMS, FABIO, FOAF, OA, PRISM, SKOS
from ..output import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..ontology import Iri
    from .atlas import Atlas


_SAID_OF_A_MENTION = ("field", "sentence", "confidence", "extractor", "reason", "roleReason")


def tables(atlas: Atlas) -> dict[str, bytes]:
    """Return the four tables by file name; lists within a cell are parted by " | "."""

    def names(node: Iri, predicate: str) -> str:
        return " | ".join(atlas.name(value) for value in atlas.values(node, predicate))

    return {
        "papers.csv": _table(
            "id title issued arxiv doi published_by subjects pages abstract",
            (
                (
                    atlas.name(paper),
                    atlas.value(paper, DCTERMS + "title"),
                    atlas.value(paper, DCTERMS + "issued"),
                    atlas.value(paper, FABIO + "hasArXivId"),
                    atlas.value(paper, PRISM + "doi"),
                    names(paper, ATLAS + "publishedBy"),
                    names(paper, DCTERMS + "subject"),
                    " | ".join(atlas.values(paper, FOAF + "page")),
                    atlas.value(paper, DCTERMS + "abstract"),
                )
                for paper in atlas.nodes(FABIO + "ResearchPaper")
            ),
        ),
        "concepts.csv": _table(
            "id type label other_labels broader definition scheme",
            (
                (
                    atlas.name(concept),
                    atlas.type_name(concept),
                    atlas.value(concept, SKOS + "prefLabel"),
                    " | ".join(atlas.values(concept, SKOS + "altLabel")),
                    names(concept, SKOS + "broader"),
                    atlas.value(concept, SKOS + "definition"),
                    atlas.value(concept, SKOS + "inScheme").removeprefix(ATLAS),
                )
                for concept in atlas.nodes(SKOS + "Concept")
            ),
        ),
        "statements.csv": _table(
            "subject role concept mentions quote",
            (
                (
                    atlas.name(edge.subject),
                    edge.role,
                    atlas.name(edge.concept),
                    edge.mentions,
                    edge.quote,
                )
                for edge in atlas.statements()
            ),
        ),
        "mentions.csv": _table(
            "id paper concept role quote start end field sentence confidence extractor reason"
            " roleReason",
            (
                (
                    atlas.name(node),
                    names(node, ATLAS + "paper"),
                    names(node, ATLAS + "concept"),
                    atlas.value(node, ATLAS + "role").removeprefix(ATLAS),
                    atlas.value(node, OA + "exact"),
                    int(atlas.value(node, OA + "start")),
                    int(atlas.value(node, OA + "end")),
                    *(atlas.value(node, ATLAS + name) for name in _SAID_OF_A_MENTION),
                )
                for node in atlas.mentions()
            ),
        ),
    }


def _table(columns: str, rows: Iterable[tuple[str | int, ...]]) -> bytes:
    safe = [[harmless(value) for value in row] for row in rows]
    frame = pd.DataFrame(safe, columns=columns.split())
    return frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode()
