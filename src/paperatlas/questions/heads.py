"""Heads: the comment lines over a query, read into a Question and held against its SPARQL."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import QuestionError
from ..ontology import CONCEPT_TYPES, Iri
from ..sparql import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..store import Value

THINGS = ("concept", "paper", *CONCEPT_TYPES)
"""The types of what has an IRI and names."""

_VALUES: Mapping[str, type | tuple[type, ...]] = {
    "text": str,
    "integer": int,
    "number": (int, float, Decimal),
    "year": int,
    "date": date,
}
TYPES = (*THINGS, *_VALUES)

_PARAMETER = re.compile(
    r"@param\s+(?P<name>\w+)\s+(?P<kind>\w+)\s+(?P<how>=|default)\s+(?P<value>.+?)\s+—\s+(?P<what>.+)"
)
_COLUMN = re.compile(r"(?P<name>\w+)\s+(?P<kind>\w+)(?P<empty>\??)")
_FORMS = {"SELECT": "", "CONSTRUCT": "graph", "DESCRIBE": "graph", "ASK": "truth"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One gap in a question. ``example`` fills it; where it is ``optional`` that is the default."""

    name: str
    kind: str
    example: str
    optional: bool
    what: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer; where it is ``optional`` a cell may be empty."""

    name: str
    kind: str
    optional: bool = False

    def fits(self, value: Value | None) -> bool:
        """Tell whether a cell may hold ``value``.

        >>> Column("year", "year").fits(2024), Column("year", "year").fits(None)
        (True, False)
        """
        if value is None:
            return self.optional
        if self.kind in THINGS:
            return isinstance(value, Iri)
        return isinstance(value, _VALUES[self.kind]) and not isinstance(value, Iri | bool)


@dataclass(frozen=True, slots=True)
class Question:
    """A question in English, with its SPARQL. ``name`` is what the command line calls it.

    ``answer`` is the form that the head promises: "rows" with their ``columns``, "graph", "truth",
    or "" where the head does not say.
    """

    name: str
    title: str
    purpose: str
    parameters: tuple[Parameter, ...]
    sparql: str
    answer: str = ""
    columns: tuple[Column, ...] = ()

    @property
    def example(self) -> str:
        r"""A command line that runs as it stands.

        >>> question = parse("# Who?\n# @param lab lab = X Lab — a lab\nASK { ?lab a ?c }", "who")
        >>> question.example
        "paperatlas query who --param 'lab=X Lab'"
        >>> parse("SELECT ?paper { ?paper a fabio:ResearchPaper }").example
        "paperatlas query 'SELECT ?paper { ?paper a fabio:ResearchPaper }'"
        """
        needed = [p for p in self.parameters if not p.optional]
        words = [word for p in needed for word in ("--param", f"{p.name}={p.example}")]
        return shlex.join(["paperatlas", "query", self.name or self.sparql, *words])


def parse(sparql: str, name: str = "") -> Question:
    r"""Read the head of a query; the room's docstring says how it is written.

    What the head promises is held against the query: its parameters are variables there, and its
    columns are the selected ones, in their order.

    >>> question = parse("# Who?\n# @param lab lab = OpenAI — the lab\nASK { ?p ?q ?lab }", "who")
    >>> question.title, question.parameters[0].kind, question.parameters[0].optional
    ('Who?', 'lab', False)
    >>> parse("# Who?\n# @param lab\nASK {}", "who")
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: who, line 2: this parameter cannot be read (write
    '# @param NAME TYPE = EXAMPLE — what it is')
    >>> parse("# Who?\n# @answer who lab\nSELECT ?lab { ?p atlas:publishedBy ?lab }", "who")
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: who, line 2: the query answers 'lab' where the head says 'who'
    (name the columns as the SELECT does, in its order)

    Raises:
        QuestionError: a line is written otherwise, has an unknown type, names something twice, or
            promises what the query does not hold.

    """
    prose: list[str] = []
    parameters: dict[str, Parameter] = {}
    columns: dict[str, Column] = {}
    answer, promised = "", ""
    for number, line in enumerate(sparql.splitlines(), 1):
        if not line.startswith("#"):
            break
        text = line.removeprefix("#").strip()
        where = f"{name or 'the question'}, line {number}"
        if text.startswith("@param"):
            parameter = _parameter(text, where)
            _once(parameter.name, parameters, where)
            parameters[parameter.name] = parameter
        elif text.startswith("@answer"):
            answer, promised = text.removeprefix("@answer").strip(), promised or where
            if answer not in _FORMS.values():
                for column in _columns(answer, where):
                    _once(column.name, columns, where)
                    columns[column.name] = column
                answer = "rows"
        else:
            prose.append(text)
    title, purpose = (prose[0], " ".join(prose[1:])) if prose else ("", "")
    found = Question(
        name, title, purpose, tuple(parameters.values()), sparql, answer, tuple(columns.values())
    )
    if parameters or answer:
        _hold(found, promised)
    return found


def _parameter(text: str, where: str) -> Parameter:
    found = _PARAMETER.fullmatch(text)
    if found is None:
        cure = "write '# @param NAME TYPE = EXAMPLE — what it is'"
        raise QuestionError("this parameter cannot be read", where=where, cure=cure)
    optional = found["how"] == "default"
    kind = _type(found["kind"], where)
    return Parameter(found["name"], kind, found["value"], optional, found["what"])


def _columns(text: str, where: str) -> Iterator[Column]:
    for part in text.rstrip(",").split(","):
        found = _COLUMN.fullmatch(part.strip())
        if found is None:
            cure = "write '# @answer NAME TYPE, NAME TYPE?', '# @answer graph' or '# @answer truth'"
            raise QuestionError(
                f"{part.strip()!r} is no column with its type", where=where, cure=cure
            )
        yield Column(found["name"], _type(found["kind"], where), bool(found["empty"]))


def _type(kind: str, where: str) -> str:
    if kind not in TYPES:
        raise QuestionError(f"{kind!r} is no type", where=where, cure=f"one of {', '.join(TYPES)}")
    return kind


def _once(name: str, known: Mapping[str, object], where: str) -> None:
    if name in known:
        raise QuestionError(f"{name!r} comes twice", where=where, cure="rename one")


def _hold(question: Question, where: str) -> None:
    """Raise QuestionError where the query does not do what its head says."""
    form, selected, used = _shape(question.sparql)
    for parameter in question.parameters:
        if parameter.name not in used:
            what = f"the query has no variable for the parameter {parameter.name!r}"
            cure = f"use ?{parameter.name}, or take the line out"
            raise QuestionError(what, where=question.name or "the question", cure=cure)
    if not question.answer:
        return
    if question.answer != (_FORMS[form] or "rows"):
        what = f"a {form} does not answer with {question.answer}"
        cure = f"write '# @answer {_FORMS[form] or 'NAME TYPE, …'}'"
        raise QuestionError(what, where=where, cure=cure)
    promised = [column.name for column in question.columns]
    if selected != promised:
        says, does = (", ".join(names) for names in (promised, selected))
        what = f"the query answers {does!r} where the head says {says!r}"
        cure = "name the columns as the SELECT does, in its order"
        raise QuestionError(what, where=where, cure=cure)


def _shape(sparql: str) -> tuple[str, list[str], set[str]]:
    """Return a query's form, the names that its SELECT has in their order, and all variables."""
    tokens = tokens_of(sparql)
    used = {token.text[1:] for token in tokens if token.kind == "var"}
    form, selected, brackets = "ASK", [], 0
    at = next((i for i, token in enumerate(tokens) if token.word in _FORMS), len(tokens))
    for before, token in zip(tokens[at:], tokens[at + 1 :], strict=False):
        form = tokens[at].word
        if form != "SELECT" or token.word in {"WHERE", "{"}:
            break
        brackets += (token.word == "(") - (token.word == ")")
        if token.kind == "var" and (not brackets or before.word == "AS"):
            selected.append(token.text[1:])
    return form, selected, used
