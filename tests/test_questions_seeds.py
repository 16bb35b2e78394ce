"""The ready questions against the seeds: they tell what a reader of the papers knows."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest

from paperatlas.answers import render
from paperatlas.questions import ask, find, questions
from paperatlas.store import Rows, Store

FACTS = tomllib.loads((Path(__file__).parent / "answers" / "seeds.toml").read_text("utf-8"))["fact"]
NOT_SEEN = {"neighbourhood": "a graph", "unlisted-names": "the seeds have no such names"}


@pytest.fixture(scope="module")
def store(root) -> Store:
    return Store.open(root / "graph")


@pytest.fixture(scope="module")
def texts(store) -> str:
    found = store.select(
        "SELECT ?text { ?p a fabio:ResearchPaper ; dcterms:title|dcterms:abstract ?text }"
    )
    return "\n".join(str(text) for (text,) in found.rows)


def rows_of(store: Store, fact: dict) -> list[dict[str, str]]:
    answer = render(ask(store, find(fact["question"]), fact.get("values", {})), "csv")
    return list(csv.DictReader(io.StringIO(answer)))


def holds(row: dict[str, str], cells: dict[str, str]) -> bool:
    return all(
        text[1:] in row[name] if text.startswith("~") else row[name] == text
        for name, text in cells.items()
    )


named = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["question"])


@named
def test_the_sentence_that_was_read_stands_in_a_paper(texts, fact):
    assert fact["read"] in texts


@named
def test_an_answer_holds_what_the_papers_say(store, fact):
    rows = rows_of(store, fact)
    missing = [cells for cells in fact["has"] if not any(holds(row, cells) for row in rows)]
    assert missing == []


@named
def test_an_answer_holds_nothing_that_the_papers_do_not_say(store, fact):
    rows = rows_of(store, fact)
    assert [row for row in rows for cells in fact.get("lacks", []) if holds(row, cells)] == []


def test_every_ready_question_is_asked_of_the_seeds():
    seen = {fact["question"] for fact in FACTS}
    assert {q.name for q in questions()} - seen == set(NOT_SEEN)


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_an_answer_has_the_columns_and_types_that_the_head_promises(store, question):
    values = {p.name: p.example for p in question.parameters if not p.optional}
    found = ask(store, question, values)
    if question.answer == "graph":
        assert b"@prefix" in found
        return
    assert isinstance(found, Rows)
    misfits = [
        (column, value)
        for row in found.rows
        for column, value in zip(question.columns, row, strict=True)
        if not column.fits(value)
    ]
    assert misfits == []
