"""Title phrases: what a title says and the abstract says again.

What a paper is about stands in its title, and is taken up in the abstract (Edmundson 1969, "New
methods in automatic extracting", for titles as evidence). So a phrase of two to four words of the
title that comes back in the abstract, in whatever spelling, is taken for the name of something,
unless the vocabulary explains it. Its last word tells a method from a topic.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from ..memory import Memory
from ..spelling import normal_form
from .patterns import Presented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DATA = tomllib.loads(files(__package__).joinpath("titles.toml").read_text("utf-8"))
_STOPS = frozenset(_DATA["stops"].split())
_OPENING = re.compile(_DATA["opening"])
_CLOSING = re.compile(_DATA["closing"])
_METHOD = re.compile(_DATA["method"])
_WORD = re.compile(r"[^\W\d_][\w'’+-]*|\d[\w.-]*|[^\w\s]")
_FEWEST, _MOST = 2, 4
_KNOWN = 6


def title_phrases(
    title: str, abstract: str, named: Callable[[str], object]
) -> tuple[Presented, ...]:
    """Return the phrases, as the title and as the abstract spell them, in the order of the title.

    ``named`` says whether a name is explained already; no part of such a name is a phrase.

    >>> title = "Penalty Kick Prediction from Video"
    >>> [p.name for p in title_phrases(title, "We study penalty kick prediction.", lambda _: False)]
    ['Penalty Kick Prediction', 'penalty kick prediction']
    >>> title_phrases(title, "We study kicks.", lambda _: False)
    ()
    """
    text = " ".join([_SAID[word] for word in _WORD.findall(abstract)])
    found: dict[str, Presented] = {}
    for run in _runs(title):
        for phrase in _phrases(run, f" {text} ", named):
            kind = "Method" if _METHOD.fullmatch(phrase.split()[-1]) else "Topic"
            for name in (phrase, *_spellings(phrase, abstract)):
                found.setdefault(name, Presented(name, kind, finder="titles"))
    return tuple(found.values())


def _tells(word: str) -> bool:
    """Say whether a word is neither a stop word nor punctuation."""
    return word[0].isalnum() and word.casefold() not in _STOPS


_SAID = Memory(lambda word: normal_form(word) if _tells(word) else "|")
"""Word -> its normal form, or what stands in no form where no phrase goes beyond it."""


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the stretches of words between stop words and punctuation."""
    run: list[str] = []
    for word in [*_WORD.findall(text), "."]:
        if _tells(word):
            run.append(word)
        else:
            yield run
            run = []


def _phrases(run: list[str], text: str, named: Callable[[str], object]) -> Iterator[str]:
    """Yield the longest phrases of a run that ``text`` holds; none overlaps another."""
    taken: set[int] = set()
    spans = [(a, b) for a in range(len(run)) for b in range(a + 1, len(run) + 1)]
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if end - start > _KNOWN or taken.intersection(range(start, end)):
            continue
        phrase = " ".join(run[start:end])
        if named(phrase):
            taken.update(range(start, end))
        elif _FEWEST <= end - start <= _MOST and f" {normal_form(phrase)} " in text:
            taken.update(range(start, end))
            if not (_OPENING.fullmatch(run[start]) or _CLOSING.fullmatch(run[end - 1])):
                yield phrase


def _spellings(phrase: str, abstract: str) -> list[str]:
    """Return how the abstract spells a phrase, each spelling once, in order."""
    words = [w[: max(3, len(w) - 3)] for w in re.split(r"[ -]", phrase)]
    # Where case is set aside for letters alone, a pattern is compiled in two thirds of the time.
    pattern = re.compile(r"\b" + r"[ -]".join(rf"(?i:{re.escape(w)})[\w'’]*" for w in words))
    form = normal_form(phrase)
    return list(dict.fromkeys(m for m in pattern.findall(abstract) if normal_form(m) == form))
