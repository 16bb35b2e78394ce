"""Effect: what decisions make of concepts and links.

Decisions are carried out in steps until nothing changes any more, so that what is decided about the
thing that another becomes counts too. In one step every decision sees the concepts as the step
found them, hence the order of links and concepts makes no difference, and carrying decisions out
again changes nothing. Lines that would go round in a circle end in one state of it, always the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .step import CIRCLE, State, take_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..linking import Link
    from ..vocabulary import Concept
    from .lines import Decision
    from .step import Outcome


@dataclass(frozen=True, slots=True)
class Decided:
    """Concepts and links as people decided, and what to tell them.

    ``concepts`` maps id -> concept, sorted. ``moved`` maps the id of each concept that was merged
    or retyped to the id that it has now: for what points at concepts by other ways than links.
    ``notes`` say, in the order of the decisions, which of them had no effect, and why.
    """

    concepts: Mapping[str, Concept]
    links: tuple[Link, ...]
    moved: Mapping[str, str]
    notes: tuple[str, ...]


def apply_decisions(
    decisions: Sequence[Decision], concepts: Mapping[str, Concept], links: Iterable[Link]
) -> Decided:
    """Carry decisions out; of those that contradict each other the last one holds.

    ``concepts`` holds the vocabulary and the candidates, by id. Links keep their order; a link that
    is there because of a decision says so in its reason. What is rejected loses its links and stays
    among the concepts, and so does a vocabulary concept that is merged or retyped: others may be
    narrower than it.

    >>> from paperatlas.vocabulary import Concept
    >>> from paperatlas.decisions.lines import read_line
    >>> candidate = Concept("method/foo", "Method", "Foo", curated=False)
    >>> lines = ['accept method "foos"', 'reject method "bar"']
    >>> decided = apply_decisions(list(map(read_line, lines)), {candidate.id: candidate}, ())
    >>> decided.concepts["method/foo"].curated, decided.notes
    (True, (':0: reject method "bar": nothing here has this name',))
    """
    concepts = {concept_id: concepts[concept_id] for concept_id in sorted(concepts)}
    if not decisions:
        return Decided(concepts, tuple(links), {}, ())
    stay = {concept_id: concept_id for concept_id in concepts}
    states = [State(concepts, tuple(links), stay)]
    report = _Report()
    while True:
        after, outcome = take_step(decisions, states[-1])
        report.add(outcome)
        if after == states[-1]:
            states[-1] = after  # where no link points, what moved is all that a step changes
        if after in states:
            break
        states.append(after)
    circle = states[states.index(after) :]
    if len(circle) > 1:
        report.circle(len(circle))
    final = min(circle, key=lambda state: sorted(map(repr, state.concepts.values())))
    moved = {old: new for old, new in final.moved.items() if old != new}
    return Decided(final.concepts, final.links, moved, report.told(decisions))


class _Report:
    """What the steps tell of each decision, which is known by its place."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._fired: list[set[int]] = []
        self._notes: dict[int, str] = {}

    def add(self, outcome: Outcome) -> None:
        self._met |= outcome.met
        self._fired.append(outcome.fired)
        self._notes = outcome.notes | self._notes

    def circle(self, steps: int) -> None:
        """Note what took effect in the last ``steps``, and yet came to nothing."""
        circling = set().union(*self._fired[-steps:])
        self._fired = [fired - circling for fired in self._fired]
        self._notes |= dict.fromkeys(circling, CIRCLE)

    def told(self, decisions: Sequence[Decision]) -> tuple[str, ...]:
        """Return a line for each decision without effect; one that took effect later has none."""
        unmet = dict.fromkeys(set(range(len(decisions))) - self._met, "nothing here has this name")
        fired = set().union(*self._fired)
        return tuple(
            f"{decisions[at].place}: {decisions[at]}: {why}"
            for at, why in sorted((unmet | self._notes).items())
            if at not in fired
        )
