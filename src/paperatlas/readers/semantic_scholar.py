"""Semantic Scholar: papers as its API and its data files have them.

https://api.semanticscholar.org/api-docs/
"""

from __future__ import annotations

from typing import Any

from .said import Said
from .values import first, part, text, texts

NAME = "Semantic Scholar"

_KEYS = frozenset(
    {"paperId", "corpusid", "corpusId", "externalIds", "externalids", "paperAbstract"}
)


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether the entry has a number of the corpus and a title.

    >>> recognises({"paperId": "204e", "title": "Deep Sets"}), recognises({"title": "Deep Sets"})
    (True, False)
    """
    return not _KEYS.isdisjoint(entry) and "title" in entry


def said(entry: dict[str, Any]) -> Said:
    """Return what a paper says; its subjects are its fields of study."""
    known = first_of(entry, "externalIds", "externalids")
    arxiv = [f"arXiv:{each}" for each in texts([part(known, "ArXiv"), part(known, "arXiv")])]
    fields = texts(entry.get("s2FieldsOfStudy"), "category") or texts(
        entry.get("s2fieldsofstudy"), "category"
    )
    date = first(text(entry.get("publicationDate")), text(entry.get("publicationdate")))
    return Said(
        title=text(entry.get("title")),
        abstract=first(text(entry.get("abstract")), text(entry.get("paperAbstract"))),
        authors=texts(entry.get("authors"), "name"),
        affiliations=texts(entry.get("authors"), "affiliations"),
        date=first(date, text(entry.get("year"))),
        names=[*arxiv, *texts([part(known, "DOI"), entry.get("doi"), entry.get("url")])],
        subjects=fields or texts(first_of(entry, "fieldsOfStudy", "fieldsofstudy")),
    )


def first_of(entry: dict[str, Any], *keys: str) -> Any:  # noqa: ANN401  (JSON)
    """Return the first value that is any."""
    return next((entry[key] for key in keys if entry.get(key)), None)
