"""Resources: a paper, concept or mention by its own address, as a page or as RDF."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox

from ..answers import shortened
from ..errors import QuestionError
from ..ontology import ATLAS, Iri
from ..turtle import PREDICATE_ORDER
from .negotiation import GRAPH, chosen
from .pages import html, link_of
from .problem import ProblemError, Reply
from .querying import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..store import Store, Value
    from .reader import Reader

_RANK = {predicate: rank for rank, predicate in enumerate(PREDICATE_ORDER)}
SHOWN = 200
"""So many statements and quotes of a kind a page shows; the RDF has them all."""

_ANYTHING = """
ASK { { ?it ?p ?o } UNION { ?s ?p ?it } UNION { GRAPH ?g { { ?it ?p ?o } UNION { ?s ?p ?it } } } }
"""
_ABOUT = """
CONSTRUCT { ?it ?p ?o . ?s ?q ?it . ?mention ?r ?v } {
  { ?it ?p ?o } UNION { ?s ?q ?it } UNION { GRAPH ?g { ?it ?p ?o } }
  UNION { GRAPH ?g { ?mention ?end ?it ; ?r ?v } }
}
"""
_OWN = """
SELECT ?property ?value {
  { ?it ?property ?value } UNION { GRAPH ?g { ?it ?property ?value } }
}
"""
_NAMES = """
SELECT ?thing ?name {
  VALUES ?thing { THINGS } ?thing skos:prefLabel|dcterms:title ?name
} ORDER BY ?thing DESC(?name)
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
    iri = _known(reader.store, [reader.base + way for way in ways])
    best = chosen(accept, ("text/html", *GRAPH))
    if best is None:
        forms = ", ".join(dict.fromkeys(GRAPH.values()))
        raise ProblemError(406, "there is no such form of it", cure=f"take text/html, {forms}")
    if best != "text/html":
        media_type = GRAPH[best]
        about = reader.quads.query(_ABOUT.replace("?it", f"<{iri}>"), prefixes={})
        assert isinstance(about, ox.QueryTriples)  # noqa: S101  (it is a CONSTRUCT)
        body = written(about, media_type, reader.prefixes, reader.limits)
        return Reply(200, media_type, body)
    return Reply(200, "text/html", _page(reader.store, iri))


def _letters(path: str) -> str:
    """Decode what clients encode of an IRI, its letters beyond ASCII, and nothing else."""
    beyond = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
    return beyond.sub(lambda hit: unquote(hit[0], errors="replace"), path)


def _known(store: Store, names: list[str]) -> Iri:
    for name in map(Iri, dict.fromkeys(names)):
        with suppress(QuestionError):  # it is no IRI
            if store.query(_ANYTHING, {"it": name}):
                return name
    raise ProblemError(404, "the atlas knows no such resource", cure="see /query")


def _page(store: Store, iri: Iri) -> bytes:
    bound = {"it": iri}
    own = sorted(store.select(_OWN, bound).rows, key=lambda row: _RANK.get(str(row[0]), len(_RANK)))
    about = store.select(_OTHERS, bound).rows
    quotes: list[tuple[Value | None, ...]] = []
    for end, other in (("paper", "concept"), ("concept", "paper")):
        query = _QUOTES.replace("ENDS", end).replace("OTHER", other)
        quotes += store.select(query, bound).rows
    names = _names(store, chain.from_iterable([*own, *about[:SHOWN], *quotes[:SHOWN]]))

    def shown(value: Value | None) -> tuple[str, str]:
        """Return the text of a value, and where it leads."""
        if not isinstance(value, Iri):
            return str(value), ""
        return names.get(value, shortened(value, store.prefixes)), link_of(value, store.prefixes)

    facts, others = (_grouped(rows, shown) for rows in (own, about[:SHOWN]))
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
                "other": shown(other),
                "sentence": _around(str(sentence), str(exact)),
                "confidence": confidence,
            }
            for mention, role, other, exact, sentence, confidence in quotes[:SHOWN]
        ],
        more=len(about) > SHOWN or len(quotes) > SHOWN,
        shown=SHOWN,
    )


def _names(store: Store, values: Iterable[Value | None]) -> dict[str, str]:
    """Return the names of those that have one; of several, the first."""
    things = " ".join(f"<{iri}>" for iri in sorted({v for v in values if isinstance(v, Iri)}))
    found = store.select(_NAMES.replace("THINGS", things)).rows
    return {str(thing): str(name) for thing, name in found}


def _grouped(
    rows: Iterable[tuple[Value | None, ...]], shown: Callable[[Value | None], tuple[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """Gather what each property leads to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, value in rows:
        groups.setdefault(_local(str(key)), []).append(shown(value))
    return groups


def _around(sentence: str, exact: str) -> tuple[str, str, str]:
    before, found, after = sentence.partition(exact)
    return before, found, after


def _local(iri: str) -> str:
    return iri.removeprefix(ATLAS).rpartition("/")[2].rpartition("#")[2]
