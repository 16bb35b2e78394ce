"""Selection: the part of an atlas that was asked for, as an atlas of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .errors import QuestionError
from .front import SHOWN_FROM
from .ontology import ATLAS, Iri
from .questions import Parameter
from .questions.values import value_of
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .store import Value

_PAPERS = """
SELECT DISTINCT ?paper ?issued WHERE {
  ?paper a fabio:ResearchPaper .
  OPTIONAL { ?paper dcterms:issued ?issued }
}
"""
_OF_TOPIC = """
SELECT DISTINCT ?paper {
  ?concept skos:broader* ?topic .
  ?paper atlas:mentions|dcterms:subject ?concept .
}
"""
_OF_LAB = "SELECT DISTINCT ?paper { ?paper atlas:publishedBy ?lab }"
_NAMED = """
SELECT DISTINCT ?paper ?concept ?kind {
  ?paper atlas:mentions|dcterms:subject|atlas:publishedBy ?concept .
  ?concept a ?kind .
  FILTER(STRSTARTS(STR(?kind), STR(atlas:)))
}
"""
_UNSURE = """
SELECT ?concept (MAX(?confidences) AS ?confidence) {
  ?concept skos:inScheme atlas:candidates .
  GRAPH ?evidence { ?mention atlas:concept ?concept ; atlas:confidence ?confidences }
} GROUP BY ?concept
"""
_ATLAS = """
CONSTRUCT { ?thing ?property ?value } WHERE {
  { VALUES ?thing { THINGS } ?thing ?property ?value }
  UNION
  { VALUES ?paper { PAPERS } ?paper prov:wasDerivedFrom ?thing . ?thing ?property ?value }
}
"""
_EVIDENCE = """
CONSTRUCT { ?mention ?property ?value } WHERE {
  GRAPH ?evidence {
    VALUES ?paper { PAPERS }
    ?mention atlas:paper ?paper ; atlas:concept ?concept ; ?property ?value .
    FILTER(?concept IN (CONCEPTS))
  }
}
"""
_SURE = (
    """CONSTRUCT { ?s ?p ?o } {
      ?s ?p ?o FILTER(?s NOT IN (UNSURE) && ?o NOT IN (UNSURE))
    }""",
    """CONSTRUCT { ?mention ?p ?o } WHERE {
      GRAPH ?evidence { ?mention atlas:concept ?c ; ?p ?o FILTER(?c NOT IN (UNSURE)) }
    }""",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; "" and 0 ask for all.

    ``topic`` is any name of a concept: papers that name it or what is narrower. ``since`` is a year
    or a day; ``lab`` any name of a lab that published; ``top`` how many of the concepts that these
    papers name most are kept, with the papers that name any.
    """

    topic: str = ""
    since: str = ""
    lab: str = ""
    top: int = 0

    def __bool__(self) -> bool:
        """Return whether anything less than all is asked for."""
        return self != Selection()

    def __str__(self) -> str:
        """Tell it as a title.

        >>> str(Selection("RLHF", "2023", top=20))
        'RLHF · since 2023 · top 20'
        """
        parts = [self.topic, self.lab, self.since and f"since {self.since}"]
        return " · ".join([*filter(None, parts), *([f"top {self.top}"] if self.top else [])])


def select(store: Store, selection: Selection) -> Store:
    """Return the selected papers with the concepts that they name, and the evidence of these.

    Concepts that no default view shows, candidates below ``SHOWN_FROM``, are left out.

    Raises:
        QuestionError: a name fits nothing or several things, or nothing is left.

    """
    papers = _since(store, selection.since)
    if selection.topic:
        topic = _named(store, "topic", "concept", selection.topic)
        papers &= _column(store, _OF_TOPIC, {"topic": topic})
    if selection.lab:
        lab = _named(store, "lab", "lab", selection.lab)
        papers &= _column(store, _OF_LAB, {"lab": lab})
    unsure = unsure_concepts(store)
    named = [
        (paper, concept, kind)
        for paper, concept, kind in store.select(_NAMED).rows
        if paper in papers and concept not in unsure
    ]
    if selection.top:
        told = Counter(concept for _, concept, kind in named if kind != f"{ATLAS}Lab")
        most = sorted(told, key=lambda concept: (-told[concept], str(concept)))[: selection.top]
        papers = {paper for paper, concept, _ in named if concept in most}
        labs = {c for paper, c, kind in named if kind == f"{ATLAS}Lab" and paper in papers}
        concepts = labs | set(most)
    else:
        concepts = {concept for _, concept, _ in named}
    if not papers:
        cure = "widen it: leave out an option, or begin earlier"
        raise QuestionError("no paper is in this selection", where=str(selection), cure=cure)
    parts = {
        "THINGS": _listed([*papers, *concepts]),
        "PAPERS": _listed(papers),
        "CONCEPTS": _listed(concepts).replace(" ", ", "),
    }
    atlas, evidence = (
        store.construct(re.sub("THINGS|PAPERS|CONCEPTS", lambda part: parts[part[0]], query))
        for query in (_ATLAS, _EVIDENCE)
    )
    return Store.of(atlas, evidence)


def unsure_concepts(store: Store) -> set[Value | None]:
    """Return the concepts that no default view shows: candidates below ``SHOWN_FROM``."""
    rows = store.select(_UNSURE).rows
    return {concept for concept, sure in rows if float(str(sure)) < SHOWN_FROM}


def without_unsure(store: Store) -> Store:
    """Return the whole atlas but for the candidates that no default view shows."""
    unsure = unsure_concepts(store)
    if not unsure:
        return store
    listed = _listed(unsure).replace(" ", ", ")
    return Store.of(*(store.construct(query.replace("UNSURE", listed)) for query in _SURE))


def _since(store: Store, text: str) -> set[object]:
    """Return the papers from a year or a day on; the undated only where all are asked for."""
    rows = store.select(_PAPERS).rows
    if not text:
        return {paper for paper, _ in rows}
    try:
        first = (
            date(int(text), 1, 1) if re.fullmatch("[0-9]{4}", text) else date.fromisoformat(text)
        )
    except ValueError as error:
        cure = "write a year or a day, such as 2024 or 2024-05-31"
        raise QuestionError(f"{text!r} is no date", where="--since", cure=cure) from error
    return {paper for paper, issued in rows if isinstance(issued, date) and issued >= first}


def _named(store: Store, option: str, kind: str, text: str) -> Iri:
    """Resolve a name as a ready question does; its errors name the option."""
    try:
        return Iri(str(value_of(store, Parameter(option, kind, "", False, ""), text)))  # noqa: FBT003  (the parameter is not optional)
    except QuestionError as error:
        raise QuestionError(error.what, where=f"--{option}", cure=error.cure) from error


def _column(store: Store, query: str, bindings: dict[str, Iri]) -> set[object]:
    return {row[0] for row in store.select(query, bindings).rows}


def _listed(things: Iterable[object]) -> str:
    """Return IRIs of the store as SPARQL writes them: what stands in it has no sign to escape."""
    return " ".join(sorted(f"<{thing}>" for thing in things))
