"""Abbreviations that a text defines itself.

Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 2003. A short form stands in brackets after its long form, or the
long form in brackets after it. Read from right to left, each letter of the short form must be found
in the long form in order, the first at the start of a word; the shortest stretch that does so is
the long form, and it has at most min(n + 5, 2 n) words for a short form of n letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BRACKETED = re.compile(r"\(([^()]{2,120})\)")
_SHORT_FORM = re.compile(r"[^\W_][\w.&/+*-]{1,9}(?: [\w.&/+*-]{1,9})?")
_WORDS = re.compile(r"\S+")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_WORDLIKE = re.compile(r"\w")
_QUOTES = "'\"“”‘’`"


def definitions(texts: Iterable[str]) -> dict[str, str]:
    """Return short form -> long form as defined in ``texts``; the first definition counts.

    >>> definitions(["We use reinforcement learning from human feedback (RLHF)."])
    {'RLHF': 'reinforcement learning from human feedback'}
    >>> definitions(["All models (see above) were trained twice (in 2023)."])
    {}
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _BRACKETED.finditer(text):
            inside = match.group(1).strip(_QUOTES + " ")
            inside = re.split(r"[;,:]\s", inside)[0].strip(_QUOTES + " ")
            before = text[: match.start()].rstrip().rstrip(_QUOTES)
            pair = _pair(inside, before)
            if pair is not None:
                short, long = pair
                found.setdefault(_PLURAL.sub("", short), long)
    return found


def occurrences(text: str, shorts: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, short form) wherever a short form or its plural stands as a word.

    >>> list(occurrences("One SAE, two SAEs, no SAEX.", ["SAE"]))
    [(4, 7, 'SAE'), (13, 17, 'SAE')]
    """
    for short in sorted(shorts):
        start = text.find(short)
        while start >= 0:
            end = start + len(short)
            end += text[end : end + 1] == "s"
            before, after = text[start - 1 : start], text[end : end + 1]
            if not (_WORDLIKE.match(after) or before == "-" or _WORDLIKE.match(before)):
                yield start, end, short
            start = text.find(short, start + 1)


def is_acronym(short: str, long: str) -> bool:
    """Say whether every letter of ``short`` begins a word of ``long``, in order.

    >>> is_acronym("IIA", "independence of irrelevant alternatives")
    True
    >>> is_acronym("SAEs", "sparse autoencoders")
    False
    """
    letters = iter(re.sub(r"[\W_]|(?<=[A-Z])s$", "", short).casefold())
    want = next(letters, None)
    for word in re.findall(r"[^\W_]+", long.casefold()):
        if want is not None and word.startswith(want):
            want = next(letters, None)
    return want is None


def _pair(inside: str, before: str) -> tuple[str, str] | None:
    if _is_short_form(inside):
        long = _long_form(inside, before)
        return None if long is None else (inside, long)
    words = before.split()
    if words and _is_short_form(words[-1]):
        long = _long_form(words[-1], inside)
        return None if long is None or long != inside else (words[-1], long)
    return None


def _is_short_form(text: str) -> bool:
    return bool(_SHORT_FORM.fullmatch(text)) and any(c.isupper() for c in text)


def _long_form(short: str, before: str) -> str | None:
    letters = [c.casefold() for c in short if c.isalnum()]
    reach = min(len(letters) + 5, 2 * len(letters))
    spans = list(_WORDS.finditer(re.split(r"[.!?;]\s", before)[-1]))
    window = " ".join(span.group() for span in spans[-reach:])
    folded = window.casefold()
    at = len(window)
    for i, letter in reversed(list(enumerate(letters))):
        at = folded.rfind(letter, 0, at)
        while i == 0 and at > 0 and (folded[at - 1].isalnum() or folded[at - 1] in "-–"):
            at = folded.rfind(letter, 0, at)
        if at < 0:
            return None
    long = window[at:].strip(_QUOTES + " ")
    too_short = len(long) <= len(short) or short.casefold() in long.casefold().split()
    return None if too_short else long
