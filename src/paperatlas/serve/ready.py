"""Ready: the ready questions, listed and answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..answers import render, shortened
from ..errors import QuestionError
from ..ontology import Iri
from ..questions import ask, described, find, questions
from ..store import Rows
from .negotiation import GRAPH, chosen
from .pages import html, link_of
from .problem import ProblemError, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..questions import Question
    from ..store import Value
    from .reader import Reader

_ROWS = {
    "text/html": "html",
    "application/sparql-results+json": "json",
    "application/json": "json",
    "text/csv": "csv",
}
_LIST = ("text/html", "application/json")


def ready_list(accept: str) -> Reply:
    """List the ready questions: what `described` tells of each, sorted by name."""
    ready = questions()
    if chosen(accept, _LIST) == "text/html":
        return Reply(200, "text/html", html("questions.html", questions=ready))
    told = [described(question) for question in ready]
    return Reply(200, "application/json", json.dumps(told, ensure_ascii=False).encode())


def ready_answer(reader: Reader, name: str, values: Mapping[str, str], accept: str) -> Reply:
    """Answer a ready question; a parameter left empty counts as left out.

    Raises:
        QuestionError: a parameter is unknown, missing or wrong.
        ProblemError: there is no such question, no form is welcome, or the answer is too large.

    """
    try:
        question = _ready(name)
    except QuestionError as error:
        raise ProblemError(404, error.what, cure=error.cure) from error
    given = {key: value for key, value in values.items() if value}
    wants_page = chosen(accept, ("text/html", "text/csv")) == "text/html"
    needed = [p for p in question.parameters if not p.optional and p.name not in given]
    if wants_page and needed:
        return Reply(200, "text/html", html("answer.html", question=question, given=given))
    answer = ask(reader.store, question, given)
    if isinstance(answer, bytes):
        if chosen(accept, tuple(GRAPH)) is None and not wants_page:
            raise ProblemError(406, "the answer has none of the forms asked for")
        return Reply(200, "text/turtle", answer)
    form = _ROWS.get(chosen(accept, tuple(_ROWS)) or "")
    if form is None:
        what = "the answer has none of the forms asked for"
        raise ProblemError(406, what, cure=f"take {', '.join(_ROWS)}")
    rows = (
        answer if isinstance(answer, Rows) else Rows(("answer",), (("yes" if answer else "no",),))
    )
    if len(rows.rows) > reader.limits.rows:
        raise ProblemError(422, f"the answer has more than {reader.limits.rows:,} rows")
    if form == "html":
        shown = [[_cell(value, reader.prefixes) for value in row] for row in rows.rows]
        page = html("answer.html", question=question, given=given, columns=rows.columns, rows=shown)
        return Reply(200, "text/html", page)
    media_type = "text/csv" if form == "csv" else "application/sparql-results+json"
    return Reply(200, media_type, render(answer, form).encode())


def _ready(name: str) -> Question:
    """Find by name alone: what else `find` takes, such as a file's path, is not for the web."""
    ready = {question.name: question for question in questions()}
    if name in ready:
        return ready[name]
    if any(sign in name for sign in "{#./\\"):
        raise QuestionError("no question has such a name", cure="see /questions")
    return find(name)


def _cell(value: Value | None, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """Return the text of a cell, and where it leads."""
    if not isinstance(value, Iri):
        return ("" if value is None else str(value)), ""
    return shortened(value, prefixes), link_of(value, prefixes)
