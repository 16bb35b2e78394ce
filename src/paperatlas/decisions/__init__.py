r"""Decisions: what people settled about concepts, once, in a text file beside the sources.

A line is a decision, and ``#`` begins a reason that is kept with what it decides::

    accept method "codebook features"
    merge method "RBRs" into method/rule-based-reward  # the paper's short form. Ada
    reject topic "large margin"
    reject model "GPT" in arxiv-2005.14165  # the acronym of something else here
    rename method "codebook features" to "codebook feature"
    retype method "Sparrow" to model

A concept is called by its type and one of its labels, in whatever spelling (case, hyphens, plurals
and British or American spelling do not matter), or by its id (``method/rlhf``). Labels are what
another extraction, other papers or another model most likely bring again.

- *accept*: a candidate becomes curated.
- *reject*: what was taken for the concept is not linked to it, in one paper or at all.
- *merge*: the one is the other; a candidate that takes in another takes its labels too.
- *rename*: the label shown; the old one stays as an alternative, and the id stays.
- *retype*: the type, and with it the id.

``lines`` is that grammar, ``file`` reads and writes it, ``effect`` and ``step`` carry it out.
"""

from __future__ import annotations

from .effect import Decided, apply_decisions
from .file import add_decision, read_decisions, write_decisions
from .lines import VERBS, Decision, Name
from .step import names_of

__all__ = [
    "VERBS",
    "Decided",
    "Decision",
    "Name",
    "add_decision",
    "apply_decisions",
    "names_of",
    "read_decisions",
    "write_decisions",
]
