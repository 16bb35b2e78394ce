"""MEDLINE: articles as PubMed saves them for citation managers, a tag and a dash a line.

https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from ..records import Refusal
from .lines import tagged_blocks
from .pubmed import unbracketed
from .said import Said, entry_of
from .values import first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..records import Entry

NAME = "MEDLINE"
SHAPE = "MEDLINE (.nbib)"
BINARY = False

_BEGINS = re.compile(r"PMID ?- ")
_FIRST = re.compile(rb"^(?:\xef\xbb\xbf)?PMID ?- \d", re.MULTILINE)
_TAGGED = re.compile(r"([A-Z]{2,4}) *- (.*)")
_DOI = re.compile(r"(\S+) \[doi\]")


def recognises(head: bytes) -> float:
    r"""Return a certainty from a line that begins an article.

    >>> recognises(b"\nPMID- 28117445\nTI  - Deep Sets."), recognises(b"PMID 28117445")
    (0.8, 0.0)
    """
    return 0.8 if _FIRST.search(head) else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every article, which begins with its number (PMID)."""
    del mapping  # the tags are PubMed's
    for each in tagged_blocks(document, source, _BEGINS.match, "PMID- …"):
        if isinstance(each, Refusal):
            yield each
        else:
            yield entry_of(_said(_tagged(each[1])), source, each[0])


def _tagged(block: Iterable[str]) -> defaultdict[str, list[str]]:
    """Return the values of each tag; a line without one goes on with the value before it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    values: list[str] = []
    for line in block:
        if tagged := _TAGGED.match(line):
            values = found[tagged[1]]
            values.append(tagged[2].strip())
        elif values and line.strip():
            values[-1] += f" {line.strip()}"
    return found


def _said(found: Mapping[str, list[str]]) -> Said:
    def one(*tags: str) -> str | None:
        return first(*(value for tag in tags for value in found.get(tag, ())))

    title, languages = one("TI", "BTI") or "", found.get("LA", [])
    dois = (doi for tag in ("LID", "AID") for value in found.get(tag, ()) for doi in doi_in(value))
    number = one("PMID")
    return Said(
        title=unbracketed(title),
        abstract=one("AB"),
        authors=found.get("FAU") or found.get("AU", []),
        affiliations=found.get("AD", []),
        date=one("DEP", "DP"),
        names=[*dois, f"https://pubmed.ncbi.nlm.nih.gov/{number}/"],
        # PubMed's abstracts are English whatever the article is in.
        language=languages[0]
        if len(languages) == 1 and "AB" not in found and not title.startswith("[")
        else None,
    )


def doi_in(value: str) -> list[str]:
    """Return the DOI in an identifier of an article, if it is one.

    >>> doi_in("10.1000/xyz [doi]"), doi_in("S0140-6736 [pii]")
    (['10.1000/xyz'], [])
    """
    return _DOI.findall(value)
