"""Crossref: works as its API and its yearly data file have them.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from __future__ import annotations

from typing import Any

from .csl import person
from .markup import without_tags
from .said import Said
from .values import dated, first, text, texts

NAME = "Crossref"

_DATES = ("published-online", "published-print", "published", "issued", "posted", "created")


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether the title is a list and the DOI is called so.

    >>> recognises({"DOI": "10.5555/1", "title": ["Deep Sets"]}), recognises({"DOI": "10.5555/1"})
    (True, False)
    """
    return "DOI" in entry and isinstance(entry.get("title"), list)


def said(entry: dict[str, Any]) -> Said:
    """Return what a work says, without the JATS tags of its abstract.

    >>> said({"DOI": "10.5555/1", "title": ["On <i>x</i>"], "subtitle": ["A study"]}).title
    'On x: A study'
    """
    title, subtitle = text(entry.get("title")), text(entry.get("subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    authors = entry.get("author")
    return Said(
        title=without_tags(title or ""),
        abstract=without_tags(text(entry.get("abstract")) or ""),
        authors=[
            n for each in (authors if isinstance(authors, list) else []) if (n := person(each))
        ],
        affiliations=texts(authors, "affiliation", "name"),
        date=first(*(dated(entry.get(name)) for name in _DATES)),
        names=texts([entry.get("DOI"), entry.get("URL")]),
        subjects=texts(entry.get("subject")),
        language=text(entry.get("language")),
    )
