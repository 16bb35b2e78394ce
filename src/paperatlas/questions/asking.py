"""Asking: a question, the values of its parameters, and a store to the answer."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..errors import QuestionError
from .values import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Answer, Store, Value
    from .heads import Question

_ANY = "any"


def ask(store: Store, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Answer a question: Rows for SELECT, Turtle for CONSTRUCT and DESCRIBE, bool for ASK.

    ``values`` fills the parameters by name. Every value is bound as a term of the parameter's type
    and never becomes a part of the query's text.

    Raises:
        QuestionError: a parameter is missing or unknown, a value is not of its type, a name fits
            nothing or several things, or the query itself is at fault.

    """
    return answer_of(store, question, bindings_of(store, question, values))


def answer_of(store: Store, question: Question, bindings: Mapping[str, Value]) -> Answer:
    """Answer a question whose parameters are bound; a fault in the query names the question."""
    try:
        return store.query(question.sparql, bindings)
    except QuestionError as error:
        where = ", ".join(part for part in (question.name, error.where) if part)
        raise QuestionError(error.what, where=where, cure=error.cure) from error


def bindings_of(
    store: Store, question: Question, values: Mapping[str, str] | None = None
) -> dict[str, Value]:
    """Return parameter -> value of its type, as ``values`` and the defaults give it.

    What is left free (``any``) is not in it. Raises as `ask` does.
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
            bindings[parameter.name] = value_of(store, parameter, text)
    return bindings


def _check_known(question: Question, name: str) -> None:
    known = [parameter.name for parameter in question.parameters]
    if name in known:
        return
    near = get_close_matches(name, known, 1)
    listed = f"it has: {', '.join(known)}" if known else "it has none"
    cure = f"did you mean '{near[0]}'? {listed}" if near else listed
    raise QuestionError(f"no parameter is called {name!r}", where=question.name, cure=cure)
