"""Tables in a terminal: what is folded, what gives way, and what is never cut."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas import Store
from paperatlas.answers import render
from paperatlas.ontology import Iri
from paperatlas.questions import ask, questions
from paperatlas.store import Rows
from paperatlas.tables import terminal_table

STYLE = re.compile(r"\x1b\[[0-9;]*m")
TITLE = "Offline regularised reinforcement learning for the alignment of language models"
PAPER = Iri("https://w3id.org/paperatlas/id/paper/arxiv-2405.19107")


@pytest.fixture
def shown(monkeypatch):
    def show(columns, rows, width):
        monkeypatch.setenv("COLUMNS", str(width))
        text = STYLE.sub("", render(Rows(columns, tuple(rows)), tty=True))
        return [line.rstrip() for line in text.splitlines()]

    return show


def test_what_fits_stands_on_one_line_a_row(shown):
    assert shown(("lab", "papers_in_all"), [("METR", 3)], 40) == [
        "lab    papers_in_all",
        "─" * 20,
        "METR               3",
    ]


def test_long_texts_fold_at_blanks_and_heads_after_low_lines(shown):
    row = (date(2024, 5, 29), TITLE, 12)
    assert shown(("issued", "title", "papers_in_all"), [row], 52) == [
        "                                             papers_",
        "                                                 in_",
        "issued       title                               all",
        "─" * 52,
        "2024-05-29   Offline regularised                  12",
        "             reinforcement learning for",
        "             the alignment of language",
        "             models",
    ]


def test_iris_give_way_to_the_names_beside_them_and_are_told(shown):
    lines = shown(("title", "papers", "paper"), [(TITLE, 12, PAPER)], 38)
    assert lines == [
        "title                           papers",
        "─" * 38,
        "Offline regularised                 12",
        "reinforcement learning for",
        "the alignment of language",
        "models",
        "Not in 38 columns: paper (-f csv and",
        "-f json have all)",
    ]


def test_where_nothing_else_helps_a_row_is_a_record(shown):
    row = (TITLE, TITLE, 0.95, PAPER)
    assert shown(("title", "quote", "score", "paper"), [row, row], 36)[:9] == [
        "1 " + "─" * 34,
        "title  Offline regularised",
        "       reinforcement learning for",
        "       the alignment of language",
        "       models",
        "quote  Offline regularised",
        "       reinforcement learning for",
        "       the alignment of language",
        "       models",
    ]


def test_iris_alone_are_never_left_out(shown):
    assert shown(("paper",), [(PAPER,)], 20) == [
        "paper",
        "─" * 20,
        "paper:arxiv-2405.191",
        "07",
    ]


def test_no_row_at_all_is_a_head(shown):
    assert shown(("paper",), [], 20) == ["paper", "─────"]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_no_answer_is_wider_than_the_terminal_and_no_number_is_cut(
    committed, monkeypatch, question, width
):
    values = {p.name: p.example for p in question.parameters if not p.optional}
    answer = ask(committed, question, values)
    if not isinstance(answer, Rows):
        return
    monkeypatch.setenv("COLUMNS", str(width))
    text = STYLE.sub("", render(Rows(answer.columns, answer.rows[:30]), tty=True))
    assert max(map(len, text.splitlines())) <= width
    words = set(text.split())
    for row in answer.rows[:30]:
        assert {str(value) for value in row if isinstance(value, int | date)} <= words


@pytest.fixture(scope="module")
def committed(root):
    return Store.open(root / "graph")


@given(
    st.lists(st.tuples(*[st.text("ab c_:", max_size=40)] * 3)),
    st.tuples(*[st.booleans()] * 3),
    st.integers(20, 100),
)
def test_every_letter_is_shown_or_its_column_is_told_of(rows, iris, width):
    texts = [("first", "second", "third"), *rows]
    text = STYLE.sub("", terminal_table(texts, [False] * 3, iris, width))
    if f"Not in {width} columns" not in text:
        letters = "".join(map("".join, rows))
        assert (text.count("a"), text.count("b")) == (letters.count("a"), letters.count("b"))
