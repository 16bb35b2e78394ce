"""PubMed: articles as its downloads and its E-utilities have them.

https://www.nlm.nih.gov/bsd/licensee/data_elements_doc.html
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

NAME = "PubMed"
SHAPE = "XML of PubMed"
BINARY = True


def recognises(head: bytes) -> float:
    """Return a certainty from the first element.

    >>> recognises(b"<PubmedArticleSet><PubmedArticle>"), recognises(b"<feed>")
    (0.9, 0.0)
    """
    name, _ = root_of(head)
    return 0.9 if name in {"PubmedArticleSet", "PubmedArticle", "MedlineCitationSet"} else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield an entry for every article."""
    del mapping  # the names are PubMed's
    for each in elements(document, source, {"PubmedArticle", "PubmedBookArticle"}):
        if isinstance(each, Refusal):
            yield each
        else:
            yield entry_of(_said(each[1]), source, each[0])


def unbracketed(title: str) -> str:
    """Take off the brackets around a translated title, and PubMed's full stop.

    >>> unbracketed("[Deep sets]."), unbracketed("Deep Sets.")
    ('Deep sets', 'Deep Sets')
    """
    bare = title.removesuffix(".")
    return bare[1:-1].removesuffix(".") if bare.startswith("[") and bare.endswith("]") else bare


def _said(entry: Element) -> Said:
    citation = entry.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        return Said()
    people = article.findall("AuthorList/Author")
    number = inner_text(citation, "PMID")
    known = entry.findall("PubmedData/ArticleIdList/ArticleId")
    dois = [inner_text(each) for each in known if each.get("IdType") == "doi"]
    languages = article.findall("Language")
    return Said(
        title=unbracketed(inner_text(article, "ArticleTitle")),
        abstract=" ".join(_section(each) for each in article.findall("Abstract/AbstractText")),
        authors=[_person(each) for each in people],
        affiliations=[
            inner_text(each) for person in people for each in person.findall(".//Affiliation")
        ],
        date=_date(article),
        names=[*dois, f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else ""],
        # PubMed's abstracts are English whatever the article is in.
        language=inner_text(languages[0])
        if len(languages) == 1 and not _english(article)
        else None,
    )


def _english(article: Element) -> bool:
    return article.find("Abstract") is not None or inner_text(article, "ArticleTitle").startswith(
        "["
    )


def _section(part: Element) -> str:
    """Return a part of a structured abstract behind its heading."""
    label = (part.get("Label") or "").strip()
    return f"{label}: {inner_text(part)}" if label and label != "UNLABELLED" else inner_text(part)


def _person(author: Element) -> str:
    given = inner_text(author, "ForeName") or inner_text(author, "Initials")
    name = f"{given} {inner_text(author, 'LastName')} {inner_text(author, 'Suffix')}".strip()
    return name or inner_text(author, "CollectiveName")


def _date(article: Element) -> str:
    online, issue = article.find("ArticleDate"), article.find("Journal/JournalIssue/PubDate")
    for found in (online, issue):
        if found is not None:
            parts = (inner_text(found, name) for name in ("Day", "Month", "Year"))
            day, month, year = parts
            if month.isdecimal():
                return f"{year}-{month}-{day}".rstrip("-")
            return f"{day} {month} {year}".strip() if year else inner_text(found, "MedlineDate")
    return ""
