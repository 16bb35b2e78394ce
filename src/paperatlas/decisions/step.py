"""Step: every decision carried out once, on the concepts as the step finds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .lines import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..linking import Link
    from ..vocabulary import Concept
    from .lines import Decision

CIRCLE = "goes round in a circle with others"
"""What is noted of decisions that undo each other."""


@dataclass(frozen=True, slots=True)
class State:
    """Concepts by id, links, and where each concept of the beginning is by now."""

    concepts: Mapping[str, Concept]
    links: tuple[Link, ...]
    moved: Mapping[str, str] = field(compare=False)


@dataclass(slots=True)
class Outcome:
    """Which decisions, by their place, met something, took effect, or did not, and why."""

    met: set[int] = field(default_factory=set)
    fired: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)


def names_of(concept: Concept) -> frozenset[str]:
    """Return the keys (see `Name`) under which decisions may speak of a concept.

    >>> from paperatlas.vocabulary import Concept
    >>> sorted(names_of(Concept("method/rlhf", "Method", "RL from human feedback", ("RLHF",))))
    ['method rl from human feedback', 'method rlhf', 'method/rlhf']
    """
    labels = (concept.pref_label, *concept.alt_labels, *concept.hidden_labels)
    return frozenset({concept.id, *(Name(concept.type, label).key for label in labels)})


def take_step(decisions: Sequence[Decision], state: State) -> tuple[State, Outcome]:
    """Carry every decision out once; of those that contradict each other only the last one."""
    step = _Step(decisions, state)
    step.decide()
    return step.settled(), step.outcome


class _Step:
    def __init__(self, decisions: Sequence[Decision], state: State) -> None:
        self._decisions, self._state = decisions, state
        self.outcome = Outcome()
        self._bearers: defaultdict[str, list[str]] = defaultdict(list)
        for concept in state.concepts.values():
            for key in names_of(concept):
                self._bearers[key].append(concept.id)
        self._concepts = dict(state.concepts)
        self._given: dict[str, str] = {}  # key of a new label -> concept id
        self._dropped: dict[tuple[str, str], int] = {}  # (concept id, paper id or "" for all)
        self._goes: dict[str, tuple[str, int]] = {}  # concept id -> where to, and by what decision
        self._accepted: dict[str, str] = {}  # concept id -> reason

    def decide(self) -> None:
        verbs = {
            "accept": self._accept,
            "merge": self._merge,
            "reject": self._reject,
            "rename": self._rename,
            "retype": self._retype,
        }
        for concept_id, slots in sorted(self._winning().items()):
            # "fate" comes first: what is rejected or merged is not renamed or retyped besides.
            for _, at in sorted(slots.items()):
                if (concept_id, "") not in self._dropped and concept_id not in self._goes:
                    verbs[self._decisions[at].verb](self._concepts[concept_id], at)

    def _winning(self) -> dict[str, dict[str, int]]:
        """Return concept id -> slot -> the place of the last decision about it."""
        winning: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for at, decision in enumerate(self._decisions):
            bearers = self._bearers.get(decision.name.key, [])
            if not bearers:
                continue
            self.outcome.met.add(at)
            if len(bearers) > 1:
                self._note(at, f"{' and '.join(bearers)} have this name; write the id")
                continue
            slots = winning[bearers[0]]
            earlier = slots.get(decision.slot)
            if earlier is not None and not _agree(self._decisions[earlier], decision):
                self._note(earlier, f"overruled by line {decision.line}")
            slots[decision.slot] = at
        return winning

    def _note(self, at: int, why: str) -> None:
        self.outcome.notes.setdefault(at, why)

    def _accept(self, concept: Concept, at: int) -> None:
        if not concept.curated:
            self.outcome.fired.add(at)
            self._concepts[concept.id] = concept._replace(curated=True)
            self._accepted[concept.id] = _reason("accepted by a person", self._decisions[at])

    def _reject(self, concept: Concept, at: int) -> None:
        self._dropped[concept.id, self._decisions[at].paper] = at

    def _merge(self, concept: Concept, at: int) -> None:
        into = self._decisions[at].into
        bearers = self._bearers.get(into.key, []) if into else []
        if len(bearers) != 1:
            found = f"{' and '.join(bearers)} have" if bearers else "nothing here has"
            self._note(at, f"{found} the name that it is merged into")
        elif bearers != [concept.id]:
            self._goes[concept.id] = bearers[0], at

    def _rename(self, concept: Concept, at: int) -> None:
        label = self._decisions[at].to
        if label == concept.pref_label:
            return
        key = Name(concept.type, label).key
        others = {*self._bearers.get(key, []), self._given.get(key, concept.id)} - {concept.id}
        if others:
            self._note(at, f"{min(others)} has that label; merge the two instead")
            return
        self._given[key] = concept.id
        self.outcome.fired.add(at)
        alt_labels = tuple(sorted({*concept.alt_labels, concept.pref_label} - {label}))
        self._concepts[concept.id] = concept._replace(pref_label=label, alt_labels=alt_labels)

    def _retype(self, concept: Concept, at: int) -> None:
        kind = self._decisions[at].to
        if kind != concept.type:
            alike = self._bearers.get(Name(kind, concept.pref_label).key, [])
            new = f"{kind.casefold()}/{concept.id.partition('/')[2]}"
            self._goes[concept.id] = alike[0] if len(alike) == 1 else new, at

    def settled(self) -> State:
        """Let what goes somewhere become one with what is there, and take its links along."""
        paths = {concept_id: self._path(concept_id) for concept_id in sorted(self._goes)}
        ends = {concept_id: path[-1] for concept_id, path in paths.items()}
        arrivals: defaultdict[str, list[str]] = defaultdict(list)
        for start, end in ends.items():
            if start != end:
                arrivals[end].append(start)
                self.outcome.fired.add(self._goes[start][1])
        for there, starts in arrivals.items():
            self._arrive(there, starts)
        moved = {old: ends.get(new, new) for old, new in self._state.moved.items()}
        links = tuple(self._links(paths))
        return State(dict(sorted(self._concepts.items())), links, moved)

    def _path(self, start: str) -> list[str]:
        """Return the ids that a concept passes through; what is on a circle stays where it is."""
        path = [start]
        while path[-1] in self._goes:
            there, at = self._goes[path[-1]]
            if there in path:
                self._note(at, CIRCLE)
                return path[: path.index(there) + 1]
            path.append(there)
        return path

    def _arrive(self, there: str, starts: Sequence[str]) -> None:
        before = self._state.concepts
        arriving = [self._concepts[start] for start in starts]
        kind = there.partition("/")[0].capitalize()
        host = self._concepts.get(there) or arriving[0]._replace(id=there, type=kind)
        if there not in before or not before[there].curated:
            labels = {label for c in arriving for label in (c.pref_label, *c.alt_labels)}
            alt_labels = tuple(sorted({*host.alt_labels, *labels} - {host.pref_label}))
            curated = host.curated or any(concept.curated for concept in arriving)
            host = host._replace(alt_labels=alt_labels, curated=curated)
        self._concepts[there] = host
        for start in starts:
            if not before[start].curated:
                del self._concepts[start]

    def _links(self, paths: Mapping[str, Sequence[str]]) -> Iterator[Link]:
        for link in self._state.links:
            rejected = {self._dropped.get((link.concept, p)) for p in ("", link.mention.paper)}
            if rejected != {None}:
                self.outcome.fired |= {at for at in rejected if at is not None}
                continue
            path = paths.get(link.concept, [link.concept])
            reasons = [link.reason]
            reasons += [r for r in self._reasons(link.concept, path) if r not in link.reason]
            same = len(reasons) == len(path) == 1
            yield link if same else replace(link, concept=path[-1], reason="; ".join(reasons))

    def _reasons(self, concept_id: str, path: Sequence[str]) -> Iterable[str]:
        if concept_id in self._accepted:
            yield self._accepted[concept_id]
        for place in path[:-1]:
            decision, was = self._decisions[self._goes[place][1]], self._state.concepts[place]
            kind = was.type.casefold()
            if decision.verb == "merge":
                yield _reason(f"merged by a person from {kind} “{was.pref_label}”", decision)
            else:
                yield _reason(f"retyped by a person from {kind}", decision)


def _agree(one: Decision, other: Decision) -> bool:
    return (one.verb, one.into, one.to) == (other.verb, other.into, other.to)


def _reason(what: str, decision: Decision) -> str:
    """Say what a person did, and why; not on which line, since each new decision moves others."""
    return f"{what}: {decision.why}" if decision.why else what
