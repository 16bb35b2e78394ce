"""Explanation: the SPARQL as it is run, and notes that claim no more than is known."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from paperatlas.questions import bindings_of, explain, find, parse, questions
from paperatlas.store import Store


def explained(store: Store, question: str, **values: str):
    asked = find(question)
    return explain(store, asked, bindings_of(store, asked, values))


def test_the_parameters_stand_in_the_sparql(store):
    assert "atlas:publishedBy <https://w3id.org/paperatlas/id/lab/anthropic> ." in (
        explained(store, "papers-of-lab", lab="Anthropic").sparql
    )


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_the_sparql_runs_by_itself_in_another_store(store, question):
    values = {p.name: p.example for p in question.parameters if not p.optional}
    ox.Store().query(explain(store, question, bindings_of(store, question, values)).sparql)


def test_a_pattern_says_where_it_looks_and_how_many_fit_it(store):
    notes = explained(store, "ASK { ?p atlas:evaluatesOn ?b }").notes
    assert notes == ("?p atlas:evaluatesOn ?b  (default graph; 2 fit)",)


def test_a_pattern_of_the_evidence_says_so(store):
    notes = explained(store, "evidence-of-statement", paper="paper:p2", concept="RLHF").notes
    told = [note.strip() for note in notes]
    assert "?mention atlas:paper paper:p2  (evidence; 2 fit)" in told
    assert "?mention atlas:concept method:rlhf  (evidence; 8 fit)" in told


def test_operators_say_what_they_work_on(store):
    sparql = "SELECT ?p { ?p a ?c OPTIONAL { ?p dcterms:title ?t } FILTER(BOUND(?t)) } ORDER BY ?c"
    assert explained(store, sparql).notes == (
        "order by ?c",
        "  filter on ?t",
        "    optional",
        "      ?p rdf:type ?c  (default graph; 35 fit)",
        "      ?p dcterms:title ?t  (default graph; 5 fit)",
    )


def test_what_must_not_be_there_is_told(store):
    notes = explained(store, "ASK { ?p a ?c FILTER NOT EXISTS { ?p atlas:uses ?m } }").notes
    assert [note.strip() for note in notes] == [
        "filter on ?p ?m",
        "where there is no",
        "?p atlas:uses ?m  (default graph; 2 fit)",
        "?p rdf:type ?c  (default graph; 35 fit)",
    ]


def test_a_path_that_may_be_long_is_not_counted(store):
    notes = explained(store, "ASK { ?a skos:broader* ?b }").notes
    assert notes == ("?a skos:broader* ?b  (default graph; paths are not counted)",)


def test_the_notes_say_that_they_are_ours(store):
    assert "the store, which does not show its plan" in str(explained(store, "ASK { ?a ?b ?c }"))


def test_what_rdflib_does_not_read_has_no_notes(store):
    question = parse("SELECT ?s { ?s ?p <<( ?a ?b ?c )>> }")
    [note] = explain(store, question, {}).notes
    assert note.startswith("none: rdflib")
