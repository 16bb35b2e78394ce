"""Trends: which concepts the papers that came name more often, or less, than those before."""

from __future__ import annotations

import math

LIKELY = 6.63
"""The 99th percentile of chi-square with one degree of freedom."""


def surprise(before: int, of_before: int, after: int, of_after: int) -> float:
    """Return how badly one share explains both counts: the log-likelihood ratio G².

    T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence" (Computational
    Linguistics 19, 1993). Were the share the same before and after, G² would be above 6.63 for one
    concept in a hundred.

    >>> surprise(10, 100, 1, 10), round(surprise(10, 100, 5, 10), 2)
    (0.0, 8.75)
    >>> surprise(0, 0, 5, 10)
    0.0
    """
    papers, named = of_before + of_after, before + after
    cells = (
        (before, of_before, named),
        (after, of_after, named),
        (of_before - before, of_before, papers - named),
        (of_after - after, of_after, papers - named),
    )
    seen = ((n, part * share / papers) for n, part, share in cells if n)
    return 2 * math.fsum(n * math.log(n / expected) for n, expected in seen)
