"""Looks: words that somebody coined, whatever stands around them.

"TabPFN", "SlowFast", "X3D", "MG-Ref": a capital after the first letter, or a digit or a hyphen
beside one, is how machine learning writes its names. Much else is written so ("8B", "RGB"), so that
such a word is only as sure as its company makes it.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from .patterns import NEVER, Presented

_DATA = tomllib.loads(files(__package__).joinpath("looks.toml").read_text("utf-8"))
_COINED = re.compile(
    r"(?<![\w\-–\\^./@#])(?:(?:[a-z]{1,2}|alpha|beta|gamma|delta|lambda|sigma)-)?"
    r"(?:[A-Za-z]*[a-z][A-Za-z]*[A-Z]|[A-Z]{2}|[A-Za-z]*[A-Z][A-Za-z]*\d|\d\w*[A-Z]|[A-Z](?=-))\w*"
    r"(?:[-–]\w+|\.\d\w*)*(?![/@])"
)
_QUALIFIED = re.compile(rf"(?:{_DATA['adjective']}|[-–][a-z]+)\Z")
_NEVER = re.compile(_DATA["never"])
_MEASURE = re.compile(r"\d[\d.]*(?:[A-Z]{1,2}|st|nd|rd|th)s?|[IVX]+|[A-Z]{2}s?|v\d+")
_LONGEST = 40


def coined(title: str, abstract: str) -> tuple[Presented, ...]:
    """Return the coined words of a paper, each once, in the order of the text.

    What follows a hyphen in small letters is no part of a name ("TabPFN-based").

    >>> [p.name for p in coined("", "TabPFN-based methods beat MG-Ref by 3B.")]
    ['TabPFN', 'MG-Ref']
    >>> coined("Nothing", "Is coined here.")
    ()
    """
    found: dict[str, Presented] = {}
    for text in (title, abstract):
        for match in _COINED.finditer(text):
            name = match[0]
            while ending := _QUALIFIED.search(name):
                name = name[: ending.start()]
            plain = _MEASURE.fullmatch(name) or NEVER.fullmatch(name) or _NEVER.fullmatch(name)
            if (
                not plain
                and "_" not in name
                and 1 < len(name) < _LONGEST
                and _COINED.fullmatch(name)
            ):
                found.setdefault(name, Presented(name, "Method", finder="looks"))
    return tuple(found.values())
