"""Questions: a ``.rq`` file to a Question, and a Question to its answer.

A question is SPARQL under a head of comment lines::

    # Which papers did a lab publish, year by year?
    # More about what the columns mean, on as many lines as needed.
    # @param lab lab = Anthropic — the laboratory
    # @param since year default any — leave out papers before this year

The first line is the question itself. A parameter is ``@param NAME TYPE = EXAMPLE — what it is``,
and stands for the variable ``?NAME``; the example makes a runnable command line for whoever leaves
the value out. ``default VALUE`` in the place of ``= EXAMPLE`` makes a parameter optional, and
``default any`` leaves its variable free. Types: concept, lab, method, model, benchmark, topic,
paper, text, integer, number, year, date. Concepts and papers may be given as an IRI, as a prefixed
name ("method:rlhf") or by any of their names ("RLHF").
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from .answers import shortened
from .errors import QuestionError
from .ontology import ATLAS, CONCEPT_TYPES, FABIO, SKOS, Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable

    from .store import Answer, Store, Value

_CLASSES: Mapping[str, str] = {
    "concept": f"{SKOS}Concept",
    "paper": f"{FABIO}ResearchPaper",
    **{kind: ATLAS + name for kind, name in CONCEPT_TYPES.items()},
}
_PARAMETER = re.compile(
    r"@param\s+(?P<name>\w+)\s+(?P<kind>\w+)\s+(?P<how>=|default)\s+(?P<value>.+?)\s+—\s+(?P<what>.+)"
)
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One gap in a question. ``example`` fills it; where it is ``optional`` that is the default."""

    name: str
    kind: str
    example: str
    optional: bool
    what: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in English, with its SPARQL. ``name`` is what the command line calls it."""

    name: str
    title: str
    purpose: str
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def example(self) -> str:
        """A command line that runs as it stands.

        >>> find("papers-of-lab").example
        'paperatlas query papers-of-lab --param lab=Anthropic'
        >>> find("SELECT ?paper { ?paper a fabio:ResearchPaper }").example
        "paperatlas query 'SELECT ?paper { ?paper a fabio:ResearchPaper }'"
        """
        needed = [p for p in self.parameters if not p.optional]
        words = [word for p in needed for word in ("--param", f"{p.name}={p.example}")]
        return shlex.join(["paperatlas", "query", self.name or self.sparql, *words])


def questions() -> tuple[Question, ...]:
    """Return the ready questions, sorted by name."""
    ready = sorted((f for f in _folder().iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(parse(f.read_text("utf-8"), f.name.removesuffix(".rq")) for f in ready)


def listing() -> str:
    """Return the ready questions for a reader: name, question and parameters, a line each.

    Optional parameters stand in brackets.

    >>> print(listing().splitlines()[0])
    appear-together Which concepts appear together more often than chance would have it? ([least],
    [lift])
    """
    ready = questions()
    room = max(len(question.name) for question in ready)
    lines = []
    for question in ready:
        names = [f"[{p.name}]" if p.optional else p.name for p in question.parameters]
        listed = f" ({', '.join(names)})" if names else ""
        lines.append(f"{question.name:{room}}  {question.title}{listed}")
    return "\n".join([*lines, "", f"Example: {find('who-introduced').example}"])


def find(wanted: str) -> Question:
    """Return the question that ``wanted`` names: a ready one, a ``.rq`` file, or SPARQL itself.

    >>> find("papers-of-lab").title
    'Which papers did a lab publish, year by year?'
    >>> find("paper-of-lab")
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: no question is called 'paper-of-lab' (did you mean
    'papers-of-lab'?)

    Raises:
        QuestionError: there is no such question or file, or its head cannot be read.

    """
    ready = {question.name: question for question in questions()}
    if wanted in ready:
        return ready[wanted]
    if "{" in wanted or re.match(r"\s*(#|DESCRIBE\b)", wanted, re.IGNORECASE):
        return parse(wanted)
    if wanted.endswith(".rq"):
        try:
            return parse(Path(wanted).read_text("utf-8"), wanted)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is no UTF-8 text"
            cure = "'paperatlas query' alone lists the ready questions"
            raise QuestionError(f"cannot be read: {why}", where=wanted, cure=cure) from error
    near = get_close_matches(wanted, ready, 1, 0.5)
    cure = f"did you mean '{near[0]}'?" if near else "'paperatlas query' alone lists them all"
    raise QuestionError(f"no question is called {wanted!r}", cure=cure)


def parse(sparql: str, name: str = "") -> Question:
    r"""Read the head of a query; the module's docstring says how it is written.

    >>> question = parse("# Who?\n# @param lab lab = OpenAI — the lab\nASK { ?p ?q ?lab }", "who")
    >>> question.title, question.parameters[0].kind, question.parameters[0].optional
    ('Who?', 'lab', False)
    >>> parse("# Who?\n# @param lab\nASK {}", "who")
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: who, line 2: this parameter cannot be read (write
    '# @param NAME TYPE = EXAMPLE — what it is')

    Raises:
        QuestionError: a parameter is written otherwise, has an unknown type, or comes twice.

    """
    prose: list[str] = []
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(sparql.splitlines(), 1):
        if not line.startswith("#"):
            break
        text = line.removeprefix("#").strip()
        if not text.startswith("@param"):
            prose.append(text)
            continue
        where = f"{name or 'the question'}, line {number}"
        found = _PARAMETER.fullmatch(text)
        if found is None:
            cure = "write '# @param NAME TYPE = EXAMPLE — what it is'"
            raise QuestionError("this parameter cannot be read", where=where, cure=cure)
        if found["kind"] not in _READERS and found["kind"] not in _CLASSES:
            cure = f"one of {', '.join([*_CLASSES, *_READERS])}"
            raise QuestionError(f"{found['kind']!r} is no type", where=where, cure=cure)
        if found["name"] in parameters:
            raise QuestionError(f"{found['name']!r} comes twice", where=where, cure="rename one")
        optional = found["how"] == "default"
        parameters[found["name"]] = Parameter(
            found["name"], found["kind"], found["value"], optional, found["what"]
        )
    title, purpose = (prose[0], " ".join(prose[1:])) if prose else ("", "")
    return Question(name, title, purpose, tuple(parameters.values()), sparql)


def ask(store: Store, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Answer a question: Rows for SELECT, Turtle for CONSTRUCT and DESCRIBE, bool for ASK.

    ``values`` fills the parameters by name. Every value is bound as a term of the parameter's type
    and never becomes a part of the query's text.

    Raises:
        QuestionError: a parameter is missing or unknown, a value is not of its type, a name fits
            nothing or several things, or the query itself is at fault.

    """
    given = dict(values or {})
    for name in given:
        _check_known(question, name)
    bindings = {}
    for parameter in question.parameters:
        text = given.get(parameter.name, parameter.example if parameter.optional else None)
        if text is None:
            what = f"the question needs '{parameter.name}', {parameter.what}"
            cure = f"for example: {question.example}"
            raise QuestionError(what, where=question.name, cure=cure)
        if not (parameter.optional and text == _ANY):
            bindings[parameter.name] = _value(store, parameter, text)
    try:
        return store.query(question.sparql, bindings)
    except QuestionError as error:
        where = ", ".join(part for part in (question.name, error.where) if part)
        raise QuestionError(error.what, where=where, cure=error.cure) from error


def _folder() -> Traversable:
    """Find the queries inside the installed package, or at the top of a source checkout."""
    package = files(__package__)
    inside = package / "queries"
    return inside if inside.is_dir() else package.joinpath("..", "..", "queries")


def _check_known(question: Question, name: str) -> None:
    known = [parameter.name for parameter in question.parameters]
    if name in known:
        return
    near = get_close_matches(name, known, 1)
    listed = f"it has: {', '.join(known)}" if known else "it has none"
    cure = f"did you mean '{near[0]}'?" if near else listed
    raise QuestionError(f"no parameter is called {name!r}", where=question.name, cure=cure)


def _value(store: Store, parameter: Parameter, text: str) -> Value:
    if parameter.kind in _CLASSES:
        return _thing(store, parameter, text)
    read, form = _READERS[parameter.kind]
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        what = f"{text!r} is no {parameter.kind}"
        raise QuestionError(
            what, where=f"--param {parameter.name}", cure=f"write {form}"
        ) from error


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        raise ValueError(text)
    return Decimal(text)


_READERS: dict[str, tuple[Callable[[str], Value], str]] = {
    "text": (str, "any text"),
    "integer": (int, "a whole number, such as 3"),
    "number": (_number, "a number, such as 0.5"),
    "year": (_year, "four digits, such as 2024"),
    "date": (date.fromisoformat, "a day, such as 2024-05-31"),
}

_NAMES = """
SELECT DISTINCT ?thing ?name ?own
WHERE {
  VALUES (?property ?own) {
    (skos:prefLabel true) (dcterms:title true) (skos:altLabel false) (dcterms:alternative false)
    (fabio:hasArXivId true) (prism:doi true)
  }
  ?thing a ?class ; ?property ?label .
  BIND(STR(?label) AS ?name)
}
"""


def _thing(store: Store, parameter: Parameter, text: str) -> Iri:
    """Find the concept or paper that ``text`` is the IRI, the prefixed name or a name of.

    Capitals do not matter. A preferred name or title wins over other names of other things.
    """
    prefix, _, local = text.partition(":")
    iri = Iri(store.prefixes[prefix] + local if prefix in store.prefixes else text)
    wanted = Iri(_CLASSES[parameter.kind])
    where = f"--param {parameter.name}"
    if re.fullmatch(r"[a-z]+:[^\s<>\"{}|\\^`]+", iri):
        classes = store.select("SELECT ?class { ?thing a ?class }", {"thing": iri}).rows
        if (wanted,) in classes:
            return iri
        if classes:
            raise QuestionError(f"{text!r} is no {parameter.kind}", where=where)
    names = store.select(_NAMES, {"class": wanted}).rows
    hits = [(thing, own) for thing, name, own in names if str(name).casefold() == text.casefold()]
    things = {thing for thing, own in hits if own} or {thing for thing, _ in hits}
    if len(things) == 1:
        return Iri(things.pop())
    if things:
        listed = " or ".join(sorted(shortened(str(thing), store.prefixes) for thing in things))
        raise QuestionError(f"{text!r} names several things", where=where, cure=f"give {listed}")
    known = {str(name).casefold(): str(name) for _, name, _ in names}
    near = get_close_matches(text.casefold(), sorted(known), 3)
    cure = f"did you mean {' or '.join(repr(known[name]) for name in near)}?" if near else ""
    what = f"no {parameter.kind} is called {text!r}"
    raise QuestionError(what, where=where, cure=cure)
