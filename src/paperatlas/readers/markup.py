"""Markup: what a title or an abstract says, out of the tags that some services leave in it."""

from __future__ import annotations

import re
from html import unescape

_HEADING = re.compile(
    r"<(?:jats:)?title>\s*(?:abstract|summary)\s*[.:]?\s*</(?:jats:)?title>", re.IGNORECASE
)
_SECTION = re.compile(r"\s*[.:]?\s*</(?:jats:)?title>\s*", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|sec|title|list|list-item|label|disp-formula|div|br|li|ul|ol)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_TEX = re.compile(
    r"<(?:jats:)?(?:tex-math|alternatives)\b[^<>]{0,500}>.{0,5000}?</(?:jats:)?(?:tex-math|alternatives)>",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = re.compile(
    r"</?(?:(?:jats|mml|m):[a-z-]+|i|b|em|strong|sub|sup|italic|bold|sc|scp|span|tt|u|a|inline-formula"
    r"|inline-graphic|monospace|ext-link|xref|named-content|styled-content|math|m[a-z]{1,12})"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


def without_tags(text: str) -> str:
    """Return ``text`` without the tags of JATS, MathML and HTML; a heading "Abstract" goes, too.

    >>> without_tags("<jats:title>Abstract</jats:title><jats:p>H<sub>2</sub>O &amp; a</jats:p>")
    'H2O & a'
    >>> without_tags("<jats:sec><jats:title>Aims</jats:title><jats:p>To see.</jats:p></jats:sec>")
    'Aims: To see.'
    >>> without_tags("if a < b and c > d")
    'if a < b and c > d'
    """
    if "<" in text:
        text = _HEADING.sub(" ", text)
        text = _SECTION.sub(": ", text)
        text = _TEX.sub(" ", text)
        text = _INLINE.sub("", _BLOCK.sub(" ", text))
    text = unescape(text) if "&" in text else text
    return " ".join(text.split())
