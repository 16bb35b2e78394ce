"""Candidates: what papers name and no vocabulary holds.

A candidate is known by the normal form of its label within its type. An abbreviation is known by
the long form that its paper gives, so that both are one; nothing else is ever merged here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .spelling import normal_form
from .vocabulary import Concept

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

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
        self._names: dict[str, dict[str, int]] = {}  # short forms too, which count nothing

    def mentioned(self, mention: Mention) -> str:
        """Return the id of the candidate that a mention with a type names; it is made if new."""
        short = mention.text if mention.expansion else None
        return self.named(mention.expansion or mention.text, mention.type or "Topic", short)

    def told(self, concept_id: str, label: str, short: str | None, times: int = 1) -> None:
        """Count mentions of a candidate elsewhere: by what long form, and what short one."""
        names = self._names.setdefault(concept_id, {})
        names[label] = names.get(label, 0) + times
        if short:
            names.setdefault(short, 0)

    def named(self, label: str, concept_type: str, short: str | None = None, times: int = 1) -> str:
        """Return the id of the candidate of this label and type; it is made if new."""
        concept_id = f"{concept_type.casefold()}/{_slug(normal_form(label))}"
        while concept_id in self._taken:
            concept_id += "-candidate"
        self.told(concept_id, label, short, times)
        return concept_id

    def concepts(self) -> dict[str, Concept]:
        """Return every candidate by id: its commonest long form is the preferred label."""
        return {
            concept_id: _concept(concept_id, names) for concept_id, names in self._names.items()
        }


def _concept(concept_id: str, names: Mapping[str, int]) -> Concept:
    kind = concept_id.partition("/")[0].capitalize()
    if len(names) == 1:  # half of them
        (only,) = names
        return Concept(concept_id, kind, only, curated=False)
    labels = sorted(names)
    preferred = max(labels, key=names.__getitem__)  # of equals the first
    labels.remove(preferred)
    return Concept(concept_id, kind, preferred, tuple(labels), curated=False)


def _slug(form: str) -> str:
    """Write a normal form as a local name; what tells two forms apart is kept ("AtP", "AtP*")."""
    for sign, word in (("*", " star"), ("+", " plus"), ("#", " sharp")):
        form = form.replace(sign, word)
    return re.sub(r"[^\w.]+", "-", form).strip("-.") or "unnamed"
