"""Evidence from a row's address: its host names the company, its last words name the title."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .columns import LONGEST_VALUE, may_open

_SHORTEST_LABEL = 3
_SHORTEST_SLUG = 8


def host_value(head: str, url: str) -> str | None:
    """Return the company that begins ``head`` and that the host of ``url`` is named after.

    >>> host_value("OpenAIAI-written critiques", "https://openai.com/research/critiques")
    'OpenAI'
    >>> host_value("Google DeepMindTracr", "https://deepmind.google/discover")
    'Google DeepMind'
    >>> host_value("OpenAIAI-written critiques", "https://arxiv.org/abs/2206.05802") is None
    True
    """
    try:
        labels = [label for label in (urlsplit(url).hostname or "").split(".") if label != "www"]
    except ValueError:
        return None
    line = head.partition("\n")[0]
    pairs = zip(labels[1:], labels, strict=False)
    names = {_letters(name) for name in (*labels, *(one + two for one, two in pairs))}
    names = {name for name in names if len(name) >= _SHORTEST_LABEL}
    places = range(_SHORTEST_LABEL, min(len(line), LONGEST_VALUE) + 1)
    fitting = [
        head[:at]
        for at in places
        if head[at - 1].isalnum() and may_open(head, at) and _letters(head[:at]) in names
    ]
    return max(fitting, key=len, default=None)


def slug_place(head: str, url: str) -> int | None:
    """Return where in ``head`` the title begins that the last part of ``url`` spells.

    >>> slug_place("RedwoodCausal scrubbing", "https://redwood.org/blog/causal-scrubbing")
    7
    >>> slug_place("RedwoodCausal scrubbing", "https://arxiv.org/abs/2401.00001") is None
    True
    """
    ending = slug(url)
    if len(ending) < _SHORTEST_SLUG or "-" not in ending:
        return None
    for at in range(1, min(len(head), LONGEST_VALUE)):
        if head[at - 1] != "\n" and not may_open(head, at):
            continue
        title = "-".join(re.findall(r"[a-z0-9]+", head[at:].lower().replace("'", "")))
        shorter, longer = sorted((title, ending), key=len)
        if len(shorter) >= _SHORTEST_SLUG and longer.startswith(shorter):
            return at
    return None


def slug(url: str) -> str:
    """Return the last part of an address's path, in lower case and without its ending.

    >>> slug("https://openai.com/index/extracting-concepts-from-gpt-4/")
    'extracting-concepts-from-gpt-4'
    """
    path = url.partition("#")[0].partition("?")[0].rstrip("/")
    return re.sub(r"\.(?:html?|pdf|php)$", "", path.rpartition("/")[2].lower())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())
