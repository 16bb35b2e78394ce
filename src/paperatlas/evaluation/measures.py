"""Measures: everything that is measured, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .calibration import calibration
from .matching import readings
from .mentions import score_mentions
from .roles import score_roles, wrong_roles
from .statements import confusion, order, score_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..vocabulary import Vocabulary
    from .calibration import Bin
    from .gold import GoldPaper
    from .matching import Reading
    from .scores import Figure, Score
    from .statements import Error


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured over ``papers`` annotated papers.

    ``scores`` are of statements, by type, with *introduces* last; ``exact`` and ``overlapping`` of
    mentions, by type; ``roles_of_found`` and ``roles`` of roles, with the macro average last (both
    empty where gold has no roles); ``confusion`` counts (annotated type, found type, how often);
    ``errors`` are sorted by kind.
    """

    papers: int
    scores: tuple[Score, ...]
    exact: tuple[Score, ...]
    overlapping: tuple[Score, ...]
    roles_of_found: tuple[Figure, ...]
    roles: tuple[Figure, ...]
    confusion: tuple[tuple[str, str, int], ...]
    calibration: tuple[Bin, ...]
    errors: tuple[Error, ...]


def evaluate(
    gold: Sequence[GoldPaper],
    vocabulary: Vocabulary,
    *,
    discovery: str = "",
    least: float = 0.0,
) -> Evaluation:
    """Extract and link every gold paper and compare; ``gold`` must not be empty.

    ``discovery`` and ``least`` are as `readings` takes them.
    """
    return measure(readings(gold, vocabulary, discovery=discovery, least=least))


def measure(read: Sequence[Reading]) -> Evaluation:
    """Compare papers that have been read already."""
    scores, errors = score_statements(read)
    return Evaluation(
        papers=len(read),
        scores=scores,
        exact=score_mentions(read, exact=True),
        overlapping=score_mentions(read, exact=False),
        roles_of_found=score_roles(read, found_only=True),
        roles=score_roles(read, found_only=False),
        confusion=tuple((*types, n) for types, n in sorted(confusion(read).items())),
        calibration=calibration(read),
        errors=tuple(sorted([*errors, *wrong_roles(read)], key=order)),
    )
