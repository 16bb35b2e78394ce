"""Papers, links and concepts to the nodes of the atlas and of its evidence.

Pure functions from plain data to plain data. The atlas says what papers are and which concepts they
name; the evidence says, mention by mention, where the paper says so. Text goes in as it is, letter
for letter, since the mentions count on it; only lone surrogates, which no file can hold, and U+FFFE
and U+FFFF, which some readers refuse, become U+FFFD, one for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .errors import GraphError
from .findings import quote_of
from .nodes import Column, Literal, Table, triples_of, union
from .ontology import (
    ATLAS,
    BASE,
    ROLES,
    XSD,
    Iri,
    concept_iri,
    mention_iri,
    paper_iri,
    record_iri,
    terms,
    web_iri,
)
from .records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from .findings import Quote
    from .linking import Link
    from .nodes import Node, Nodes, Term, Triple
    from .papers import Paper
    from .records import Record
    from .vocabulary import Concept

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STRING, _DATE = XSD + "string", XSD + "date"
_DECIMAL, _INTEGER = XSD + "decimal", XSD + "integer"
_KEPT = 4_096
_VOCABULARY, _CANDIDATES = (Iri(ATLAS + "vocabulary"),), (Iri(ATLAS + "candidates"),)


def atlas_triples(  # noqa: PLR0913  (the five nouns of an atlas, and where it lives)
    papers: Iterable[Paper],
    links: Iterable[Link],
    concepts: Mapping[str, Concept],
    publishers: Mapping[str, Sequence[str]],
    subjects: Mapping[str, Sequence[str]],
    *,
    affiliated: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    base: str = BASE,
) -> set[Triple]:
    """Return the triples of the atlas.

    ``concepts`` maps concept id -> concept and may hold more than is used: those that a paper
    points at are stated, and their broader ancestors. ``publishers`` and ``subjects`` map paper
    id -> concept ids, ``affiliated`` paper id -> labs, each with the reason. A link states its role
    and, whatever the role, ``atlas:mentions``.

    Raises:
        GraphError: a link names an unknown paper, an unknown concept or a role outside `ROLES`.

    """
    papers = list(papers)
    known = {paper.id for paper in papers}
    by_paper: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.mention.paper not in known:
            what = f"a mention stands in {link.mention.paper!r}, which is no paper of this atlas"
            raise GraphError(what, where=link.concept)
        by_paper[link.mention.paper].append(link)
    nodes: list[Nodes] = []
    pointed_at: set[str] = set()
    for paper in papers:
        by, under = publishers.get(paper.id, ()), subjects.get(paper.id, ())
        at = affiliated.get(paper.id, ())
        quotes = map(quote_of, by_paper[paper.id])
        nodes.append(paper_nodes(paper, quotes, by, under, at, base=base))
        pointed_at |= {link.concept for link in by_paper[paper.id]} | {*by, *under}
        pointed_at |= {lab for lab, _ in at}
    nodes.append(concept_nodes(pointed_at, concepts, base=base))
    return {triple for each in nodes for triple in triples_of(each)}


def paper_nodes(  # noqa: PLR0913  (a paper and all that is told of it)
    paper: Paper,
    quotes: Iterable[Quote],
    publishers: Iterable[str] = (),
    subjects: Iterable[str] = (),
    affiliated: Iterable[tuple[str, str]] = (),
    *,
    base: str = BASE,
) -> dict[Iri, Node]:
    """Return the nodes of one paper and its records; ``quotes`` are its own.

    ``affiliated`` holds labs that its affiliations name, each with the reason.

    Raises:
        GraphError: a quote has a role outside `ROLES`.

    """
    affiliated = tuple(affiliated)
    to_concepts: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for concept, role in {(quote.concept, _role_of(quote)) for quote in quotes}:
        for named in ("mentions", role):
            to_concepts[terms.BY_ROLE[named]].add(_concept_iri(concept, base))
    node: Node = {
        **_paper(paper, base),
        terms.PUBLISHED_BY: [concept_iri(lab, base) for lab in publishers],
        terms.SUBJECT: [concept_iri(concept, base) for concept in subjects],
        terms.AFFILIATED_WITH: [concept_iri(lab, base) for lab, _ in affiliated],
        terms.AFFILIATION_REASON: _texts(*(reason for _, reason in affiliated)),
        **{role: list(named) for role, named in to_concepts.items()},
    }
    records = ({_record_iri(each, base): _record(each)} for each in paper.records)
    return union({paper_iri(paper.id, base): _stated(node)}, *records)


def concept_nodes(
    ids: Iterable[str], concepts: Mapping[str, Concept], *, base: str = BASE
) -> dict[Iri, Node]:
    """Return the nodes of the concepts of these ids and of all broader ones.

    Raises:
        GraphError: there is no such concept.

    """
    reached = with_ancestors(ids, concepts)
    return {concept_iri(key, base): _concept(each, base) for key, each in reached.items()}


def kind_nodes(ids: Iterable[str], *, base: str = BASE) -> dict[Iri, Node]:
    """Return what an id alone tells of a concept: that it is one, and of what type."""
    kinds = {concept: concept.partition("/")[0].capitalize() for concept in ids}
    return {
        _concept_iri(concept, base): {terms.TYPE: _types(kind)} for concept, kind in kinds.items()
    }


def evidence_triples(links: Iterable[Link], *, base: str = BASE) -> list[Triple]:
    """Return the triples of :func:`mention_table`, each once."""
    return list(triples_of(mention_table(map(quote_of, links), base=base).nodes()))


def mention_table(quotes: Iterable[Quote], *, base: str = BASE) -> Table:
    """Return the nodes of the evidence, by paper and place.

    A mention is one node, whose IRI is made of paper and offsets.

    Quotes that say the same of the same stretch are one mention, the best scored of them. A second
    statement drawn from one stretch gets an IRI that ends in ".2", a third in ".3", in the order
    of concept and role.

    Raises:
        GraphError: a role lies outside `ROLES`.

    """
    quotes = _best(quotes)
    columns = {
        terms.TYPE: Column(None, [terms.MENTION] * len(quotes)),
        terms.OF_PAPER: Column(None, [_paper_iri(each.paper, base) for each in quotes]),
        terms.OF_CONCEPT: Column(None, [_concept_iri(each.concept, base) for each in quotes]),
        terms.ROLE: Column(None, [terms.BY_ROLE[each.role] for each in quotes]),
        terms.EXACT: Column(_STRING, [writable(each.text) for each in quotes]),
        terms.START: Column(_INTEGER, [str(each.start) for each in quotes]),
        terms.END: Column(_INTEGER, [str(each.end) for each in quotes]),
        terms.FIELD: Column(_STRING, [writable(each.field) for each in quotes]),
        terms.SENTENCE: Column(_STRING, [writable(each.sentence) for each in quotes]),
        terms.CONFIDENCE: Column(_DECIMAL, [_decimal(each.score) for each in quotes]),
        terms.EXTRACTOR: Column(_STRING, [writable(each.extractor) for each in quotes]),
        terms.REASON: Column(_STRING, [writable(each.reason) for each in quotes]),
        terms.ROLE_REASON: Column(_STRING, [writable(each.role_reason) for each in quotes]),
    }
    return Table(_mention_iris(quotes, base), columns)


def _best(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the best quote of each statement about each stretch, sorted."""
    best: dict[tuple[object, ...], Quote] = {}
    for quote in quotes:
        key = quote.paper, quote.start, quote.end, quote.concept, _role_of(quote)
        if key not in best or _standing(quote) > _standing(best[key]):
            best[key] = quote
    return sorted(best.values())


def _mention_iris(quotes: Iterable[Quote], base: str) -> list[Iri]:
    own: list[Iri] = []
    before, times = None, 1
    for each in quotes:
        iri = mention_iri(each.paper, each.start, each.end, base)
        before, times = iri, times + 1 if iri == before else 1
        own.append(iri if times == 1 else Iri(f"{iri}.{times}"))
    return own


def refused_addresses(papers: Iterable[Paper]) -> tuple[Refusal, ...]:
    """Return the addresses that the graph leaves out, since they are no http(s) addresses.

    Sorted by source and line.
    """
    refusals = {
        Refusal(record.source, record.line, f"{url!r} is no web address", "write it as https://…")
        for paper in papers
        for record in paper.records
        for url in record.urls
        if web_iri(url) is None
    }
    return tuple(sorted(refusals, key=lambda refusal: (refusal.source, refusal.line, refusal.why)))


_concept_iri = lru_cache(_KEPT)(concept_iri)
_paper_iri = lru_cache(2)(paper_iri)
_web_iri = lru_cache(_KEPT)(web_iri)  # a paper has the addresses of its records


def _record_iri(record: Record, base: str) -> Iri:
    return record_iri(record.source, record.line, base)


def _stated(node: Node) -> Node:
    """Leave out what has no value."""
    return {predicate: values for predicate, values in node.items() if values}


def writable(text: str) -> str:
    """Return a text as it is written."""
    return text if text.isascii() or text.isprintable() else _UNWRITABLE.sub("\ufffd", text)


def _text(text: str, language: str | None = None) -> Literal:
    return Literal(writable(text), _STRING, language)


def _texts(*texts: str | None, language: str | None = None) -> tuple[Literal, ...]:
    return tuple([_text(text, language) for text in texts if text is not None])


def _addresses(urls: Iterable[str]) -> list[Term]:
    return [iri for url in urls if (iri := _web_iri(url)) is not None]


def _paper(paper: Paper, base: str) -> Node:
    authors = "; ".join(each.replace(";", ",") for each in paper.authors) or None
    return {
        terms.TYPE: [terms.RESEARCH_PAPER],
        terms.TITLE: _texts(paper.title),
        terms.ALTERNATIVE: _texts(*paper.titles),
        terms.ABSTRACT: _texts(paper.abstract),
        terms.LANGUAGE: _texts(paper.language),
        terms.AUTHORS: _texts(authors),
        terms.CREATOR: _texts(*paper.authors),
        terms.AFFILIATION: _texts(*paper.affiliations),
        terms.ISSUED: _days(paper.issued),
        terms.ARXIV_ID: _texts(paper.arxiv_id),
        terms.DOI: _texts(paper.doi),
        terms.PAGE: _addresses(paper.urls),
        terms.DERIVED_FROM: [_record_iri(record, base) for record in paper.records],
    }


def _record(record: Record) -> Node:
    node: Node = {
        terms.TYPE: [terms.RECORD],
        terms.DOCUMENT: _texts(record.source),
        terms.LINE: [Literal(str(record.line), _INTEGER)],
        terms.TITLE: _texts(record.title),
        terms.ISSUED: _days(record.issued),
        terms.PAGE: _addresses(record.urls),
        terms.REPAIR: _texts(*record.repairs),
        terms.COMMENT: _texts(record.comment),
    }
    return _stated(node)


def _days(day: date | None) -> list[Term]:
    return [] if day is None else [Literal(str(day), _DATE)]


def _concept(concept: Concept, base: str) -> Node:
    node: dict[Iri, Sequence[Term]] = {
        terms.TYPE: _types(concept.type),
        terms.PREF_LABEL: (_text(concept.pref_label, "en"),),
        terms.IN_SCHEME: _VOCABULARY if concept.curated else _CANDIDATES,
    }
    if concept.alt_labels:
        node[terms.ALT_LABEL] = [_text(label, "en") for label in concept.alt_labels]
    links = concept.sources, concept.homepages, concept.exact_matches
    if concept.definition or concept.broader or any(links):  # of a candidate only names are known
        node |= _stated(
            {
                terms.DEFINITION: _texts(concept.definition, language="en"),
                terms.BROADER: [concept_iri(broader, base) for broader in concept.broader],
                terms.SOURCE: _addresses(concept.sources),
                terms.HOMEPAGE: _addresses(concept.homepages),
                terms.EXACT_MATCH: _addresses(concept.exact_matches),
            }
        )
    return node


@lru_cache(_KEPT)
def _types(kind: str) -> tuple[Iri, Iri]:
    return Iri(ATLAS + kind), terms.CONCEPT


@lru_cache(_KEPT)
def _decimal(number: float) -> str:
    """Write a number to four places, with at least one: Turtle's own form of xsd:decimal."""
    whole, _, places = f"{number:.4f}".partition(".")
    return f"{whole}.{places.rstrip('0') or '0'}"


def _standing(quote: Quote) -> tuple[float, str, str, str]:
    return quote.score, quote.extractor, quote.reason, quote.sentence


def _role_of(quote: Quote) -> str:
    if quote.role not in terms.BY_ROLE:
        what = f"{quote.role!r} is no role"
        raise GraphError(what, where=quote.paper, cure=f"one of {', '.join(ROLES)}")
    return quote.role


def with_ancestors(ids: Iterable[str], concepts: Mapping[str, Concept]) -> dict[str, Concept]:
    """Return the concepts of these ids and all broader ones; GraphError where one is not there."""
    reached: dict[str, Concept] = {}
    waiting = {*ids}
    while waiting:
        try:
            found = {key: concepts[key] for key in waiting}
        except KeyError:
            what, missing = "no concept has this id", min(waiting - concepts.keys())
            raise GraphError(what, where=missing, cure="add it to the vocabulary") from None
        reached |= found
        waiting = {key for each in found.values() for key in each.broader} - reached.keys()
    return reached
