"""Safe to leave running: every limit has its status, and after each the server goes on answering."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
RUNAWAYS = [
    RUNAWAY,
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) = CONCAT(STR(?l), STR(?f))) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY RAND()",
    "CONSTRUCT { ?a ?b ?l } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT (COUNT(*) AS ?n) { ?a (!atlas:x|!^atlas:y)* ?b . ?c (!atlas:x|!^atlas:y)* ?d }",
    "SELECT (MAX(REPLACE(STR(?a), '(a*)*b', 'c')) AS ?n) { ?x ?p ?a . ?y ?q ?b . ?z ?r ?c }",
]
SMALL = f"/sparql?query={quote('ASK { ?paper a fabio:ResearchPaper }')}"


def gone(pids, server):
    """Whether those processes end within some seconds."""
    until = time.monotonic() + 20
    while pids & server.children and time.monotonic() < until:
        time.sleep(0.05)
    return not pids & server.children


@pytest.fixture(scope="module")
def strict(serve, root):
    """Half a second, 10 rows, 5,000 bytes, and two questions at once."""
    return serve(
        root / "graph",
        *("--timeout", "0.5", "--max-rows", "10", "--max-bytes", "5000", "--concurrent", "2"),
    )


@pytest.mark.parametrize("query", RUNAWAYS)
def test_a_runaway_is_stopped_and_its_process_is_gone(strict, query):
    assert strict.get(SMALL).status == 200
    before = strict.children
    reply = strict.ask("GET", f"/sparql?query={quote(query)}")
    assert reply.status in {503, 422}, reply.body
    if reply.status == 503:
        assert reply.headers["retry-after"] == "5"
        assert b"the question took longer than 0.5 s and was stopped" in reply.body
        assert gone(before, strict)
    assert strict.get(SMALL).status == 200


def test_the_process_of_a_client_that_goes_away_is_gone(serve, root):
    server = serve(root / "graph", "--timeout", "600", "--concurrent", "1")
    before = server.children
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        target = f"/sparql?query={quote(RUNAWAY)}"
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.5)
        assert server.children == before
    assert gone(before, server)
    assert server.get(SMALL).status == 200


def test_short_questions_are_answered_while_long_ones_run(serve, root):
    server = serve(root / "graph", "--timeout", "3", "--concurrent", "2")
    with ThreadPoolExecutor(8) as threads:
        hostile = [threads.submit(server.get, f"/sparql?query={quote(q)}") for q in RUNAWAYS[:4]]
        time.sleep(0.3)
        short = [threads.submit(server.get, SMALL + f"%23{n}") for n in range(20)]
        assert {each.result().status for each in short} == {200}
        assert {each.result().status for each in hostile} == {503}


def test_more_questions_than_may_wait_are_sent_away(serve, root):
    server = serve(root / "graph", "--timeout", "2", "--concurrent", "1", "--waiting", "1")
    with ThreadPoolExecutor(6) as threads:
        asked = [
            threads.submit(server.get, f"/sparql?query={quote(RUNAWAY + f' #{n}')}")
            for n in range(6)
        ]
        replies = [each.result() for each in asked]
    assert {reply.status for reply in replies} == {503}
    busy = [reply for reply in replies if b"too many questions wait already" in reply.body]
    assert len(busy) >= 4
    assert {reply.headers["retry-after"] for reply in busy} == {"5"}


@pytest.mark.parametrize(
    ("query", "accept", "limit"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 11", "application/json", "10 rows"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 11", "application/xml", "10 rows"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 11", "text/csv", "10 rows"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 11", "text/tab-separated-values", "10 rows"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 11", "text/turtle", "10 triples"),
        ("SELECT * { ?s dcterms:abstract ?o } LIMIT 9", "text/csv", "5,000 bytes"),
        ("CONSTRUCT WHERE { ?s dcterms:abstract ?o } LIMIT 9", "text/turtle", "5,000 bytes"),
    ],
)
def test_an_answer_that_is_too_large_is_refused_never_cut(strict, query, accept, limit):
    reply = strict.get(f"/sparql?query={quote(query)}", f"{accept}, text/plain")
    assert reply.status == 422
    assert f"the answer has more than {limit}" in reply.body.decode()


def test_an_answer_just_within_is_given(strict):
    reply = strict.get(f"/sparql?query={quote('SELECT ?s { ?s ?p ?o } LIMIT 10')}")
    assert len(json.loads(reply.body)["results"]["bindings"]) == 10


def test_a_query_that_is_too_long(strict):
    long = "ASK {} #" + "x" * 100_000
    assert strict.get(f"/sparql?query={quote(long)}").status in {400, 414}
    post = {"method": "POST", "target": "/sparql", "body": long}
    assert strict.ask(**post, content_type="application/sparql-query").status == 413


def test_a_body_without_end_is_not_read(strict):
    with socket.create_connection(("127.0.0.1", strict.port), timeout=30) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n" + b"x" * 400_000
        )
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_question_that_takes_all_memory_ends_alone(serve, root):
    server = serve(root / "graph", "--timeout", "60", "--max-memory", "100", "--concurrent", "2")
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i"
    reply = server.get(f"/sparql?query={quote(hungry)}")
    assert reply.status == 503
    assert b"most likely it took all memory" in reply.body
    assert server.get(SMALL).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { " + "{ " * 20_000 + "} " * 20_000 + "}",
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "SELECT * { ?s " + "/".join(["atlas:uses"] * 4000) + " ?o }",
        "\x00",
        "SELECT * { ?s ?p '\ud800' }".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
    ids=["deep groups", "deep brackets", "long path", "nothing", "half a letter"],
)
def test_a_question_made_to_break_it_breaks_nothing(strict, query):
    reply = strict.ask(
        "POST", "/sparql", body=query.encode(), content_type="application/sparql-query"
    )
    assert 400 <= reply.status < 600 or reply.status == 200
    assert b"Traceback" not in reply.body
    assert b".py" not in reply.body
    assert strict.get(SMALL).status == 200


def test_nothing_is_left_when_the_server_ends(serving, root):
    with serving(root / "graph") as server:
        server.get(SMALL)
        pids = server.children
        assert pids
    assert not any(alive(pid) for pid in pids)


def test_nothing_is_left_when_the_server_is_killed(serving, root):
    with serving(root / "graph", "--concurrent", "2") as server:
        with ThreadPoolExecutor(8) as threads:
            asked = [threads.submit(fails, server, f"{RUNAWAY} #{n}") for n in range(6)]
            until = time.monotonic() + 60
            while not (slept := asleep(pids := server.children)) and time.monotonic() < until:
                time.sleep(0.05)
            server.process.kill()
            assert all(each.result() for each in asked)
        assert slept  # until there is a place
        until = time.monotonic() + 20
        while any(map(alive, pids)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(alive, pids))


def fails(server, query):
    try:
        server.get(f"/sparql?query={quote(query)}")
    except OSError:
        return True
    return False


def asleep(pids):
    return {pid for pid in pids if alive(pid) and "T" in state(pid)}


def state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def alive(pid):
    try:
        return state(pid) != "Z"
    except OSError:
        return False
