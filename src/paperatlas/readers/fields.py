"""Fields: what the columns of a table, or the keys of an object, are usually called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import stated_day
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: Field -> the names that it goes by, in small letters and without signs, the surest first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "articletitle", "documenttitle", "name"),
    "abstract": (
        "abstract", "abstractnote", "abstracttext", "paperabstract", "summary", "description",
    ),
    "authors": ("authors", "author", "authornames", "creators", "creator", "authorfullnames"),
    "affiliations": (
        "affiliations", "affiliation", "authoraffiliations", "authorswithaffiliations",
        "institutions", "institution", "addresses",
    ),
    "date": (
        "date", "publicationdate", "published", "publisheddate", "datepublished", "issued",
        "submitted", "submittedon", "created", "updatedate", "publicationyear", "year", "pubyear",
    ),
    "lab": ("lab", "company", "organization", "organisation", "laboratory"),
    "subjects": (
        "categories", "category", "subjects", "subject", "primarycategory", "fieldsofstudy",
        "topics", "topic", "subjectareas", "primaryarea",
    ),
    "comment": ("comment", "comments", "note", "notes"),
    "language": ("language", "lang", "languageofdocument"),
    "names": (
        "id", "arxivid", "arxiv", "eprint", "doi", "url", "urls", "link", "links", "paperurl",
        "pdfurl", "paperlink", "landingpage", "entryid", "uri", "externalids", "pdf", "forum",
    ),
}  # fmt: skip

#: Fields that ``--map`` takes; "doi", "arxiv" and "url" are names of the paper.
MAPPABLE = (
    "title", "abstract", "authors", "affiliations", "date", "lab", "subjects", "comment",
    "language", "doi", "arxiv", "url",
)  # fmt: skip

_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_SIGNS = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Return a column's name without case and signs.

    >>> plain_name("Publication_Year ")
    'publicationyear'
    """
    return _SIGNS.sub("", name).lower()


def known(names: Iterable[str]) -> int:
    """Return how many of the names are those of a field.

    >>> known(["Title", "Abstract", "Score"])
    2
    """
    return sum(plain_name(name) in _FIELD_OF for name in names)


def columns(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """Return, by field, those of ``names`` that hold it, the surest first.

    ``mapping`` says which name holds a field, in place of the usual ones.

    >>> columns(["Titel", "Year", "Publication Date"], {"title": "Titel"})
    {'title': ['Titel'], 'date': ['Publication Date', 'Year']}
    """
    found: dict[str, list[str]] = {}
    for field, name in mapping.items():
        if name in names:
            found.setdefault("names" if field in {"doi", "arxiv", "url"} else field, []).append(
                name
            )
    mapped = {name for names in found.values() for name in names}
    by_plain = {plain_name(name): name for name in reversed(names)}
    for field, usual in NAMES.items():
        here = [by_plain[name] for name in usual if name in by_plain]
        if field == "names":
            found.setdefault(field, []).extend(name for name in here if name not in mapped)
        elif field not in found:
            found[field] = [name for name in here if name not in mapped]
    return {field: names for field, names in found.items() if names}


def gathered(
    found: Mapping[str, Sequence[str]], texts_in: Callable[[str], Sequence[str]]
) -> dict[str, Sequence[str]]:
    """Return, by field, the texts of its surest column that has any; names and dates of all.

    >>> cells = {"Author": ["Le Y."], "Names": ["Le, Yann"], "id": ["7"], "DOI": ["10.1/x"]}
    >>> gathered({"authors": ["Author", "Names"], "names": ["id", "DOI"]}, cells.get)
    {'authors': ['Le Y.'], 'names': ['7', '10.1/x']}
    """
    texts: dict[str, Sequence[str]] = {}
    for field, names in found.items():
        its = [texts_in(name) for name in names]
        if field in {"names", "date"}:
            texts[field] = [text for each in its for text in each]
        else:
            texts[field] = next(filter(None, its), ())
    return texts


def said_in(values: Mapping[str, Sequence[str]]) -> Said:
    """Return what is said by the texts in each field.

    Several texts in the fields of people, places and subjects are several of them; so are the parts
    of one text, between ";" or "|", of authors also between "and" or commas.

    >>> said = said_in({"title": ["Deep Sets"], "authors": ["Manzil Zaheer, Satwik Kottur"]})
    >>> said.title, said.authors
    ('Deep Sets', ['Manzil Zaheer', 'Satwik Kottur'])
    """

    def one(field: str) -> str | None:
        return next(iter(values.get(field, ())), None)

    return Said(
        title=one("title"),
        abstract=one("abstract"),
        authors=_people(values.get("authors", ())),
        affiliations=_parted(values.get("affiliations", ())),
        date=next(filter(stated_day, values.get("date", ())), None),
        names=[*values.get("names", ())],
        publisher=one("lab"),
        subjects=_subjects(values.get("subjects", ())),
        comment=one("comment"),
        language=one("language"),
    )


def _parted(texts: Sequence[str]) -> list[str]:
    if len(texts) != 1:
        return [*texts]
    return [each.strip() for each in re.split(r"[;|\n]", texts[0])]


def _people(texts: Sequence[str]) -> list[str]:
    people = _parted(texts)
    if len(people) != 1:
        return people
    people = re.split(r"\s+(?:and|&)\s+", people[0])
    commas = people[0].split(",")
    if len(people) == 1 and len(commas) == 2 and " " not in commas[0].strip():  # noqa: PLR2004  (one comma: family and given names)
        return people  # "Zaheer, Manzil"
    if all(" " in part.strip() for one in people for part in one.split(",") if part.strip()):
        return [part.strip() for one in people for part in one.split(",")]
    return people


def _subjects(texts: Sequence[str]) -> list[str]:
    """Part subjects also at spaces where they are arXiv's codes ("cs.CL cs.LG")."""
    subjects = _parted(texts)
    if len(subjects) == 1 and re.fullmatch(
        r"[a-z-]+(?:\.[\w-]+)?(?:[ ,]+[a-z-]+\.[\w-]+)+", subjects[0]
    ):
        return re.split(r"[ ,]+", subjects[0])
    return subjects
