"""CSL-JSON: the citation data of Zotero, Mendeley and other managers.

https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re
from typing import Any

from .markup import without_tags
from .said import Said
from .values import dated, first, part, text, texts

NAME = "CSL-JSON"

_ARXIV = re.compile(r"\barxiv:\s*[\w./-]+", re.IGNORECASE)


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether names are parted in family and given, or dates in their parts, as CSL has it.

    >>> recognises({"title": "Deep Sets", "author": [{"family": "Zaheer", "given": "Manzil"}]})
    True
    >>> recognises({"title": ["Deep Sets"], "author": [{"family": "Zaheer"}]})
    False
    """
    people = part(entry, "author", 0)
    parted = isinstance(people, dict) and ("family" in people or "literal" in people)
    dates = isinstance(part(entry, "issued", "date-parts"), list)
    return isinstance(entry.get("title"), str) and (parted or dates) and "paperId" not in entry


def said(entry: dict[str, Any]) -> Said:
    """Return what an entry says; an arXiv id is taken from the note or the number, too.

    >>> said({"title": "Deep Sets", "note": "arXiv:1703.06114 [cs]"}).names
    ['arXiv:1703.06114']
    """
    notes = " ".join(texts([entry.get("note"), entry.get("number"), entry.get("archive_location")]))
    return Said(
        title=without_tags(text(entry.get("title")) or ""),
        abstract=without_tags(text(entry.get("abstract")) or ""),
        authors=[name for each in _list(entry.get("author")) if (name := person(each))],
        date=first(dated(entry.get("issued")), text(entry.get("issued"))),
        names=[
            *texts([entry.get("DOI"), entry.get("URL"), entry.get("id")]),
            *_ARXIV.findall(notes),
        ],
        language=text(entry.get("language")),
    )


def person(author: Any) -> str | None:  # noqa: ANN401  (JSON)
    """Return the name of an author given in parts, or of a group.

    >>> person({"family": "Gogh", "non-dropping-particle": "van", "given": "Vincent"})
    'Vincent van Gogh'
    >>> person({"literal": "OpenAI"}), person({"name": "DeepMind"}), person(None)
    ('OpenAI', 'DeepMind', None)
    """
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    name = " ".join(found for each in parts if (found := text(part(author, each))))
    return first(name, text(part(author, "literal")), text(part(author, "name")))


def _list(value: Any) -> list[Any]:  # noqa: ANN401  (JSON)
    return value if isinstance(value, list) else []
