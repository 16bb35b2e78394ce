"""Details: what the reading panel says about each paper and concept, as plain JSON data."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..network import capitalised, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..store import Store, Value

Details = dict[str, dict[str, object]]

_PAPERS = """
SELECT ?paper ?key ?value WHERE {
  VALUES (?property ?key) {
    (dcterms:title "title") (dcterms:alternative "also") (dcterms:abstract "abstract")
    (dcterms:issued "issued") (fabio:hasArXivId "arxiv") (prism:doi "doi") (foaf:page "pages")
    (atlas:authors "authors") (atlas:affiliation "affiliations")
    (atlas:affiliatedWith "affiliated") (atlas:affiliationReason "why")
  }
  ?paper a fabio:ResearchPaper ; ?property ?value .
}
"""

_RECORDS = """
SELECT ?paper ?record ?key ?value WHERE {
  VALUES (?property ?key) {
    (atlas:source "source") (atlas:line "line") (dcterms:title "title") (foaf:page "pages")
    (atlas:repair "repairs") (rdfs:comment "comments")
  }
  ?paper a fabio:ResearchPaper ; prov:wasDerivedFrom ?record . ?record ?property ?value .
}
"""

_CONCEPTS = """
SELECT ?concept ?key ?value WHERE {
  VALUES (?property ?key) {
    (skos:prefLabel "label") (skos:altLabel "also") (skos:definition "definition")
    (dcterms:source "sources")
    (foaf:homepage "homepages") (skos:exactMatch "matches") (skos:inScheme "scheme")
  }
  ?concept skos:prefLabel ?label ; ?property ?value .
}
"""

_MENTIONS = """
SELECT ?paper ?start ?end ?concept ?role ?exact ?sentence ?confidence ?extractor ?reason ?cue
WHERE {
  GRAPH ?evidence {
    ?mention a atlas:Mention ; atlas:paper ?paper ; atlas:concept ?concept ; atlas:role ?role ;
      oa:exact ?exact ; oa:start ?start ; oa:end ?end ; atlas:sentence ?sentence .
    OPTIONAL { ?mention atlas:confidence ?confidence }
    OPTIONAL { ?mention atlas:extractor ?extractor }
    OPTIONAL { ?mention atlas:reason ?reason }
    OPTIONAL { ?mention atlas:roleReason ?cue }
  }
} ORDER BY ?paper ?start DESC(?end) ?concept ?role
"""

_MANY = {"also", "pages", "repairs", "comments", "sources", "homepages", "matches"}
_MANY |= {"affiliations", "affiliated", "why"}
_LINKS = {"pages", "sources", "homepages", "matches"}


Row = tuple["Value | None", ...]
"""A mention: paper, start, end, concept, role, quote, sentence, and where they are known
confidence, extractor, reason and cue."""


def details(store: Store, mentions: Iterable[Row] | None = None) -> dict[str, Details]:
    """Return ``{"papers": …, "concepts": …}``, each by the node's name in the network.

    A paper has ``title``, ``also`` (other titles), ``abstract``, ``issued`` (ISO), ``arxiv``,
    ``doi``, ``pages``, ``authors`` (between semicolons), ``affiliations``, ``affiliated`` (the labs
    that these name), ``why`` (the reasons), ``records``, ``mentions`` and ``sentences``; a concept
    ``also``, ``definition``, ``sources``, ``homepages``, ``matches``, ``scheme`` and, where
    the network gives it a capital, ``label``; what the graph does not state is missing. A mention
    is ``[start, end, concept, role, quote, sentence, confidence, extractor, reason, cue]``: offsets
    in code points of the paper's text, the sentence as an index into ``sentences``, where each
    stands once. Mentions of what the graph does not describe are left out; only http and https
    links are kept.

    ``mentions``, by paper, start, end (from the last), concept and role, are those of the graph
    unless given; a build knows what it has just written.
    """
    papers = _described(store.select(_PAPERS).rows)
    records: dict[str, Details] = {}
    for iri, record, key, value in store.select(_RECORDS).rows:
        found = records.setdefault(name_of(str(iri)), {}).setdefault(str(record), {})
        _put(found, str(key), value)
    for paper, of_paper in records.items():
        papers.setdefault(paper, {})["records"] = sorted(
            of_paper.values(), key=lambda r: (str(r.get("source", "")), str(r.get("line", "")))
        )
    concepts = _described(store.select(_CONCEPTS).rows)
    sentences: dict[str, dict[str, int]] = defaultdict(dict)
    mentioned: dict[str, list[list[object]]] = defaultdict(list)
    for row in store.select(_MENTIONS).rows if mentions is None else mentions:
        iri, start, end, concept, role, exact, sentence, *rest = (_plain(value) for value in row)
        if name_of(str(concept)) not in concepts:
            continue
        paper = name_of(str(iri))
        number = sentences[paper].setdefault(str(sentence), len(sentences[paper]))
        role = str(role).rpartition("#")[2]
        mentioned[paper].append([start, end, name_of(str(concept)), role, exact, number, *rest])
    for paper, its_mentions in mentioned.items():
        papers.setdefault(paper, {}).update(mentions=its_mentions, sentences=[*sentences[paper]])
    for its in concepts.values():
        if capitalised(str(its["label"])) == its["label"]:
            del its["label"]
    return {"papers": papers, "concepts": concepts}


def _described(rows: tuple[tuple[Value | None, ...], ...]) -> Details:
    found: Details = {}
    for iri, key, value in rows:
        _put(found.setdefault(name_of(str(iri)), {}), str(key), value)
    return found


def _put(of: dict[str, object], key: str, value: Value | None) -> None:
    """Add a value: to a sorted list where there may be many, else keep the first."""
    plain = name_of(str(value)) if key == "affiliated" else _plain(value)
    if key in _LINKS and not str(plain).startswith(("http://", "https://")):
        return
    if key in _MANY:
        known = of.setdefault(key, [])
        if isinstance(known, list) and plain not in known:
            known.append(plain)
            known.sort()
    else:
        of.setdefault(key, plain)


def _plain(value: Value | None) -> str | int | float | None:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
