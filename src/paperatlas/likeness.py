"""Likeness: pairs of texts that are nearly the same, found without comparing every pair."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Words in a shingle. Three are enough that shingles of different abstracts hardly ever agree.
SHINGLE = 3

#: Least Jaccard likeness of two abstracts of one paper. In the seeds, abstracts of one paper are
#: 0.87 to 1.00 alike and those of different papers at most 0.03. Among 74,710 arXiv abstracts of
#: 2025 and 2026, different works (a follow-up, next year's challenge) reach 0.73, and no pair lies
#: between 0.73 and 0.80.
THRESHOLD = 0.75

#: Shingles in a sketch, and the part of them (one in so many) that another sketch must share before
#: the texts are compared. At the threshold some nine of sixteen are shared, hardly ever under four.
SKETCH = 16
SHARED = 4

#: A shingle in the sketches of more texts ("in this paper") is a phrase of the trade, and no trace.
COMMONPLACE = 100


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without punctuation.

    >>> words_of("RL from AI Feedback (RLAIF)!")
    ['rl', 'from', 'ai', 'feedback', 'rlaif']
    """
    return re.findall(r"[^\W_]+", text.casefold())


def shingles(text: str) -> frozenset[bytes]:
    """Return the names, of eight bytes, of every run of :data:`SHINGLE` words in ``text``."""
    words = words_of(text)
    runs = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
    whole = [words] if 0 < len(words) < SHINGLE else []
    return frozenset(
        [
            blake2b(" ".join(run).encode("utf-8", "replace"), digest_size=8).digest()
            for run in chain(runs, whole)
        ]
    )


def sketch_of(text: str) -> bytes:
    """Return the :data:`SKETCH` smallest shingle names of ``text``, sorted, eight bytes each.

    >>> len(sketch_of("one two three four")), sketch_of("")
    (16, b'')
    """
    return b"".join(sorted(shingles(text))[:SKETCH])


def alike_pairs(
    sketches: Sequence[bytes], text: Callable[[int], str], threshold: float = THRESHOLD
) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, likeness) with i < j for pairs of texts at least ``threshold`` alike.

    ``sketches`` holds :func:`sketch_of` each text, and ``text(i)`` gives the i-th, which is asked
    for only where it is compared. Likeness is the Jaccard index of word shingles, exact for every
    pair that is yielded. Pairs are sought by bottom-k sketches (Broder, 1997): only texts that
    share some of their :data:`SKETCH` smallest shingle names are compared, so that the work grows
    with the texts and not with their pairs.

    >>> texts = ["one two three four", "one, two, three, four!", "five six seven"]
    >>> list(alike_pairs([sketch_of(text) for text in texts], texts.__getitem__))
    [(0, 1, 1.0)]
    """
    times = Counter(name for sketch in sketches for name in _names(sketch))
    index: defaultdict[bytes, list[int]] = defaultdict(list)
    for at, sketch in enumerate(sketches):
        names = _names(sketch)
        telling = [name for name in names if 1 < times[name] <= COMMONPLACE]
        shared = Counter(other for name in telling for other in index[name])
        enough = max(1, len(names) // SHARED)
        for other in sorted(other for other, count in shared.items() if count >= enough):
            mine, theirs = shingles(text(at)), shingles(text(other))
            both = len(mine & theirs)
            likeness = both / (len(mine) + len(theirs) - both)
            if likeness >= threshold:
                yield other, at, likeness
        for name in telling:
            index[name].append(at)


def _names(sketch: bytes) -> list[bytes]:
    return [sketch[at : at + 8] for at in range(0, len(sketch), 8)]
