"""Pages and resources: what a person sees, and the same as RDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pyoxigraph as ox
import pytest

from paperatlas.extras import installing
from paperatlas.questions import described, questions

HTML = "text/html"
PAPER = "/id/paper/arxiv-2212.08073"
MENTION = "/id/mention/arxiv-2309.00267.602-606"


def test_the_explorer_is_the_front_page_and_keeps_its_policy(served, root):
    reply = served.get("/", HTML)
    links = '<p><a href="/query">Query</a> · <a href="/questions">Questions</a></p>'.encode()
    assert reply.body.replace(links, b"", 1) == (root / "graph" / "network.html").read_bytes()
    assert links in reply.body
    assert reply.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert b'http-equiv="Content-Security-Policy"' in reply.body[:3000]


@pytest.mark.parametrize("target", ["/query", "/questions", "/questions/papers-of-lab", PAPER])
def test_every_other_page_runs_and_shows_only_what_is_shipped(served, target):
    reply = served.get(target, HTML)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = reply.headers["content-security-policy"].split("; ")
    assert policy[:3] == ["default-src 'none'", "script-src 'self'", "style-src 'self'"]
    text = reply.body.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)|\son\w+=|\sstyle=", text)
    sources = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', text)
    assert sources
    assert all(source.startswith("/static/") for source in sources)


@pytest.mark.parametrize("name", ["style.css", "query.js", "editor.js"])
def test_what_the_pages_load_is_there(served, name):
    reply = served.get(f"/static/{name}")
    assert reply.status == 200
    assert b"innerHTML" not in reply.body
    assert b"http:" not in reply.body.replace(b"/^https?:/u", b"")


@pytest.mark.parametrize(
    "target", ["/static/../application.py", "/static/%2e%2e/worker.py", "/static/nope", "/nope"]
)
def test_nothing_else_is_there(served, target):
    assert served.get(target).status == 404


def test_a_paper_has_its_statements_and_quotes(served):
    text = served.get(PAPER, HTML).body.decode()
    assert "<h1>Constitutional AI: Harmlessness from AI Feedback</h1>" in text
    assert '<a href="/id/method/constitutional-ai">Constitutional AI</a>' in text
    assert "<mark>RL from AI Feedback</mark>" in text


def test_a_concept_has_its_quotes_and_who_said_them(served):
    text = served.get("/id/method/rlhf", HTML).body.decode()
    assert "<h1>reinforcement learning from human feedback</h1>" in text
    assert "RLAIF vs. RLHF" in text
    assert f'<a href="{MENTION}">mention</a>' in text


def test_a_mention_has_its_sentence(served):
    text = served.get(MENTION, HTML).body.decode()
    assert "<h1>RLHF</h1>" in text
    assert "RLAIF achieves comparable performance to RLHF." in text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("text/html;q=0.5, application/n-triples", "application/n-triples"),
    ],
)
def test_a_resource_is_a_page_or_rdf_by_what_is_asked_for(served, accept, media_type):
    reply = served.get(PAPER, accept)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    assert reply.headers["vary"] == "Accept"


def test_the_rdf_has_the_mentions_whole(served):
    reply = served.get(PAPER, "application/n-triples")
    triples = list(ox.parse(reply.body, ox.RdfFormat.N_TRIPLES))
    about = {str(triple.subject) for triple in triples}
    assert f"<https://w3id.org/paperatlas{PAPER}>" in about
    kinds = [
        t for t in triples if str(t.object) == "<https://w3id.org/paperatlas/ontology#Mention>"
    ]
    texts = [t for t in triples if str(t.predicate) == "<http://www.w3.org/ns/oa#exact>"]
    assert len(kinds) == len(texts) > 10


def test_a_resource_that_is_not_there(served):
    reply = served.get("/id/paper/nobody-wrote-it", HTML)
    assert (reply.status, reply.body) == (404, b"the atlas knows no such resource (see /query)\n")


@pytest.mark.parametrize(
    "target", ["/id/none", "/id/%3Cb%3E", "/id/%00", "/id/paper/%ff", "/id/" + "x" * 5000]
)
def test_hostile_addresses_of_resources(served, target):
    assert served.get(target, HTML).status == 404


HOSTILE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix paper: <https://e.org/atlas/paper/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
paper:one dcterms:title "<script>alert(1)</script>" ; foaf:page <javascript:alert(1)> .
paper:Ähre%20x dcterms:title "Ähre" .
"""


@pytest.fixture
def own_base(tmp_path):
    (tmp_path / "atlas.ttl").write_text(HOSTILE, "utf-8")
    (tmp_path / "evidence.ttl").write_text("", "utf-8")
    return tmp_path


def paperatlas(*words):
    command = [sys.executable, "-m", "paperatlas", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False)


def test_text_stays_text_and_no_link_runs(own_base):
    page = paperatlas("serve", own_base, "--get", "/id/paper/one", "--accept", HTML).stdout.decode()
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in page
    assert "<dd><span>javascript:alert(1)</span>" in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("path", ["Ähre%20x", "%C3%84hre%20x"])
def test_a_base_of_ones_own_and_letters_of_every_script(own_base, path):
    done = paperatlas("serve", own_base, "--get", f"/id/paper/{path}", "--accept", HTML)
    assert "<h1>Ähre</h1>" in done.stdout.decode()


def test_the_questions_are_listed(served):
    told = json.loads(served.get("/questions", "application/json").body)
    names = [question["name"] for question in told]
    assert names == sorted(names)
    assert "who-introduced" in names
    assert told == [described(question) for question in questions()]
    assert list(told[0]) == ["name", "title", "purpose", "parameters", "columns", "sparql"]
    assert b'<a href="/questions/who-introduced">' in served.get("/questions", HTML).body


def test_a_ready_question_is_answered_in_three_forms(served):
    target = "/questions/papers-of-lab?lab=OpenAI"
    assert len(served.get(target, "text/csv").body.splitlines()) == 12
    assert len(json.loads(served.get(target, "application/json").body)["results"]["bindings"]) == 11
    page = served.get(target, HTML).body.decode()
    assert '<p class="note" role="status">11 rows</p>' in page
    assert '<a href="/id/paper/arxiv-2406.04093">paper:arxiv-2406.04093</a>' in page


@pytest.mark.parametrize(
    ("target", "status", "told"),
    [
        ("/questions/paper-of-lab", 404, "did you mean 'papers-of-lab'?"),
        ("/questions/papers-of-lab", 400, "lab"),
        ("/questions/papers-of-lab?lab=OpenIA", 400, "did you mean 'OpenAI'?"),
        ("/questions/papers-of-lab?lab=OpenAI&since=soon", 400, "'soon' is no year"),
        ("/questions/papers-of-lab?labs=OpenAI", 400, "did you mean 'lab'?"),
        ("/questions/..%2Fx.rq", 404, ""),
        ("/questions/ASK%20%7B%7D", 404, ""),
    ],
)
def test_a_question_that_is_wrong(served, target, status, told):
    reply = served.get(target, "text/csv")
    assert reply.status == status
    assert told in reply.body.decode()


def test_names_for_the_editor(served):
    told = json.loads(served.get("/names").body)
    assert told["base"] == "https://w3id.org/paperatlas/id/"
    assert {"atlas:introduces", "method:rlhf", "oa:exact"} < set(told["names"])


def test_health(served):
    told = json.loads(served.get("/health").body)
    assert told["status"] == "ok"
    assert told["processes"] >= 1


def test_get_prints_the_body_and_tells_of_the_headers_aside(root):
    done = paperatlas("serve", root / "graph", "--get", "/sparql?query=ASK{}")
    assert (done.returncode, done.stdout) == (0, b'{"head":{},"boolean":true}')
    assert done.stderr.startswith(b"HTTP/1.1 200\n")


def test_get_includes_the_headers_when_told(root):
    done = paperatlas("serve", root / "graph", "--get", "/sparql?query=ASK{}", "-i")
    assert done.stdout.startswith(b"HTTP/1.1 200\n")
    assert done.stdout.endswith(b'\n\n{"head":{},"boolean":true}')


@pytest.mark.parametrize("target", ["/nope", "/sparql?query=SELECT"])
def test_get_fails_where_the_request_does(root, target):
    assert paperatlas("serve", root / "graph", "--get", target).returncode == 1


@pytest.mark.parametrize("how", [["--get", "/health"], ["--port", "0"]], ids=["get", "listen"])
@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda folder: (folder / "evidence.ttl").unlink(), "there is no atlas here: evidence.ttl"),
        (
            lambda folder: (folder / "atlas.ttl").write_text(HOSTILE[:-20], "utf-8"),
            "not Turtle",
        ),
    ],
    ids=["missing", "truncated"],
)
def test_an_atlas_that_cannot_be_opened_is_told_at_once(own_base, how, break_it, told):
    break_it(own_base)
    done = paperatlas("serve", own_base, *how)
    assert done.returncode == 1
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_port_that_is_taken(served, root):
    done = paperatlas("serve", root / "graph", "--port", served.port)
    assert done.returncode == 1
    assert b"Address already in use (try another --port)" in done.stderr


def test_without_its_libraries_it_says_what_to_install(root, tmp_path):
    (tmp_path / "starlette.py").write_text("raise ImportError('no starlette')", "utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from paperatlas.cli import main; main(['serve', 'graph'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=root)
    told = f"paperatlas: serving needs Starlette and uvicorn ({installing('serve')})\n"
    assert (done.returncode, done.stderr.decode()) == (1, told)


def test_an_atlas_that_is_built_anew_is_served_anew(serving, own_base, tmp_path):
    with serving(own_base) as server:
        assert server.get("/id/paper/one", HTML).status == 200
        shutil.copy(own_base / "atlas.ttl", own_base / "new")
        with (own_base / "new").open("a", encoding="utf-8") as file:
            file.write('paper:two dcterms:title "Two" .\n')
        (own_base / "new").replace(own_base / "atlas.ttl")
        for _ in range(100):
            reply = server.get("/id/paper/two", HTML)
            if reply.status == 200:
                break
            __import__("time").sleep(0.1)
        assert b"<h1>Two</h1>" in reply.body


def test_an_atlas_that_vanishes_goes_on_being_served(serving, own_base):
    with serving(own_base) as server:
        assert server.get("/id/paper/one", HTML).status == 200
        shutil.rmtree(own_base)
        assert server.get("/id/paper/one", "text/turtle").status == 200
        for pid in server.children:
            __import__("os").kill(pid, 9)
        reply = server.get("/id/paper/one", "application/n-triples")
        assert reply.status == 503
        assert b"there is no atlas here" in server.get("/sparql?query=ASK{}").body
