"""The page of the ready questions lists those that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperatlas.questions import Question, ask, parse, questions
from paperatlas.store import Store

ABOVE = "<!-- The list below is made from queries/ by `make figures`. -->\n"


@pytest.fixture
def store(root) -> Store:
    return Store.open(root / "graph")


def entry(question: Question) -> str:
    lines = [f"### {question.name}", f"{question.title} {question.purpose}".strip()]
    listed = [
        f"- `{p.name}` ({p.kind}{f', {p.example} unless given' if p.optional else ''}): {p.what}"
        + ("" if p.optional else f", such as “{p.example}”")
        for p in question.parameters
    ]
    columns = [f"`{c.name}` {c.kind}{'?' if c.optional else ''}" for c in question.columns]
    answer = ", ".join(columns) if columns else f"a {question.answer}"
    blocks = [*lines, "\n".join(listed), f"Answers {answer}."]
    return "\n\n".join(block for block in blocks if block) + "\n"


def page(old: str) -> str:
    """Put the questions that there are under what a person wrote."""
    return old.partition(ABOVE)[0] + ABOVE + "\n" + "\n".join(map(entry, questions()))


def test_the_page_lists_every_question_as_it_is(root):
    text = (root / "docs" / "questions.md").read_text("utf-8")
    assert text == page(text)


def test_the_question_that_the_page_shows_can_be_asked(root, store):
    text = (root / "docs" / "questions.md").read_text("utf-8")
    own = parse(text.partition("```sparql\n")[2].partition("```")[0])
    answer = ask(store, own, {"lab": "OpenAI", "year": "2023"})
    assert [title for title, _ in answer.rows] == [
        "Language models can explain neurons in language models",
        "Weak-to-strong generalization",
    ]


if __name__ == "__main__":
    file = Path(__file__).parents[1] / "docs" / "questions.md"
    file.write_text(page(file.read_text("utf-8")), "utf-8")
