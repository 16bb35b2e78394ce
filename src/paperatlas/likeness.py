"""Likeness: pairs of texts that are nearly the same, found without comparing every pair."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Words in a shingle. Three are enough that shingles of different abstracts hardly ever agree.
SHINGLE = 3

#: Least Jaccard likeness of two abstracts of one paper. THRESHOLD_FINDINGS
THRESHOLD = 0.6


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without punctuation.

    >>> words_of("RL from AI Feedback (RLAIF)!")
    ['rl', 'from', 'ai', 'feedback', 'rlaif']
    """
    return re.findall(r"[^\W_]+", text.casefold())


def shingles(text: str) -> frozenset[int]:
    """Return the 64-bit names of every run of :data:`SHINGLE` words in ``text``."""
    words = words_of(text)
    runs = (" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return frozenset(
        int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        for run in runs
        if run
    )


def alike_pairs(
    texts: Sequence[str], threshold: float = THRESHOLD
) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, likeness) with i < j for all pairs at least ``threshold`` alike.

    Likeness is the Jaccard index of word shingles (Broder, 1997). The pairs are exact, not
    sampled: two sets with likeness t or more share a shingle among the rarest |A| - ⌈t|A|⌉ + 1 of
    each, so that only these are indexed (prefix filtering; Bayardo et al., WWW 2007).

    >>> list(alike_pairs(["one two three four", "one, two, three, four!", "five six seven"]))
    [(0, 1, 1.0)]
    """
    sets = [shingles(text) for text in texts]
    times = Counter(shingle for each in sets for shingle in each)
    index: defaultdict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(sets):
        rarest = sorted(each, key=lambda shingle: (times[shingle], shingle))
        kept = rarest[: len(each) - math.ceil(threshold * len(each)) + 1] if each else []
        others = {other for shingle in kept for other in index[shingle]}
        for other in sorted(others):
            small, large = sorted((len(each), len(sets[other])))
            if small < threshold * large:
                continue
            shared = len(each & sets[other])
            likeness = shared / (small + large - shared)
            if likeness >= threshold:
                yield other, at, likeness
        for shingle in kept:
            index[shingle].append(at)
