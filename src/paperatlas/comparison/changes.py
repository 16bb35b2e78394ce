"""Changes: what a comparison tells, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from ..store import Rows

if TYPE_CHECKING:
    from ..ontology import Iri


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A paper that came, went or changed.

    ``change`` is "added", "gone", "changed", "renamed" (it has another id now) or "merged" (it is
    one with another paper now); ``what`` says of a paper that changed in which parts; ``now`` is
    the paper that a renamed or merged one has become.
    """

    change: str
    issued: str
    title: str
    what: str
    paper: Iri
    now: Iri | None


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept that came, went or changed.

    ``change`` is "new", "gone", "relabelled", "retyped" or "merged"; ``name`` is its preferred
    label, the older one of what is gone or merged; ``was`` is the older label of a relabelled one
    and the older type of a retyped one; ``now`` is the concept that a retyped, relabelled or merged
    one has become, where it has another id; ``papers`` name it, in the newer atlas if it is there.
    """

    change: str
    name: str
    type: str
    was: str
    papers: int
    concept: Iri
    now: Iri | None


@dataclass(frozen=True, slots=True)
class FirstUse:
    """A lab introduces, evaluates on or uses a concept, and did nothing so strong with it before.

    ``role`` is the strongest of the three; ``paper`` is its oldest paper that does so;
    ``first_of_all`` tells that no paper of the older atlas did so, of whatever lab. Papers of no
    known lab, whose ``lab`` is None, are told of only then.
    """

    role: str
    concept_name: str
    type: str
    lab_name: str
    first_of_all: bool
    issued: str
    title: str
    concept: Iri
    lab: Iri | None
    paper: Iri


@dataclass(frozen=True, slots=True)
class Trend:
    """A concept that added papers name more often, or less often, than those of the older atlas.

    ``before`` papers of the older atlas name it, and ``after`` of those that were added; the shares
    are their parts of all papers of each, from 0 to 1. ``trend`` is "rising" or "falling", and
    ``surprise`` how badly one share explains both counts (`~.trends.surprise`).
    """

    trend: str
    concept_name: str
    type: str
    before: int
    after: int
    share_before: float
    share_after: float
    surprise: float
    concept: Iri


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is new: papers, concepts, first uses and trends, each sorted.

    Papers and concepts stand by change, and concepts that more papers name first; first uses stand
    by role, concept and lab; trends rising first, and the most surprising first of each. ``base``
    is where the resources live.
    """

    base: str
    papers: tuple[PaperChange, ...]
    concepts: tuple[ConceptChange, ...]
    first_uses: tuple[FirstUse, ...]
    trends: tuple[Trend, ...]

    def tables(self) -> dict[str, Rows]:
        """Return the four parts, by name, each as rows under the names of its fields."""
        return {
            "papers": _rows(PaperChange, self.papers),
            "concepts": _rows(ConceptChange, self.concepts),
            "first-uses": _rows(FirstUse, self.first_uses),
            "trends": _rows(Trend, self.trends),
        }


def _rows(kind: type, changes: tuple[object, ...]) -> Rows:
    names = tuple(each.name for each in fields(kind))
    return Rows(names, tuple(tuple(getattr(each, name) for name in names) for each in changes))
