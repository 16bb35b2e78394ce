r"""LaTeX in running text: macros, quotes and accents become plain text.

``$formulas$`` stay, but those that hold only text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a dollar sign opens and closes, by the rule of Pandoc's tex_math_dollars: no space inside
#: the signs and no digit after the second, so that "$5 and $6" is no formula.
_FORMULA = re.compile(r"(?<![\\$])\$(?![\s$])[^$]{0,300}?(?<![\s\\])\$(?![\d$])|\\\(.{0,300}?\\\)")

#: A formula that holds only text: "$\\textbf{FooNet}$".
_TEXT = re.compile(r"\$\s?\\(?:text|mbox|math)(?:bf|it|rm|sc|sf|tt)?\{([A-Za-z][\w -]+)\}\s?\$")

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_SIGNS = {
    "aa": "\u00e5", "AA": "\u00c5", "ae": "\u00e6", "AE": "\u00c6", "oe": "\u0153",
    "OE": "\u0152", "o": "\u00f8", "O": "\u00d8", "l": "\u0142", "L": "\u0141", "ss": "\u00df",
    "ldots": "...", "dots": "...", "textemdash": "\u2014", "textendash": "\u2013",
    "LaTeX": "LaTeX", "TeX": "TeX", "textasciitilde": "~",
}  # fmt: skip
_SIGN = "|".join(sorted(_SIGNS, key=len, reverse=True))


def _accented(found: re.Match[str]) -> str:
    mark, letter = (group for group in found.groups() if group)
    return unicodedata.normalize("NFC", letter + _MARKS[mark])


# An accent without braces needs a vowel behind it and (for the double quote) a letter before it,
# for "it\'s" and "\"quoted\"" are escapes of other languages.
_MACROS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        "\\",
        re.compile(
            r"\\(?:emph|text(?:bf|it|tt|sc|sf|sl|rm|up|normal|color\{[^{}]*\})?|ul(?:ine)?"
            r"|underline|mbox|url)\s?\{((?:[^{}]|\{[^{}]*\})*)\}"
        ),
        r"\1",
    ),
    (
        "\\",
        re.compile(r"\{\\(?:em|bf|it|tt|sc|sf|rm|sl)(?:series|shape|family)?\s([^{}]*)\}"),
        r"\1",
    ),
    ("\\", re.compile(r"\{\\color\{[^{}]*\}\s?([^{}]*)\}"), r"\1"),
    ("\\", re.compile(r"\\href\{([^{}]*)\}\{([^{}]*)\}"), r"\2 (\1)"),
    ("\\", re.compile(r"\\([`'^\"~=.uvHcdbrk])\s?\{\\?([A-Za-z])\}"), _accented),
    (
        "\\",
        re.compile(r"\\(?:([`'^~])\\?([aeiouyncAEIOUY])|(?<=[A-Za-z]\\)(\")\\?([aeiouy]))"),
        _accented,
    ),
    (
        "\\",
        re.compile(rf"\{{\\({_SIGN})\}}|\\({_SIGN})(?![A-Za-z])(?:\{{\}}| )?"),
        lambda found: _SIGNS[found[1] or found[2]],
    ),
    ("\\", re.compile(r"\\([%&#_${}])"), r"\1"),
    ("``", re.compile(r"``([^`]{1,400}?)(?:''|\")"), r'"\1"'),
    ("`", re.compile(r"(?<![\w`\\])`(?=[^\s`])([^`]{1,400}?)'"), r"'\1'"),
    ("~", re.compile(r"(?<=[A-Za-z.])~(?=[A-Za-z\d\[\\])"), " "),
)


def plain(text: str) -> str:
    r"""Return ``text`` (one line) with its LaTeX text macros replaced by what they print.

    Unknown macros stay as they stand.

    >>> plain(r"\emph{G\"odel} showed, at 5\% of $\emph{n}$, ``no'' \cite{x}")
    'Gödel showed, at 5% of $\\emph{n}$, "no" \\cite{x}'
    >>> plain(r"\underline{F}ooNet and $\texttt{Bar}$-Net, \textcolor{red}{new}")
    'FooNet and Bar-Net, new'
    >>> plain(r"It\'s \"quoted\" for $5 and $6")
    'It\\\'s \\"quoted\\" for $5 and $6'
    """
    if not any(sign in text for sign in "\\`~"):
        return text
    text = _TEXT.sub(r"\1", text)
    if "$" not in text and "\\(" not in text:
        return _without_macros(text)
    pieces, end = [], 0
    for formula in _FORMULA.finditer(text):
        pieces += [_without_macros(text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join([*pieces, _without_macros(text[end:])])


def _without_macros(text: str) -> str:
    for sign, pattern, by in _MACROS:
        if sign in text:
            text = pattern.sub(by, text)
    return text
