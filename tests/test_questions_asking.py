"""Asking: names and values that are taken, and those that are refused with a cure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import QuestionError
from paperatlas.ontology import Iri, prefixes
from paperatlas.questions import ask, bindings_of, find, parse
from paperatlas.store import Rows, Store

HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes().items())


def answer(store: Store, question: str, **values: str) -> Rows:
    found = ask(store, find(question), values)
    assert isinstance(found, Rows)
    return found


@pytest.mark.parametrize(
    "spelling",
    [
        "RLHF",
        "rlhf",
        "Reinforcement Learning from Human Feedback",
        "method:rlhf",
        "https://w3id.org/paperatlas/id/method/rlhf",
    ],
)
def test_a_concept_goes_by_label_prefixed_name_or_iri(store, spelling):
    assert len(answer(store, "evidence-for-concept", concept=spelling).rows) == 8


@pytest.mark.parametrize(
    "spelling", ["2212.08073", "harmlessness from ai feedback", "Constitutional AI", "paper:p2"]
)
def test_a_paper_goes_by_arxiv_id_title_or_prefixed_name(store, spelling):
    assert len(answer(store, "concepts-of-paper", paper=spelling).rows) == 4


REFUSED = [
    (
        "papers-of-lab",
        {"lba": "Anthropic"},
        "papers-of-lab: no parameter is called 'lba' (did you mean 'lab'? it has: lab, since)",
    ),
    (
        "merged-papers",
        {"x": "1"},
        "merged-papers: no parameter is called 'x' (it has none)",
    ),
    (
        "papers-of-lab",
        {"lab": "Anthropc"},
        "--param lab: no lab is called 'Anthropc' (did you mean 'Anthropic'?)",
    ),
    ("papers-of-lab", {"lab": "RLHF"}, "--param lab: no lab is called 'RLHF'"),
    (
        "papers-of-lab",
        {"lab": "method:rlhf"},
        "--param lab: 'method:rlhf' is no lab (it is a method)",
    ),
    ("papers-of-lab", {"lab": "lab:nobody"}, "--param lab: no lab is called 'lab:nobody'"),
    ("papers-of-lab", {"lab": '"> } INSERT'}, "--param lab: no lab is called '\"> } INSERT'"),
    (
        "papers-of-lab",
        {"lab": "Anthropic", "since": "23"},
        "--param since: '23' is no year (write four digits, such as 2024)",
    ),
    (
        "papers-about",
        {"concept": "RLHF", "since": "2023-02-30"},
        "--param since: '2023-02-30' is no date (write a day, such as 2024-05-31)",
    ),
    (
        "never-introduced",
        {"least": "few"},
        "--param least: 'few' is no integer (write a whole number, such as 3)",
    ),
    (
        "doubtful-statements",
        {"below": "NaN"},
        "--param below: 'NaN' is no number (write a number, such as 0.5)",
    ),
]


@pytest.mark.parametrize(("question", "values", "message"), REFUSED)
def test_a_wrong_value_is_refused_with_what_to_write_instead(store, question, values, message):
    with pytest.raises(QuestionError) as caught:
        ask(store, find(question), values)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("question", "needs", "example"),
    [
        ("papers-of-lab", "'lab', the laboratory", "lab=Anthropic"),
        ("concepts-under", "'concept', the broader concept", "'concept=preference learning'"),
    ],
)
def test_a_missing_value_is_asked_for_with_a_command_that_runs(store, question, needs, example):
    with pytest.raises(QuestionError) as caught:
        ask(store, find(question))
    assert str(caught.value) == (
        f"{question}: the question needs {needs} "
        f"(for example: paperatlas query {question} --param {example})"
    )


@pytest.mark.parametrize(
    "text", ["direct preference optimisation", "Direct-Preference-Optimization", "DPOs"]
)
def test_a_concept_goes_by_other_spellings_of_its_names(store, text):
    question = find("papers-about")
    answer = ask(store, question, {"concept": text})
    assert answer.rows == ask(store, question, {"concept": "method:dpo"}).rows
    assert answer.rows


def test_the_very_name_wins_over_another_spelling():
    atlas = HEAD + (
        'method:a a skos:Concept ; skos:prefLabel "weak label"@en .\n'
        'topic:b a skos:Concept ; skos:prefLabel "weak labels"@en .\n'
    )
    question = find("evidence-for-concept")
    ask(Store.of(atlas.encode()), question, {"concept": "weak labels"})
    with pytest.raises(QuestionError, match="names several things"):
        ask(Store.of(atlas.encode()), question, {"concept": "weak-labels"})


def test_a_name_of_two_things_is_refused_with_both():
    twins = HEAD + (
        'method:a a skos:Concept ; skos:prefLabel "Debate"@en .\n'
        'topic:b a skos:Concept ; skos:prefLabel "debate"@en .\n'
    )
    with pytest.raises(QuestionError) as caught:
        ask(Store.of(twins.encode()), find("evidence-for-concept"), {"concept": "debate"})
    assert str(caught.value) == (
        "--param concept: 'debate' names several things (give method:a or topic:b)"
    )


def test_a_preferred_label_wins_over_another_thing_s_alternative(name):
    atlas = HEAD + (
        'method:a a skos:Concept ; skos:prefLabel "debate"@en .\n'
        'topic:b a skos:Concept ; skos:prefLabel "argument"@en ; skos:altLabel "debate"@en .\n'
    )
    question = parse("# ?\n# @param it concept = debate — the concept\nSELECT ?it { }")
    found = ask(Store.of(atlas.encode()), question, {"it": "debate"})
    assert found == Rows(("it",), ((name("method:a"),),))


@given(st.text())
def test_no_text_changes_what_a_question_asks(words):
    question = parse("# ?\n# @param words text = x — words\nSELECT ?words (1 AS ?one) { }")
    assert ask(Store.of(b""), question, {"words": words}) == Rows(("words", "one"), ((words, 1),))


def test_a_base_of_one_s_own_keeps_prefixed_names():
    atlas = (
        HEAD.replace("paperatlas/id/", "elsewhere/") + 'lab:a a atlas:Lab ; skos:prefLabel "A" .'
    )
    own = Store.of(atlas.encode())
    question = parse("# ?\n# @param it lab = A — the lab\nSELECT ?it { }")
    assert ask(own, question, {"it": "lab:a"}).rows == ((Iri("https://w3id.org/elsewhere/lab/a"),),)


def test_what_is_left_free_is_not_bound(store):
    assert bindings_of(store, find("models-beside-benchmark"), {"benchmark": "any"}) == {}


def test_a_fault_in_a_query_names_the_question_and_the_line(store):
    question = parse("# Who?\nSELECT ?x { ?x dc:title ?t }", "mine")
    with pytest.raises(QuestionError) as caught:
        ask(store, question)
    assert str(caught.value) == (
        "mine, line 2, column 16: the prefix 'dc:' is not declared (write PREFIX dc: <…> first)"
    )


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            "SELECT ?x WHERE {\n  ?x a ?y .\n  FILTR(?x > 1)\n}",
            "mine, line 3, column 3: 'FILTR' is no word of SPARQL (did you mean FILTER?)",
        ),
        ("SELECT ?x WHERE { ?x a ?y", "mine, line 1, column 26: the query cannot end here"),
        (
            "SELCT ?x { ?x a ?y }",
            "mine, line 1, column 1: 'SELCT' is no word of SPARQL (did you mean SELECT?)",
        ),
        (
            "SELECT ?x { ?x dcterms:title title }",
            "mine, line 1, column 30: 'title' is no word of SPARQL (a name needs ? or a prefix",
        ),
        (
            "SELECT ?x WHERE { ?x a ?y OPTIONAL ?x a ?z }",
            "mine, line 1, column 36: the query cannot be read from '?x a ?z }' on",
        ),
        (
            "SELECT ?x { ?x a ?y } GROUP ?x",
            "mine, line 1, column 29: the query cannot be read from '?x' on",
        ),
        (
            "SELECT ?x {\n  ?x a ?y ?z\n}",
            "mine, line 2, column 11: the query cannot be read from '?z' on (expected",
        ),
        ('SELECT ?x { ?x a "y }', "mine, line 1, column 18: a quotation mark without its pair"),
    ],
)
def test_a_syntax_error_has_line_column_and_the_offending_text(store, sparql, message):
    with pytest.raises(QuestionError) as caught:
        ask(store, parse(sparql, "mine"))
    assert str(caught.value).startswith(message)
