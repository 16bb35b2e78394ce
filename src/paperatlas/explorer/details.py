"""Details: what the reading panel says about each paper and concept, as plain JSON data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..network import capitalised, name_of
from ..network.facts import OF_CONCEPT, OF_PAPER, OF_RECORD
from ..ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..network import Facts
    from ..ontology import Iri
    from ..store import Store, Value

Details = dict[str, dict[str, object]]

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

Mentioned = tuple[Any, ...]
"""A mention: paper, start, end, concept (both by the node's name), role, quote, sentence, and where
they are known confidence, extractor, reason and cue."""


def details(facts: Facts, mentions: Iterable[Mentioned]) -> dict[str, Details]:
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

    ``mentions`` come by paper, start, end (from the last), concept and role.
    """
    papers: Details = {}
    concepts: Details = {}
    records: dict[str, list[dict[str, object]]] = {}
    for iri, its in sorted(facts.items()):
        if terms.PREF_LABEL in its:
            concepts[name_of(iri)] = _told(its, OF_CONCEPT)
        if terms.RESEARCH_PAPER not in its.get(terms.TYPE, ()):
            continue
        if told := _told(its, OF_PAPER):
            papers[name_of(iri)] = told
        own = sorted({*map(str, its.get(terms.DERIVED_FROM, ()))})
        if found := [one for each in own if (one := _told(facts.get(each, {}), OF_RECORD))]:
            found.sort(key=lambda r: (str(r.get("source", "")), str(r.get("line", ""))))
            records[name_of(iri)] = found
    for paper, of_paper in records.items():
        papers.setdefault(paper, {})["records"] = of_paper
    _add_mentions(papers, (each for each in mentions if each[3] in concepts))
    for its_own in concepts.values():
        if capitalised(str(its_own["label"])) == its_own["label"]:
            del its_own["label"]
    return {"papers": papers, "concepts": concepts}


def _add_mentions(papers: Details, mentions: Iterable[Mentioned]) -> None:
    sentences: dict[str, dict[str, int]] = {}
    mentioned: dict[str, list[list[object]]] = {}
    for paper, start, end, concept, role, quote, sentence, *rest in mentions:
        said = sentences.setdefault(paper, {})
        number = said.setdefault(sentence, len(said))
        row = [start, end, concept, role, quote, number, *rest]
        mentioned.setdefault(paper, []).append(row)
    for paper, rows in mentioned.items():
        papers.setdefault(paper, {}).update(mentions=rows, sentences=[*sentences[paper]])


def mentions_in(store: Store) -> Iterator[Mentioned]:
    """Yield the mentions of a store's evidence, in the order that `details` asks for."""
    for row in store.select(_MENTIONS).rows:
        paper, start, end, concept, role, quote, sentence, *rest = map(_plain, row)
        yield (
            *(name_of(str(paper)), start, end, name_of(str(concept))),
            *(str(role).rpartition("#")[2], quote, str(sentence), *rest),
        )


def _told(its: Mapping[Iri, list[Value]], keys: Mapping[str, Iri]) -> dict[str, object]:
    """Return key -> a sorted list where there may be many values, else the first."""
    told: dict[str, object] = {}
    for key, stated in keys.items():
        values: list[Any] = [_plain(value) for value in its.get(stated, ())]
        if key in _LINKS:
            values = [each for each in values if str(each).startswith(("http://", "https://"))]
        if key == "affiliated":
            values = [name_of(str(each)) for each in values]
        if values:
            told[key] = sorted(values) if key in _MANY else values[0]
    return told


def _plain(value: Value | None) -> str | int | float | None:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
