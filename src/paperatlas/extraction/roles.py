"""Roles: how a paper stands to what it names, read from the sentence.

The cues are data, in ``roles.toml``. A role is never inferred from the graph, only read where a cue
governs the mention; a cue that is denied ("we do not use …") or only wished for ("future work could
use …") gives no role. Where no cue governs, the part of the abstract decides: abstracts tell first
what others did and then what the paper does (Teufel, "Argumentative zoning", 1999).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .openings import Openings, matches_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_DATA: dict[str, Any] = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{we}", _DATA["we"]), re.IGNORECASE)


_DENIED = _compiled(_DATA["denied"])
_CONTRACTED = _compiled(_DATA["contracted"])
_WISHED = _compiled(_DATA["wished"])
_OTHERS = _compiled(_DATA["others"])
_OWN_PART = _compiled(_DATA["own_part"])
_OWN_WORK = frozenset({"introduces", "evaluatesOn", "uses", "studies"})
_JUDGING = frozenset({"comparesWith", "criticises"})
# What a paper introduces may have one role more.
_BESIDE_INTRODUCES = {"Benchmark": "evaluatesOn", "Topic": "studies"}
_CONTRAST = _compiled(_DATA["contrast"])
_FAULT = _compiled(_DATA["fault"])
_GOVERNED = _compiled(_DATA["governed"])
_OBJECT_OF_RELATIVE = _compiled(_DATA["object_of_relative"])
_RELATIVE = _compiled(_DATA["relative"])
_SUBJECT = _compiled(_DATA["subject"])
_STOPS = {name: _compiled(pattern) for name, pattern in _DATA["stops"].items()}
_HEADS = _compiled(_DATA["heads"])
_LONG_FORM = re.compile(r"\([^()]*\w[^()]*$")
_DISTINGUISHED = _compiled(_DATA["distinguished"])
_INDEFINITE = re.compile(r"\b(?:an?|new|novel)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_GIVEN = re.compile(r"releas|open-?\s?sourc|contribut", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)?|, (?:however|despite [^,;]*|although [^,;]*),")
_TITLE_MEANS = re.compile(
    r"(?<!challenges )(?<!problems )\b(?:with|using|via|through) $", re.IGNORECASE
)
_TITLE_COLON = re.compile(
    r"\s*(?:\([^)]*\))?\s*:(?!.*\b(?:survey|review|overview|tutorial|primer|introduction|revisited"
    r"|lessons|perspective|history|pitfalls|limitations)\b)",
    re.IGNORECASE,
)
_TITLE_OF_NAME = re.compile(r"(?=\S*[A-Z0-9]\S*[A-Z0-9]|\S+-\S)[^\s:]+(?: \([^)]*\))?:")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper names a concept, and what its role there depends on.

    ``start`` and ``end`` count code points of ``sentence``, end exclusive; ``at`` is where the
    sentence begins in the abstract, or None in the title. ``presented`` says that the paper was
    already found to bring it as its own here; a ``general`` concept has a role only by a cue.
    """

    concept: str
    sentence: str
    start: int
    end: int
    at: int | None
    presented: bool = False
    general: bool = False

    @property
    def name(self) -> str:
        """The words that name the concept."""
        return self.sentence[self.start : self.end]

    @property
    def type(self) -> str:
        """The type of the concept, capitalised."""
        return self.concept.partition("/")[0].capitalize()


@dataclass(frozen=True, slots=True)
class Role:
    """How a paper stands to a concept at one place, and what in the text says so."""

    name: str
    reason: str


_PRESENTED = Role("introduces", "the paper presents it under this name")
_FAULTED = Role("criticises", "told, in contrast, what is wrong with it")
_UNGOVERNED = Role("mentions", "no cue governs it")
_OWN_PART_SAYS = "named where the paper tells of its own work"
_DEFAULT = {kind: Role(name, _OWN_PART_SAYS) for kind, name in _DATA["defaults"].items()}
_TITLE_SAYS = "its place in the title"


@dataclass(frozen=True, slots=True)
class _Cue:
    number: int
    role: str
    after: bool
    pattern: re.Pattern[str]
    reach: int
    stop: re.Pattern[str]
    types: frozenset[str]


_EVERY_TYPE = ("Method", "Model", "Benchmark", "Topic")
_CUES = tuple(
    _Cue(
        number=number,
        role=cue["role"],
        after=cue["side"] == "after",
        pattern=_compiled(cue["pattern"]),
        reach=cue["reach"],
        stop=_STOPS[cue["stop"]],
        types=frozenset(cue.get("types", _EVERY_TYPE)),
    )
    for number, cue in enumerate(_DATA["cue"])
)
_OPENINGS = Openings([*(cue.pattern for cue in _CUES), _DENIED, _WISHED])
_NO = tuple(enumerate((_DENIED, _WISHED), len(_CUES)))


def read_roles(abstract: str, places: Sequence[Place]) -> list[Role]:
    """Return the roles of all places of one paper, in their order.

    What the paper introduces has no role beside that one, but that a benchmark may be evaluated on
    and a topic studied. A concept that no cue governs anywhere has the default role of its type in
    the part of the abstract that speaks of the paper's own work.

    >>> abstract = "Bias is bad. We propose FooNet. FooNet is trained by distillation."
    >>> def place(concept, sentence, name, at):
    ...     start = sentence.index(name)
    ...     return Place(concept, sentence, start, start + len(name), at)
    >>> for role in read_roles(abstract, [
    ...     place("topic/bias", "Bias is bad.", "Bias", 0),
    ...     place("method/foonet", "We propose FooNet.", "FooNet", 13),
    ...     place("method/distillation", "FooNet is trained by distillation.", "distillation", 32),
    ... ]):
    ...     print(role.name, "-", role.reason)
    mentions - no cue governs it
    introduces - “We propose” says so
    uses - “trained by” says so
    """
    common = {place.concept for place in places if place.at is not None and place.name.islower()}
    new = [_PRESENTED if place.presented else _introduced(place, common) for place in places]
    own = {place.concept for place, role in zip(places, new, strict=True) if role}
    roles = [role or _beside(place) for place, role in zip(places, new, strict=True)]
    told = {place.concept for place, role in zip(places, roles, strict=True) if role}
    first = _OWN_PART.search(abstract)
    return [
        _settled(place, role, own=place.concept in own, told=place.concept in told, first=first)
        for place, role in zip(places, roles, strict=True)
    ]


def _settled(
    place: Place, role: Role | None, *, own: bool, told: bool, first: re.Match[str] | None
) -> Role:
    """Return the role that a cue gives, if it may, or the one of the part of the abstract.

    The concept is the paper's ``own``, or is ``told`` a role somewhere; ``first`` is where the
    paper begins to tell of its own work.
    """
    if own:
        fits = role and role.name in {"introduces", _BESIDE_INTRODUCES.get(place.type)}
        return role if role and fits else _UNGOVERNED
    if role:
        return role
    if first is None or first.start() >= (place.at or 0) + len(place.sentence):
        return _FAULTED if _is_faulted(place) else _UNGOVERNED
    return _UNGOVERNED if told else _default(place)


def read_role(sentence: str, start: int, end: int, concept_type: str, *, title: bool) -> str:
    """Return the strongest role that ``sentence`` alone gives to what stands at ``start:end``.

    ``title`` says that the sentence is a paper's title: there, a name that stands alone or before
    the colon is introduced ("Tracr: Compiled Transformers …") and everything else is studied.

    >>> text = "Unlike DPO, we do not use a reward model."
    >>> read_role(text, 7, 10, "Method", title=False)
    'comparesWith'
    >>> read_role(text, 28, 40, "Method", title=False)
    'mentions'
    >>> read_role("We propose DRO.", 11, 14, "Method", title=False)
    'introduces'
    """
    if title:
        role = _role_in_title(sentence, start, end, concept_type)
    else:
        role = _governed(sentence, start, end, concept_type, introducing=True) or _governed(
            sentence, start, end, concept_type, introducing=False
        )
    return role.name if role else "mentions"


def _introduced(place: Place, common: Collection[str]) -> Role | None:
    """Return the role of what the paper brings here as its own, or nothing.

    In a title that is what a name does before the colon, but not one that the abstract writes as a
    ``common`` noun ("Gradient Descent: The Ultimate Optimizer").
    """
    span = place.start, place.end
    if place.at is not None:
        return _governed(place.sentence, *span, place.type, introducing=True)
    role = _role_in_title(place.sentence, *span, place.type)
    whole = place.name == place.sentence
    named = role and role.name == "introduces" and (whole or place.concept not in common)
    return role if named else None


def _beside(place: Place) -> Role | None:
    """Return the role that a cue gives beside what the paper introduces, or nothing."""
    span = place.start, place.end
    if place.at is not None:
        return _governed(place.sentence, *span, place.type, introducing=False)
    role = _role_in_title(place.sentence, *span, place.type)
    return Role("studies", role.reason) if role and role.name == "introduces" else role


def _is_faulted(place: Place) -> bool:
    """Say whether a sentence about others tells of a tool, in contrast, what is wrong with it.

    The tool must be what the sentence speaks of: its subject, or what a relative clause tells of.

    >>> text = "Long prompts help, yet RAG is costly."
    >>> _is_faulted(Place("method/rag", text, 23, 26, 0))
    True
    >>> _is_faulted(Place("method/rag", "Costly, but RAG helps.", 12, 15, 0))
    False
    """
    tool = place.type in {"Method", "Model"} and place.at is not None
    if not (tool and _CONTRAST.search(place.sentence)):
        return False
    fault = _FAULT.search(place.sentence, place.end)
    return bool(
        fault
        and not _SUBJECT.search(place.sentence, place.end, fault.start())
        and (
            _RELATIVE.match(place.sentence, place.end)
            or not _GOVERNED.search(place.sentence, 0, place.start)
        )
    )


def _default(place: Place) -> Role:
    """Return the role of what no cue governs, in the part that tells of the paper's own work."""
    role = _UNGOVERNED if place.general else _DEFAULT.get(place.type, _UNGOVERNED)
    if role is _UNGOVERNED:
        return role
    heard = _heard(place.sentence)
    return _UNGOVERNED if heard.of_others or heard.denies(place.start) else role


def _governed(
    sentence: str, start: int, end: int, concept_type: str, *, introducing: bool
) -> Role | None:
    """Return the role of the strongest cue that governs a mention, or nothing."""
    heard = _heard(sentence)
    for cue in heard.introducing if introducing else heard.others:
        if concept_type not in cue.types or not heard.may_hold(cue, start, end):
            continue
        for cue_start, cue_end in heard.holds(cue):
            if (cue_end > start) if cue.after else (cue_start < end):
                continue
            gap = sentence[cue_end:start] if cue.after else sentence[end:cue_start]
            gap = _ASIDE.sub("", gap)
            if len(gap.split()) > cue.reach or cue.stop.search(gap):
                continue
            # "Methods that augment RAG fail" tells nothing of RAG.
            if cue.role == "criticises" and not cue.after and _is_object(sentence, start):
                continue
            given = sentence[start:end].islower() and _GIVEN.search(sentence, cue_start, cue_end)
            if not introducing or not (given or _only_qualifies(sentence, start, end, cue_end)):
                return Role(cue.role, f"“{sentence[cue_start:cue_end].strip()}” says so")
    return None


def _role_in_title(title: str, start: int, end: int, concept_type: str) -> Role | None:
    if concept_type == "Lab":
        return None
    whole = title[start:end] == title
    heads = start == 0 and concept_type != "Topic" and _TITLE_COLON.match(title, end)
    if whole or heads:
        return Role("introduces", _TITLE_SAYS)
    role = _governed(title, start, end, concept_type, introducing=False)
    if role and role.name in _JUDGING:
        return role
    tool = concept_type in {"Method", "Model"}
    named = tool and (_TITLE_MEANS.search(title, 0, start) or _TITLE_OF_NAME.match(title))
    return Role("uses" if named else "studies", _TITLE_SAYS)


def _only_qualifies(sentence: str, start: int, end: int, cue_end: int) -> bool:
    """Say whether a name tells only of what kind something new is ("a new RL method").

    A name with capitals does so after an indefinite article; "the DPO algorithm" is one by name.
    One in small letters does so too after a word that tells it from others ("of local unlearning"),
    and any name in the midst of a long form after the cue ("introduce FooNet (Foo Graph Network)").
    """
    common = sentence[start:end].islower()
    if common and _DISTINGUISHED.search(sentence, 0, start):
        return True
    if _LONG_FORM.search(sentence, cue_end, start):
        return True
    if not _HEADS.match(sentence, end):
        return False
    return common or bool(_INDEFINITE.search(sentence[:start]))


def _is_object(sentence: str, start: int) -> bool:
    return bool(_OBJECT_OF_RELATIVE.search(sentence, 0, start))


class _Heard:
    """The cues that a sentence may hold, strongest first; each is looked for when asked for."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._starts = _OPENINGS.starts(sentence)
        self._held: dict[int, tuple[tuple[int, int], ...]] = {}
        self.of_others = bool(_OTHERS.match(sentence))
        heard = [_CUES[number] for number in sorted(self._starts) if number < len(_CUES)]
        if self.of_others:
            heard = [cue for cue in heard if cue.role not in _OWN_WORK]
        self.introducing = [cue for cue in heard if cue.role == "introduces"]
        self.others = [cue for cue in heard if cue.role != "introduces"]
        # Most sentences deny nothing.
        self._may_deny = (
            "'" in sentence or "’" in sentence or max(self._starts, default=0) >= len(_CUES)
        )

    def may_hold(self, cue: _Cue, start: int, end: int) -> bool:
        """Say whether a cue can stand on its side of ``start:end`` at all."""
        starts = self._starts[cue.number]
        return starts is None or (starts[0] < start if cue.after else starts[-1] >= end)

    def holds(self, cue: _Cue) -> tuple[tuple[int, int], ...]:
        """Return where a cue stands in the sentence and is neither denied nor only wished for."""
        if cue.number not in self._held:
            matches = matches_of(cue.pattern, self._sentence, self._starts[cue.number])
            spans = (match.span() for match in matches if not self.denies(match.start()))
            self._held[cue.number] = tuple(spans)
        return self._held[cue.number]

    def denies(self, end: int) -> bool:
        """Say whether the words before ``end`` deny what follows them, or only wish for it."""
        return self._may_deny and (
            bool(_CONTRACTED.search(self._sentence, 0, end))
            or any(
                start < end and pattern.match(self._sentence, start, end)
                for number, pattern in _NO
                for start in self._starts.get(number) or ()
            )
        )


# Large enough for the sentences of one paper, whose mentions ask for the same cues again.
_heard = lru_cache(maxsize=64)(_Heard)
