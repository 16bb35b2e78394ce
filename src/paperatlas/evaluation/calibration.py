"""Calibration: does a link's score say how often such links are right?

A link is right when the concept equals an entity that the annotators list, core or not. Links are
put into bins of a tenth; in each, the mean score should be the share that is right. The expected
calibration error is the mean distance of the two, each bin weighed by its links (Guo et al., "On
calibration of modern neural networks", ICML 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from .scores import Tally, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .matching import Reading
    from .scores import Interval


@dataclass(frozen=True, slots=True)
class Bin:
    """Links whose scores lie in one tenth, from ``low`` (included) on."""

    low: float
    links: int
    mean_score: float
    share_right: float
    interval: Interval


def calibration(readings: Sequence[Reading]) -> tuple[Bin, ...]:
    """Return the bins that hold a link, lowest first."""
    return _bins(
        [
            [(link.score, bool(reading.entities[link.concept])) for link in reading.links]
            for reading in readings
        ]
    )


def calibration_of_candidates(readings: Sequence[Reading]) -> tuple[Bin, ...]:
    """Return the bins of what no vocabulary holds: each candidate once a paper, at its surest."""
    papers = []
    for reading in readings:
        best: dict[str, float] = {}
        for link in reading.links:
            if not reading.concept_of(link.concept).curated:
                best[link.concept] = max(link.score, best.get(link.concept, 0.0))
        papers.append([(score, bool(reading.entities[concept])) for concept, score in best.items()])
    return _bins(papers)


def _bins(papers: Sequence[Sequence[tuple[float, bool]]]) -> tuple[Bin, ...]:
    """Put (score, right) into tenths; intervals are over papers."""
    tallies = []
    scores: dict[int, list[float]] = {}
    for judged in papers:
        tally: Tally = Tally()
        for value, right in judged:
            tenth = _tenth(value)
            scores.setdefault(tenth, []).append(value)
            tally[str(tenth), "right" if right else "wrong"] += 1
        tallies.append(tally)
    bins = []
    for tenth in sorted(scores):
        share = score(str(tenth), [str(tenth)], tallies)
        mean, n = fmean(scores[tenth]), len(scores[tenth])
        bins.append(Bin(tenth / 10, n, mean, share.precision, share.precision_interval))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error; 0 where there is no link.

    >>> calibration_error([Bin(0.9, 3, 0.9, 0.8, (0, 1)), Bin(0.5, 1, 0.5, 0.5, (0, 1))])
    0.075
    """
    links = sum(b.links for b in bins)
    return round(sum(b.links * abs(b.mean_score - b.share_right) for b in bins) / max(links, 1), 9)


def _tenth(value: float) -> int:
    """Return the bin of a score; 1 belongs to the highest."""
    return min(int(value * 10), 9)
