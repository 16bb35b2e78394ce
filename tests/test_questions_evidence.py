"""Evidence: every row that names a statement gets its quotes, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import QuestionError
from paperatlas.ontology import Iri, prefixes
from paperatlas.questions import EVIDENCE, ask, bindings_of, find, parse, with_evidence
from paperatlas.store import Rows, Store


def quoted(store: Store, question: str, **values: str) -> list[dict]:
    asked = find(question)
    bindings = bindings_of(store, asked, values)
    found = with_evidence(store, asked, ask(store, asked, values), bindings)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def sentences(rows: list[dict]) -> list[str | None]:
    return [row["evidence_sentence"] for row in rows]


def test_a_quote_has_paper_concept_role_sentence_source_and_offsets(store, name):
    [row] = quoted(store, "SELECT ?who ?what { ?who atlas:uses ?what FILTER(?who = paper:p2) }")
    assert {name: row[name] for name in EVIDENCE} == {
        "evidence_paper": name("paper:p2"),
        "evidence_concept": name("method:rlhf"),
        "evidence_role": "uses",
        "evidence_quote": "RLHF",
        "evidence_sentence": "With RLHF.",
        "evidence_source": "a:4",
        "evidence_start": 5,
        "evidence_end": 9,
    }


def test_the_source_names_every_record_of_a_merged_paper(store):
    rows = quoted(store, "SELECT ?p ?c { ?p atlas:criticises ?c }")
    assert {row["evidence_source"] for row in rows} == {"a:12, b:1"}


def test_the_concept_may_be_the_one_that_was_asked_about(store):
    rows = quoted(store, "who-introduced", concept="RLHF")
    assert [(row["issued"] is None, row["evidence_sentence"]) for row in rows] == [
        (False, "RLHF"),
        (False, "We present RLHF."),
        (False, "Our RLHF is new."),
        (False, "With RLHF."),
        (False, "RLHF is slower."),
        (False, "We see RLHF flatter."),
        (False, "We see RLHF flatter."),
        (True, "As RLHF does."),
    ]


def test_a_question_that_goes_below_a_concept_quotes_what_is_below(store):
    rows = quoted(store, "papers-about", concept="preference learning", since="2023-10-01")
    assert sentences(rows) == [None]
    rows = quoted(store, "papers-about", concept="preference learning")
    assert "RLHF is slower." not in sentences(rows)
    assert "With RLHF." in sentences(rows)


def test_the_paper_may_be_the_one_that_was_asked_about(store, name):
    rows = quoted(store, "concepts-of-paper", paper="Constitutional AI")
    quotes = {row["concept"]: row["evidence_quote"] for row in rows}
    assert quotes[name("method:cai")] == "Constitutional AI"
    assert quotes[name("model:claude")] is None


def test_a_row_with_its_own_sentence_gets_no_other(store):
    rows = quoted(store, "evidence-for-concept", concept="RLHF")
    assert [row["sentence"] for row in rows] == sentences(rows)
    assert len(rows) == 8


def test_quotes_agree_with_the_role_of_their_row(store):
    rows = quoted(store, "critics-of", concept="RLHF")
    assert {row["role"] for row in rows} == {"criticises", "comparesWith"}
    assert [row["evidence_role"] for row in rows] == [row["role"] for row in rows]


def test_the_role_may_be_a_property(store):
    rows = quoted(store, "SELECT ?p ?role { ?p ?role method:rlhf FILTER(?p = paper:p4) }")
    assert sentences(rows) == [None] * 3
    rows = quoted(
        store,
        "SELECT ?p ?c ?role { ?p ?role ?c FILTER(?p = paper:p4 && ?c = method:rlhf) }",
    )
    found = {(row["role"].rpartition("#")[2], row["evidence_sentence"]) for row in rows}
    assert found == {
        ("criticises", "We see RLHF flatter."),
        ("mentions", "We see RLHF flatter."),
        ("uses", None),
    }


def test_several_quotes_stand_strongest_role_first_then_by_place():
    turtle = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes().items())
    atlas = turtle + "paper:p a fabio:ResearchPaper . method:m a skos:Concept ."
    mentions = turtle + "".join(
        f"mention:{start} atlas:paper paper:p ; atlas:concept method:m ; atlas:role atlas:{role} ;"
        f' oa:exact "M" ; oa:start {start} ; oa:end {start + 1} ; atlas:sentence "{role}" .\n'
        for start, role in ((9, "uses"), (0, "mentions"), (20, "introduces"), (3, "uses"))
    )
    store = Store.of(atlas.encode(), mentions.encode())
    rows = quoted(store, "SELECT ?p ?m { ?p a fabio:ResearchPaper . ?m a skos:Concept }")
    assert [(row["evidence_role"], row["evidence_start"]) for row in rows] == [
        ("introduces", 20),
        ("uses", 3),
        ("uses", 9),
        ("mentions", 0),
    ]


def test_a_paper_that_does_not_name_the_concept_of_its_row_has_no_quote(store):
    rows = quoted(store, "missing-beside", concept="RLHF", paper="paper:p2", least="1")
    assert len(rows) == 5
    assert set(sentences(rows)) == {None}


def test_rows_without_a_statement_stay_as_they_are(store):
    rows = quoted(store, "sources-of-papers")
    assert [row["source"] for row in rows] == ["a", "b"]
    assert set(sentences(rows)) == {None}


def test_a_graph_has_no_rows_to_put_a_quote_beside(store):
    with pytest.raises(QuestionError, match="only rows have evidence"):
        quoted(store, "neighbourhood", concept="RLHF")


def test_a_column_of_the_question_is_not_overwritten(store):
    with pytest.raises(QuestionError, match="'evidence_role' of its own"):
        quoted(store, "SELECT ?evidence_role { ?p a ?evidence_role }")


@given(st.text())
def test_no_iri_of_an_answer_changes_what_is_asked(text):
    answer = Rows(("p",), ((Iri(f"urn:{text}"),),))
    found = with_evidence(Store.of(b""), parse("SELECT ?p { ?p a ?c }"), answer, {})
    assert found.rows == ((Iri(f"urn:{text}"), *[None] * len(EVIDENCE)),)
