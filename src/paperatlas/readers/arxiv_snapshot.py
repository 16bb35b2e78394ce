"""arXiv's metadata snapshot: an object a paper, with authors parsed and all versions dated.

https://www.kaggle.com/datasets/Cornell-University/arxiv
"""

from __future__ import annotations

from typing import Any

from .said import Said
from .values import first, part, text, texts

NAME = "arXiv's metadata snapshot"


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether authors are parsed, or versions dated, as the snapshot has them.

    >>> recognises({"id": "0704.0001", "title": "x", "authors_parsed": []})
    True
    >>> recognises({"id": "0704.0001", "title": "x"})
    False
    """
    dated = isinstance(part(entry, "versions", 0, "created"), str)
    return "id" in entry and ("authors_parsed" in entry or dated)


def said(entry: dict[str, Any]) -> Said:
    """Return what a paper says; its day is that of the first version.

    >>> said({"id": "0704.0001", "authors_parsed": [["Balázs", "C.", "Jr"]]}).authors
    ['C. Balázs Jr']
    """
    parsed = entry.get("authors_parsed")
    people = parsed if isinstance(parsed, list) else []
    named = [" ".join(filter(None, (text(part(each, at)) for at in (1, 0, 2)))) for each in people]
    number = text(entry.get("id"))
    return Said(
        title=text(entry.get("title")),
        abstract=text(entry.get("abstract")),
        authors=named or texts(entry.get("authors")),
        date=first(text(part(entry, "versions", 0, "created")), text(entry.get("update_date"))),
        names=[*([f"arXiv:{number}"] if number else []), *texts(entry.get("doi"))],
        subjects=[each for every in texts(entry.get("categories")) for each in every.split()],
        comment=text(entry.get("comments")),
    )
