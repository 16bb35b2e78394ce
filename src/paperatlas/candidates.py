"""Candidates: what papers name and no vocabulary holds.

A candidate is known by the normal form of its label within its type. An abbreviation is known by
the long form that its paper gives, so that both are one; nothing else is ever merged here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from .spelling import normal_form
from .vocabulary import Concept

if TYPE_CHECKING:
    from collections.abc import Container

    from .extraction import Mention


class Candidates:
    """The candidates met so far; the order in which they were met changes nothing.

    >>> candidates = Candidates(taken=())
    >>> candidates.named("Foo Bench", "Benchmark")
    'benchmark/foo-bench'
    >>> candidates.named("foo-benches", "Benchmark") == candidates.named("Foo Bench", "Benchmark")
    True
    >>> candidates.named("Foo Bench", "Method")
    'method/foo-bench'
    """

    def __init__(self, taken: Container[str]) -> None:
        """Keep clear of the ids in ``taken``, which the vocabulary has given away."""
        self._taken = taken
        self._long: defaultdict[str, defaultdict[str, int]] = defaultdict(_times)
        self._short: defaultdict[str, defaultdict[str, int]] = defaultdict(_times)
        self._types: dict[str, str] = {}

    def mentioned(self, mention: Mention) -> str:
        """Return the id of the candidate that a mention with a type names; it is made if new."""
        concept_id = self.named(mention.expansion or mention.text, mention.type or "Topic")
        if mention.expansion:
            self._short[concept_id][mention.text] += 1
        return concept_id

    def told(self, concept_id: str, label: str, short: str | None, times: int = 1) -> None:
        """Count mentions of a candidate elsewhere: by what long form, and what short one."""
        if concept_id not in self._types:
            self._types[concept_id] = concept_id.partition("/")[0].capitalize()
        self._long[concept_id][label] += times
        if short:
            self._short[concept_id][short] += times

    def named(self, label: str, concept_type: str) -> str:
        """Return the id of the candidate of this label and type; it is made if new."""
        concept_id = f"{concept_type.casefold()}/{_slug(normal_form(label))}"
        while concept_id in self._taken:
            concept_id += "-candidate"
        self._types[concept_id] = concept_type
        self._long[concept_id][label] += 1
        return concept_id

    def concepts(self) -> dict[str, Concept]:
        """Return every candidate by id, sorted: its commonest long form is the preferred label."""
        return {concept_id: self._concept(concept_id) for concept_id in sorted(self._types)}

    def _concept(self, concept_id: str) -> Concept:
        long = self._long[concept_id]
        preferred = min(long, key=lambda label: (-long[label], label))
        others = {*long, *self._short.get(concept_id, ())} - {preferred}
        kind = self._types[concept_id]
        return Concept(concept_id, kind, preferred, tuple(sorted(others)), curated=False)


def _times() -> defaultdict[str, int]:
    """Return what counts labels; a ``Counter`` would take twice as long to make."""
    return defaultdict(int)


def _slug(form: str) -> str:
    """Write a normal form as a local name; what tells two forms apart is kept ("AtP", "AtP*")."""
    for sign, word in (("*", " star"), ("+", " plus"), ("#", " sharp")):
        form = form.replace(sign, word)
    return re.sub(r"[^\w.]+", "-", form).strip("-.") or "unnamed"
