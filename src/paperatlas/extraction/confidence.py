"""Confidence: how often a discovered name of this look, in this company, proves right.

Whoever found a name, it is judged in one way. A logistic regression weighs who found it, the type
that they take it for, its own words and the text around it: the result is the share of such names
that readers annotate with that type. The weights are data, in ``confidence.json``; ``training/``
fits them to annotated papers that the finders had not seen.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from ..spelling import normal_form
from .patterns import ANY_TYPE_WORD, COINED, TYPE_WORDS, name_ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..vocabulary import Vocabulary

_REACH = 60
_NO_HEADS = Counter[str]()
_CUE = re.compile(
    r"(?:introduc|present|propos|develop|releas|design|call|nam|dubb|term|build|construct)"
    r"(?:e|es|ed|s|ing)?\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_LIKES = re.compile(r"(?:such as|including|like|e\.g\.,?|namely|:)\s(?:[^.;:]{0,60}(?:,|and)\s)?$")
_CLAUSE = re.compile(r"[.;:]\s")
_GAP = re.compile(r"s?\)? ")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One new name in one paper, and what its finders say of it.

    ``short`` is its abbreviation where the paper defines one; ``said`` gives the type that each
    finder takes it for, by finder, the first to be believed first.
    """

    name: str
    said: Mapping[str, str]
    short: str | None = None

    @property
    def type(self) -> str:
        """What the first finder takes it for."""
        return next(iter(self.said.values()))


class Confidence:
    """Tells how surely a new name is what its finders take it for.

    >>> from paperatlas.vocabulary import Vocabulary
    >>> confidence = Confidence.packaged(Vocabulary.packaged())
    >>> text = "We introduce FooBench, a benchmark of 20 tasks. FooBench is hard."
    >>> confidence(Sighting("FooBench", {"patterns": "Benchmark"}), "", text) > 0.9
    True
    >>> confidence(Sighting("bar foo", {"recogniser": "Lab"}), "", "See bar foo.") > 0.9
    False
    """

    def __init__(self, weights: Mapping[str, float], vocabulary: Vocabulary) -> None:
        """Judge by ``weights``; without any, every name is as likely right as wrong."""
        self._weights = weights
        self._heads: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for form, labels in vocabulary.forms.items():
            for label in labels:
                kind = vocabulary.concepts[label.concept].type
                self._heads[form.rpartition(" ")[2]][kind] += 1

    @classmethod
    def packaged(cls, vocabulary: Vocabulary, *, recogniser: bool = False) -> Confidence:
        """Judge by the weights that come with the package, with or without our recogniser.

        Where it looks too, that it passes over a name tells something.
        """
        text = files(__package__).joinpath("confidence.json").read_text("utf-8")
        return cls(json.loads(text)["recogniser" if recogniser else "alone"], vocabulary)

    def __call__(self, sighting: Sighting, title: str, abstract: str) -> float:
        """Return the share of such names that are right, from 0.01 to 0.99."""
        facts = self.facts(sighting, title, abstract)
        total = sum(self._weights.get(fact, 0.0) * value for fact, value in facts.items())
        return round(min(max(1 / (1 + math.exp(-total)), 0.01), 0.99), 2)

    def facts(self, sighting: Sighting, title: str, abstract: str) -> dict[str, float]:
        """Return the facts for and against a name, those that are 0 left out."""
        kind = sighting.type
        after, before = _company(sighting, title, abstract)
        heads = self._heads.get(normal_form(sighting.name).rpartition(" ")[2], _NO_HEADS)
        evidence = {
            "after": after,
            "before": before,
            "ending": {name_ending(sighting.name)} - {""},
            "said": set(sighting.said.values()),
        }
        facts = {
            **_look(sighting, title, abstract),
            f"type {kind}": 1.0,
            f"first {next(iter(sighting.said))}": 1.0,
            **{f"by {finder}": 1.0 for finder in sighting.said},
            **{f"{what} agrees": float(kind in kinds) for what, kinds in evidence.items()},
            **{f"{what} differs": float(bool(kinds - {kind})) for what, kinds in evidence.items()},
            "head agrees": heads[kind] / (heads.total() + 1),
            "head differs": (heads.total() - heads[kind]) / (heads.total() + 1),
        }
        return {fact: value for fact, value in facts.items() if value}


def _look(sighting: Sighting, title: str, abstract: str) -> dict[str, float]:
    """Return what speaks for a name whatever its type."""
    name = sighting.name
    words = name.split()
    places = [*_places(name, abstract)]
    if sighting.short:
        places += _places(sighting.short, abstract)
    times = len(places) + sum(1 for _ in _places(name, title))
    before = abstract[max(0, places[0][0] - _REACH) : places[0][0]] if places else ""
    coined = any(map(COINED.fullmatch, words))
    return {
        "any": 1.0,
        "small": float(name.islower()),
        "coined": float(coined),
        "acronym": float(name.isalpha() and name.isupper()),
        "one plain word": float(len(words) == 1 and not coined),
        "words over two": float(min(max(len(words) - 2, 0), 4)),
        "times": math.log2(min(max(times, 1), 8)),
        "in title": float(name in title),
        "heads title": float(title.startswith(name) and title[len(name) :].lstrip()[:1] == ":"),
        "after a cue": float(bool(_CUE.search(before))),
        "among others": float(bool(_LIKES.search(before))),
        "defined": float(sighting.short is not None),
        "finders": float(len(sighting.said) - 1),
    }


def _company(sighting: Sighting, title: str, abstract: str) -> tuple[set[str], set[str]]:
    """Return the types that the words after the name speak of ("the X dataset"), and before it."""
    after: set[str] = set()
    before: set[str] = set()
    for text in (title, abstract):
        for name in filter(None, (sighting.name, sighting.short)):
            for start, end in _places(name, text):
                gap = _GAP.match(text, end)
                clause = _CLAUSE.split(text[max(0, start - _REACH) : start])[-1]
                if gap and ANY_TYPE_WORD.match(text, gap.end()):
                    after |= {k for k, words in TYPE_WORDS.items() if words.match(text, gap.end())}
                if ANY_TYPE_WORD.search(clause):
                    before |= {k for k, words in TYPE_WORDS.items() if words.search(clause)}
    return after, before


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands as a word or words of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        whole = not (_in_word(text[start - 1 : start]) or _in_word(text[end : end + 1]))
        if whole:
            yield start, end
        start = text.find(name, end if whole else start + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
