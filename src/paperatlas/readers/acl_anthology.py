"""ACL Anthology: a collection's XML, its papers under volumes that tell the date.

https://github.com/acl-org/acl-anthology/blob/master/data/xml/schema.rnc
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

NAME = "ACL Anthology"
SHAPE = "XML of the ACL Anthology"
BINARY = True

_SITE = "https://aclanthology.org/"


def recognises(head: bytes) -> float:
    """Return a certainty from the first element.

    >>> recognises(b'<collection id="2020.acl"><volume id="main">'), recognises(b"<feed>")
    (0.9, 0.0)
    """
    name, _ = root_of(head)
    return 0.9 if name in {"collection", "volume"} and b"<volume" in head else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every paper; front matter is none."""
    del mapping  # the names are the Anthology's
    date = ""
    for each in elements(document, source, {"meta", "paper"}):
        if isinstance(each, Refusal):
            yield each
            continue
        line, element = each
        if element.tag == "meta":
            date = f"{inner_text(element, 'month')} {inner_text(element, 'year')}"
        else:
            yield entry_of(_said(element, date), source, line)


def _said(paper: Element, date: str) -> Said:
    address = inner_text(paper, "url")
    if address and "://" not in address:
        address = f"{_SITE}{address}/"
    people = paper.findall("author")
    return Said(
        title=inner_text(paper, "title"),
        abstract=inner_text(paper, "abstract"),
        authors=[f"{inner_text(p, 'first')} {inner_text(p, 'last')}".strip() for p in people],
        affiliations=[inner_text(each) for p in people for each in p.findall("affiliation")],
        date=date,
        names=[address, inner_text(paper, "doi")],
        language=inner_text(paper, "language"),
    )
