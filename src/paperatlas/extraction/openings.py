r"""Openings: with which words a pattern, or a part of it, can begin, read off the pattern itself.

Of many patterns few can stand in a text. So each is tried only where it can begin, and only if
its other parts can stand in the text too, which finds the same as to search for it everywhere:
what stands between two blanks is looked up once for all patterns. What is known of a part is the
start of its first word ("\bpropos(?:e|es)" begins with "propos"); where a pattern leaves open how
it begins ("\b\w+ing", ", which we"), it is searched for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import accumulate
from re import _constants as code  # type: ignore[attr-defined]  # what a pattern is parsed to
from re import _parser as parser  # type: ignore[attr-defined]  # has no public name
from typing import TYPE_CHECKING, Any

from ..memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Pattern = re.Pattern[str]

_WORD = re.compile(r"\w+")
_EDGE = "|"
"""Stands in an opening for the edge of a word."""


class Openings:
    r"""Finds patterns in one text after another, each only where it can begin.

    >>> uses = re.compile(r"\b(?:we|us)\b.* (?:use|apply)", re.IGNORECASE)
    >>> openings = Openings([uses])
    >>> starts = openings.starts("We say that we use it.")
    >>> starts
    {0: [0, 12]}
    >>> [match[0] for match in matches_of(uses, "We say that we use it.", starts[0])]
    ['We say that we use']
    >>> openings.starts("We say nothing of the kind.")
    {}
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Read the openings of ``patterns``, which are numbered in their order."""
        self._anywhere: list[tuple[int, frozenset[int]]] = []
        self._begun_by: dict[int, tuple[int, frozenset[int]]] = {}
        begun: defaultdict[str, set[int]] = defaultdict(set)
        count = 0
        for number, pattern in enumerate(patterns):
            first, *others = openings_of(pattern)
            parts = dict(enumerate(filter(None, (first, *others)), count))
            if first:
                self._begun_by[count] = number, frozenset(parts)
            else:
                self._anywhere.append((number, frozenset(parts)))
            for part, openings in parts.items():
                for opening in openings:
                    begun[opening].add(part)
            count += len(parts)
        # Letters that are no ASCII may be the same as others that are: "ſ" is an "s" in any case.
        self._every = tuple(range(count))
        self._begun = dict(begun)
        self._begun_in = Memory(self._parts_begun_in)

    def starts(self, text: str) -> dict[int, list[int] | None]:
        """Return pattern number -> where in ``text`` it may begin, in order; None: anywhere."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        stretches = text.split(" ")
        ends = accumulate(map(len, stretches), initial=0)
        begun = map(self._begun_in.__getitem__, stretches)
        for blanks, (at, its) in enumerate(zip(ends, begun, strict=False)):
            for start, part in its:
                starts[part].append(at + blanks + start)
        there = starts.keys()
        found: dict[int, list[int] | None] = {
            number: None for number, parts in self._anywhere if parts <= there
        }
        for first in there & self._begun_by.keys():
            number, parts = self._begun_by[first]
            if parts <= there:
                found[number] = starts[first]
        return found

    def _parts_begun_in(self, stretch: str) -> tuple[tuple[int, int], ...]:
        """Return where in a stretch without blanks words may begin parts of patterns, and which."""
        words = _WORD.finditer(stretch)
        return tuple((word.start(), part) for word in words for part in self._parts_of(word[0]))

    def _parts_of(self, word: str) -> Iterable[int]:
        """Return the parts of patterns that ``word`` may begin."""
        if not word.isascii():
            return self._every
        edged = f"{_EDGE}{word.lower()}{_EDGE}"
        begun = (self._begun.get(edged[:length], ()) for length in range(2, len(edged) + 1))
        return sorted(set().union(*begun))


def matches_of(
    pattern: Pattern, text: str, starts: Iterable[int] | None, first: int = 0
) -> Iterator[re.Match[str]]:
    """Yield the matches of ``pattern`` from ``first`` on, one after the other, as ``finditer``."""
    if starts is None:
        yield from pattern.finditer(text, first)
        return
    for start in starts:
        if start >= first and (match := pattern.match(text, start)):
            first = match.end()
            yield match


def openings_of(pattern: Pattern) -> list[frozenset[str]]:
    r"""Return what words that open ``pattern`` begin with, and the same of its other parts.

    A part begins at an edge of a word. Without any opening is what leaves them open; only the first
    can be so here.

    >>> [sorted(part) for part in openings_of(re.compile(r"(?<!we )\b(?:analy[sz]e|let us\b)"))]
    [['|analyse', '|analyze', '|let|']]
    >>> openings_of(re.compile(r"\b(?:by|\w+ing) \w+ of"))
    [frozenset(), frozenset({'|of'})]
    """
    items = list(parser.parse(pattern.pattern, pattern.flags))
    first = _sure(_read(items, {""}))
    others = [
        _sure(_read(items[at:], {_EDGE}))
        for at, (kind, value) in enumerate(items, start=1)
        if _is_edge(kind, value)
    ]
    return [first, *(part for part in others if part and part != first)]


def _is_edge(kind: Any, value: Any) -> bool:  # noqa: ANN401  (so the parser gives them)
    if kind is code.AT:
        return value in {code.AT_BOUNDARY, code.AT_BEGINNING}
    return kind is code.LITERAL and chr(value).isascii() and not _WORD.match(chr(value))


def _sure(read: tuple[set[str], set[str]]) -> frozenset[str]:
    """Return the openings that were read, or none where one says too little."""
    openings = frozenset().union(*read)
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
