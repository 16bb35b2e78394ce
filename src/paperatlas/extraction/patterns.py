"""Patterns: how papers present what they bring, and so name what no vocabulary knows yet.

A paper that brings something says so in few ways (Hearst 1992 for the idea of lexico-syntactic
patterns): its title begins "NAME: …", a sentence says "we introduce NAME, a benchmark …" or "a
method called NAME", and its short form follows in brackets. What others brought shows by the words
beside it ("the NAME dataset"). The words around a name tell its type. Verbs, types and stops are
data, in ``patterns.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from .abbreviations import is_acronym
from .enumeration import components, listed
from .openings import Openings, matches_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DATA: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("patterns.toml").read_text("utf-8")
)
# A formula is part of a name that has letters beside it or in it: "$\\beta$-VAE", "$D^2LoRA$".
_FORMULA = r"\$[^$\s]{1,24}\$-?(?=[A-Z])[\w-]+|\$[^$\s]{0,12}[A-Z][A-Za-z]{2}[^$\s]{0,12}\$"
_WORD = (
    r"(?:[A-Z][\w*+^]*(?:[-–.][\w*+^]+)*|[a-z]{1,3}-?[A-Z][\w*+-]*|\d+[A-Z][\w-]*"
    rf"|{_FORMULA})"
)
_SMALL = r"(?:of|for|with|from|via|in|to|the|by|as|a|an)"
_NAME = rf"(?P<name>{_WORD}(?:(?: {_SMALL}){{0,2}} {_WORD}){{0,7}})"
# That there is a capital is asked first: most words have none, and then nothing else is tried.
_COIN = (
    r"(?P<name>(?<![\w-])(?=[^\WA-Z]*+[A-Z])(?:\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,}\w*|\w*[A-Z]\w*\d\w*|[A-Z]\w*(?=-))"
    r"(?:[-–][\w.]+)*)"
)
_OPEN = r"(?:the |an? |our )?"
_QUOTE = r"[\"'“”‘’`]*(?:\\\w+\{)*"
_FILLER = rf"(?:(?!(?:{_DATA['stops']})\b)[a-z0-9][\w-]*,? ){{0,9}}?"
_ADVERBS = "(?:[a-z]+ly |also |then |first |further |here |thus |next |hence |now |therefore )*"

# In small letters, two or three words and what they are: "a role chain method".
_PRAISE = rf"(?:(?:{_DATA['praise']}),? )*"
_PHRASE = (
    rf"(?!(?:{_DATA['praise']})\b)(?:(?!{_DATA['parts']}\b)[a-z][\w-]+ ){{2,3}}"
    rf"(?:{_DATA['heads']})"
)
KINDS = re.compile(rf"(?:{_DATA['heads']})s?")
_NO_MORE = rf"(?! (?:{_DATA['heads']}|{_DATA['naming']}|based on|\(?[A-Z]))"

# In small letters, what the words before say to be a name, up to where the phrase ends.
_PLAIN = rf"(?!(?:{_DATA['stops']}|{_DATA['lists']['never']})\b)[a-z]\w*(?:-(?!an? )\w+)*"
_TERM = (
    rf"(?P<name>(?:{_PLAIN}[ -]){{1,3}}{_PLAIN})"
    rf"(?=[\"'”’]*(?:[,.;:)]| \(|\s?[-–—]+|$| (?:{_DATA['stops']}|and|when|of|because)\b))"
)
_APPOSED = rf"(?:, | and | with ){_QUOTE}(?P<name>{_WORD})(?=, an? )"
# What a paper says that it brings stands behind these words, which are looked for only once.
_WE = re.compile(rf"\b(?i:{_DATA['subjects']})[, ]+(?:we )?{_ADVERBS}(?i:{_DATA['verbs']})\b ?")
_BROUGHT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_OPEN}{_FILLER}{_QUOTE}{_NAME}",
        rf"[^.;]*?{_APPOSED}",
        rf"{_OPEN}{_PRAISE}(?:{_DATA['notions']}) of {_QUOTE}(?![a-z]+ing ){_TERM}",
        rf"[^.;:]{{3,160}}? and an? {_FILLER}(?:{_DATA['kinds']}),? {_QUOTE}{_NAME}",
    )
)
_PASSING = re.compile(rf"{_OPEN}{_PRAISE}(?P<name>{_PHRASE})\b{_NO_MORE}")
_OWN = (
    rf"\b{_DATA['naming']} (?:the |as )?{_QUOTE}{_NAME}",
    rf"\b[Oo]ur (?:[a-z-]+,? ){{0,4}}?{_QUOTE}{_NAME}(?= \(|,)",
    rf"\b[Ww]e {_ADVERBS}(?:{_DATA['calling']}) (?:an? |the )?{_QUOTE}{_TERM}",
    rf"\b[Ww]e {_ADVERBS}(?:{_DATA['framing']}) {_QUOTE}{_NAME}",
)
# "A Foo Bar Loss (FBL)": what has a name of its own and yet is new to the reader.
_FRESH = rf"\ban? (?!re-)(?:[a-z-]+ ){{0,3}}{_NAME}(?= \([^()\s$]*[A-Z][^()\s$]*\))"
_SPEAKS = re.compile(rf"\b(?i:{_DATA['subjects']}|our)\b")
_OF = re.compile(rf"{_DATA['of another']} (?:[\w-]+ ){{0,3}}$")
_OTHERS = (
    rf"{_COIN} (?:{_DATA['sets']})\b",
    rf"\b(?:{_DATA['sets']})(?: such as|,? including| like|:) {_COIN}",
    r"(?P<name>(?<![\w/-])[A-Z][\w-]*(?:Bench|Eval|QA|Leaderboard)(?:[-–][\w.]+)*)\b",
)
# Written as nothing but a name is: "SlowFast", "MViTv2", "PTA-GRPO"; not inside an address.
_ALONE = (
    r"(?<![\w/.@$\\^:&=-])(?P<name>(?:[A-Z]{2,}-[A-Z]{2,}|[A-Z]\w*[a-z]\w*[A-Z]|[A-Z]{2,}[a-z]\w*[a-z]|[A-Z]\w*[a-zA-Z]v?\d)"
    r"\w*(?:[-–.][A-Z\d]\w*)*)(?![\w/@])"
)
_PATTERNS = [
    (kind, re.compile(pattern))
    for kind, patterns in (
        ("own", _OWN),
        ("fresh", (_FRESH,)),
        ("", (_APPOSED,)),
        ("set", _OTHERS),
        ("alone", (_ALONE,)),
    )
    for pattern in patterns
]
_SOUGHT = [("we", _WE), *_PATTERNS]
_OPENINGS = Openings([pattern for _, pattern in _SOUGHT])
_TITLE = re.compile(rf"{_NAME}(?: \([^()]*\))?(?::\s?| (?:--|[–—]) )")
_TITLE_WORDS = 5
COINED = re.compile(r"\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,}[\w-]*|\w+-[A-Z0-9][\w-]*|\w*\d\w*")

# "LLMs Are Good Tutors: …" tells something; what it names, everybody does.
_CLAUSE = re.compile(
    r" (?:[Aa]s|[Aa]re|[Ii]s|[Cc]an|[Dd]o|[Dd]oes|[Nn]eeds?|[Mm]akes?|[Ss]hould|[Kk]nows?) "
)
_EVERYDAY = re.compile(_DATA["everyday"])

_ADJECTIVE = re.compile(
    r"-(?:agnostic|augmented|aware|based|centric|derived|driven|enabled|enhanced|free|generated"
    r"|guided|inspired|level|like|only|powered|related|specific|style|trained|tuned|wise)$"
)
NEVER = re.compile(_DATA["never"])
_OPENERS = re.compile(_DATA["openers"])

_APPOSITION = re.compile(
    r"\}?[\"'”’]*(?: \([^()]{2,90}\))?(?:, (?:an?|the|our|its)|\s[-–—]+ an?|:)? "
)
_CLAUSE_END = re.compile(rf"[.;:,]|\b(?:{_DATA['stops']})\b")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


TYPE_WORDS = {kind: _any_of(words) for kind, words in _DATA["types"].items()}
# Most texts hold no word of any type, which takes one look to see.
ANY_TYPE_WORD = _any_of(chain.from_iterable(_DATA["types"].values()))
_ENDINGS = {kind: re.compile(rf"{ending}$") for kind, ending in _DATA["endings"].items()}
_REACH, _BEFORE = 70, 50


@dataclass(frozen=True, slots=True)
class Presented:
    """A name that a paper presents or defines, its likely type, and how surely it is one.

    ``confidence`` is None where the finder leaves it to be judged.
    ``expansion`` is the long form of a name that the text defines as an abbreviation. ``field`` and
    ``at`` say where the paper presents it as its own; ``field`` is empty where it does not.
    """

    name: str
    type: str
    confidence: float | None = None
    expansion: str | None = None
    field: str = ""
    at: int = 0
    finder: str = "patterns"


def presented(title: str, abstract: str) -> tuple[Presented, ...]:
    """Return what a paper presents, each name once, in the order of the text.

    >>> [(p.name, p.type) for p in presented("", "We introduce FooBench, a set of 20 tasks.")]
    [('FooBench', 'Benchmark')]
    >>> presented("", "We introduce the topic and study it.")
    ()
    """
    found: dict[str, Presented] = {}
    for name, field, at, how, after, before in _names(title, abstract):
        clean = _clean(name)
        known = clean in found or NEVER.fullmatch(clean) or _ADJECTIVE.search(clean)
        passing = how == "phrase" and not _taken_up(clean, title, abstract)
        if len(clean) > 1 and not known and not passing:
            kind = "Benchmark" if how == "set" else _type(clean, after, before)
            place = field if how in {"own", "phrase"} else ""
            found[clean] = Presented(clean, kind, None, None, place, at)
    return tuple(_with_its_variants(found))


def _taken_up(phrase: str, title: str, abstract: str) -> bool:
    """Say whether a phrase, but for what it is ("… method"), comes again: so a name is used."""
    return f"{title} {abstract}".casefold().count(phrase.rpartition(" ")[0]) > 1


def _with_its_variants(found: Mapping[str, Presented]) -> Iterator[Presented]:
    """Yield the names; "AdaTok-Full" is presented where "AdaTok" is."""
    for name, one in found.items():
        base = found.get(name.rpartition("-")[0])
        own = base is not None and base.field and not one.field
        yield replace(one, field="abstract") if own else one


def defined(expansions: Mapping[str, str], known: Iterable[Presented]) -> tuple[Presented, ...]:
    """Return abbreviations and their long forms as names, of one type each.

    The type is that of either form where the paper presents it, and else read off the long form's
    last word. A long form of one word is none.

    >>> [p.type for p in defined({"IAD": "Industrial Anomaly Detection"}, ())]
    ['Topic', 'Topic']
    """
    seen = {p.name: p for p in known}
    names = []
    for short, long in expansions.items():
        if _is_name(short, long):
            own = seen.get(short) or seen.get(long)
            kind = own.type if own else name_ending(long) or "Method"
            field, at = (own.field, own.at) if own else ("", 0)
            for name, expansion in ((long, None), (short, long)):
                names.append(Presented(name, kind, None, expansion, field, at, "abbreviations"))
    return tuple(names)


def _is_name(short: str, long: str) -> bool:
    words = len(re.split(r"[ -]", long))
    common = NEVER.fullmatch(long) or NEVER.fullmatch(short)
    return words > 1 and not common and not re.search(r"[{}\\$]", long)


def _names(title: str, abstract: str) -> Iterator[tuple[str, str, int, str, str, str]]:
    """Yield name, field, place, how it stands there, and the text after and before.

    What stands alone comes last, since a sentence that presents a name tells more of it.
    """
    speaks = _SPEAKS.search(abstract)
    matches = [
        _judged(how, match, speaks.start() if speaks else len(abstract))
        for how, match in _standing(abstract)
    ]
    matches += [("own", name, at) for name, at in listed(abstract)]
    own = {_clean(name) for how, name, _ in matches if how == "own"}
    matches += [("own", name, at) for name, at in components(abstract, own)]
    for how, found, start in sorted(matches, key=_by_place):
        for name in _apart(found):
            at = start + found.index(name)
            before = re.split(r"[.;:]", abstract[max(0, at - _BEFORE) : at])[-1]
            yield name, "abstract", at, how, abstract[at + len(name) :], before
    # Last, since a sentence tells more of the type than a title does.
    head = _TITLE.match(title)
    if head and _heads_a_title(head["name"], abstract):
        yield head["name"], "title", 0, "own", f" {title[head.end() :]}", ""


def _brought(text: str, cues: Iterable[re.Match[str]]) -> Iterator[tuple[str, re.Match[str]]]:
    for we in cues:
        for how, patterns in (("own", _BROUGHT), ("phrase", (_PASSING,))):
            for pattern in patterns:
                if found := pattern.match(text, we.end()):
                    yield how, found


def _standing(abstract: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what stands in an abstract by a pattern, with how it stands there."""
    starts = _OPENINGS.starts(abstract)
    for number, (how, pattern) in enumerate(_SOUGHT):
        if number in starts:
            matches = matches_of(pattern, abstract, starts[number])
            yield from _brought(abstract, matches) if how == "we" else zip(repeat(how), matches)


def _judged(how: str, found: re.Match[str], speaks: int) -> tuple[str, str, int]:
    """Return how a name stands, no longer as the paper's own where its place speaks against that.

    What is only new to the reader must stand after ``speaks``, where the paper begins to speak of
    itself; and "a dataset of Foo maps" tells what is in it.
    """
    name, at = found["name"], found.start("name")
    if how == "fresh":
        how = "own" if " " in name and speaks < at else ""
    if how == "own" and _OF.search(found.string[max(0, at - _BEFORE) : at]):
        how = ""
    return how, name, at


def _by_place(found: tuple[str, str, int]) -> tuple[bool, int, int, bool]:
    how, name, start = found
    return how in {"", "alone"}, start, -len(name), how in {"own", "phrase"}


def _clean(name: str) -> str:
    return name.strip(" .-–")


def _apart(name: str) -> tuple[str, ...]:
    """Return a name; or, where its short form follows it without brackets, the two."""
    long, _, short = name.rpartition(" ")
    pair = " " in long and COINED.fullmatch(short) and is_acronym(short, long)
    return (long, short) if pair else (name,)


def _heads_a_title(name: str, abstract: str) -> bool:
    """Tell a name before the colon of a title from a phrase ("From Words to Worlds: …")."""
    words = name.split()
    if len(words) > _TITLE_WORDS or _OPENERS.fullmatch(words[0]) or _CLAUSE.search(name):
        return False
    return any(COINED.fullmatch(w) and not _EVERYDAY.fullmatch(w) for w in words) or (
        len(words) > 1 and name in abstract
    )


def _type(name: str, after: str, before: str) -> str:
    kind = name_ending(name)
    if kind and kind != "Topic":
        return kind
    apposition = _APPOSITION.match(after)
    following = after[apposition.end() :][:_REACH] if apposition else ""
    for words in (_CLAUSE_END.split(following)[0], before):
        if not ANY_TYPE_WORD.search(words):
            continue
        # The head of an English noun phrase is its last noun: "a benchmark generation framework".
        heads = [
            (m.end(), -m.start(), found)
            for found, p in TYPE_WORDS.items()
            for m in p.finditer(words)
        ]
        if heads:
            kind = max(heads)[2]
            # What has a made-up name is a thing, whatever problem the sentence speaks of.
            return "Method" if kind == "Topic" and COINED.fullmatch(name) else kind
    return "Method"


def name_ending(name: str) -> str:
    """Return the type that the end of a name tells, or nothing.

    >>> name_ending("FooBench"), name_ending("Foo")
    ('Benchmark', '')
    """
    return next((kind for kind, ending in _ENDINGS.items() if ending.search(name)), "")
