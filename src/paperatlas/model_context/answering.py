"""Answering: a tool's name and arguments to its reply, over one open atlas."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..answers import shortened
from ..atlas import Answers
from ..errors import PaperatlasError, QuestionError
from ..ontology import ATLAS, ROLES
from ..questions import (
    Question,
    answer_of,
    bindings_of,
    described,
    find,
    parse,
    questions,
)
from ..store import Rows
from .description import facts_of, thing_of
from .lookup import found_by
from .page import Page, Reply
from .quotation import safe, shortened_to
from .quotes import constants_of, headings_of, quotes_of
from .tools import tools
from .writing import reply_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..atlas import Atlas
    from ..store import Value
    from .limits import Limits

_STATEMENT = ("subject", "predicate", "object")
_LONGEST = 1_000


class Answering:
    """Answers for one open atlas; what goes wrong is an answer, too."""

    def __init__(self, atlas: Atlas, limits: Limits) -> None:
        """Answer from ``atlas``."""
        self._store, self._limits = atlas.store, limits
        self._tools = {tool.name: tool for tool in tools(limits)}
        evidence = files(__package__).joinpath("evidence.rq").read_text("utf-8")
        self._evidence = parse(evidence, "evidence")

    def reply(self, name: str, given: Mapping[str, object]) -> Reply:
        """Answer the call of a tool; an error says what is wrong and what to do about it."""
        does = {
            "ask": self._ask,
            "describe": self._describe,
            "evidence": self._quotes,
            "find": self._find,
            "list_questions": self._list,
            "sparql": self._sparql,
        }
        try:
            return does[name](self._tools[name].checked(given))
        except PaperatlasError as error:
            return Reply(shortened_to(safe(_told(error)), _LONGEST))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (nothing of it is a model's business but that it came)
            return Reply("the question could not be answered (this is a fault of Paperatlas)")

    def _list(self, given: dict[str, Any]) -> Reply:
        asked = (find(given["name"]),) if "name" in given else questions()
        told = [_listed(question, whole="name" in given) for question in asked]
        return Reply("\n\n".join(map(_lines, told)), {"questions": told})

    def _ask(self, given: dict[str, Any]) -> Reply:
        question = find(given["question"])
        values = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in given["parameters"].items()
        }
        for parameter in question.parameters:
            if not parameter.optional and parameter.name not in values:
                what = f"the question needs '{parameter.name}', {parameter.what}"
                cure = f'for example: "parameters": {{"{parameter.name}": "{parameter.example}"}}'
                raise QuestionError(what, where=question.name, cure=cure)
        return self._answered(question, bindings_of(self._store, question, values), given)

    def _sparql(self, given: dict[str, Any]) -> Reply:
        return self._answered(Question("", "", "", (), given["query"]), {}, given)

    def _quotes(self, given: dict[str, Any]) -> Reply:
        if not given.keys() & {"paper", "concept"}:
            cure = 'for example: {"concept": "RLHF"}'
            raise QuestionError(
                "a paper, a concept or both are needed", where="evidence", cure=cure
            )
        named = {name: given[name] for name in ("paper", "concept") if name in given}
        values = named | ({"only": given["role"]} if "role" in given else {})
        bindings = bindings_of(self._store, self._evidence, values)
        return self._answered(self._evidence, bindings, given)

    def _describe(self, given: dict[str, Any]) -> Reply:
        kind, thing = thing_of(self._store, given["thing"])
        facts = facts_of(self._store, thing)
        title = f"{kind} {safe(shortened(thing, self._store.prefixes))}"
        return self._answered(self._evidence, {kind: thing}, given, title=title, facts=facts)

    def _find(self, given: dict[str, Any]) -> Reply:
        first, last = given["offset"], given["offset"] + given["limit"]
        rows, total = found_by(self._store, given["name"], given["kind"], first, last)
        none: tuple[()] = ()
        page = Page("", rows.columns, rows.rows, (none,) * len(rows.rows), {}, total, first)
        return reply_of(page, self._store.prefixes, self._limits)

    def _answered(
        self,
        question: Question,
        bindings: Mapping[str, Value],
        given: Mapping[str, Any],
        title: str = "",
        facts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Reply:
        """Answer with one page of the rows, and look for the quotes of these alone."""
        store, first = self._store, given["offset"]
        answer = answer_of(store.within(self._limits.found), question, bindings)
        found = Answers.of(answer, store.prefixes)
        rows = Rows(found.columns, found.rows[first : first + given["limit"]])
        quotes = quotes_of(store, question, *_with_roles(question, rows, bindings, store.prefixes))
        if answer is False:
            quotes = ((),) * len(rows.rows)
        headings = headings_of(store, {quote.paper for some in quotes for quote in some})
        title = title or (f"{question.name}: {question.title}" if question.name else "")
        total = len(found.rows)
        page = Page(title, rows.columns, rows.rows, quotes, headings, total, first, facts or {})
        return reply_of(page, store.prefixes, self._limits)


def _with_roles(
    question: Question, rows: Rows, bindings: Mapping[str, Value], prefixes: Mapping[str, str]
) -> tuple[Rows, Mapping[str, Value]]:
    """Put beside rows what they leave to their query: its things, and the roles it asks about."""
    if question.name:
        return rows, bindings
    if rows.columns == _STATEMENT:
        # Only a role was read from a sentence: nothing else that a paper stands to has a quote.
        roles = [str(row[1]).removeprefix(ATLAS) for row in rows.rows]
        said = [
            (*(row if role in ROLES else (None,) * 3), role)
            for row, role in zip(rows.rows, roles, strict=True)
        ]
        return Rows((*_STATEMENT, "role"), tuple(said)), {}
    asked, role = constants_of(question.sparql, prefixes)
    if "role" in rows.columns or "roles" in rows.columns:
        return rows, asked
    return Rows((*rows.columns, "role"), tuple((*row, role) for row in rows.rows)), asked


def _listed(question: Question, *, whole: bool) -> dict[str, Any]:
    return {key: told for key, told in described(question).items() if whole or key != "sparql"}


def _lines(told: Mapping[str, Any]) -> str:
    lines = [f"{told['name']}: {told['title']}", *filter(None, [told["purpose"]])]
    for parameter in told["parameters"]:
        how = "default" if parameter["optional"] else "example"
        given = f"{parameter['type']}, {how} {parameter[how]}"
        lines.append(f"- {parameter['name']} ({given}): {parameter['what']}")
    lines.append(f"Columns: {', '.join(told['columns'])}")
    return "\n".join([*lines, told["sparql"]] if "sparql" in told else lines)


def _told(error: PaperatlasError) -> str:
    """Say it as a tool would: the command line's options are parameters here."""
    where = error.where.replace("--param ", "parameter ")
    return str(PaperatlasError(error.what, where=where, cure=error.cure))
