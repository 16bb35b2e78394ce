"""Roles: how a paper stands to what it names, read from the sentence.

The cues are data, in ``roles.toml``. A role is never inferred from the graph, only read where a cue
governs the mention; a cue that is denied ("we do not use …") or only wished for ("future work could
use …") gives no role.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

ROLES = (
    "introduces",
    "evaluatesOn",
    "uses",
    "comparesWith",
    "criticises",
    "studies",
    "mentions",
)
"""Every role, strongest first."""

_DATA = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))
_DENIED = re.compile(_DATA["denied"], re.IGNORECASE)
_WISHED = re.compile(_DATA["wished"], re.IGNORECASE)
_OTHERS = re.compile(_DATA["others"], re.IGNORECASE)
_OWN_WORK = frozenset({"introduces", "evaluatesOn", "uses", "studies"})
_STOPS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _DATA["stops"].items()}
_HEADS = re.compile(_DATA["heads"], re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|new|novel)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_GIVEN = re.compile(r"releas|open-?\s?sourc|contribut", re.IGNORECASE)
_TITLE_MEANS = re.compile(
    r"(?<!challenges )(?<!problems )\b(?:with|using|via|through) $", re.IGNORECASE
)
_TITLE_COLON = re.compile(
    r"\s*(?:\([^)]*\))?\s*:(?!.*\b(?:survey|review|overview|tutorial|primer|introduction|revisited"
    r"|lessons|perspective|history|pitfalls|limitations)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    after: bool
    pattern: re.Pattern[str]
    reach: int
    stop: re.Pattern[str]
    types: frozenset[str]


_EVERY_TYPE = ("Method", "Model", "Benchmark", "Topic")
_CUES = tuple(
    _Cue(
        role=cue["role"],
        after=cue["side"] == "after",
        pattern=re.compile(cue["pattern"], re.IGNORECASE),
        reach=cue["reach"],
        stop=_STOPS[cue["stop"]],
        types=frozenset(cue.get("types", _EVERY_TYPE)),
    )
    for cue in _DATA["cue"]
)


def read_role(sentence: str, start: int, end: int, concept_type: str, *, title: bool) -> str:
    """Return the strongest role that ``sentence`` gives to what stands at ``start:end`` in it.

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
        return _role_in_title(sentence, start, end, concept_type)
    for cue, cue_start, cue_end in _cues(sentence):
        if concept_type not in cue.types:
            continue
        if cue.after:
            if cue_end > start:
                continue
            gap = sentence[cue_end:start]
        else:
            if cue_start < end:
                continue
            gap = sentence[end:cue_start]
        if len(gap.split()) > cue.reach or cue.stop.search(gap):
            continue
        if cue.role == "introduces" and (
            _only_qualifies(sentence, start, end)
            or (sentence[start:end].islower() and _GIVEN.search(sentence, cue_start, cue_end))
        ):
            continue
        return cue.role
    return "mentions"


def _role_in_title(title: str, start: int, end: int, concept_type: str) -> str:
    if concept_type == "Lab":
        return "mentions"
    whole = title[start:end] == title
    heads = start == 0 and concept_type != "Topic" and _TITLE_COLON.match(title, end)
    if whole or heads:
        return "introduces"
    means = concept_type in {"Method", "Model"} and _TITLE_MEANS.search(title, 0, start)
    return "uses" if means else "studies"


def _only_qualifies(sentence: str, start: int, end: int) -> bool:
    """Say whether a name tells only of what kind something new is ("a new RL method").

    A name with capitals does so after an indefinite article; "the DPO algorithm" is one by name.
    """
    if not _HEADS.match(sentence, end):
        return False
    return sentence[start:end].islower() or bool(_INDEFINITE.search(sentence[:start]))


@lru_cache(maxsize=4096)
def _cues(sentence: str) -> tuple[tuple[_Cue, int, int], ...]:
    """Return every cue that holds in ``sentence``, strongest role first."""
    of_others = bool(_OTHERS.search(sentence))
    return tuple(
        (cue, match.start(), match.end())
        for cue in _CUES
        if not (of_others and cue.role in _OWN_WORK)
        for match in cue.pattern.finditer(sentence)
        if not _DENIED.search(sentence, 0, match.start())
        and not _WISHED.search(sentence, 0, match.start())
    )
