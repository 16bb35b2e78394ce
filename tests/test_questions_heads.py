"""Heads: how a question is written, how it is found, and what a head may not promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperatlas.errors import QuestionError
from paperatlas.questions import Column, Parameter, find, listing, parse, questions


def test_the_listing_has_a_line_for_every_ready_question_and_an_example():
    lines = listing().splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [q.name for q in questions()]
    assert (
        lines[-1] == "Example: paperatlas query who-introduced --param 'concept=Constitutional AI'"
    )


def test_an_installed_package_brings_its_own_questions(tmp_path: Path, monkeypatch):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "mine.rq").write_text("# Mine?\nASK {}")
    monkeypatch.setattr("paperatlas.questions.ready.files", lambda _: tmp_path)
    assert [question.name for question in questions()] == ["mine"]


def test_find_reads_a_file(tmp_path: Path):
    file = tmp_path / "mine.rq"
    file.write_text("# Anything?\nASK {}\n")
    found = find(str(file))
    assert (found.name, found.title) == (str(file), "Anything?")


def test_find_names_the_file_that_is_not_there():
    with pytest.raises(QuestionError) as caught:
        find("nowhere.rq")
    assert str(caught.value) == (
        "nowhere.rq: cannot be read: No such file or directory "
        "('paperatlas query' alone lists the ready questions)"
    )


def test_find_knows_no_file_that_is_not_text(tmp_path: Path):
    file = tmp_path / "mine.rq"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionError, match="cannot be read: it is no UTF-8 text"):
        find(str(file))


def test_the_head_gives_title_purpose_and_parameters():
    question = parse(
        "# Who?\n# More\n# of it.\n# @param a year default 2000 — the year\nASK { ?s ?p ?a }"
    )
    assert (question.title, question.purpose) == ("Who?", "More of it.")
    assert question.parameters == (Parameter("a", "year", "2000", optional=True, what="the year"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("# @param a colour = red — it", "the question, line 1: 'colour' is no type (one of"),
        ("# @param a year — it", "the question, line 1: this parameter cannot be read (write"),
    ],
)
def test_a_parameter_written_otherwise_is_refused_with_its_line(line, message):
    with pytest.raises(QuestionError) as caught:
        parse(f"{line}\nASK {{}}")
    assert str(caught.value).startswith(message)


def test_a_parameter_may_stand_only_once():
    line = "# @param a year = 2000 — it\n"
    with pytest.raises(QuestionError) as caught:
        parse(f"{line}{line}ASK {{}}")
    assert str(caught.value) == "the question, line 2: 'a' comes twice (rename one)"


def test_the_head_gives_the_columns_over_several_lines():
    question = parse("# @answer year year?\n# @answer lab lab\nSELECT ?year (?x AS ?lab) { }")
    assert question.answer == "rows"
    assert question.columns == (Column("year", "year", optional=True), Column("lab", "lab"))


@pytest.mark.parametrize(("sparql", "form"), [("CONSTRUCT { } { }", "graph"), ("ASK { }", "truth")])
def test_a_question_may_answer_without_rows(sparql, form):
    assert parse(f"# @answer {form}\n{sparql}").answer == form


AS_SELECTED = "(name the columns as the SELECT does, in its order)"
PROMISES = [
    (
        "# @answer a text, b text\nSELECT ?b ?a { }",
        f"the query answers 'b, a' where the head says 'a, b' {AS_SELECTED}",
    ),
    (
        "# @answer a text\nSELECT * { ?a ?b ?c }",
        f"the query answers '' where the head says 'a' {AS_SELECTED}",
    ),
    ("# @answer a colour\nSELECT ?a { }", "'colour' is no type (one of concept, paper, lab,"),
    ("# @answer a\nSELECT ?a { }", "'a' is no column with its type (write '# @answer NAME TYPE,"),
    ("# @answer a text, a text\nSELECT ?a ?a { }", "'a' comes twice (rename one)"),
    ("# @answer a text\nASK { }", "a ASK does not answer with rows (write '# @answer truth')"),
    ("# @answer graph\nSELECT ?a { }", "a SELECT does not answer with graph (write"),
]


@pytest.mark.parametrize(("sparql", "message"), PROMISES)
def test_a_head_that_promises_what_the_query_does_not_hold_is_refused(sparql, message):
    with pytest.raises(QuestionError) as caught:
        parse(sparql, "mine")
    assert str(caught.value).startswith(f"mine, line 1: {message}")


def test_a_parameter_that_the_query_does_not_use_is_refused():
    with pytest.raises(QuestionError) as caught:
        parse("# @param lab lab = METR — the lab\nASK { }", "mine")
    assert str(caught.value) == (
        "mine: the query has no variable for the parameter 'lab' (use ?lab, or take the line out)"
    )


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("text", "a", True),
        ("text", 1, False),
        ("integer", 1, True),
        ("integer", True, False),
        ("number", 0.5, True),
        ("lab", "Anthropic", False),
        ("year", None, False),
    ],
)
def test_a_column_knows_what_fits_it(kind, value, fits):
    assert Column("x", kind).fits(value) is fits
