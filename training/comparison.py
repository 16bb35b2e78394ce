"""Comparison: what trials found, as one table, with intervals for what differs from the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from paperatlas.evaluation.statements import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

ALONE = "alone"
TOPICS = "Topic"
MEASURES = {"four types": GROUP, "topics": TOPICS}
DRAWS = 2000

Found = dict[str, Any]
"""What one trial found: by measure one row (right, wrong, missed) a paper; ``size`` in MB and
``speed`` in abstracts a second, where a recogniser was trained."""


def table(
    trials: Mapping[str, Sequence[Found]], first: str, held_out: NDArray[np.bool_]
) -> Iterator[str]:
    """Yield the lines of a Markdown table, one variant a line, its trials added up over the seeds.

    After an F1 stands the interval of its difference to the ``first`` variant: 95 of 100 times, had
    other papers been drawn (2,000 paired resamples of the papers; chance in training is not in it).
    ``held_out`` says which papers count for the columns of that name.
    """
    parts = {"held out": held_out, "all": np.ones_like(held_out)}
    heads = [f"{part}, {measure}" for part in parts for measure in MEASURES]
    yield f"| variant | alone: precision, recall, F1 | {' | '.join(heads)} | MB | speed |"
    yield "|---" * (len(heads) + 4) + "|"
    for name, found in trials.items():
        other = None if name == first else trials[first]
        cells = [name, _alone(found, other)]
        for part in parts.values():
            cells += [_cell(found, other, measure, part) for measure in MEASURES.values()]
        size, speed = (
            np.mean([trial.get(what, 0) for trial in found]) for what in ("size", "speed")
        )
        ratio = speed / np.mean([trial["speed"] for trial in trials[first]])
        cells += [f"{size:.1f}", f"{ratio:.2f}"] if size else ["", ""]
        yield f"| {' | '.join(cells)} |"


def _alone(found: Sequence[Found], other: Sequence[Found] | None) -> str:
    if ALONE not in found[0]:
        return ""
    counts = _counts(found, ALONE)
    right, wrong, missed = counts.sum(axis=0)
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    every = np.ones(len(counts), dtype=bool)
    return f"{precision:.3f}, {recall:.3f}, {_cell(found, other, ALONE, every)}"


def _cell(
    found: Sequence[Found], other: Sequence[Found] | None, measure: str, part: NDArray[np.bool_]
) -> str:
    """Return an F1, and how it differs from an ``other`` variant's."""
    counts = _counts(found, measure)[part]
    difference = f" ({_interval(counts, _counts(other, measure)[part])})" if other else ""
    return f"{_f1(counts):.3f}{difference}"


def _counts(found: Sequence[Found], measure: str) -> Counts:
    """Return one row (right, wrong, missed) a paper, added up over the seeds."""
    counts: Counts = np.sum([trial[measure] for trial in found], axis=0)
    return counts


def _f1(counts: Counts) -> NDArray[np.float64]:
    """Return the F1 of the papers, the last axis but one, together."""
    right, wrong, missed = np.moveaxis(counts.sum(axis=-2), -1, 0)
    scores: NDArray[np.float64] = 2 * right / np.maximum(2 * right + wrong + missed, 1)
    return scores


def _interval(counts: Counts, others: Counts) -> str:
    """Return the 95 % bootstrap interval of a difference in F1."""
    papers = len(counts)
    drawn = np.random.default_rng(0).integers(papers, size=(DRAWS, papers))
    low, high = np.percentile(_f1(counts[drawn]) - _f1(others[drawn]), [2.5, 97.5])
    return f"{low:+.3f} to {high:+.3f}"
