r"""Openings: with which words a pattern can begin, read off the pattern itself.

Of many patterns few can begin at a word of a sentence. So each is tried only where it can, which
finds the same as to search for it everywhere: a word is looked up once for all patterns. What a
pattern can begin with is the start of a word ("\bpropos(?:e|es)" begins with "propos"); where it
leaves that open ("\b\w+ing", ", which we"), it is searched for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]  # what a pattern is parsed to
from re import _parser as parser  # type: ignore[attr-defined]  # has no public name
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Pattern = re.Pattern[str]
Span = tuple[int, int]

_WORD = re.compile(r"\w+")
_EDGE = "|"
"""Stands in an opening for the edge of a word."""


class Openings:
    r"""Finds patterns in one sentence after another, each only where it can begin.

    >>> uses = re.compile(r"\b(?:we use|us(?:es|ing)?)\b", re.IGNORECASE)
    >>> openings = Openings([uses])
    >>> starts = openings.starts("We use it. We are using it.")
    >>> starts
    {0: [0, 11, 18]}
    >>> list(found(uses, "We use it. We are using it.", starts[0]))
    [(0, 6), (18, 23)]
    >>> openings.starts("Nothing of the kind.")
    {}
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Read the openings of ``patterns``, which are numbered in their order."""
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        self._anywhere = []
        for number, pattern in enumerate(patterns):
            openings = openings_of(pattern)
            for opening in openings:
                numbers[opening].add(number)
            if not openings:
                self._anywhere.append(number)
        # Letters that are no ASCII may be the same as others that are: "ſ" is an "s" in any case.
        self._any = tuple(sorted(set().union(*numbers.values())))
        self._numbers = dict(numbers)
        self._opened_by = lru_cache(maxsize=100_000)(self._patterns_opened_by)

    def starts(self, sentence: str) -> dict[int, list[int] | None]:
        """Return pattern number -> where in ``sentence`` it may begin, in order; None: anywhere."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        for word in _WORD.finditer(sentence):
            for number in self._opened_by(word[0]):
                starts[number].append(word.start())
        return {**dict.fromkeys(self._anywhere), **starts}

    def _patterns_opened_by(self, word: str) -> tuple[int, ...]:
        """Return the patterns that ``word`` may open."""
        if not word.isascii():
            return self._any
        edged = f"{_EDGE}{word.lower()}{_EDGE}"
        begun = (self._numbers.get(edged[:length], ()) for length in range(2, len(edged) + 1))
        return tuple(sorted(set().union(*begun)))


def found(pattern: Pattern, sentence: str, starts: Iterable[int] | None) -> Iterator[Span]:
    """Yield where ``pattern`` stands, one match after the other, as ``finditer`` does."""
    if starts is None:
        yield from (match.span() for match in pattern.finditer(sentence))
        return
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(sentence, start)):
            end = match.end()
            yield match.span()


def openings_of(pattern: Pattern) -> frozenset[str]:
    r"""Return what words that open ``pattern`` begin with, or nothing where that is left open.

    >>> sorted(openings_of(re.compile(r"(?<!not )\b(?:analy[sz]e|by (?=\w)|this\b)")))
    ['|analyse', '|analyze', '|by|', '|this|']
    >>> openings_of(re.compile(r"\b(?:by|\w+ing)\b"))
    frozenset()
    """
    going, ended = _read(parser.parse(pattern.pattern, pattern.flags), {""})
    openings = frozenset(going | ended)
    sure = all(opening[:1] == _EDGE != opening for opening in openings)
    return openings if sure else frozenset()


def _read(items: Iterable[tuple[Any, Any]], begun: set[str]) -> tuple[set[str], set[str]]:
    """Return what ``items`` make of openings ``begun``: those that go on, and those that ended."""
    going, ended = begun, set[str]()
    for kind, value in items:
        if kind is code.AT and value in {code.AT_BOUNDARY, code.AT_BEGINNING}:
            ended |= {f"{opening}{_EDGE}" for opening in going if opening.strip(_EDGE)}
            going = {_EDGE for opening in going if not opening.strip(_EDGE)}
        elif kind in {code.AT, code.ASSERT, code.ASSERT_NOT}:
            continue  # what only narrows a pattern opens it with no more words
        elif kind is code.LITERAL:
            going, more = _spelled(going, {value})
            ended |= more
        elif kind is code.IN and all(inner is code.LITERAL for inner, _ in value):
            going, more = _spelled(going, {letter for _, letter in value})
            ended |= more
        elif kind is code.SUBPATTERN:
            going, more = _read(value[-1], going)
            ended |= more
        elif kind is code.BRANCH:
            ways = [_read(way, going) for way in value[1]]
            going = set().union(*(on for on, _ in ways))
            ended |= set().union(*(more for _, more in ways))
        elif kind in {code.MAX_REPEAT, code.MIN_REPEAT}:
            least, most, repeated = value
            on, more = _read(repeated, going)
            ended |= more | (on if most > 1 else set())
            going = (on if most == 1 else set()) | (set() if least else going)
        else:
            return set(), ended | going
    return going, ended


def _spelled(begun: set[str], letters: set[int]) -> tuple[set[str], set[str]]:
    """Return the openings that go on with one of ``letters``, and those that end before it."""
    going, ended = set[str](), set[str]()
    for letter in map(chr, letters):
        if letter.isascii() and _WORD.match(letter):
            going |= {f"{opening}{letter.lower()}" for opening in begun}
        elif letter.isascii():
            ended |= {f"{opening}{_EDGE}" if opening.strip(_EDGE) else "" for opening in begun}
        else:
            ended |= begun
    return going, ended
