"""Cleaning: the text of one field becomes one plain line, and every mend is told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
_SOFT_HYPHEN = re.compile("\u00ad[ \t]*\n?[ \t]*")
_LINE_HYPHEN = re.compile(r"([^\W\d_][\w-]*)-[ \t]*\n\s*(\w+)")
_LINE_BREAK = re.compile(r"\s*[\n\v\f\x85\u2028\u2029]\s*")
_SPACE = re.compile(r"[^\S ]| {2,}")

#: What a dollar sign opens and closes, by the rule of Pandoc's tex_math_dollars: no space inside
#: the signs, no digit after the second, so that "$5 and $6" is no formula.
_MATH = re.compile(r"(?<![\\$])\$(?![\s$])[^$]{0,300}?(?<![\s\\])\$(?![\d$])|\\\(.{0,300}?\\\)")

_ACCENTS = dict(
    zip(
        "`'^\"~=.uvHcdbrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "ss": "ß", "i": "ı", "ldots": "...", "dots": "...", "textemdash": "—",
    "textendash": "–", "LaTeX": "LaTeX", "TeX": "TeX", "textasciitilde": "~",
}  # fmt: skip
_MACROS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            r"\\(?:emph|text(?:bf|it|tt|sc|sf|sl|rm|up|normal)?|underline|mbox|url)\s*"
            r"\{((?:[^{}]|\{[^{}]*\})*)\}"
        ),
        r"\1",
    ),
    (re.compile(r"\{\\(?:em|bf|it|tt|sc|sf|rm|sl)(?:series|shape|family)?\s+([^{}]*)\}"), r"\1"),
    (re.compile(r"\\href\{([^{}]*)\}\{([^{}]*)\}"), r"\2 (\1)"),
    (
        re.compile(r"\\([`'^\"~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"),
        lambda m: _accented(m[1], m[2] or m[3]),
    ),
    (re.compile(r"\\([uvHcdbrk])(?:\s*\{([A-Za-z])\}| +([A-Za-z])\b)"),
     lambda m: _accented(m[1], m[2] or m[3])),
    (
        re.compile(rf"\{{\\({'|'.join(_LETTERS)})\}}|\\({'|'.join(_LETTERS)})(?![A-Za-z])(?:\{{\}}| )?"),
        lambda m: _LETTERS[m[1] or m[2]],
    ),
    (re.compile(r"\\([%&#_${}])"), r"\1"),
    (re.compile(r"``([^`]{1,400}?)(?:''|\")"), r'"\1"'),
    (re.compile(r"(?<![\w`\\])`(?=[^\s`])([^`]{1,400}?)'"), r"'\1'"),
    (re.compile(r"(?<=[A-Za-z.])~(?=[A-Za-z\d\[\\])"), " "),
)  # fmt: skip

#: A word that a printer's ligature split: "f ine" for "fine", "ef ficient" for "efficient".
_SPLIT = re.compile(r"(?<![\w'’-])((?:[^\W\d_]*?)f[fil]{0,2}) ([a-z]+)(?![\w'’])")
_LIGATURE_WORDS = frozenset(
    "affect affected afford coefficient coefficients confidence configuration define defined "
    "definition difference different difficult diffusion effect effective effects efficiency "
    "efficient effort field fields figure file files filter filtering final finally find finding "
    "findings finds fine finetune finetuned finetuning finish finite first fit five fixed flag "
    "flat flaw flaws flexible float flow flows fluent fly identified identify influence modified "
    "modify offer office official offline reflect satisfy scientific sufficient specific "
    "specifically specification specified suffer traffic verification verify workflow".split()
)
#: "a function f or g" stays: the tail is a word without its head.
_TAILS_OF_THEIR_OWN = frozenset(
    "a act air all an and are arm as at eel for has i if ill in is it its law lay led low of on or "
    "our ox the to we with".split()
)


def clean(text: str, words: Mapping[str, int] | None = None) -> tuple[str, tuple[str, ...]]:
    r"""Return ``text`` as one plain line in Unicode form C, and one sentence for each kind of mend.

    LaTeX text macros, quotes and accents become plain text and ``$formulas$`` stay; ligatures,
    soft hyphens, control and direction characters, hyphens and breaks at line ends are mended.
    Nothing else changes: markup such as ``<b>`` is text. ``words`` counts the words of the whole
    document (:func:`count_words`); they decide whether "f ine" is "fine" and whether the hyphen of
    "inter-⏎nal" stays. Cleaning what is clean changes nothing.

    >>> clean("Such \\emph{monosemantic} ``features''\nin $\\emph{n}$")
    ('Such monosemantic "features" in $\\emph{n}$', ('LaTeX became plain text', '1 line break became a space'))
    >>> clean("our method uses f ine-grained labels")
    ('our method uses fine-grained labels', ("'f ine' became 'fine'",))
    >>> clean("a < b")
    ('a < b', ())
    """
    words = words or {}
    repairs: list[str] = []
    while True:
        cleaned = _clean_once(text, words, repairs)
        if cleaned == text:
            return text, tuple(dict.fromkeys(repairs))
        text = cleaned


def count_words(text: str) -> Counter[str]:
    """Count the words of a document in lower case.

    >>> count_words("Fine-tuning, fine.")["fine"]
    2
    """
    return Counter(word.lower() for word in re.findall(r"[^\W\d_]+", text))


def _clean_once(text: str, words: Mapping[str, int], repairs: list[str]) -> str:
    def told(pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], say: str) -> None:
        nonlocal text
        text, times = pattern.subn(by, text)
        if times:
            one, many = say.split("|")
            repairs.append(f"1 {one}" if times == 1 else f"{times} {many}")

    text = text.strip()
    told(_INVISIBLE, "", "control character was removed|control characters were removed")
    told(_LIGATURE, lambda m: _LIGATURES[m[0]], "ligature became letters|ligatures became letters")
    told(_SOFT_HYPHEN, "", "soft hyphen was removed|soft hyphens were removed")
    told(
        _LINE_HYPHEN,
        lambda m: _rejoined(m[1], m[2], words),
        "word was joined over a line end|words were joined over line ends",
    )
    told(_LINE_BREAK, " ", "line break became a space|line breaks became spaces")
    told(_SPACE, " ", "run of white space became one space|runs of white space became one space")
    plain = _plain(text)
    if plain != text:
        repairs.append("LaTeX became plain text")
        text = plain
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        repairs.append("letters and their accents were composed")
        text = composed
    return _SPLIT.sub(lambda m: _unsplit(m, words, repairs), text).strip()


def _plain(text: str) -> str:
    pieces, end = [], 0
    for formula in _MATH.finditer(text):
        pieces += [_without_macros(text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join([*pieces, _without_macros(text[end:])])


def _without_macros(text: str) -> str:
    if not any(sign in text for sign in "\\`~"):
        return text
    for pattern, by in _MACROS:
        text = pattern.sub(by, text)
    return text


def _accented(accent: str, letter: str) -> str:
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])


def _rejoined(head: str, tail: str, words: Mapping[str, int]) -> str:
    """Keep the hyphen of a compound ("fine-tuned"), drop that of a split word ("inter-nal")."""
    last = re.split(r"[\W\d_]+", head)[-1].lower()
    whole = words.get(last + tail.lower(), 0)
    compound = "-" in head or not tail.islower() or (not whole and words.get(last, 0) > 1)
    return f"{head}-{tail}" if compound else head + tail


def _unsplit(found: re.Match[str], words: Mapping[str, int], repairs: list[str]) -> str:
    head, tail = found[1], found[2]
    joined = (head + tail).lower()
    known = joined in _LIGATURE_WORDS or words.get(joined, 0) > 0
    # The two halves are counted once where they stand; more often, they are words themselves.
    bare = re.fullmatch("[Ff][fil]{0,2}", head) is not None
    if not known or tail in _TAILS_OF_THEIR_OWN or words.get(tail, 0) > 1:
        return found[0]
    if not bare and (joined not in _LIGATURE_WORDS or words.get(head.lower(), 0) > 1):
        return found[0]
    repairs.append(f"'{found[0]}' became '{head + tail}'")
    return head + tail
