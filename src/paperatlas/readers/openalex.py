"""OpenAlex: works, whose abstracts are kept as the places of each word.

https://docs.openalex.org/api-entities/works/work-object
"""

from __future__ import annotations

from typing import Any

from .markup import without_tags
from .said import Said
from .values import first, part, text, texts

NAME = "OpenAlex"

#: Places that an abstract may have: one that gives the place 10**9 to a word would fill memory.
_MOST_WORDS = 100_000


def recognises(entry: dict[str, Any]) -> bool:
    """Tell whether the id is OpenAlex's, or the abstract inverted.

    >>> recognises({"id": "https://openalex.org/W2963403868"}), recognises({"id": "W1"})
    (True, False)
    """
    number = entry.get("id")
    ours = isinstance(number, str) and number.startswith("https://openalex.org/W")
    return ours or "abstract_inverted_index" in entry


def said(entry: dict[str, Any]) -> Said:
    """Return what a work says; its subjects are its topics."""
    authors = entry.get("authorships")
    places = [entry.get("primary_location"), entry.get("best_oa_location"), entry.get("locations")]
    raw = texts(authors, "raw_affiliation_strings")
    names = texts([entry.get("doi"), part(entry, "ids", "arxiv"), part(entry, "ids", "doi")])
    return Said(
        title=without_tags(first(text(entry.get("title")), text(entry.get("display_name"))) or ""),
        abstract=without_tags(abstract(entry.get("abstract_inverted_index"))),
        authors=texts(authors, "author", "display_name") or texts(authors, "raw_author_name"),
        affiliations=[*raw, *texts(authors, "institutions", "display_name")],
        date=first(text(entry.get("publication_date")), text(entry.get("publication_year"))),
        names=[*names, *texts(places, "landing_page_url")],
        subjects=texts(entry.get("topics"), "display_name"),
        language=text(entry.get("language")),
    )


def abstract(index: Any) -> str:  # noqa: ANN401  (JSON)
    """Return the text of an inverted index: word -> places.

    >>> abstract({"all": [2], "Attention": [0], "is": [1]})
    'Attention is all'
    >>> abstract(None), abstract({"x": "y"})
    ('', '')
    """
    if not isinstance(index, dict):
        return ""
    words: dict[int, str] = {}
    for word, places in index.items():
        for place in places if isinstance(places, list) else ():
            if isinstance(place, int) and 0 <= place < _MOST_WORDS:
                words[place] = word
    return " ".join(words[place] for place in sorted(words))
