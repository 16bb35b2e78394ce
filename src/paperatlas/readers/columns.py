"""Columns printed without a separator: learn a column's values, part them from what follows.

A sheet printed as text runs "OpenAI" and "AI-written critiques" together. No rule of spelling can
part them, but the column repeats its values: "OpenAI" comes before many different titles, and in
some row stands alone on its line. So the values are learned from the document itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: Companies and categories are short; the longest category of the seeds has 28 characters.
LONGEST_VALUE = 60
_SHORTEST_VALUE = 2
#: A line that ends before this many characters was broken by its column, not by its width.
_SHORT_LINE = 45
#: With so many different words behind it, a prefix is surer than a line that stands alone once.
_MANY = 3

_SIGNS = "\"“‘'`\\$(<[{=@#"
_SMALL_WORD = re.compile(r"(?:A|An|As|At|By|Do|He|If|In|Is|It|My|No|Of|On|Or|So|To|Up|We)\b")
_AI = re.compile(r"AI(?=[A-Z])")
_LONG_WORD = re.compile(r"[A-Z][a-z]{2,}")


def learn_values(texts: Sequence[str], trusted: Collection[str] = ()) -> frozenset[str]:
    r"""Return the values that begin ``texts``: each text is a value, glued to what follows.

    In this order: the ``trusted`` values; those that stand alone on a line in several texts; the
    prefix with the greatest number of different words behind it (the longest of equals); one that
    stands alone once, unless a prefix with many followers begins it. A text that shows none of
    these teaches nothing.

    >>> sorted(learn_values(["OpenAIAI-written critiques", "OpenAIScaling laws", "OpenAILearning"]))
    ['OpenAI']
    >>> sorted(learn_values(["Safety\nOn it", "SafetyWe look", "Unlearning at once"]))
    ['Safety']
    """
    alone = Counter(filter(None, map(_alone, texts)))
    sure = {value for value in trusted if value} | {v for v, times in alone.items() if times > 1}
    starts = {text[:at] for text in texts for at in _places(text) if _opens(text, at)} | set(alone)
    followers: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for at in _places(text):
            if text[:at] in starts and may_open(text, at):
                followers[text[:at]].add(text[at:].split(maxsplit=1)[0])
    learned = set()
    for text in texts:
        if begins_with(text, sure):
            continue
        prefixes = [text[:at] for at in _places(text) if text[:at] in followers]
        prefixes = [prefix for prefix in prefixes if may_open(text, len(prefix))]
        best = max(prefixes, key=lambda prefix: (len(followers[prefix]), len(prefix)), default="")
        line, times = _alone(text), len(followers.get(best, ()))
        if line and times < _MANY:
            learned.add(line)
        elif times > 1:
            learned.add(best)
    return frozenset(sure | learned)


def begins_with(text: str, values: Collection[str]) -> str | None:
    """Return the longest of ``values`` that begins ``text`` and may end there.

    >>> begins_with("OpenAIAI-written", {"Open", "OpenAI"}), begins_with("Openness", {"Open"})
    ('OpenAI', None)
    """
    fitting = (v for v in values if text.startswith(v) and may_open(text, len(v)))
    return max(fitting, key=len, default=None)


def first_seam(text: str, words: Collection[str] = ()) -> int | None:
    """Return where a small letter meets a capital in the first glued word, if that is one place.

    A capital inside a word of ``words`` ("SoLU") is no seam, and "AI" with another capital behind
    it belongs to the name before it.

    >>> first_seam("Redwood ResearchCausal scrubbing"), first_seam("Causal scrubbing")
    (16, None)
    >>> first_seam("AnthropicSoLU models"), first_seam("AnthropicSoLU models", {"SoLU"})
    (None, 9)
    >>> first_seam("OpenAIGPT-4 Technical Report")
    6
    """
    for run in re.finditer(r"\S+", text[: LONGEST_VALUE + 40]):
        if run.start() > LONGEST_VALUE:
            return None
        opening = (at for at in range(run.start() + 1, run.end()) if _opens(text, at))
        seams = sorted({at + 2 if _AI.match(text, at) else at for at in opening})
        if seams:
            told = [seam for seam in seams if not _is_inside(seam, text, seams, run, words)]
            return told[0] if len(told) == 1 else None
    return None


def _is_inside(
    seam: int, text: str, seams: list[int], run: re.Match[str], words: Collection[str]
) -> bool:
    """Tell whether a seam is a capital inside one of ``words``."""
    end = next((at for at in range(seams[-1], run.end()) if not text[at].isalnum()), run.end())
    starts, ends = [run.start(), *seams], [*seams, end]
    return any(text[i:j] in words for i in starts for j in ends if i < seam < j)


def may_open(text: str, at: int) -> bool:
    """Tell whether the next column may begin at ``at``, when all before is known to be a value."""
    if at >= len(text) or text[at] == "\n":
        return True
    after = text[at]
    return not text[at - 1].isspace() and (after.isupper() or after.isdigit() or after in _SIGNS)


def _opens(text: str, at: int) -> bool:
    """Tell whether the print itself shows that a column begins at ``at``."""
    before, after = text[at - 1], text[at]
    if not (before.isalnum() or before == ")"):
        return False
    if after in '"“‘\\`':
        return True
    if not after.isupper():
        return False
    if before.isupper() or before.isdigit():
        return bool(_LONG_WORD.match(text, at) or _SMALL_WORD.match(text, at))
    return True


def _places(text: str) -> range:
    """Return where on the first line of ``text`` a value may end."""
    line_end = text.find("\n")
    longest = len(text) - 1 if line_end < 0 else line_end
    return range(_SHORTEST_VALUE, min(longest, LONGEST_VALUE) + 1)


def _alone(text: str) -> str | None:
    """Return the first line where the column, and not the width of the page, broke it.

    "SafetyWe saw in" runs on: it has a seam, and ends in a word that ends no name.
    """
    line, _, below = text.partition("\n")
    if not below or not line.strip() or not _SHORTEST_VALUE <= len(line) <= _SHORT_LINE:
        return None
    opens = below[0].isupper() or below[0] in _SIGNS
    runs_on = line.split()[-1].islower() and any(_opens(line, at) for at in range(1, len(line)))
    return line if opens and not runs_on else None
