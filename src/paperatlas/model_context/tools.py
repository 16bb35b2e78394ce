"""Tools: what a language model may call, each with the JSON Schema of its arguments and answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from ..errors import QuestionError
from ..ontology import ROLES
from ..questions import questions
from .lookup import KINDS
from .schemas import NUMBER, PAGE, QUESTIONS, TEXT, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

    from ..questions import Question
    from .limits import Limits

_SPARQL = (
    "Answer any SPARQL 1.1 query that reads: SELECT, ASK, CONSTRUCT or DESCRIBE. Prefixes need no "
    "declaration. Select ?paper and ?concept to get the quotes behind each row. Updates, SERVICE "
    "and FROM are refused."
)


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, a title for people, what it does, its arguments and its answer."""

    name: str
    title: str
    description: str
    arguments: Schema
    answer: Schema

    def checked(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Return the arguments with their defaults.

        Raises:
            QuestionError: one is unknown, missing, no text, or not as its schema wants it.

        """
        try:
            json.dumps(given, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            what = "half of a surrogate pair is no character"
            raise QuestionError(what, where=self.name, cure="leave it out") from error
        if fault := best_match(Draft202012Validator(self.arguments).iter_errors(given)):
            raise _refusal(self, fault)
        defaults = {
            name: schema["default"]
            for name, schema in self.arguments["properties"].items()
            if "default" in schema
        }
        return defaults | dict(given)


def tools(limits: Limits) -> tuple[Tool, ...]:
    """Return the tools, in the order in which a reader should meet them."""
    ready = questions()
    names = [question.name for question in ready]
    catalogue = "\n".join(f"- {_told(question)}" for question in ready)
    pages = {
        "limit": {
            **NUMBER,
            "maximum": limits.most,
            "default": limits.rows,
            "description": "how many rows",
        },
        "offset": {**NUMBER, "default": 0, "description": "leave out so many rows"},
    }
    thing = "an IRI, a prefixed name such as method:rlhf, or any of its names"
    concept = {**TEXT, "description": f"a concept: {thing}"}
    paper = {**TEXT, "description": "a paper: its title, arXiv id, DOI, IRI or prefixed name"}
    return (
        Tool(
            "find",
            "Find a concept or paper by name",
            "Find concepts (methods, models, benchmarks, topics, labs) and papers by any of their "
            "names, abbreviations or words of them; spelling variants and near misses are found, "
            "too. The first column is what the other tools and SPARQL know a thing by.",
            _schema(
                {
                    "name": {**TEXT, "description": "a name, or words of it"},
                    "kind": {"type": "string", "enum": [*KINDS], "default": "any"},
                    **pages,
                },
                "name",
            ),
            PAGE,
        ),
        Tool(
            "describe",
            "Describe a concept or paper",
            "Tell what is known of one concept (names, definition, what is above and below it, how "
            "many papers name it in what role) or one paper (title, abstract, link, date, and what "
            "it introduces, uses, evaluates on, compares with, criticises, studies), with quotes.",
            _schema(
                {"thing": {**TEXT, "description": f"a concept or paper: {thing}"}, **pages},
                "thing",
            ),
            PAGE,
        ),
        Tool(
            "evidence",
            "Quotes behind statements",
            "Give the sentences in which a paper names things, in which papers name a concept, or "
            "in which one paper names one concept: word for word, with offsets, role and "
            "confidence. Give a paper, a concept, or both.",
            _schema(
                {
                    "paper": paper,
                    "concept": concept,
                    "role": {"type": "string", "enum": [*ROLES], "description": "only this role"},
                    **pages,
                }
            ),
            PAGE,
        ),
        Tool(
            "ask",
            "Ask a ready question",
            "Answer a ready question, with quotes. Prefer this to SPARQL where one fits. "
            "Parameters in brackets may be left out. Concepts, labs and papers may be given by any "
            f"of their names.\n{catalogue}",
            _schema(
                {
                    "question": {"type": "string", "enum": names},
                    "parameters": {
                        "type": "object",
                        "additionalProperties": {"type": ["string", "number", "boolean"]},
                        "default": {},
                        "description": 'parameter -> value, such as {"concept": "RLHF"}',
                    },
                    **pages,
                },
                "question",
            ),
            PAGE,
        ),
        Tool(
            "list_questions",
            "List the ready questions",
            "Tell of every ready question its purpose, typed parameters with examples, and "
            "columns; of one that is named, also its SPARQL, as a start for one of your own.",
            _schema({"name": {"type": "string", "enum": names}}),
            QUESTIONS,
        ),
        Tool(
            "sparql",
            "Ask in SPARQL",
            f"{_SPARQL} A query that takes longer than {limits.seconds:g} s is stopped.",
            _schema(
                {"query": {"type": "string", "minLength": 1, "maxLength": limits.query}, **pages},
                "query",
            ),
            PAGE,
        ),
    )


def _schema(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
    }


def _told(question: Question) -> str:
    names = [p.name if not p.optional else f"[{p.name}]" for p in question.parameters]
    return f"{question.name}({', '.join(names)}): {question.title}"


def _refusal(tool: Tool, fault: ValidationError) -> QuestionError:
    """Say what is wrong with the arguments in words, and what would be right."""
    where = f"{tool.name}, {'.'.join(map(str, fault.absolute_path)) or 'arguments'}"
    given, known = fault.instance, [*tool.arguments["properties"]]
    if fault.validator == "enum":
        near = get_close_matches(str(given), fault.validator_value, 1, 0.5)
        listed = f"one of {', '.join(fault.validator_value)}"
        cure = f"did you mean '{near[0]}'?" if near else listed
        return QuestionError(f"there is no {str(given)[:100]!r}", where=where, cure=cure)
    if fault.validator == "additionalProperties" and not fault.absolute_path:
        unknown = next(name for name in given if name not in known)
        cure = f"it takes {', '.join(known)}"
        return QuestionError(f"there is no {unknown[:100]!r}", where=where, cure=cure)
    if fault.validator == "required":
        missing = next(name for name in fault.validator_value if name not in given)
        return QuestionError(f"{missing!r} is missing", where=where, cure="give it")
    wanted = f"{fault.validator} {fault.validator_value}"
    return QuestionError(
        f"{str(given)[:100]!r} does not fit", where=where, cure=f"wanted: {wanted}"
    )
