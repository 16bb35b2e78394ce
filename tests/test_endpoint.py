"""An atlas in a real store: Oxigraph's server and Virtuoso answer as the folder does."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperatlas import Atlas, Store, export_atlas
from paperatlas.cli import main
from paperatlas.endpoint import Addresses, Endpoint, Remote, Wire, fetch, upload
from paperatlas.errors import GraphError, QuestionError
from paperatlas.ontology import ATLAS, DCTERMS, EVIDENCE_GRAPH, FABIO, PAPERS_GRAPH, RDF, Iri
from paperatlas.ontology import prefixes as all_prefixes
from paperatlas.questions import ask, questions
from paperatlas.turtle import Literal, turtle

# Virtuoso 7.2 answers these otherwise than SPARQL 1.1 says; docs/stores.md tells how.
VIRTUOSO_DIFFERS = {
    "appear-together",
    "concept-over-time",
    "introduced-per-year",
    "missing-beside",
    "papers-about",
    "papers-like",
}
OTHERS = "https://example.org/graph/of-somebody-else"
PAPER, MENTION = Iri("https://example.org/id/paper/p"), Iri("https://example.org/id/mention/m")


def remote_of(server, wire=None):
    return Remote(Addresses.of(server.query), wire or Wire.of(server.environment))


def documents(folder, papers, evidence=()):
    """Write an atlas by hand: what its papers say besides being papers."""
    folder.mkdir(exist_ok=True)
    kind = (PAPER, Iri(RDF + "type"), Iri(FABIO + "ResearchPaper"))
    own = all_prefixes("https://example.org/id/")
    (folder / "atlas.ttl").write_bytes(turtle([kind, *papers], own))
    (folder / "evidence.ttl").write_bytes(turtle(evidence, own))
    return folder


def titles(*texts):
    return [(PAPER, Iri(DCTERMS + "title"), Literal(text)) for text in texts]


def bytes_of(folder):
    return [(folder / name).read_bytes() for name in ("atlas.ttl", "evidence.ttl")]


@pytest.fixture
def uploaded(server, root, monkeypatch):
    """The seeds' atlas in a real store; the environment holds the login."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    upload(remote_of(server), root / "graph")
    return server


@pytest.fixture
def run(uploaded, monkeypatch, root):
    monkeypatch.chdir(root)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_what_is_fetched_is_what_was_uploaded(uploaded, root, tmp_path):
    fetch(Endpoint.at(uploaded.query), tmp_path)
    assert bytes_of(tmp_path) == bytes_of(root / "graph")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_ready_question_has_the_answer_of_the_folder(uploaded, root, question, request):
    values = {p.name: p.example for p in question.parameters if not p.optional}
    here = ask(Store.open(root / "graph"), question, values)
    try:
        same = ask(Endpoint.at(uploaded.query), question, values) == here
    except (GraphError, QuestionError):
        same = False
    virtuoso = uploaded.query.endswith("/sparql-auth")
    assert same == (not virtuoso or question.name not in VIRTUOSO_DIFFERS)


def test_yes_and_no_are_told_apart(uploaded):
    store = Endpoint.at(uploaded.query)
    assert store.query("ASK { ?p a fabio:ResearchPaper }") is True
    assert store.query("ASK { ?p a fabio:Book }") is False


def test_the_mentions_are_not_among_the_papers(uploaded):
    assert Endpoint.at(uploaded.query).query("ASK { ?m a atlas:Mention }") is False


def test_a_long_query_is_sent_by_post(uploaded):
    store = Endpoint.at(uploaded.query)
    values = " ".join(f'"{number}"' for number in range(2000))
    rows = store.select(f"SELECT (COUNT(?v) AS ?n) {{ VALUES ?v {{ {values} }} }}").rows
    assert rows == ((2000,),)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "FROM"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("SELECT * { ?s ?p }", "line 1"),
    ],
)
def test_what_is_refused_here_is_refused_before_it_is_sent(uploaded, query, word):
    store = Endpoint.at(uploaded.query)
    with pytest.raises(QuestionError, match=word):
        store.query(query)


def test_a_value_cannot_change_the_query(uploaded):
    store = Endpoint.at(uploaded.query)
    hostile = '" . } ; DROP ALL ; # '
    rows = store.select("SELECT ?p { ?p dcterms:title ?t }", {"t": hostile}).rows
    assert rows == ()


def test_another_base_is_found(server, tmp_path):
    upload(remote_of(server), documents(tmp_path, titles("Hi")))
    store = Endpoint.at(server.query, Wire.of(server.environment))
    assert store.prefixes["paper"] == "https://example.org/id/paper/"
    assert store.select("SELECT ?t { paper:p dcterms:title ?t }").rows == (("Hi",),)


def test_a_second_upload_replaces_the_first(server, tmp_path):
    mentions = [(MENTION, Iri(ATLAS + "paper"), PAPER)]
    upload(remote_of(server), documents(tmp_path / "old", titles("Old", "Both"), mentions))
    upload(remote_of(server), documents(tmp_path / "new", titles("New", "Both")))
    fetch(Endpoint.at(server.query, Wire.of(server.environment)), tmp_path / "back")
    assert bytes_of(tmp_path / "back") == bytes_of(tmp_path / "new")


def test_graphs_of_others_are_left_alone(server, tmp_path):
    remote = remote_of(server)
    remote.update(f"INSERT DATA {{ GRAPH <{OTHERS}> {{ <{PAPER}> <{DCTERMS}title> 'Theirs' }} }}")
    upload(remote, documents(tmp_path, titles("Ours")))
    asked = Store(remote, {}).select(f"SELECT ?t {{ GRAPH <{OTHERS}> {{ ?s ?p ?t }} }}")
    seen = Endpoint.at(server.query, Wire.of(server.environment)).select("SELECT ?t { ?s dcterms:title ?t }")
    remote.update(f"CLEAR GRAPH <{OTHERS}>")
    assert (asked.rows, seen.rows) == ((("Theirs",),), (("Ours",),))


def test_nothing_is_left_beside_the_atlas(server, tmp_path):
    upload(remote_of(server), documents(tmp_path, titles("Ours")))
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), 'paperatlas')) }"
    assert Store(remote_of(server), {}).select(query).rows == ((PAPERS_GRAPH,),)


class Killed(BaseException):
    """What ends a process: nothing catches it."""


@dataclass(slots=True)
class Mortal(Wire):
    """A wire whose process is killed at a given request: before it is sent, or when it is done."""

    life: float = float("inf")
    sent: list[str] = field(default_factory=list)

    def send(self, method, url, **request):
        self.sent.append(method)
        if len(self.sent) - 0.5 > self.life:
            raise Killed
        reply = Wire.send(self, method, url, **request)
        if len(self.sent) > self.life:
            raise Killed
        return reply


def mortal(server, life=float("inf")):
    login = Wire.of(server.environment).login
    return Mortal(login, life=life)


def test_an_upload_killed_anywhere_and_run_again_ends_with_the_same_graph(server, tmp_path):
    mentions = [(MENTION, Iri(ATLAS + "paper"), PAPER)]
    new = documents(tmp_path / "new", titles(*"abcd"), mentions)
    old = documents(tmp_path / "old", titles("old"))
    whole = mortal(server)
    upload(remote_of(server, whole), new, batch=2)
    for life in (half / 2 for half in range(1, 2 * len(whole.sent))):
        upload(remote_of(server), old)
        with pytest.raises(Killed):
            upload(remote_of(server, mortal(server, life)), new, batch=2)
        upload(remote_of(server), new, batch=2)
        fetch(Endpoint.at(server.query, Wire.of(server.environment)), tmp_path / "back")
        assert (life, bytes_of(tmp_path / "back")) == (life, bytes_of(new))


def test_an_upload_run_again_sends_only_what_is_missing(server, tmp_path):
    folder = documents(tmp_path, titles(*"abcdefgh"))
    whole = mortal(server)
    upload(remote_of(server, whole), folder, batch=1)
    with pytest.raises(Killed):
        upload(remote_of(server, mortal(server, len(whole.sent) - 7)), folder, batch=1)
    rest = mortal(server)
    upload(remote_of(server, rest), folder, batch=1)
    assert len(rest.sent) < len(whole.sent) - 2 * 8


def test_an_upload_of_another_atlas_does_not_go_on_where_the_first_stopped(server, tmp_path):
    first, second = (documents(tmp_path / t, titles(*t)) for t in ("abcd", "efgh"))
    with pytest.raises(Killed):
        upload(remote_of(server, mortal(server, 6)), first, batch=1)
    upload(remote_of(server), second, batch=1)
    fetch(Endpoint.at(server.query, Wire.of(server.environment)), tmp_path / "back")
    assert bytes_of(tmp_path / "back") == bytes_of(second)


# What graph.py may write; it makes U+FFFD of the rest.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\x00"))


@given(st.lists(TEXTS, max_size=8), st.sampled_from([None, "en"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_comes_back_letter_for_letter(server, tmp_path, texts, language):
    said = [(PAPER, Iri(DCTERMS + "title"), Literal(t, language=language)) for t in texts]
    folder = documents(tmp_path / "in", said)
    upload(remote_of(server), folder)
    fetch(Endpoint.at(server.query, Wire.of(server.environment)), tmp_path / "back")
    assert bytes_of(tmp_path / "back") == bytes_of(folder)


def test_an_atlas_in_the_default_graph_is_read_too(root, oxigraph_server_of_files):
    store = Endpoint.at(oxigraph_server_of_files)
    assert store.select("SELECT (COUNT(*) AS ?n) { ?p a fabio:ResearchPaper }").rows == ((89,),)
    assert store.query(f"ASK {{ GRAPH <{EVIDENCE_GRAPH}> {{ ?m a atlas:Mention }} }}") is True


@pytest.fixture
def oxigraph_server_of_files(root, oxigraph_server):
    """A server with the layout that a folder has: the papers in the default graph."""
    remote = remote_of(oxigraph_server)
    remote.update("CLEAR ALL")
    where = f"{oxigraph_server.query.removesuffix('query')}store"
    for graph, name in ([("default", "")], "atlas.ttl"), ([("graph", EVIDENCE_GRAPH)], "evidence.ttl"):
        content = (root / "graph" / name).read_bytes()
        remote.wire.send("PUT", where, params=graph, data=content, headers={"Content-Type": "text/turtle"})
    yield oxigraph_server.query
    remote.update("CLEAR ALL")


def test_the_command_line_asks_an_address(run, uploaded):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv")
    assert run(*words, "-a", uploaded.query).output == run(*words).output


def test_the_command_line_exports_from_an_address(run, uploaded, root, tmp_path):
    assert run("export", "-a", uploaded.query, "-f", "nquads", "-o", tmp_path / "a.nq").exit_code == 0
    export_atlas(root / "graph", "nquads", tmp_path / "b.nq")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_the_command_line_builds_to_an_address(run, uploaded, tmp_path):
    (tmp_path / "notes.txt").write_text("Abstract:We introduce DPO. We evaluate on MMLU.\n")
    result = run("build", tmp_path / "notes.txt", "-o", tmp_path / "out", "--to", uploaded.query)
    assert result.exit_code == 0, result.output
    assert f"paperatlas query --atlas {uploaded.query}" in result.output
    run("export", "-a", uploaded.query, "-f", "folder", "-o", tmp_path / "back")
    assert bytes_of(tmp_path / "back") == bytes_of(tmp_path / "out")


def test_review_lists_the_cases_at_an_address(run, uploaded):
    assert run("review", "--list", "-a", uploaded.query).output == run("review", "--list").output


def test_python_opens_an_address(uploaded, root):
    here, there = Atlas.open(root / "graph"), Atlas.open(uploaded.query)
    assert there.papers.rows == here.papers.rows


@pytest.mark.needs_virtuoso
def test_virtuoso_is_told_who_asks_by_digest_alone(virtuoso):
    wire = Wire.of(virtuoso.environment)
    remote_of(virtuoso, wire).query("ASK { ?s ?p ?o }")
    sent = wire._session.get(virtuoso.query, auth=wire.login.sign, timeout=10).request
    assert sent.headers["Authorization"].startswith("Digest ")
    assert virtuoso.environment["PAPERATLAS_PASSWORD"] not in sent.headers["Authorization"]


@pytest.mark.needs_virtuoso
@pytest.mark.parametrize("environment", [{}, {"PAPERATLAS_USER": "dba", "PAPERATLAS_PASSWORD": "no"}])
def test_without_the_password_virtuoso_lets_nobody_in(virtuoso, environment):
    with pytest.raises(GraphError, match="PAPERATLAS_PASSWORD"):
        Endpoint.at(virtuoso.query, Wire.of(environment))


@pytest.mark.needs_virtuoso
def test_an_answer_that_virtuoso_cuts_is_no_answer(virtuoso, tmp_path):
    many = [(PAPER, Iri(DCTERMS + "title"), Literal(str(n))) for n in range(250)]
    upload(remote_of(virtuoso), documents(tmp_path, many))
    store = Endpoint.at(virtuoso.query, Wire.of(virtuoso.environment))
    with pytest.raises(GraphError, match="cut"):
        store.select("SELECT * { ?a dcterms:title ?b . ?c dcterms:title ?d }")


def test_an_empty_store_says_how_to_fill_it(server):
    remote = remote_of(server)
    remote.update(f"CLEAR SILENT GRAPH <{PAPERS_GRAPH}>; CLEAR SILENT GRAPH <{EVIDENCE_GRAPH}>")
    with pytest.raises(GraphError, match="--to URL"):
        Endpoint.at(server.query, Wire.of(server.environment))


assert "PAPERATLAS_USER" not in os.environ
