"""Questions: a ``.rq`` file to a Question, and a Question to its answer, with its quotes.

A question is SPARQL under a head of comment lines::

    # Which papers did a lab publish, year by year?
    # More about what the columns mean, on as many lines as needed.
    # @param lab lab = Anthropic — the laboratory
    # @param since year default any — leave out papers before this year
    # @answer year year?, issued date?, title text?, paper paper

The first line is the question itself. A parameter is ``@param NAME TYPE = EXAMPLE — what it is``,
and stands for the variable ``?NAME``; the example makes a runnable command line for whoever leaves
the value out. ``default VALUE`` in the place of ``= EXAMPLE`` makes a parameter optional, and
``default any`` leaves its variable free. ``@answer`` gives the columns in their order, each with
its type; a question mark after the type says that a cell may be empty. A CONSTRUCT answers
``graph``, an ASK ``truth``. Types: concept, lab, method, model, benchmark, topic, paper, text,
integer, number, year, date. Concepts and papers may be given as an IRI, as a prefixed name
("method:rlhf") or by any of their names ("RLHF").

The modules: ``heads`` reads a question, ``ready`` finds it, ``values`` binds its parameters,
``asking`` answers it, ``evidence`` adds the quotes, ``explanation`` says how it was answered.
"""

from __future__ import annotations

from .asking import answer_of, ask, bindings_of
from .evidence import EVIDENCE, with_evidence
from .explanation import Explanation, explain
from .heads import Column, Parameter, Question, parse
from .ready import described, find, listing, questions

__all__ = [
    "EVIDENCE",
    "Column",
    "Explanation",
    "Parameter",
    "Question",
    "answer_of",
    "ask",
    "bindings_of",
    "described",
    "explain",
    "find",
    "listing",
    "parse",
    "questions",
    "with_evidence",
]
