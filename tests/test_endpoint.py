"""An atlas in a real store, Oxigraph's server or Virtuoso, is asked as the one in a folder."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from paperatlas import Atlas, Store, export_atlas
from paperatlas.cli import main
from paperatlas.endpoint import Addresses, Endpoint, Remote, Wire, fetch, upload
from paperatlas.errors import GraphError, QuestionError
from paperatlas.questions import ask, bindings_of, explain, find, questions, with_evidence

# Virtuoso 7.2 answers these otherwise than SPARQL 1.1 says, or now so and now otherwise;
# docs/stores.md tells how.
VIRTUOSO_DIFFERS = {"appear-together", "introduced-per-year", "papers-about", "untried-pairs"}


MARK = (
    "{{ GRAPH <https://w3id.org/paperatlas/graph/papers> {{ <https://w3id.org/paperatlas/id/> "
    "<http://purl.org/dc/terms/conformsTo> <https://w3id.org/paperatlas/ontology/{}> }} }}"
)


@pytest.fixture(scope="module")
def here(root):
    """The seeds' atlas in its folder."""
    return Store.open(root / "graph")


@pytest.fixture(scope="module")
def there(server, root):
    """The same atlas in a real store."""
    remote = Remote(Addresses.of(server.query), Wire.of(server.environment))
    upload(remote, root / "graph")
    return Endpoint.at(server.query, remote.wire)


@pytest.fixture
def run(server, there, monkeypatch, root):
    """The command line, with the login in its environment."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(root)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_what_is_fetched_is_what_was_uploaded(there, root, tmp_path):
    for file in fetch(there, tmp_path):
        assert file.read_bytes() == (root / "graph" / file.name).read_bytes()


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_ready_question_has_the_answer_of_the_folder(server, here, there, question):
    values = {p.name: p.example for p in question.parameters if not p.optional}
    answer = ask(here, question, values)
    try:
        same = ask(there, question, values) == answer
    except (GraphError, QuestionError):
        same = False
    virtuoso = server.query.endswith("/sparql-auth")
    assert same or (virtuoso and question.name in VIRTUOSO_DIFFERS)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("papers-of-lab", {"lab": "OpenAI"}),
        ("who-introduced", {"concept": "RLHF"}),
        ("untried-methods", {"concept": "sycophancy"}),
        ("evidence-for-concept", {"concept": "Constitutional AI"}),
    ],
)
def test_the_quotes_beside_an_answer_are_those_of_the_folder(here, there, question, values):
    asked = find(question)
    bindings = bindings_of(here, asked, values)
    answer = ask(here, asked, values)
    quoted = with_evidence(there, asked, answer, bindings)
    assert quoted == with_evidence(here, asked, answer, bindings)


def test_an_explanation_counts_what_is_there(here, there):
    asked = find("critics-of")
    bindings = bindings_of(here, asked, {"concept": "RLHF"})
    assert explain(there, asked, bindings) == explain(here, asked, bindings)


@pytest.mark.parametrize(
    ("mark", "told"), [("0.2.0", "it is newer"), ("0.0.1", "it is older"), ("x", "'x' is not like")]
)
def test_an_atlas_of_another_edition_is_told_apart(there, mark, told):
    stated = MARK.format(mark)
    there.remote.update(f"INSERT DATA {stated}")
    try:
        with pytest.raises(GraphError, match=told):
            Endpoint.at(there.remote.addresses.query, there.remote.wire)
    finally:
        there.remote.update(f"DELETE DATA {stated}")
    assert Endpoint.at(there.remote.addresses.query, there.remote.wire).prefixes == there.prefixes


def test_yes_and_no_are_told_apart(there):
    assert there.query("ASK { ?p a fabio:ResearchPaper }") is True
    assert there.query("ASK { ?p a fabio:Book }") is False


def test_the_mentions_are_not_among_the_papers(there):
    assert there.query("ASK { ?m a atlas:Mention }") is False


def test_a_long_query_is_sent_by_post(there):
    values = " ".join(f'"{number}"' for number in range(2000))
    rows = there.select(f"SELECT (COUNT(?v) AS ?n) {{ VALUES ?v {{ {values} }} }}").rows
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
def test_what_is_refused_here_is_refused_before_it_is_sent(there, query, word):
    with pytest.raises(QuestionError, match=word):
        there.query(query)


def test_a_value_cannot_change_the_query(there):
    hostile = '" . } ; DROP ALL ; # '
    rows = there.select("SELECT ?p { ?p dcterms:title ?t }", {"t": hostile}).rows
    assert rows == ()


def test_the_command_line_asks_an_address(run, server):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv")
    assert run(*words, "-a", server.query).output == run(*words).output


def test_the_command_line_quotes_and_explains_from_an_address(run, server):
    words = ("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv", "--evidence", "--explain")
    there, here = run(*words, "-a", server.query), run(*words)
    assert there.stdout == here.stdout
    assert there.stderr.rpartition(" in ")[0] == here.stderr.rpartition(" in ")[0]


def test_the_command_line_plots_from_an_address(run, server, tmp_path):
    for file, place in (("a.svg", server.query), ("b.svg", "graph")):
        words = ("query", "papers-per-lab-and-year", "-f", "plot", "-a", place)
        assert run(*words, "-o", tmp_path / file).exit_code == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_command_line_exports_from_an_address(run, server, root, tmp_path):
    assert run("export", "-a", server.query, "-f", "nquads", "-o", tmp_path / "a.nq").exit_code == 0
    export_atlas(root / "graph", "nquads", tmp_path / "b.nq")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_review_lists_the_cases_at_an_address(run, server):
    assert run("review", "--list", "-a", server.query).output == run("review", "--list").output


def test_python_opens_an_address(run, server):
    assert Atlas.open(server.query).papers.rows == Atlas.open("graph").papers.rows


@pytest.mark.needs_virtuoso
def test_virtuoso_is_told_who_asks_by_digest_alone(virtuoso):
    wire = Wire.of(virtuoso.environment)
    Remote(Addresses.of(virtuoso.query), wire).query("ASK { ?s ?p ?o }")
    sent = wire._session.get(virtuoso.query, auth=wire.login.sign, timeout=10).request
    assert sent.headers["Authorization"].startswith("Digest ")
    assert virtuoso.environment["PAPERATLAS_PASSWORD"] not in sent.headers["Authorization"]


@pytest.mark.needs_virtuoso
@pytest.mark.parametrize(
    "environment", [{}, {"PAPERATLAS_USER": "dba", "PAPERATLAS_PASSWORD": "no"}]
)
def test_without_the_password_virtuoso_lets_nobody_in(virtuoso, environment):
    with pytest.raises(GraphError, match="PAPERATLAS_PASSWORD"):
        Endpoint.at(virtuoso.query, Wire.of(environment))
