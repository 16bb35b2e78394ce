"""Ready questions: those in ``queries/``, found by their names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import QuestionError
from .heads import Question, parse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = __package__.rpartition(".")[0]
_BEGINNINGS = frozenset({"SELECT", "CONSTRUCT", "ASK", "PREFIX", "BASE"})


def questions() -> tuple[Question, ...]:
    """Return the ready questions, sorted by name."""
    return tuple(_read(file) for _, file in sorted(_ready().items()))


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


def described(question: Question) -> dict[str, Any]:
    """Return a question for a program: plain data that JSON holds as it stands.

    A parameter has a ``default`` where it is optional, and an ``example`` where it is not.

    >>> described(find("papers-of-lab"))["parameters"][1]["default"]
    'any'
    >>> "default" in described(find("papers-of-lab"))["parameters"][0]
    False
    """
    return {
        "name": question.name,
        "title": question.title,
        "purpose": question.purpose,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.kind,
                "optional": parameter.optional,
                "default" if parameter.optional else "example": parameter.example,
                "what": parameter.what,
            }
            for parameter in question.parameters
        ],
        "columns": [column.name for column in question.columns] or [question.answer],
        "sparql": question.sparql,
    }


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
    ready = _ready()
    if wanted in ready:
        return _read(ready[wanted])
    if "{" in wanted or re.match(r"\s*(#|DESCRIBE\b)", wanted, re.IGNORECASE):
        return parse(wanted)
    if wanted.endswith(".rq"):
        try:
            return parse(Path(wanted).read_text("utf-8"), wanted)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is no UTF-8 text"
            cure = "'paperatlas query' alone lists the ready questions"
            raise QuestionError(f"cannot be read: {why}", where=wanted, cure=cure) from error
    if wanted.upper() in _BEGINNINGS:
        cure = "put the whole of the SPARQL between quotation marks"
        raise QuestionError(f"{wanted} alone asks nothing", cure=cure)
    near = get_close_matches(wanted, ready, 1, 0.5)
    cure = f"did you mean '{near[0]}'?" if near else "'paperatlas query' alone lists them all"
    raise QuestionError(f"no question is called {wanted!r}", cure=cure)


def _ready() -> dict[str, Traversable]:
    """Find the queries inside the installed package, or at the top of a source checkout."""
    package = files(_PACKAGE)
    inside = package / "queries"
    folder = inside if inside.is_dir() else package.joinpath("..", "..", "queries")
    return {f.name.removesuffix(".rq"): f for f in folder.iterdir() if f.name.endswith(".rq")}


def _read(file: Traversable) -> Question:
    return parse(file.read_text("utf-8"), file.name.removesuffix(".rq"))
