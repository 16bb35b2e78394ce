"""Quotes: the sentences behind the rows of an answer, and the papers that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ontology import ATLAS, ROLES, Iri
from ..questions import EVIDENCE, with_evidence
from ..sparql import tokens_of
from ..store import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..questions import Question
    from ..store import Store, Value

_PAPERS = """
SELECT ?paper ?title ?issued ?arxiv ?doi ?page WHERE {
  VALUES ?paper { %s }
  OPTIONAL { ?paper dcterms:title ?title }
  OPTIONAL { ?paper dcterms:issued ?issued }
  OPTIONAL { ?paper fabio:hasArXivId ?arxiv }
  OPTIONAL { ?paper prism:doi ?doi }
  OPTIONAL { ?paper foaf:page ?page }
}
ORDER BY ?paper ?title ?issued ?arxiv ?doi STR(?page)
"""
_PLAIN = re.compile(r"[^\x00-\x20<>\"{}|\\^`]+")
_ROW = "answer_row"


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a paper's text, and what it says: how the paper stands to a concept.

    ``start`` and ``end`` count characters in the title, a blank line and the abstract; ``source``
    is the document and line of each record of the paper.
    """

    paper: Iri
    concept: Iri
    role: str
    words: str
    sentence: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What a reader knows a paper by; ``link`` is its page at arXiv, its DOI, or its own page."""

    title: str
    issued: str
    link: str


def quotes_of(
    store: Store, question: Question, rows: Rows, bindings: Mapping[str, Value]
) -> tuple[tuple[Quote, ...], ...]:
    """Return the quotes behind each row, strongest role first, as `with_evidence` finds them.

    A sentence that names one thing twice is quoted once in a row.

    Raises:
        QuestionError: a column has the name of one that evidence takes.

    """
    numbered = tuple((number, *row) for number, row in enumerate(rows.rows))
    found = with_evidence(store, question, Rows((_ROW, *rows.columns), numbered), bindings)
    quotes: list[dict[tuple[str, ...], Quote]] = [{} for _ in rows.rows]
    for row in found.rows:
        paper, concept, role, words, sentence, source, start, end = row[-len(EVIDENCE) :]
        if isinstance(paper, Iri) and isinstance(concept, Iri):
            quote = Quote(
                paper,
                concept,
                str(role),
                str(words),
                str(sentence),
                str(source or ""),
                int(str(start)),
                int(str(end)),
            )
            said = (paper, concept, quote.role, quote.sentence)
            quotes[int(str(row[0]))].setdefault(said, quote)
    return tuple(tuple(of_row.values()) for of_row in quotes)


def constants_of(sparql: str, namespaces: Mapping[str, str]) -> tuple[dict[str, Value], str]:
    """Return the things that a query names, under numbers, and the roles that it asks about.

    A row of "which papers use RLHF?" names a paper alone: what it says about RLHF is a statement
    only together with what the query says.

    >>> from paperatlas.ontology import prefixes
    >>> constants_of("ASK { ?paper atlas:uses method:rlhf }", prefixes())
    ({'0': 'https://w3id.org/paperatlas/id/method/rlhf'}, 'uses')
    >>> constants_of("ASK { ?paper ?role ?concept }", prefixes())
    ({}, '')
    """
    known, named = dict(namespaces), []
    tokens = tokens_of(sparql)
    for i, token in enumerate(tokens):
        prefix, _, local = token.text.partition(":")
        if token.kind == "pname" and tokens[i - 1].word == "PREFIX":
            known[prefix] = tokens[i + 1].text[1:-1]
        elif token.kind == "pname" and prefix in known:
            named.append(Iri(known[prefix] + local.replace("\\", "")))
        elif token.kind == "iri" and tokens[i - 2].word != "PREFIX":
            named.append(Iri(token.text[1:-1]))
    said = {iri.removeprefix(ATLAS) for iri in named}
    things = [iri for iri in dict.fromkeys(named) if not iri.startswith(ATLAS)]
    asked: dict[str, Value] = {str(number): iri for number, iri in enumerate(things)}
    return asked, ", ".join(role for role in ROLES if role in said)


def headings_of(store: Store, papers: Iterable[Iri]) -> dict[Iri, Heading]:
    """Return what the papers are known by, sorted by their IRIs."""
    listed = sorted({f"<{paper}>" for paper in papers if _PLAIN.fullmatch(paper)})
    found: dict[Iri, Heading] = {}
    if not listed:
        return found
    for row in store.select(_PAPERS % " ".join(listed)).rows:
        paper, title, issued, arxiv, doi, page = (str(value or "") for value in row)
        link = page
        if arxiv or doi:
            link = f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}"
        found.setdefault(Iri(paper), Heading(title, issued, link))
    return found
