"""Clients that others wrote, against a server that runs."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

TITLES = """
PREFIX atlas: <https://w3id.org/paperatlas/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?title WHERE {
  ?paper atlas:criticises <https://w3id.org/paperatlas/id/method/rlhf> ; dcterms:title ?title .
} ORDER BY ?title LIMIT 2
"""
RLHF = "https://w3id.org/paperatlas/id/method/rlhf"
FOUND = [
    "Discovering Language Model Behaviors with Model-Written Evaluations",
    "RLAIF vs. RLHF: Scaling Reinforcement Learning from Human Feedback with AI Feedback",
]


@pytest.fixture
def wrapper(served):
    return SPARQLWrapper(f"{served.address}sparql")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_json(wrapper, method):
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(TITLES)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["title"]["value"] for row in rows] == FOUND


def test_sparqlwrapper_xml(wrapper):
    wrapper.setReturnFormat(XML)
    wrapper.setQuery(TITLES)
    literals = wrapper.queryAndConvert().getElementsByTagName("literal")
    assert [literal.firstChild.data for literal in literals] == FOUND


def test_sparqlwrapper_csv(wrapper):
    wrapper.setReturnFormat(CSV)
    wrapper.setQuery(TITLES)
    assert wrapper.queryAndConvert().decode().splitlines() == ["title", *FOUND]


def test_sparqlwrapper_turtle(wrapper):
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery("CONSTRUCT WHERE { lab:metr ?p ?o }")
    assert wrapper.queryAndConvert() == b""
    wrapper.setQuery("CONSTRUCT WHERE { lab:openai skos:prefLabel ?o }")
    assert b'lab:openai skos:prefLabel "OpenAI"@en' in wrapper.queryAndConvert()


def test_sparqlwrapper_is_told_what_is_wrong(wrapper):
    wrapper.setQuery("SELECT ?x {")
    with pytest.raises(QueryBadFormed, match="the query cannot end here"):
        wrapper.query()


def test_sparqlwrapper_asks_the_evidence_alone(wrapper):
    wrapper.setReturnFormat(JSON)
    wrapper.addDefaultGraph("https://w3id.org/paperatlas/graph/evidence")
    wrapper.setQuery("ASK { ?mention oa:exact 'RLHF' }")
    assert wrapper.queryAndConvert()["boolean"] is True


def test_rdflib_reads_a_resource(served):
    from rdflib import Graph, URIRef

    graph = Graph().parse(f"{served.address}id/method/rlhf")
    assert len(list(graph.predicate_objects(URIRef(RLHF)))) > 5


def curl(*words):
    command = ["curl", "-sS", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_curl_three_ways(served):
    address = f"{served.address}sparql"
    csv = "\r\n".join(["title", *FOUND, ""])
    accept = ("-H", "Accept: text/csv")
    encoded = ("--data-urlencode", f"query={TITLES}", address)
    direct = ("-H", "Content-Type: application/sparql-query", "--data-binary", TITLES, address)
    for words in (("-G", *encoded), encoded, direct):
        command = ["curl", "-sS", *accept, *words]
        assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == csv


def test_curl_head(served):
    assert curl("-I", f"{served.address}id/method/rlhf").startswith("HTTP/1.1 200 OK")


def blocks(root, language, served):
    """The examples of docs/serving.md in a language, asked of the server that runs."""
    page = (root / "docs" / "serving.md").read_text("utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    return [text.replace("http://localhost:8000/", served.address) for text in found]


def test_curl_as_the_page_says(served, root):
    (text,) = [block for block in blocks(root, "bash", served) if block.startswith("curl")]
    asked = re.split(r"\n(?=curl)", text.strip())
    told = [
        subprocess.run(["bash", "-c", f"{each} -sSf"], capture_output=True, text=True, check=True)
        for each in asked
    ]
    rows, same, truth, ready, turtle = (done.stdout for done in told)
    assert rows == same
    assert len(rows.splitlines()) == 6
    assert json.loads(truth)["boolean"] is True
    assert ready.startswith("year,issued,title,paper")
    assert turtle.startswith("@prefix atlas:")


def test_sparqlwrapper_as_the_page_says(served, root, capsys):
    (text,) = blocks(root, "python", served)
    exec(text, {})  # noqa: S102  (it is our own page)
    assert len(capsys.readouterr().out.splitlines()) == 5


@pytest.mark.needs_comunica
def test_comunica_as_the_page_says(served, root):
    (text,) = [block for block in blocks(root, "bash", served) if block.startswith("comunica")]
    done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)) == 5


def comunica(source, query):
    """The rows of a SELECT that Comunica evaluates over a source."""
    command = ["comunica-sparql", source, query, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)["results"]["bindings"]


@pytest.mark.needs_comunica
def test_comunica_asks(served):
    rows = comunica(f"sparql@{served.address}sparql", TITLES)
    assert [row["title"]["value"] for row in rows] == FOUND


@pytest.mark.needs_comunica
def test_comunica_finds_out_by_itself_that_it_is_an_endpoint(served):
    rows = comunica(f"{served.address}sparql", TITLES)
    assert [row["title"]["value"] for row in rows] == FOUND


@pytest.mark.needs_comunica
def test_comunica_follows_a_resource(served):
    query = f"SELECT ?name {{ <{RLHF}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }}"
    rows = comunica(f"{served.address}id/method/rlhf", query)
    assert [row["name"]["value"] for row in rows] == ["reinforcement learning from human feedback"]
