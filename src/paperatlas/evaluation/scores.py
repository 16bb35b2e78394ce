"""Scores: precision, recall and F1 with intervals, from counts a paper.

Intervals are percentile bootstraps over papers (Efron, "Bootstrap methods", 1979) with a fixed
seed: papers, not statements, are drawn, since what is said of one paper hangs together. A draw in
which a figure is not defined, for want of anything to count, is left out of that figure's interval.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Tally = Counter[tuple[str, str]]
"""How often (what, "right", "wrong" or "missed") happened in one paper."""

Interval = tuple[float, float]
"""Low and high end at 95 %."""

RESAMPLES = 2000
_SEED = 20240
_OUTCOMES = ("right", "wrong", "missed")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them."""

    name: str
    right: int
    wrong: int
    missed: int
    precision_interval: Interval
    recall_interval: Interval
    f1_interval: Interval

    @property
    def precision(self) -> float:
        """Right among what was said; 0 when nothing was said."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Right among what is true; 0 when nothing is."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def empty(self) -> bool:
        """Whether there was nothing to find and nothing was said."""
        return not self.right + self.wrong + self.missed


@dataclass(frozen=True, slots=True)
class Macro:
    """The mean of several scores, each weighing the same however often its thing occurs."""

    name: str
    precision: float
    recall: float
    f1: float
    precision_interval: Interval
    recall_interval: Interval
    f1_interval: Interval


Figure = Score | Macro


def score(name: str, group: Iterable[str], tallies: Sequence[Tally]) -> Score:
    """Add up what ``tallies``, one a paper, count of the things in ``group``.

    >>> papers = [Tally({("Lab", "right"): 8, ("Lab", "wrong"): 2, ("Lab", "missed"): 2})] * 3
    >>> once = score("labs", ["Lab"], papers)
    >>> (once.right, once.f1, once.f1_interval)
    (24, 0.8, (0.8, 0.8))
    >>> score("models", ["Model"], papers).empty
    True
    """
    counts = _counts(group, tallies)
    right, wrong, missed = (int(n) for n in counts.sum(axis=0))
    return Score(name, right, wrong, missed, *_intervals(_figures(_resampled(counts))))


def macro(name: str, things: Sequence[str], tallies: Sequence[Tally]) -> Macro:
    """Return the mean over ``things`` of their scores; ``things`` must not be empty.

    >>> papers = [Tally({("a", "right"): 1, ("b", "missed"): 1})] * 3
    >>> macro("mean", ["a", "b"], papers).recall
    0.5
    """
    scores = [score(thing, [thing], tallies) for thing in things]
    drawn = np.stack([_figures(_resampled(_counts([thing], tallies))) for thing in things])
    defined = ~np.isnan(drawn)
    with np.errstate(invalid="ignore"):
        means = np.where(defined, drawn, 0).sum(axis=0) / defined.sum(axis=0)
    return Macro(
        name,
        fmean(s.precision for s in scores),
        fmean(s.recall for s in scores),
        fmean(s.f1 for s in scores),
        *_intervals(means),
    )


def _counts(group: Iterable[str], tallies: Sequence[Tally]) -> NDArray[np.int64]:
    """Return counts of the shape (papers, 3): right, wrong, missed."""
    group = tuple(group)
    return np.array([[sum(t[g, o] for g in group) for o in _OUTCOMES] for t in tallies])


@lru_cache(maxsize=4)
def _draws(papers: int) -> NDArray[np.int64]:
    """Return which papers each resample holds, of the shape (resamples, papers)."""
    return np.random.default_rng(_SEED).integers(0, papers, size=(RESAMPLES, papers))


def _resampled(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(counts[_draws(len(counts))].sum(axis=1))


def _figures(totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return precision, recall and F1 a row, NaN where one is not defined."""
    right, wrong, missed = totals.T
    parts = (
        (right, right + wrong),
        (right, right + missed),
        (2 * right, 2 * right + wrong + missed),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([part / whole for part, whole in parts])


def _intervals(figures: NDArray[np.float64]) -> tuple[Interval, Interval, Interval]:
    ends = []
    for values in figures:
        defined = values[~np.isnan(values)]
        low, high = np.percentile(defined, [2.5, 97.5]) if defined.size else (0.0, 0.0)
        ends.append((float(low), float(high)))
    return ends[0], ends[1], ends[2]
