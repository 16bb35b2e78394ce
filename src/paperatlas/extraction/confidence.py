"""Confidence: how often a discovered name of this look, in this company, proves right.

Whoever found a name, it is judged in one way. For each of the five types a logistic regression
weighs what the finders say, the name's own words, and the text around it: the result is the share
of such names that readers annotate with that type. The type with the highest share is the name's
type, and the share its confidence. The weights are data, in ``confidence.json``; ``training/``
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
from ..vocabulary import TYPES
from .patterns import COINED, TYPE_WORDS, name_ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..vocabulary import Vocabulary

LEAST = 0.5
"""What is less sure is no candidate: it is likelier wrong than right."""

_REACH = 60
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
    finder takes it for, by finder.
    """

    name: str
    said: Mapping[str, str]
    short: str | None = None


class Confidence:
    """Tells the likeliest type of a new name, and how surely it is one.

    >>> from paperatlas.vocabulary import Vocabulary
    >>> confidence = Confidence.packaged(Vocabulary.packaged())
    >>> text = "We introduce FooBench, a benchmark of 20 tasks. FooBench is hard."
    >>> confidence(Sighting("FooBench", {"patterns": "Benchmark"}), "", text)[0]
    'Benchmark'
    >>> _, share = confidence(Sighting("BarFoo", {"looks": "Method"}), "", "See BarFoo.")
    >>> share < LEAST
    True
    """

    def __init__(self, weights: Mapping[str, float], vocabulary: Vocabulary) -> None:
        """Judge by ``weights``; without any, each name is of the first type said, at 0.5."""
        self._weights = weights
        self._vocabulary = vocabulary
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

    def __call__(self, sighting: Sighting, title: str, abstract: str) -> tuple[str, float]:
        """Return the likeliest type and its share, from 0.01 to 0.99."""
        shares = {kind: self._share(facts) for kind, facts in self.facts(sighting, title, abstract)}
        first = next(iter(sighting.said.values()))
        best = max(sorted(shares), key=lambda kind: (shares[kind], kind == first))
        return best, round(min(max(shares[best], 0.01), 0.99), 2)

    def facts(
        self, sighting: Sighting, title: str, abstract: str
    ) -> Iterator[tuple[str, dict[str, float]]]:
        """Yield, for each type, the facts for and against it."""
        common = {f: v for f, v in _common(sighting, title, abstract).items() if v}
        heads = self._heads[normal_form(sighting.name).rpartition(" ")[2]]
        after, before = _company(sighting, title, abstract)
        evidence = {
            "after": after,
            "before": before,
            "ending": {name_ending(sighting.name)} - {""},
            **{finder: {said} for finder, said in sighting.said.items()},
        }
        known = self._known_part(sighting.name)
        for kind in TYPES:
            facts = dict(common)
            for fact, value in common.items():
                facts[f"{fact}, {kind}"] = value
            for what, kinds in evidence.items():
                if kind in kinds:
                    facts[f"{what} agrees"] = 1.0
                if kinds - {kind}:
                    facts[f"{what} differs"] = 1.0
            for finder, said in sighting.said.items():
                facts[f"{finder} says {said}, {kind}"] = 1.0
            facts["heads"] = heads[kind] / (heads.total() + 1)
            facts["begins with such"] = float(known == kind)
            yield kind, facts

    def _share(self, facts: Mapping[str, float]) -> float:
        total = sum(self._weights.get(fact, 0.0) * value for fact, value in facts.items())
        return 1 / (1 + math.exp(-total))

    def _known_part(self, name: str) -> str:
        """Return the type of the known name that begins ``name`` ("Qwen3" in "Qwen3-VL")."""
        first = re.split(r"[-– ]", name)[0]
        labels = self._vocabulary.named(first) if first != name else ()
        return self._vocabulary.concepts[labels[0].concept].type if labels else ""


def _common(sighting: Sighting, title: str, abstract: str) -> dict[str, float]:
    """Return the facts that are the same for every type."""
    name = sighting.name
    words = name.split()
    places = [*_places(name, abstract)]
    if sighting.short:
        places += _places(sighting.short, abstract)
    times = len(places) + sum(1 for _ in _places(name, title))
    before = abstract[max(0, places[0].start() - _REACH) : places[0].start()] if places else ""
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
            for place in _places(name, text):
                gap = _GAP.match(text, place.end())
                clause = _CLAUSE.split(text[max(0, place.start() - _REACH) : place.start()])[-1]
                for kind, words in TYPE_WORDS.items():
                    if gap and words.match(text, gap.end()):
                        after.add(kind)
                    if words.search(clause):
                        before.add(kind)
    return after, before


def _places(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
