"""The cases of the W3C's SPARQL 1.1 Protocol tests, as requests written from the specification.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/2009/sparql/docs/tests/#protocoltests;
the name of a case stands in the name or id of its test. Where a case wants graphs to be fetched, we
ask graphs that the store has; every update is refused.
"""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from paperatlas.serve.limits import Limits
from paperatlas.serve.problem import ProblemError
from paperatlas.serve.protocol import FORM, QUERY, UPDATE, operation
from paperatlas.serve.querying import answer
from paperatlas.serve.reader import Reader

EVIDENCE = "https://w3id.org/paperatlas/graph/evidence"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


def truth(reply):
    assert reply.status == 200, reply.body
    return json.loads(reply.body)["boolean"]


def test_query_get(served):
    assert truth(served.get(f"/sparql?query={quote('ASK {}')}", JSON))


def test_query_post_form(served):
    body = urlencode({"query": "ASK {}"})
    assert truth(served.ask("POST", "/sparql", body=body, content_type=FORM, accept=JSON))


def test_query_post_direct(served):
    assert truth(served.ask("POST", "/sparql", body="ASK {}", content_type=QUERY, accept=JSON))


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        pytest.param("SELECT (1 AS ?one) {}", XML, id="query_content_type_select"),
        pytest.param("ASK {}", JSON, id="query_content_type_ask"),
        pytest.param("DESCRIBE <http://e.org/>", "text/turtle", id="query_content_type_describe"),
        pytest.param(
            "CONSTRUCT { <s> <p> 1 } WHERE {}".replace(
                "<s> <p>", "<http://e.org/s> <http://e.org/p>"
            ),
            "application/rdf+xml",
            id="query_content_type_construct",
        ),
    ],
)
def test_query_content_type(served, query, accept):
    reply = served.ask("POST", "/sparql", body=query, content_type=QUERY, accept=accept)
    assert reply.status == 200
    assert reply.headers["content-type"].partition(";")[0] == accept


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        pytest.param("PUT", "/sparql?query=ASK%20%7B%7D", {}, None, 405, id="bad_query_method"),
        pytest.param("DELETE", "/sparql", {}, None, 405, id="bad_query_method (DELETE)"),
        pytest.param(
            "GET",
            "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D",
            {},
            None,
            400,
            id="bad_multiple_queries",
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": "text/plain"},
            "ASK {}",
            415,
            id="bad_query_wrong_media_type",
        ),
        pytest.param(
            "POST", "/sparql", {}, "query=ASK%20%7B%7D", 415, id="bad_query_missing_form_type"
        ),
        pytest.param("POST", "/sparql", {}, "ASK {}", 415, id="bad_query_missing_direct_type"),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": f"{QUERY}; charset=UTF-16"},
            "ASK {}".encode("utf-16"),
            415,
            id="bad_query_non_utf8",
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": QUERY},
            "ASK {}".encode("utf-16"),
            400,
            id="bad_query_non_utf8 (unsaid)",
        ),
        pytest.param("GET", "/sparql?query=%ff%fe", {}, None, 400, id="bad_query_non_utf8 (GET)"),
        pytest.param(
            "GET", "/sparql?query=ASK%20%7B%20%7D%20nonsense", {}, None, 400, id="bad_query_syntax"
        ),
        pytest.param("GET", "/sparql?update=CLEAR%20ALL", {}, None, 403, id="bad_update_get"),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": FORM},
            "update=CLEAR%20ALL",
            403,
            id="update_post_form",
        ),
        pytest.param(
            "POST", "/sparql", {"content_type": UPDATE}, "CLEAR ALL", 403, id="update_post_direct"
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": FORM},
            "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT",
            403,
            id="bad_multiple_updates",
        ),
        pytest.param(
            "POST",
            f"/sparql?using-graph-uri={quote(EVIDENCE, '')}",
            {"content_type": UPDATE},
            "DELETE WHERE { ?s ?p ?o }",
            403,
            id="update_dataset_default_graph",
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": UPDATE},
            "BASE <http://e.org/> INSERT DATA { <s> <p> 1 }",
            403,
            id="update_base_uri",
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": "text/plain"},
            "CLEAR ALL",
            415,
            id="bad_update_wrong_media_type",
        ),
        pytest.param(
            "POST", "/sparql", {}, "update=CLEAR%20ALL", 415, id="bad_update_missing_form_type"
        ),
        pytest.param(
            "POST",
            "/sparql",
            {"content_type": f"{UPDATE}; charset=UTF-16"},
            "CLEAR ALL".encode("utf-16"),
            415,
            id="bad_update_non_utf8",
        ),
        pytest.param(
            "POST", "/sparql", {"content_type": UPDATE}, "CLEAR XYZ", 403, id="bad_update_syntax"
        ),
        pytest.param(
            "GET", "/sparql?query=INSERT%20DATA%20%7B%7D", {}, None, 403, id="an update as a query"
        ),
        pytest.param("POST", "/sparql", {"content_type": FORM}, "", 400, id="no query"),
        pytest.param(
            "GET",
            "/sparql?default-graph-uri=http%3A%2F%2Fe.org%2F",
            {},
            None,
            400,
            id="a graph, no query",
        ),
    ],
)
def test_refused(served, method, target, headers, body, status):  # noqa: PLR0913, PLR0917
    reply = served.ask(method, target, body=body, **headers)
    assert reply.status == status
    assert b"Traceback" not in reply.body
    assert reply.body.endswith(b"\n")


def test_a_refused_method_is_told_which_there_are(served):
    reply = served.ask("PUT", "/sparql", body="ASK {}")
    assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


# The data of the cases: graph N of the W3C's has one subject of its own.
GRAPHS = [f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in range(4)]


@pytest.fixture(scope="module")
def quads():
    store = ox.Store()
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for graph in GRAPHS:
        name = ox.NamedNode(graph)
        store.add(ox.Quad(name, kind, ox.NamedNode("http://e.org/Document"), name))
    return store


def ask(quads, query, default=(), named=(), method="GET"):
    parameters = [("query", query)] if method != "direct" else []
    parameters += [("default-graph-uri", GRAPHS[n]) for n in default]
    parameters += [("named-graph-uri", GRAPHS[n]) for n in named]
    text = urlencode(parameters).encode()
    asked = {
        "GET": lambda: operation("GET", text, "", b"", 10_000),
        "form": lambda: operation("POST", b"", FORM, text, 10_000),
        "direct": lambda: operation("POST", text, QUERY, query.encode(), 10_000),
    }[method]()
    reply = answer(Reader.of(quads, {}, Limits()), asked, JSON)
    return json.loads(reply.body)["boolean"]


HAS = "ASK {{ <{}> ?p ?o }}"
HAS_NAMED = "ASK {{ GRAPH ?g {{ <{}> ?p ?o }} }}"
BY = pytest.mark.parametrize("method", ["GET", "form", "direct"])


@BY
def test_query_dataset_default_graph(quads, method):
    assert ask(quads, HAS.format(GRAPHS[1]), [1], method=method) is True
    assert ask(quads, HAS.format(GRAPHS[2]), [1], method=method) is False


@BY
def test_query_dataset_default_graphs(quads, method):
    assert ask(quads, HAS.format(GRAPHS[1]), [1, 2], method=method) is True
    assert ask(quads, HAS.format(GRAPHS[2]), [1, 2], method=method) is True
    assert ask(quads, HAS.format(GRAPHS[3]), [1, 2], method=method) is False


@BY
def test_query_dataset_named_graphs(quads, method):
    assert ask(quads, HAS_NAMED.format(GRAPHS[1]), named=[1, 2], method=method) is True
    assert ask(quads, HAS_NAMED.format(GRAPHS[3]), named=[1, 2], method=method) is False
    assert ask(quads, HAS.format(GRAPHS[1]), named=[1, 2], method=method) is False


@BY
def test_query_dataset_full(quads, method):
    assert ask(quads, HAS.format(GRAPHS[3]), [3], [1, 2], method) is True
    assert ask(quads, HAS_NAMED.format(GRAPHS[2]), [3], [1, 2], method) is True
    assert ask(quads, HAS_NAMED.format(GRAPHS[3]), [3], [1, 2], method) is False


@BY
def test_query_multiple_dataset(quads, method):
    query = HAS.replace("ASK", f"ASK FROM <{GRAPHS[2]}>")
    assert ask(quads, query.format(GRAPHS[1]), [1], method=method) is True
    assert ask(quads, query.format(GRAPHS[2]), [1], method=method) is False


def test_from_makes_the_dataset_where_the_request_does_not(quads):
    assert ask(quads, f"ASK FROM <{GRAPHS[2]}> {{ <{GRAPHS[2]}> ?p ?o }}") is True
    assert ask(quads, f"ASK FROM <{GRAPHS[2]}> {{ <{GRAPHS[1]}> ?p ?o }}") is False
    named = f"ASK FROM NAMED <{GRAPHS[2]}> {{ GRAPH <{GRAPHS[1]}> {{ ?s ?p ?o }} }}"
    assert ask(quads, named) is False


def test_the_evidence_alone_may_be_asked(served):
    query = quote("ASK { ?paper a fabio:ResearchPaper }")
    graph = quote(EVIDENCE, "")
    assert truth(served.get(f"/sparql?query={query}", JSON))
    assert not truth(served.get(f"/sparql?query={query}&default-graph-uri={graph}", JSON))


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_not_here_is_refused(served, parameter):
    reply = served.get(f"/sparql?query=ASK%7B%7D&{parameter}=http%3A%2F%2Fe.org%2Fg")
    assert reply.status == 400
    told = f"there is no graph <http://e.org/g> here, and none is fetched (known: {EVIDENCE})\n"
    assert reply.body.decode() == told


def test_the_same_for_from(served):
    reply = served.get(f"/sparql?query={quote('PREFIX e: <http://e.org/> ASK FROM e:g {}')}")
    assert reply.status == 400


def test_parameters_of_others_are_passed_over(served):
    assert truth(served.get("/sparql?query=ASK%7B%7D&format=json&timeout=3", JSON))


def test_a_form_with_a_charset(served):
    content_type = f"{FORM}; charset=UTF-8"
    reply = served.ask("POST", "/sparql", body="query=ASK%7B%7D", content_type=content_type)
    assert reply.status == 200


def test_head_is_get_without_the_body(served):
    reply = served.ask("HEAD", "/sparql?query=ASK%7B%7D", accept=JSON)
    assert reply.body == b""
    assert reply.headers["content-length"] == str(len(b'{"head":{},"boolean":true}'))


def test_options_before_a_request_from_another_site(served):
    reply = served.ask(
        "OPTIONS", "/sparql", origin="https://e.org", access_control_request_method="POST"
    )
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert reply.headers["access-control-allow-headers"] == "Accept, Content-Type"


def test_other_sites_may_read_problems_too(served):
    assert served.get("/sparql?query=x").headers["access-control-allow-origin"] == "*"


def test_the_query_that_is_too_long_is_told_by_how_it_came():
    with pytest.raises(ProblemError) as by_get:
        operation("GET", b"query=ASK%7B%7D", "", b"", 4)
    with pytest.raises(ProblemError) as by_post:
        operation("POST", b"", QUERY, b"ASK{}", 4)
    assert (by_get.value.status, by_post.value.status) == (414, 413)


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
    ],
)
def test_service_description(served, accept, media_type, form):
    reply = served.get("/sparql", accept)
    assert reply.headers["content-type"].partition(";")[0] == media_type
    triples = {
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in ox.parse(reply.body, form)
    }
    endpoint = f"{served.address}sparql"
    assert (endpoint, SD + "endpoint", endpoint) in triples
    assert (endpoint, SD + "supportedLanguage", SD + "SPARQL11Query") in triples
    assert EVIDENCE in {value for _, key, value in triples if key == SD + "name"}


def test_a_browser_at_the_endpoint_gets_a_page(served):
    reply = served.get("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<textarea" in reply.body
