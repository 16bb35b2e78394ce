"""An atlas in Python: opened once, asked often, handed on to other libraries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import networkx as nx
import pytest
import rdflib

from paperatlas import Answers, Atlas, GraphError, QuestionError
from paperatlas.ontology import Iri

PAGE = Iri("https://a.example/?a=1&b=2")
HOSTILE = "<script>alert(1)</script>\x1b[31m"


@pytest.fixture(scope="module")
def atlas(root):
    return Atlas.open(root / "graph")


def test_a_ready_question_is_asked_by_name(atlas):
    answers = atlas.ask("papers-of-lab", lab="OpenAI")
    assert len(answers) == 11
    assert next(iter(answers)).keys() == set(answers.columns)


def test_a_parameter_may_be_a_number_or_a_date(atlas):
    rows = atlas.ask("papers-of-lab", lab="OpenAI", since=2023).rows
    assert rows == atlas.ask("papers-of-lab", lab="OpenAI", since="2023").rows


def test_sparql_is_asked_as_text(atlas):
    assert atlas.ask("SELECT (COUNT(?p) AS ?n) { ?p a fabio:ResearchPaper }").rows == ((89,),)


def test_the_answer_to_an_ask_is_its_truth(atlas):
    assert atlas.ask("ASK { ?p a fabio:ResearchPaper }")
    assert not atlas.ask("ASK { ?p a fabio:Book }")
    assert atlas.ask("ASK { ?p a fabio:Book }").rows == ((False,),)


def test_no_row_is_no_truth(atlas):
    assert not atlas.ask("SELECT ?p { ?p a fabio:Book }")


def test_values_are_plain_data(atlas):
    query = 'SELECT ("a" AS ?t) (1 AS ?i) (1.5 AS ?d) ("2024-01-02"^^xsd:date AS ?y) (?x AS ?u) {}'
    assert atlas.ask(query).rows == (("a", 1, Decimal("1.5"), date(2024, 1, 2), None),)


def test_a_wrong_name_has_the_nearest_one(atlas):
    with pytest.raises(QuestionError, match="papers-of-lab"):
        atlas.ask("papers-of-labs")


def test_no_atlas_says_how_to_build_one(tmp_path):
    with pytest.raises(GraphError, match="paperatlas build"):
        Atlas.open(tmp_path)


def test_no_question_reads_a_file_again(root, tmp_path):
    for name in ("atlas.ttl", "evidence.ttl"):
        (tmp_path / name).write_bytes((root / "graph" / name).read_bytes())
    atlas = Atlas.open(tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    assert len(atlas.papers) == 89


def test_the_questions_are_listed(atlas):
    listed = atlas.questions
    assert listed.columns == ("name", "question", "parameters")
    found = {row["name"]: (row["question"], row["parameters"]) for row in listed}
    assert found["papers-of-lab"] == ("Which papers did a lab publish, year by year?", "lab, since")


def test_rows_become_a_table(atlas):
    answers = atlas.ask("papers-of-lab", lab="OpenAI")
    frame = answers.to_pandas()
    assert tuple(frame.columns) == answers.columns
    assert [tuple(row) for row in frame.astype(object).where(frame.notna(), None).to_numpy()] == [
        *answers.rows
    ]


def test_a_construct_becomes_a_graph(atlas):
    answers = atlas.ask("neighbourhood", concept="RLHF")
    graph = answers.to_rdflib()
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(answers)


def test_an_empty_construct_is_an_empty_graph(atlas):
    answers = atlas.ask("CONSTRUCT WHERE { ?p a fabio:Book }")
    assert (len(answers), len(answers.to_rdflib())) == (0, 0)


def test_a_construct_becomes_a_network(atlas):
    network = atlas.ask("neighbourhood", concept="RLHF").to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    rlhf = "https://w3id.org/paperatlas/id/method/rlhf"
    roles = {data["predicate"] for _, _, data in network.in_edges(rlhf, data=True)}
    assert {"atlas:uses", "atlas:criticises", "skos:broader"} <= roles
    assert network.nodes[rlhf]["skos:prefLabel"] == ["reinforcement learning from human feedback"]


def test_the_whole_becomes_a_graph_and_a_network(atlas):
    assert len(atlas.to_rdflib()) == atlas.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    assert atlas.to_networkx().nodes["method/rlhf"]["kind"] == "Method"


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.texts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.texts.append(data)


def test_a_text_is_escaped_in_a_notebook():
    page = Reader(Answers((HOSTILE,), ((HOSTILE,),))._repr_html_())
    assert set(page.tags) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.texts[-1] == "<script>alert(1)</script>"


def test_a_web_address_is_a_link_and_nothing_else_is():
    row = (PAGE, Iri("javascript:alert(1)"), "https://a.example/")
    page = Reader(Answers(("a", "b", "c"), (row,))._repr_html_())
    assert page.links == [str(PAGE)]


def test_a_notebook_shows_twenty_rows_and_counts_the_rest():
    page = Reader(Answers(("n",), tuple((n,) for n in range(23)))._repr_html_())
    assert page.tags.count("td") == 20
    assert page.texts[-1] == "and 3 more rows"


def test_a_notebook_shows_what_an_atlas_holds(atlas):
    texts = Reader(atlas._repr_html_()).texts
    assert texts[texts.index("papers") + 1] == "89"
