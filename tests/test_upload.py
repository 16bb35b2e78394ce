"""An atlas goes into a real store whole, or goes on where it was stopped."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field, replace

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperatlas import Store
from paperatlas.bulk import write_bulk
from paperatlas.cli import main
from paperatlas.endpoint import Addresses, Endpoint, Remote, Wire, fetch, upload
from paperatlas.endpoint.wire import RefusedError
from paperatlas.errors import GraphError
from paperatlas.nodes import Literal
from paperatlas.ontology import ATLAS, DCTERMS, EVIDENCE_GRAPH, FABIO, PAPERS_GRAPH, RDF, Iri
from paperatlas.ontology import prefixes as all_prefixes
from paperatlas.turtle import turtle

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


def back(server, folder):
    """Bring the atlas back, into a folder of that name."""
    fetch(Endpoint.at(server.query, Wire.of(server.environment)), folder / "back")


def bytes_of(folder):
    return [(folder / name).read_bytes() for name in ("atlas.ttl", "evidence.ttl")]


def test_another_base_is_found(server, tmp_path):
    upload(remote_of(server), documents(tmp_path, titles("Hi")))
    store = Endpoint.at(server.query, Wire.of(server.environment))
    assert store.prefixes["paper"] == "https://example.org/id/paper/"
    assert store.select("SELECT ?t { paper:p dcterms:title ?t }").rows == (("Hi",),)


def test_a_second_upload_replaces_the_first(server, tmp_path):
    mentions = [(MENTION, Iri(ATLAS + "paper"), PAPER)]
    upload(remote_of(server), documents(tmp_path / "old", titles("Old", "Both"), mentions))
    upload(remote_of(server), documents(tmp_path / "new", titles("New", "Both")))
    back(server, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(tmp_path / "new")


def test_graphs_of_others_are_left_alone(server, tmp_path):
    remote = remote_of(server)
    remote.update(f"INSERT DATA {{ GRAPH <{OTHERS}> {{ <{PAPER}> <{DCTERMS}title> 'Theirs' }} }}")
    upload(remote, documents(tmp_path, titles("Ours")))
    asked = Store(remote, {}).select(f"SELECT ?t {{ GRAPH <{OTHERS}> {{ ?s ?p ?t }} }}")
    seen = Endpoint.at(server.query, Wire.of(server.environment)).select(
        "SELECT ?t { ?s dcterms:title ?t }"
    )
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
        self.sent.append(url)
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
        back(server, tmp_path)
        assert (life, bytes_of(tmp_path / "back")) == (life, bytes_of(new))


def test_an_upload_run_again_sends_only_what_is_missing(server, tmp_path):
    folder = documents(tmp_path, titles(*"abcdefgh"))
    data = Addresses.of(server.query).data
    before_the_fifth = 2 + 2 * 4  # the marks are read and cleared, then each batch has its mark
    first, rest = mortal(server, before_the_fifth), mortal(server)
    with pytest.raises(Killed):
        upload(remote_of(server, first), folder, batch=1)
    upload(remote_of(server, rest), folder, batch=1)
    assert (first.sent[:-1].count(data), rest.sent.count(data)) == (4, 5)


def test_an_upload_of_another_atlas_does_not_go_on_where_the_first_stopped(server, tmp_path):
    first, second = (documents(tmp_path / t, titles(*t)) for t in ("abcd", "efgh"))
    with pytest.raises(Killed):
        upload(remote_of(server, mortal(server, 6)), first, batch=1)
    upload(remote_of(server), second, batch=1)
    back(server, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(second)


@dataclass(slots=True)
class Immovable(Wire):
    """A wire to a store that knows no MOVE."""

    def send(self, method, url, **request):
        if b"MOVE" in repr(request.get("data")).encode():
            raise RefusedError("no MOVE here", 500, where=url)
        return Wire.send(self, method, url, **request)


def test_a_store_that_cannot_move_graphs_gets_the_batches_in_place(server, tmp_path):
    mentions = [(MENTION, Iri(ATLAS + "paper"), PAPER)]
    upload(remote_of(server), documents(tmp_path / "old", titles("old"), mentions))
    new = documents(tmp_path / "new", titles(*"abcd"))
    upload(remote_of(server, Immovable(Wire.of(server.environment).login)), new, batch=2)
    back(server, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(new)


def test_a_store_that_takes_no_graphs_gets_updates(server, root, tmp_path):
    remote = remote_of(server)
    bare = replace(remote, addresses=replace(remote.addresses, data=""))
    upload(bare, root / "graph")
    back(server, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(root / "graph")


def test_a_store_that_loses_a_batch_is_found_out(server, tmp_path):
    class Lossy(Remote):
        def add(self, graph, lines):
            if b'"b"' not in lines:
                Remote.add(self, graph, lines)

    remote = remote_of(server)
    with pytest.raises(GraphError, match="not kept all"):
        upload(Lossy(remote.addresses, remote.wire), documents(tmp_path, titles(*"abc")), batch=1)


# What graph.py may write; it makes U+FFFD of the rest.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\x00"))


@given(st.lists(TEXTS, max_size=8), st.sampled_from([None, "en"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_comes_back_letter_for_letter(server, tmp_path, texts, language):
    said = [(PAPER, Iri(DCTERMS + "title"), Literal(t, language=language)) for t in texts]
    folder = documents(tmp_path / "in", said)
    upload(remote_of(server), folder)
    back(server, tmp_path)
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
    for graph, name in (
        ([("default", "")], "atlas.ttl"),
        ([("graph", EVIDENCE_GRAPH)], "evidence.ttl"),
    ):
        content = (root / "graph" / name).read_bytes()
        remote.wire.send(
            "PUT", where, params=graph, data=content, headers={"Content-Type": "text/turtle"}
        )
    yield oxigraph_server.query
    remote.update("CLEAR ALL")


def test_the_command_line_builds_to_an_address(server, tmp_path, monkeypatch):
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "notes.txt").write_text("Abstract:We introduce DPO. We evaluate on MMLU.\n")
    words = ("build", tmp_path / "notes.txt", "-o", tmp_path / "out", "--to", server.query)
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    assert f"paperatlas query --atlas {server.query}" in result.output
    back(server, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(tmp_path / "out")


@pytest.mark.needs_virtuoso
def test_an_answer_that_virtuoso_cuts_is_no_answer(virtuoso, tmp_path):
    many = [(PAPER, Iri(DCTERMS + "title"), Literal(str(n))) for n in range(180)]
    upload(remote_of(virtuoso), documents(tmp_path, many))
    store = Endpoint.at(virtuoso.query, Wire.of(virtuoso.environment))
    with pytest.raises(GraphError, match="cut"):
        store.select("SELECT * { ?a dcterms:title ?b . ?c dcterms:title ?d }")


@pytest.mark.needs_virtuoso
def test_virtuoso_loads_the_bulk_files_as_docs_stores_virtuoso_md_says(virtuoso, root, tmp_path):
    remote_of(virtuoso).update(f"CLEAR GRAPH <{PAPERS_GRAPH}>; CLEAR GRAPH <{EVIDENCE_GRAPH}>")
    write_bulk(root / "graph", virtuoso.folder / "bulk", part=200_000)
    page = (root / "docs" / "stores" / "virtuoso.md").read_text()
    commands = re.search(r"```sql\n(.*?)```", page, re.DOTALL)[1].replace("/data/bulk", "bulk")
    subprocess.run([*virtuoso.isql, f"exec={commands}"], check=True, capture_output=True)
    back(virtuoso, tmp_path)
    assert bytes_of(tmp_path / "back") == bytes_of(root / "graph")


def test_an_empty_store_says_how_to_fill_it(server):
    remote = remote_of(server)
    remote.update(f"CLEAR SILENT GRAPH <{PAPERS_GRAPH}>; CLEAR SILENT GRAPH <{EVIDENCE_GRAPH}>")
    with pytest.raises(GraphError, match="--to URL"):
        Endpoint.at(server.query, Wire.of(server.environment))
