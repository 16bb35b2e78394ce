"""Discovery: the names in a paper that no label of the vocabulary explains.

Four finders look: patterns of how papers present things, phrases that title and abstract share,
the abbreviations that the text defines, and a recogniser that goes by looks and company. What they
find is put together, one sighting a thing, and judged by one confidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ..spelling import normal_form
from .abbreviations import is_acronym
from .confidence import Confidence, Sighting
from .patterns import KINDS, Presented, defined, presented
from .recognition import Recogniser
from .titles import title_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..vocabulary import Vocabulary

LEAST = 0.6
"""What the recogniser alone finds and is less sure is no candidate; training/ says why."""


class Discovery:
    """Finds the names that a vocabulary does not know.

    >>> from paperatlas.vocabulary import Vocabulary
    >>> discovery = Discovery(Vocabulary.packaged())
    >>> [n.name for n in discovery.names("", "We introduce FooBench, a benchmark.", {})]
    ['FooBench']
    >>> list(discovery.names("", "We introduce RLHF.", {}))
    []
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        recogniser: Recogniser | None = None,
        patterns: bool = True,
        abbreviations: bool = True,
        confidence: Confidence | None = None,
    ) -> None:
        """Look with ``patterns``, a ``recogniser``, and at ``abbreviations`` that texts define."""
        self._vocabulary = vocabulary
        self._recogniser = recogniser
        self._patterns = patterns
        self._abbreviations = abbreviations
        self._confidence = confidence or Confidence.packaged(vocabulary)

    @classmethod
    def of(cls, vocabulary: Vocabulary, choice: str = "") -> Discovery:
        """Return the discovery that ``choice`` names.

        "" asks all our finders, "patterns" all but the trained recogniser, which takes a good third
        of the time; "none" finds nothing that the vocabulary does not name. Anything else names a
        spaCy pipeline, whose entities stand in for our own finders, beside abbreviations.

        Raises:
            InputError: there is no such pipeline.

        >>> from paperatlas.vocabulary import Vocabulary
        >>> text = "We introduce FooNet, a method."
        >>> vocabulary = Vocabulary.packaged()
        >>> [n.name for n in Discovery.of(vocabulary, "patterns").names("", text, {})]
        ['FooNet']
        >>> list(Discovery.of(vocabulary, "none").names("", text, {}))
        []

        """
        if not choice:
            confidence = Confidence.packaged(vocabulary, recogniser=True)
            return cls(vocabulary, recogniser=Recogniser.packaged(), confidence=confidence)
        if choice in {"patterns", "none"}:
            looks = choice == "patterns"
            return cls(vocabulary, patterns=looks, abbreviations=looks)
        return cls(vocabulary, recogniser=Recogniser.load(choice), patterns=False)

    def meet(self, texts: Iterable[str]) -> None:
        """Learn the words of many texts that are to be read."""
        if self._recogniser:
            self._recogniser.meet(texts)

    def names(
        self, title: str, abstract: str, expansions: Mapping[str, str]
    ) -> Iterator[Presented]:
        """Yield each new name with its type and confidence; a thing's two forms have the same.

        ``expansions`` are the abbreviations that the text defines. What its finder is already
        sure of, to a degree, stays as it is. What our recogniser alone finds has to be sure
        enough, and must hide nothing that is surer: of two names that overlap the longer is found.
        """
        judged = list(self.judged(title, abstract, expansions))
        shares = {name.name: share for _, share, names in judged for name in names}
        for sighting, share, names in judged:
            unsure = share < LEAST or any(
                share < other and inner in name.name and inner != name.name
                for name in names
                for inner, other in shares.items()
            )
            weak = sighting.said.keys() == {"recogniser"} and names[0].confidence is None
            if not (weak and unsure):
                yield from (replace(n, type=sighting.type, confidence=share) for n in names)

    def judged(
        self, title: str, abstract: str, expansions: Mapping[str, str]
    ) -> Iterator[tuple[Sighting, float, tuple[Presented, ...]]]:
        """Yield what finders say of each new thing, how sure it is, and its names."""
        for sighting, names in self.sightings(title, abstract, expansions):
            stated = names[0].confidence
            share = self._confidence(sighting, title, abstract) if stated is None else stated
            yield sighting, share, names

    def sightings(
        self, title: str, abstract: str, expansions: Mapping[str, str]
    ) -> Iterator[tuple[Sighting, tuple[Presented, ...]]]:
        """Yield each new thing with the one or two names under which it stands in the text."""
        named = self._vocabulary.named
        by_finder = {
            "patterns": presented(title, abstract) if self._patterns else (),
            "titles": title_phrases(title, abstract, named) if self._patterns else (),
            "recogniser": self._recognised(title, abstract),
        }
        said: dict[str, dict[str, str]] = {}
        found: defaultdict[str, dict[str, Presented]] = defaultdict(dict)
        for finder, names in by_finder.items():
            for name in names:
                if not named(name.name) and not self._is_one_of_a_kind(name):
                    form = normal_form(name.name)
                    found[form].setdefault(name.name, name)
                    said.setdefault(form, {}).setdefault(finder, name.type)
        pairs = {
            short: long
            for short, long in (expansions.items() if self._abbreviations else ())
            if not named(long) and (not named(short) or is_acronym(short, long))
        }
        # The recogniser's types are no evidence for what an abbreviation is.
        known = [n for names in found.values() for n in names.values() if n.finder != "recogniser"]
        both = defined(pairs, known)
        for long, short in zip(both[::2], both[1::2], strict=True):
            types: dict[str, str] = {}
            spelled = {long.name: long, short.name: short}
            for form in (normal_form(short.name), normal_form(long.name)):
                types |= said.pop(form, {})
                spelled = found.pop(form, {}) | spelled
            # The recogniser is believed last, as it is where no abbreviation is defined.
            last = {finder: types.pop(finder) for finder in ("recogniser",) if finder in types}
            said_of_both = {**types, "abbreviations": long.type, **last}
            yield Sighting(long.name, said_of_both, short.name), tuple(spelled.values())
        for form, types in said.items():
            names = tuple(found[form].values())
            yield Sighting(names[0].name, types), names

    def _is_one_of_a_kind(self, name: Presented) -> bool:
        """Say whether a name says only of what known kind a thing is ("active learning method").

        What the paper presents does so only before a word for what it is: "persona editing" is new.
        """
        known, _, last = name.name.rpartition(" ")
        new = name.field and not KINDS.fullmatch(last)
        return not new and name.name.islower() and bool(self._vocabulary.named(known))

    def _recognised(self, title: str, abstract: str) -> Iterator[Presented]:
        """Yield what the recogniser finds, but no topic of a lab or model ("Foo's capability")."""
        found = self._recogniser.names((title, abstract)) if self._recogniser else ()
        for name in found:
            words = re.sub("['’]s ", " ", name.name).split()
            if name.type != "Topic" or not any(map(self._names_a_maker, words)):
                yield name

    def _names_a_maker(self, word: str) -> bool:
        labels = self._vocabulary.named(word)
        kind = self._vocabulary.concepts[labels[0].concept].type if labels else ""
        return kind in {"Lab", "Model"}
