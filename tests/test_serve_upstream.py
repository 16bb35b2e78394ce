"""A remote store is served as a folder is, and its failures are told as a gateway tells them."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from click.testing import CliRunner

from paperatlas.cli import main
from paperatlas.endpoint import Addresses, Remote, Wire, upload

EVIDENCE = "https://w3id.org/paperatlas/graph/evidence"
PAPER = "https://w3id.org/paperatlas/id/paper/one"
JSON = "application/sparql-results+json"


def sparql(query, **more):
    return "/sparql?" + "&".join(f"{k}={quote(v, '')}" for k, v in {"query": query, **more}.items())


@pytest.fixture(scope="module")
def behind(serve, server, root):
    """The committed atlas, served from each of the real servers."""
    upload(Remote(Addresses.of(server.query), Wire.of(server.environment)), root / "graph")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in server.environment.items():
            patched.setenv(name, value)
        return serve(server.query)


@pytest.mark.parametrize(
    ("target", "accept"),
    [
        (sparql("SELECT ?t { ?p dcterms:title ?t } ORDER BY ?p"), "text/csv"),
        (sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), JSON),
        (sparql("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), JSON),
        (sparql(f"ASK FROM <{EVIDENCE}> {{ ?m oa:exact 'RLHF' }}"), JSON),
        (sparql("ASK { ?m oa:exact 'RLHF' }"), JSON),
        (sparql("ASK { ?m oa:exact 'RLHF' }", **{"default-graph-uri": EVIDENCE}), JSON),
        (sparql("SELECT ?x { ?x a"), "text/plain"),
        (sparql("SELECT ?x { SERVICE <http://e.org/> { ?x ?y ?z } }"), "application/problem+json"),
        (sparql("SELECT ?x FROM <http://e.org/> { ?x ?y ?z }"), "text/plain"),
        (sparql("DELETE WHERE { ?s ?p ?o }"), "text/plain"),
        (sparql("ASK {}"), "image/png"),
        ("/questions/who-introduced?concept=RLHF", "text/csv"),
        ("/questions/papers-of-lab?lab=OpenIA", "text/plain"),
        ("/questions/papers-of-lab?lab=OpenAI", "text/html"),
        ("/id/paper/arxiv-2212.08073", "text/html"),
        ("/id/method/rlhf", "text/html"),
        ("/id/method/nothing", "text/html"),
        ("/names", "*/*"),
        ("/", "text/html"),
    ],
)
def test_the_reply_is_that_of_the_folder(served, behind, target, accept):
    here, there = served.get(target, accept), behind.get(target, accept)
    assert (there.status, there.headers["content-type"]) == (
        here.status,
        here.headers["content-type"],
    )
    assert there.body == here.body


@pytest.mark.parametrize("path", ["method/rlhf", "paper/arxiv-2212.08073"])
def test_the_rdf_of_a_resource_is_that_of_the_folder(served, behind, path):
    here, there = (each.get(f"/id/{path}", "application/n-triples") for each in (served, behind))
    assert sorted(there.body.splitlines()) == sorted(here.body.splitlines())


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("SELECT (<bif:file_to_string>('x') AS ?t) {}", 403, "<bif:file_to_string> is no address"),
        ("PREFIX f: <http://e.org/> SELECT (f:x(1) AS ?t) {}", 403, "the function f:x is none"),
        ("PREFIX xsd: <bif:> SELECT (xsd:string(1) AS ?t) {}", 403, "<bif:> is no address"),
        ("ASK { ?s <java:com.e.Code> ?o }", 403, "<java:com.e.Code> is no address"),
        ("ASK { ?s ?p '\\u0027 } #' }", 400, "'\\u0027 } #' has an escape"),
        ("ASK { ?s ?p <http://e.org/\\u003e> }", 400, "has an escape"),
    ],
)
def test_what_stores_might_read_otherwise_is_not_passed_on(behind, query, status, told):
    reply = behind.get(sparql(query))
    assert reply.status == status
    assert told in reply.body.decode()


def test_functions_and_escapes_of_sparql_itself_are_passed_on(behind):
    query = "SELECT (xsd:integer('7') AS ?n) (STRLEN('a\\nb\\\\u0027') AS ?m) {}"
    assert behind.get(sparql(query), "text/csv").body == b"n,m\r\n7,9\r\n"


class Store(BaseHTTPRequestHandler):
    """A store that holds one paper, and answers everything else as its server's ``act`` says."""

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)["query"][0]
        paper = {"paper": {"type": "uri", "value": PAPER}}
        found = json.dumps({"head": {"vars": ["paper"]}, "results": {"bindings": [paper]}})
        status, body = (200, found) if "ResearchPaper" in query else self.server.act()
        self.send_response(status)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # it was given up
            self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@contextmanager
def scripted():
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        server.url = f"http://127.0.0.1:{server.server_port}/sparql"
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def store():
    with scripted() as server:
        yield server


@pytest.fixture(scope="module")
def before_it(serve, store):
    """A server that gives its store two seconds."""
    return serve(store.url, "--timeout", "2")


SAID = "java.lang.NullPointerException at com.secret.Store.java:17"


@pytest.mark.parametrize(
    ("act", "status", "told"),
    [
        (lambda: (400, "no such feature"), 400, "no such feature"),
        (lambda: (500, SAID), 502, "the store behind this server answers 500"),
        (lambda: (401, SAID), 502, "the store behind this server answers 401"),
        (lambda: (302, ""), 502, "the store behind this server answers 302"),
        (lambda: (200, "<html>"), 502, "the answer breaks off, or is not what its type says"),
        (lambda: time.sleep(4) or (200, ""), 504, "took longer than 2 s"),
    ],
    ids=["question", "broken", "login", "redirect", "no answer", "slow"],
)
def test_a_failure_of_the_store_is_told_without_its_words(before_it, store, act, status, told):
    store.act = act
    reply = before_it.get(sparql(f"SELECT ?a {{ ?a ?b '{status}{told[:20]}' }}"))
    assert reply.status == status
    assert told in reply.body.decode()
    assert b"127.0.0.1" not in reply.body
    assert b"secret" not in reply.body


def test_a_store_that_vanishes_is_told(serve):
    with scripted() as store:
        running = serve(store.url)
    reply = running.get(sparql("SELECT ?a { ?a ?b ?c }"))
    assert (reply.status, reply.body) == (502, b"the store broke off\n")


def test_a_store_that_is_not_there_is_told_at_once():
    done = CliRunner().invoke(main, ["serve", "http://127.0.0.1:1/sparql", "--port", "0"])
    told = (
        "paperatlas: http://127.0.0.1:1/sparql: no store answers here "
        "(is it running, and is the address right?)\n"
    )
    assert (done.exit_code, done.stderr) == (1, told)
