"""Enumeration: names that a paper brings several at a time.

A paper tells what it brings in a list ("we introduce two new augmentations: A and B"), and what its
own thing is made of ("FooNet combines A with B"). The members are named like the whole: with
capitals, or in small letters where the list is said to be of something new. Verbs and nouns are
data, in ``patterns.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .openings import Openings, matches_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_DATA: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("patterns.toml").read_text("utf-8")
)["lists"]
_CAPITAL = r"[A-Z][\w*+^]*(?:[-–][\w*+^]+)*"
_PROPER = rf"{_CAPITAL}(?: (?:(?:of|for|with|from|via|in|to) )?{_CAPITAL}){{0,6}}"
_SMALL = rf"(?!(?:{_DATA['never']})\b)[a-z][\w-]+(?: (?!(?:{_DATA['never']})\b)[a-z][\w-]+){{1,3}}"
_MEMBER = re.compile(
    r"(?:\(?(?:[ivx]+|\d|[a-d])[.)] ?)?(?:(?:an?|our) (?:[a-z-]+ ){0,4}?)?[\"“‘]?"
    rf"(?P<name>{_PROPER}|{_SMALL})(?=[\"”’]?(?:[,.;:]| \(| and |$| (?:{_DATA['tails']})\b))"
    rf"[\"”’]?(?: \([^()]*\))?(?:,? (?:{_DATA['tails']}) [^,;.]*)?"
)
_BETWEEN = re.compile(r", and |, with | and |, | with ")
_END = re.compile(r"[.;:](?!\d)")
_NEWS = re.compile(
    rf"\b(?:{_DATA['verbs']})\b[^.;:()]{{0,40}}?\b(?P<many>(?:(?:{_DATA['counts']}) )+)"
    rf"(?:[a-z-]+,? ){{0,3}}?(?:{_DATA['kinds']})"
    r"(?P<colon>,? namely,? |: | ?[-–—]+ ?|, (?=[A-Z]))"
)
_OTHERS = re.compile(_DATA["others"])
_MADE_OF = re.compile(rf"\b(?:{_DATA['made of']}) ")
_CUES = (_NEWS, _MADE_OF)
_starts = lru_cache(maxsize=1)(Openings(_CUES).starts)  # of one text both are looked for


def listed(text: str) -> Iterator[tuple[str, int]]:
    """Yield the members of lists of what is presented, with their places.

    >>> list(listed("We introduce two new methods: far pass and Near Pass (NP)."))
    [('far pass', 30), ('Near Pass', 43)]
    >>> list(listed("We compare two new methods: far pass and Near Pass."))
    []
    """
    for cue in _cues(_NEWS, text):
        if not _OTHERS.search(_so_far(text, cue.start())):
            told = cue["colon"].strip(" -–—:") in {"", "namely"}
            small = bool(told and re.search("new|novel", cue["many"]))
            yield from _members(text, cue.end(), small=small)


def components(text: str, own: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the names, of two words or more, of what the paper's ``own`` things are made of.

    >>> list(components("FooNet combines Far Net Search, which is far, with luck.", ["FooNet"]))
    [('Far Net Search', 16)]
    >>> list(components("BarNet combines Far Net Search with luck.", ["FooNet"]))
    []
    """
    first = min((text.find(name) for name in own), default=len(text))
    for cue in _cues(_MADE_OF, text, max(first, 0)):
        before = _so_far(text, cue.start())
        whole = (rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in own if name in before)
        if any(re.search(name, before) for name in whole):
            for name, at in _members(text, cue.end(), small=False):
                if " " in name:
                    yield name, at


def _cues(cue: re.Pattern[str], text: str, first: int = 0) -> Iterator[re.Match[str]]:
    starts, number = _starts(text), _CUES.index(cue)
    return matches_of(cue, text, starts[number], first) if number in starts else iter(())


def _so_far(text: str, at: int) -> str:
    """Return the sentence up to ``at``."""
    return re.split(r"[.;] ", text[:at])[-1]


def _members(text: str, at: int, *, small: bool) -> Iterator[tuple[str, int]]:
    """Yield the members of the list that begins at ``at``; what is no name is passed over."""
    end = _END.search(text, at)
    while at < (end.start() if end else len(text)):
        if member := _MEMBER.match(text, at):
            if small or not member["name"].islower():
                yield member["name"], member.start("name")
            at = member.end()
        elif small:
            break
        between = _BETWEEN.search(text, at)
        at = between.end() if between else len(text)
