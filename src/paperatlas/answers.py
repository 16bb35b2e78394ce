"""Answers: Rows, truth or a graph, written for a reader or for the next program.

Text from papers is hostile. In a table control characters and terminal escapes are taken out; in
CSV a cell that a spreadsheet would run as a formula is made plain text; JSON and Turtle keep every
character, written as an escape where a terminal would act on it.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from .errors import QuestionError
from .ontology import XSD, Iri, prefixes
from .output import csv_table, harmless
from .store import Rows
from .tables import plain_table, terminal_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .store import Answer, Value

FORMS = ("table", "csv", "json", "turtle")

# ECMA-48 control sequences and control strings, whole, so that nothing of them is left as text.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0, delete, C1, and the marks that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_PLAIN_LOCAL = re.compile(r"[\w.-]*")


def render(
    answer: Answer,
    form: str | None = None,
    *,
    tty: bool = False,
    namespaces: Mapping[str, str] | None = None,
) -> str:
    """Write an answer as a table, CSV, JSON or Turtle; it ends with a line end.

    Without a ``form`` a graph becomes Turtle and everything else a table. For a terminal (``tty``)
    the table is styled and fits its width, as ``tables`` says; otherwise it is plain text, a row a
    line, nothing cut.
    ``namespaces`` (such as ``Store.prefixes``) shorten the IRIs of a table. JSON is that of
    https://www.w3.org/TR/sparql11-results-json/; language tags are not kept.

    >>> rows = Rows(("lab", "papers"), ((Iri("https://w3id.org/paperatlas/id/lab/metr"), 3),))
    >>> print(render(rows), end="")
    lab       papers
    lab:metr       3
    >>> print(render(rows, "csv"), end="")
    lab,papers
    https://w3id.org/paperatlas/id/lab/metr,3
    >>> render(rows, "turtle")
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: rows cannot be written as turtle (choose table, csv or json)

    Raises:
        QuestionError: there is no such form, or this kind of answer does not go into it.

    """
    form = form or ("turtle" if isinstance(answer, bytes) else "table")
    if form not in FORMS:
        cure = f"choose one of {', '.join(FORMS)}"
        raise QuestionError(f"an answer cannot be written as {form!r}", cure=cure)
    if isinstance(answer, bytes):
        if form == "turtle":
            return _CONTROL.sub(_escaped, answer.decode())
        raise QuestionError(f"a graph cannot be written as {form}", cure="choose turtle")
    if form == "turtle":
        kind = "rows" if isinstance(answer, Rows) else "yes or no"
        raise QuestionError(f"{kind} cannot be written as turtle", cure="choose table, csv or json")
    if form == "json":
        found = _json(answer) if isinstance(answer, Rows) else {"head": {}, "boolean": answer}
        return json.dumps(found, indent=2) + "\n"
    if isinstance(answer, bool):
        answer = Rows(("answer",), (("yes" if answer else "no",),))
    if form == "csv":
        return _csv(answer)
    return _table(answer, prefixes() if namespaces is None else namespaces, tty=tty)


def clean(text: str) -> str:
    r"""Take out what a terminal would act on; a line end or a tab becomes a blank.

    >>> clean("red \x1b[31malert\x1b[0m\nnext")
    'red alert next'
    >>> clean("naïve – 你好")
    'naïve – 你好'
    """
    return _CONTROL.sub("", re.sub(r"[\t\r\n\u2028\u2029]+", " ", _SEQUENCE.sub("", text)))


def _table(rows: Rows, namespaces: Mapping[str, str], *, tty: bool) -> str:
    texts = [[clean(name) for name in rows.columns]]
    texts += [[_shown(value, namespaces) for value in row] for row in rows.rows]
    by_column = list(zip(*rows.rows, strict=True)) or [()] * len(rows.columns)
    numeric = [any(_is_number(value) for value in values) for values in by_column]
    if not tty:
        return plain_table(texts, numeric)
    iris = [{Iri} == {type(value) for value in values if value is not None} for values in by_column]
    return terminal_table(texts, numeric, iris, get_terminal_size().columns)


def _csv(rows: Rows) -> str:
    return csv_table([rows.columns, *([_cell(value) for value in row] for row in rows.rows)])


def _cell(value: Value | None) -> object:
    """Disarm a text by what it begins with before it is cleaned, too: a tab would be gone."""
    if not isinstance(value, str):
        return _lexical(value) if isinstance(value, bool) else value
    return clean(value) if harmless(value) == value else f"'{clean(value)}"


def _json(answer: Rows) -> dict[str, object]:
    bindings = [
        {
            name: _json_term(value)
            for name, value in zip(answer.columns, row, strict=True)
            if value is not None
        }
        for row in answer.rows
    ]
    return {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}


def _json_term(value: Value) -> dict[str, str]:
    text = _lexical(value)
    if isinstance(value, Iri):
        return {"type": "uri", "value": text}
    if isinstance(value, str):
        return {"type": "literal", "value": text}
    kind = next(kind for types, kind in _DATATYPES if isinstance(value, types))
    return {"type": "literal", "datatype": XSD + kind, "value": text}


# bool stands before int, which it is a kind of.
_DATATYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "double"),
    (Decimal, "decimal"),
    (date, "date"),
)


def _lexical(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _shown(value: Value | None, namespaces: Mapping[str, str]) -> str:
    return clean(shortened(value, namespaces) if isinstance(value, Iri) else _lexical(value))


def shortened(iri: str, namespaces: Mapping[str, str]) -> str:
    """Write an IRI as ``prefix:name`` where a namespace fits, the longest one that does.

    >>> shortened("https://w3id.org/paperatlas/id/lab/metr", prefixes())
    'lab:metr'
    >>> shortened("https://metr.org/", prefixes())
    'https://metr.org/'
    """
    fits = [(len(space), name) for name, space in namespaces.items() if iri.startswith(space)]
    if not fits or not _PLAIN_LOCAL.fullmatch(iri[max(fits)[0] :]):
        return iri
    return f"{max(fits)[1]}:{iri[max(fits)[0] :]}"


def _is_number(value: Value | None) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\t\n" else f"\\u{ord(found[0]):04X}"
