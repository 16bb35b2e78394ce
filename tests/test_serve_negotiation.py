"""Which form an answer takes."""

from __future__ import annotations

import json
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.serve.negotiation import chosen
from paperatlas.serve.querying import more_rows

ROWS = quote("SELECT ?title { ?paper dcterms:title ?title } ORDER BY ?title LIMIT 2")
GRAPH = quote("CONSTRUCT WHERE { lab:anthropic skos:prefLabel ?name }")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ROWS, "", "application/sparql-results+json"),
        (ROWS, "*/*", "application/sparql-results+json"),
        (ROWS, "application/json", "application/sparql-results+json"),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv; charset=utf-8"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (
            ROWS,
            "text/csv;q=0.1, text/tab-separated-values;q=0.2",
            "text/tab-separated-values; charset=utf-8",
        ),
        (ROWS, "text/turtle, text/csv;q=0.3", "text/csv; charset=utf-8"),
        (ROWS, "TEXT/CSV", "text/csv; charset=utf-8"),
        (ROWS, "text/csv; header=present", "text/csv; charset=utf-8"),
        (ROWS, "application/*", "application/sparql-results+json"),
        (ROWS, "text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        (ROWS, BROWSER, "application/sparql-results+xml"),
        (GRAPH, "", "text/turtle; charset=utf-8"),
        (GRAPH, "*/*", "text/turtle; charset=utf-8"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/json", "application/ld+json"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, "application/sparql-results+json, text/turtle;q=0.2", "text/turtle; charset=utf-8"),
    ],
)
def test_the_form_that_is_liked_best(served, query, accept, media_type):
    reply = served.get(f"/sparql?query={query}", accept)
    given_type = reply.headers["content-type"]
    assert (reply.status, given_type.replace("+xml; charset=utf-8", "+xml")) == (200, media_type)
    assert reply.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept", "told"),
    [
        (ROWS, "text/turtle", "application/sparql-results+json, application/sparql-results+xml"),
        (GRAPH, "text/csv", "text/turtle, application/n-triples"),
        (ROWS, "*/*;q=0", "application/sparql-results+json"),
    ],
)
def test_no_form_that_is_welcome(served, query, accept, told):
    reply = served.get(f"/sparql?query={query}", accept)
    assert reply.status == 406
    assert told in reply.body.decode()


def test_every_form_holds_the_same_rows(served):
    title = "RLHF and IIA: Perverse Incentives"
    query = quote(
        f'SELECT DISTINCT ?title {{ ?p dcterms:title ?title FILTER(?title = "{title}") }}'
    )
    texts = {
        form: served.get(f"/sparql?query={query}", form).body.decode()
        for form in ("application/json", "application/xml", "text/csv", "text/tab-separated-values")
    }
    found = json.loads(texts["application/json"])["results"]["bindings"]
    assert found == [{"title": {"type": "literal", "value": title}}]
    assert f"<literal>{title}</literal>" in texts["application/xml"]
    assert texts["text/csv"] == f"title\r\n{title}\r\n"
    assert texts["text/tab-separated-values"] == f'?title\n"{title}"\n'


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_every_form_holds_the_same_graph(served, media_type, form):
    reply = served.get(f"/sparql?query={GRAPH}", media_type)
    (triple,) = ox.parse(reply.body, form)
    assert str(triple.object) == '"Anthropic"@en'


def test_turtle_has_the_prefixes_that_it_uses_in_order(served):
    reply = served.get(f"/sparql?query={GRAPH}", "text/turtle")
    assert reply.body.decode() == (
        "@prefix lab: <https://w3id.org/paperatlas/id/lab/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'lab:anthropic skos:prefLabel "Anthropic"@en .\n'
    )


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/plain; charset=utf-8"),
        (BROWSER, "text/plain; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("application/sparql-results+json, application/problem+json", "application/problem+json"),
    ],
)
def test_a_problem_is_text_or_json(served, accept, media_type):
    reply = served.get("/sparql?query=SELECT", accept)
    assert (reply.status, reply.headers["content-type"]) == (400, media_type)


def test_a_syntax_error_says_where_and_what(served):
    query = quote("SELECT ?paper\nWHER { ?paper a fabio:ResearchPaper }")
    told = json.loads(served.get(f"/sparql?query={query}", "application/json").body)
    assert (told["line"], told["column"]) == (2, 1)
    assert (told["detail"], told["cure"]) == ("'WHER' is no word of SPARQL", "did you mean WHERE?")


def test_an_unknown_prefix_is_told(served):
    reply = served.get(f"/sparql?query={quote('ASK { ?a atlass:uses ?b }')}")
    assert reply.body == (
        b"line 1, column 10: the prefix 'atlass:' is not declared (did you mean 'atlas:'?)\n"
    )


@given(st.text(), st.text())
def test_no_header_breaks_it(accept, more):
    assert chosen(f"{accept},{more}", ("text/csv", "text/turtle")) in {
        None,
        "text/csv",
        "text/turtle",
    }


FORMS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("media_type", FORMS)
@given(
    st.lists(
        st.sampled_from(["a", '"', ",{", "\n", "\\", "<result>", '"},{"', "\r\n", None]),
        min_size=1,
        max_size=8,
    )
)
def test_rows_are_counted_whatever_they_hold(media_type, texts):
    values = " ".join("UNDEF" if text is None else str(ox.Literal(text)) for text in texts)
    found = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    body = found.serialize(format=FORMS[media_type])
    assert not more_rows(body, media_type, len(texts))
    assert more_rows(body, media_type, len(texts) - 1)
