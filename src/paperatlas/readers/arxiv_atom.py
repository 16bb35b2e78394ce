"""arXiv Atom: what arXiv's search API answers.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ..records import Refusal
from .said import Said, entry_of
from .xml_text import elements, inner_text, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from ..records import Entry

NAME = "arXiv Atom"
SHAPE = "Atom of the arXiv API"
BINARY = True


def recognises(head: bytes) -> float:
    """Return a certainty from the first element.

    >>> recognises(b'<feed xmlns="http://www.w3.org/2005/Atom">'), recognises(b"<rss>")
    (0.9, 0.0)
    """
    name, attributes = root_of(head)
    atom = "w3.org/2005/Atom" in attributes and name.rpartition(":")[2] in {"feed", "entry"}
    return 0.9 if atom else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every entry."""
    del mapping  # the names are the API's
    for each in elements(document, source, {"entry"}):
        if isinstance(each, Refusal):
            yield each
        else:
            yield entry_of(_said(each[1]), source, each[0])


def _said(entry: Element) -> Said:
    links = [link.get("href", "") for link in entry.findall("link") if link.get("rel") != "related"]
    return Said(
        title=inner_text(entry, "title"),
        abstract=inner_text(entry, "summary") or inner_text(entry, "content"),
        authors=[inner_text(author, "name") for author in entry.findall("author")],
        affiliations=[
            inner_text(each)
            for author in entry.findall("author")
            for each in author.findall("affiliation")
        ],
        date=inner_text(entry, "published") or inner_text(entry, "updated"),
        names=[inner_text(entry, "id"), inner_text(entry, "doi"), *links],
        subjects=[category.get("term", "") for category in entry.findall("category")],
        comment=inner_text(entry, "comment"),
    )
