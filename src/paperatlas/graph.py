"""Papers, links and concepts to the triples of the atlas and of its evidence.

Pure functions from plain data to plain triples. The atlas says what papers are and which concepts
they name; the evidence says, mention by mention, where the paper says so. Text goes in as it is,
letter for letter, since the mentions count on it; only lone surrogates, which no file can hold,
and U+FFFE and U+FFFF, which some readers refuse, become U+FFFD, one for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import GraphError
from .ontology import (
    ATLAS,
    BASE,
    DCTERMS,
    FABIO,
    FOAF,
    OA,
    PRISM,
    PROV,
    RDF,
    RDFS,
    ROLES,
    SKOS,
    XSD,
    Iri,
    concept_iri,
    mention_iri,
    paper_iri,
    record_iri,
    web_iri,
)
from .records import Refusal
from .turtle import Literal, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .linking import Link
    from .papers import Paper
    from .records import Record
    from .vocabulary import Concept

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TYPE = Iri(RDF + "type")


def atlas_triples(  # noqa: PLR0913  (the five nouns of an atlas, and where it lives)
    papers: Iterable[Paper],
    links: Iterable[Link],
    concepts: Mapping[str, Concept],
    publishers: Mapping[str, Sequence[str]],
    subjects: Mapping[str, Sequence[str]],
    *,
    base: str = BASE,
) -> set[Triple]:
    """Return the triples of the atlas.

    ``concepts`` maps concept id -> concept and may hold more than is used: those that a paper
    points at are stated, and their broader ancestors. ``publishers`` and ``subjects`` map paper
    id -> concept ids. A link states its role and, whatever the role, ``atlas:mentions``.

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
    triples: set[Triple] = set()
    pointed_at: set[str] = set()
    for paper in papers:
        by, under = publishers.get(paper.id, ()), subjects.get(paper.id, ())
        triples |= paper_triples(paper, by_paper[paper.id], by, under, base=base)
        pointed_at |= {link.concept for link in by_paper[paper.id]} | {*by, *under}
    return triples | concept_triples(pointed_at, concepts, base=base)


def paper_triples(  # noqa: PLR0913  (a paper and all that is told of it)
    paper: Paper,
    links: Iterable[Link],
    publishers: Iterable[str] = (),
    subjects: Iterable[str] = (),
    affiliated: Iterable[tuple[str, str]] = (),
    *,
    base: str = BASE,
) -> set[Triple]:
    """Return the triples of one paper and its records; ``links`` are its own.

    ``affiliated`` holds labs that its affiliations name, each with the reason.

    Raises:
        GraphError: a link has a role outside `ROLES`.

    """
    node = _Node(paper_iri(paper.id, base))
    triples = set(_paper(node, paper, base))
    for predicate, ids in ((ATLAS + "publishedBy", publishers), (DCTERMS + "subject", subjects)):
        triples.update(node.to(predicate, concept_iri(concept, base)) for concept in ids)
    for lab, reason in affiliated:
        triples.add(node.to(ATLAS + "affiliatedWith", concept_iri(lab, base)))
        triples.update(node.text(ATLAS + "affiliationReason", reason))
    for concept, role in {(link.concept, _checked(link)) for link in links}:
        for named in {role, "mentions"}:
            triples.add(node.to(ATLAS + named, concept_iri(concept, base)))
    for record in paper.records:
        triples.update(_record(record, base))
    return triples


def concept_triples(
    ids: Iterable[str], concepts: Mapping[str, Concept], *, base: str = BASE
) -> set[Triple]:
    """Return the triples of the concepts of these ids and of all broader ones.

    Raises:
        GraphError: there is no such concept.

    """
    return {
        triple for concept in with_ancestors({*ids}, concepts) for triple in _concept(concept, base)
    }


def kind_triples(ids: Iterable[str], *, base: str = BASE) -> set[Triple]:
    """Return what an id alone tells of a concept: that it is one, and of what type."""
    triples = set()
    for concept in ids:
        node = _Node(concept_iri(concept, base))
        kind = concept.partition("/")[0].capitalize()
        triples |= {node.to(_TYPE, ATLAS + kind), node.to(_TYPE, SKOS + "Concept")}
    return triples


def evidence_triples(links: Iterable[Link], *, base: str = BASE) -> list[Triple]:
    """Return the triples of the evidence, each once.

    A mention is one node, whose IRI is made of paper and offsets.

    Links that say the same of the same stretch are one mention, the best scored of them. A second
    statement drawn from one stretch gets an IRI that ends in ".2", a third in ".3", in the order
    of concept and role.

    Raises:
        GraphError: a role lies outside `ROLES`.

    """
    best: dict[tuple[str, int, int, str, str], Link] = {}
    for link in links:
        mention = link.mention
        key = (mention.paper, mention.start, mention.end, link.concept, _checked(link))
        if key not in best or _standing(link) > _standing(best[key]):
            best[key] = link
    triples: list[Triple] = []
    taken: dict[Iri, int] = {}
    for (paper, start, end, _, _), link in sorted(best.items(), key=lambda item: item[0]):
        iri = mention_iri(paper, start, end, base)
        taken[iri] = taken.get(iri, 0) + 1
        node = _Node(iri if taken[iri] == 1 else Iri(f"{iri}.{taken[iri]}"))
        triples.extend(_mention(node, link, base))
    return triples


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


@dataclass(frozen=True, slots=True)
class _Node:
    """A subject, and the kinds of statement made about it; nothing is stated of ``None``."""

    iri: Iri

    def to(self, predicate: str, target: str) -> Triple:
        return self.iri, Iri(predicate), Iri(target)

    def text(self, predicate: str, text: str | None, language: str | None = None) -> list[Triple]:
        if text is None:
            return []
        return [(self.iri, Iri(predicate), Literal(writable(text), language=language))]

    def value(self, predicate: str, value: object, datatype: str) -> list[Triple]:
        if value is None:
            return []
        return [(self.iri, Iri(predicate), Literal(str(value), XSD + datatype))]

    def addresses(self, predicate: str, urls: Iterable[str]) -> list[Triple]:
        return [self.to(predicate, iri) for url in urls if (iri := web_iri(url)) is not None]


def _paper(node: _Node, paper: Paper, base: str) -> Iterator[Triple]:
    yield node.to(_TYPE, FABIO + "ResearchPaper")
    yield from node.text(DCTERMS + "title", paper.title)
    for title in paper.titles:
        yield from node.text(DCTERMS + "alternative", title)
    yield from node.text(DCTERMS + "abstract", paper.abstract)
    yield from node.text(DCTERMS + "language", paper.language)
    if paper.authors:
        yield from node.text(
            ATLAS + "authors", "; ".join(each.replace(";", ",") for each in paper.authors)
        )
    for author in paper.authors:
        yield from node.text(DCTERMS + "creator", author)
    for affiliation in paper.affiliations:
        yield from node.text(ATLAS + "affiliation", affiliation)
    yield from node.value(DCTERMS + "issued", paper.issued, "date")
    yield from node.text(FABIO + "hasArXivId", paper.arxiv_id)
    yield from node.text(PRISM + "doi", paper.doi)
    yield from node.addresses(FOAF + "page", paper.urls)
    for record in paper.records:
        yield node.to(PROV + "wasDerivedFrom", record_iri(record.source, record.line, base))


def _record(record: Record, base: str) -> Iterator[Triple]:
    node = _Node(record_iri(record.source, record.line, base))
    yield node.to(_TYPE, ATLAS + "Record")
    yield from node.text(ATLAS + "source", record.source)
    yield from node.value(ATLAS + "line", record.line, "integer")
    yield from node.text(DCTERMS + "title", record.title)
    yield from node.value(DCTERMS + "issued", record.issued, "date")
    yield from node.addresses(FOAF + "page", record.urls)
    for repair in record.repairs:
        yield from node.text(ATLAS + "repair", repair)
    yield from node.text(RDFS + "comment", record.comment)


def _concept(concept: Concept, base: str) -> Iterator[Triple]:
    node = _Node(concept_iri(concept.id, base))
    yield node.to(_TYPE, ATLAS + concept.type)
    yield node.to(_TYPE, SKOS + "Concept")
    yield from node.text(SKOS + "prefLabel", concept.pref_label, "en")
    for label in concept.alt_labels:
        yield from node.text(SKOS + "altLabel", label, "en")
    yield from node.text(SKOS + "definition", concept.definition, "en")
    for broader in concept.broader:
        yield node.to(SKOS + "broader", concept_iri(broader, base))
    yield node.to(SKOS + "inScheme", ATLAS + ("vocabulary" if concept.curated else "candidates"))
    yield from node.addresses(DCTERMS + "source", concept.sources)
    yield from node.addresses(FOAF + "homepage", concept.homepages)
    yield from node.addresses(SKOS + "exactMatch", concept.exact_matches)


def _mention(node: _Node, link: Link, base: str) -> Iterator[Triple]:
    mention = link.mention
    yield node.to(_TYPE, ATLAS + "Mention")
    yield node.to(ATLAS + "paper", paper_iri(mention.paper, base))
    yield node.to(ATLAS + "concept", concept_iri(link.concept, base))
    yield node.to(ATLAS + "role", ATLAS + link.role)
    yield from node.text(OA + "exact", mention.text)
    yield from node.value(OA + "start", mention.start, "integer")
    yield from node.value(OA + "end", mention.end, "integer")
    yield from node.text(ATLAS + "field", mention.field)
    yield from node.text(ATLAS + "sentence", mention.sentence)
    yield from node.value(ATLAS + "confidence", _decimal(link.score), "decimal")
    yield from node.text(ATLAS + "extractor", mention.extractor)
    yield from node.text(ATLAS + "reason", link.reason)
    yield from node.text(ATLAS + "roleReason", link.role_reason)


def _decimal(number: float) -> str:
    """Write a number to four places, with at least one: Turtle's own form of xsd:decimal."""
    whole, _, places = f"{number:.4f}".partition(".")
    return f"{whole}.{places.rstrip('0') or '0'}"


def _standing(link: Link) -> tuple[float, str, str, str]:
    return link.score, link.mention.extractor, link.reason, link.mention.sentence


def _checked(link: Link) -> str:
    if link.role not in ROLES:
        what = f"{link.role!r} is no role"
        raise GraphError(what, where=link.mention.paper, cure=f"one of {', '.join(ROLES)}")
    return link.role


def writable(text: str) -> str:
    """Return a text as it is written."""
    return _UNWRITABLE.sub("\ufffd", text)


def with_ancestors(ids: set[str], concepts: Mapping[str, Concept]) -> list[Concept]:
    """Return the concepts of these ids and all broader ones; GraphError where one is not there."""
    reached: dict[str, Concept] = {}
    waiting = sorted(ids)
    while waiting:
        concept = waiting.pop()
        if concept in reached:
            continue
        if concept not in concepts:
            what = "no concept has this id"
            raise GraphError(what, where=concept, cure="add it to the vocabulary")
        reached[concept] = concepts[concept]
        waiting.extend(concepts[concept].broader)
    return list(reached.values())
