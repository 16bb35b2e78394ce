"""Resources: a paper, concept or mention by its own address, as a page or as RDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox

from ..answers import shortened
from ..ontology import ATLAS, EVIDENCE_GRAPH, Iri
from ..turtle import PREDICATE_ORDER
from .negotiation import GRAPH, chosen
from .pages import html, link_of
from .problem import ProblemError, Reply
from .querying import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..store import Store, Value
    from .reader import Reader

_RANK = {predicate: rank for rank, predicate in enumerate(PREDICATE_ORDER)}
SHOWN = 200
"""So many statements and quotes of a kind a page shows; the RDF has them all."""

_OWN = """
SELECT ?property ?value {
  { ?it ?property ?value } UNION { GRAPH ?g { ?it ?property ?value } }
}
"""
_NAMES = """
SELECT ?thing ?name {
  { ?it ?p ?thing } UNION { ?thing ?p ?it } UNION { GRAPH ?g { ?it ?p ?thing } }
  ?thing skos:prefLabel|dcterms:title ?name
}
"""
_OTHERS = f"""
SELECT ?property ?thing {{ ?thing ?property ?it }} ORDER BY ?property ?thing LIMIT {SHOWN + 1}
"""
_QUOTES = f"""
SELECT ?mention ?role ?other ?exact ?sentence ?confidence {{
  GRAPH ?g {{
    ?mention atlas:ENDS ?it ; atlas:OTHER ?other ; atlas:role ?role ;
      oa:exact ?exact ; atlas:sentence ?sentence .
    OPTIONAL {{ ?mention atlas:confidence ?confidence }}
  }}
}} ORDER BY ?role ?mention LIMIT {SHOWN + 1}
"""


def described(reader: Reader, path: str, accept: str) -> Reply:
    """Answer what the atlas knows of the resource at ``path``, below ``/id/``, still encoded.

    RDF has every statement of it and about it, and every mention of it whole.

    Raises:
        ProblemError: there is no such resource, or no form is welcome.

    """
    ways = (path, _letters(path), unquote(path))
    iri = _known(reader.quads, [reader.base + way for way in ways])
    best = chosen(accept, ("text/html", *GRAPH))
    if best is None:
        forms = ", ".join(dict.fromkeys(GRAPH.values()))
        raise ProblemError(406, "there is no such form of it", cure=f"take text/html, {forms}")
    if best != "text/html":
        media_type = GRAPH[best]
        about = _about(reader.quads, iri)
        body = written(about, media_type, reader.prefixes, reader.limits)
        return Reply(200, media_type, body)
    return Reply(200, "text/html", _page(reader.store, Iri(iri.value)))


def _letters(path: str) -> str:
    """Decode what clients encode of an IRI, its letters beyond ASCII, and nothing else."""
    beyond = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
    return beyond.sub(lambda hit: unquote(hit[0], errors="replace"), path)


def _known(quads: ox.Store, names: list[str]) -> ox.NamedNode:
    for name in names:
        try:
            iri = ox.NamedNode(name)
        except ValueError:
            continue
        for pattern in ((iri, None, None, None), (None, None, iri, None)):
            if next(quads.quads_for_pattern(*pattern), None) is not None:
                return iri
    raise ProblemError(404, "the atlas knows no such resource", cure="see /query")


def _about(quads: ox.Store, iri: ox.NamedNode) -> Iterator[ox.Triple]:
    for quad in quads.quads_for_pattern(iri, None, None, None):
        yield quad.triple
    for quad in quads.quads_for_pattern(None, None, iri, None):
        if quad.graph_name == ox.NamedNode(EVIDENCE_GRAPH):
            for whole in quads.quads_for_pattern(quad.subject, None, None, quad.graph_name):
                yield whole.triple
        else:
            yield quad.triple


def _page(store: Store, iri: Iri) -> bytes:
    bound = {"it": iri}
    names = {str(thing): str(name) for thing, name in store.select(_NAMES, bound).rows}
    own = sorted(store.select(_OWN, bound).rows, key=lambda row: _RANK.get(str(row[0]), len(_RANK)))
    facts: dict[str, list[tuple[str, str]]] = {}
    for key, value in own:
        facts.setdefault(_local(str(key)), []).append(_shown(value, names, store.prefixes))
    others: dict[str, list[tuple[str, str]]] = {}
    about = store.select(_OTHERS, bound).rows
    for key, thing in about[:SHOWN]:
        others.setdefault(_local(str(key)), []).append(_shown(thing, names, store.prefixes))
    quotes: list[tuple[Value | None, ...]] = []
    for end, other in (("paper", "concept"), ("concept", "paper")):
        query = _QUOTES.replace("ENDS", end).replace("OTHER", other)
        quotes += store.select(query, bound).rows
    heading = next(
        (facts[key][0][0] for key in ("prefLabel", "title", "exact") if key in facts), ""
    )
    return html(
        "resource.html",
        iri=iri,
        heading=heading or shortened(iri, store.prefixes),
        kinds=[text for text, _ in facts.pop("type", [])],
        facts=facts,
        others=others,
        quotes=[
            {
                "address": link_of(str(mention), store.prefixes),
                "role": _local(str(role)),
                "other": _shown(other, _named(store, other), store.prefixes),
                "sentence": _around(str(sentence), str(exact)),
                "confidence": confidence,
            }
            for mention, role, other, exact, sentence, confidence in quotes[:SHOWN]
        ],
        more=len(about) > SHOWN or len(quotes) > SHOWN,
        shown=SHOWN,
    )


def _named(store: Store, thing: Value | None) -> dict[str, str]:
    query = "SELECT ?name { ?thing skos:prefLabel|dcterms:title ?name } ORDER BY ?name LIMIT 1"
    if not isinstance(thing, Iri):
        return {}
    return {str(thing): str(name) for (name,) in store.select(query, {"thing": thing}).rows}


def _around(sentence: str, exact: str) -> tuple[str, str, str]:
    before, found, after = sentence.partition(exact)
    return before, found, after


def _local(iri: str) -> str:
    return iri.removeprefix(ATLAS).rpartition("/")[2].rpartition("#")[2]


def _shown(
    value: Value | None, names: Mapping[str, str], prefixes: Mapping[str, str]
) -> tuple[str, str]:
    """Return the text of a value, and where it leads."""
    if not isinstance(value, Iri):
        return str(value), ""
    return names.get(value, shortened(value, prefixes)), link_of(value, prefixes)
