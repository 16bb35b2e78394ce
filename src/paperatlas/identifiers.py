"""Identifiers of papers: arXiv ids, DOIs and web addresses, each brought to one spelling."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

#: The arXiv scheme: YYMM and four digits from April 2007 to December 2014, five digits since, and
#: archive/YYMMNNN before (https://info.arxiv.org/help/arxiv_identifier.html).
ARXIV_ID = (
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}"
    r"|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
    r"|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})"
)

_ARXIV = re.compile(
    rf"(?:(?:https?://)?(?:[\w-]+\.)*arxiv\.org/(?:abs|pdf|html|format|e-print|ps)/"
    rf"|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.|arxiv:\s*)?"
    rf"({ARXIV_ID})(?:v\d+)?(?:\.pdf)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE
)
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_\w+|[gf]bclid|gclid|dclid|msclkid|mc_[ce]id|ref|ref_src|igshid|_hs\w+|s?cid",
    re.IGNORECASE,
)


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id, without version or subject class, that ``text`` is as a whole.

    ``text`` may be a bare id, ``arXiv:…``, an arXiv address or an arXiv DOI.

    >>> arxiv_id("https://arxiv.org/pdf/2306.15447v2")
    '2306.15447'
    >>> arxiv_id("arXiv:math.GT/0309136v1"), arxiv_id("10.48550/arXiv.2212.08073")
    ('math/0309136', '2212.08073')
    >>> arxiv_id("https://openai.com/research/critiques") is None
    True
    """
    found = _ARXIV.fullmatch(text.strip())
    if not found:
        return None
    archive, slash, number = found[1].lower().rpartition("/")
    return f"{archive.partition('.')[0]}{slash}{number}"


def doi(text: str) -> str | None:
    """Return the DOI, in lower case, that ``text`` is as a whole; an arXiv DOI is not one.

    >>> doi("https://doi.org/10.1145/3442188.3445922")
    '10.1145/3442188.3445922'
    >>> doi("10.48550/arXiv.2212.08073") is None
    True
    """
    found = _DOI.fullmatch(text.strip())
    if not found or arxiv_id(text):
        return None
    return found[1].lower().partition("#")[0].partition("?")[0].rstrip("/.,;")


def is_web_url(text: str) -> bool:
    """Tell whether ``text`` is a whole http(s) address with a host and no character to escape.

    >>> is_web_url("https://arxiv.org/abs/2307.09458"), is_web_url("javascript:alert(1)")
    (True, False)
    """
    return bool(_WEB.fullmatch(text)) and _host(text) != ""


def canonical_url(url: str) -> str | None:
    """Return what of ``url`` names a page: host, path and telling parameters, or ``None``.

    Scheme, ``www.``, trailing slash, fragment, and tracking parameters are set aside; a bare host
    names a site and no paper.

    >>> canonical_url("http://www.Anthropic.com/research/reward-tampering/?utm_source=x#top")
    'anthropic.com/research/reward-tampering'
    >>> canonical_url("https://openai.com/") is None
    True
    """
    host = _host(url)
    if not host:
        return None
    parts = urlsplit(url)
    telling = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    )
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    query = f"?{urlencode(telling)}" if telling else ""
    return f"{host}{path}{query}" if path or query else None


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"}:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    return f"{host}:{port}" if host and port not in {None, 80, 443} else host
