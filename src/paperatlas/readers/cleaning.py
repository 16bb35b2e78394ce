"""Cleaning: the text of one field becomes one plain line, and every mend is told."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .latex import plain
from .split_words import join_ligatures, join_line_ends

if TYPE_CHECKING:
    from collections.abc import Mapping

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_SOFT_HYPHEN = re.compile("\u00ad[ \t]*\n?[ \t]*")
_SPACES = re.compile(r"\s+")
_BREAK = re.compile("[\n\v\f\x85\u2028\u2029]")

#: What is surely clean, but for split words: single spaces, and ASCII that LaTeX has no use for.
_CLEAN = re.compile(r"[!-\[\]-_a-}]+(?: [!-\[\]-_a-}]+)*")

#: Macros nest, so cleaning is repeated until nothing changes; only a hostile text nests deeper.
_PASSES = 20


def clean(text: str, words: Mapping[str, int] | None = None) -> tuple[str, tuple[str, ...]]:
    r"""Return ``text`` as one plain line in Unicode form C, and one sentence for each kind of mend.

    LaTeX text macros, quotes and accents become plain text and ``$formulas$`` stay; ligatures,
    soft hyphens, control and direction characters, hyphens and breaks at line ends are mended.
    Nothing else changes: markup such as ``<b>`` is text. ``words`` counts the words of the whole
    document (:func:`~.split_words.count_words`). Cleaning what is clean changes nothing.

    >>> clean("Such \\emph{monosemantic} neurons\nare ``f ine'' in $\\emph{n}$")[0]
    'Such monosemantic neurons are "fine" in $\\emph{n}$'
    >>> clean("two\nlines")[1], clean("a < b")[1]
    (('1 line break became a space',), ())
    """
    words = words or {}
    if _CLEAN.fullmatch(text) and not join_ligatures(text, words)[1]:
        return text, ()
    repairs: list[str] = []
    for _ in range(_PASSES):
        cleaned = _clean_once(text, words, repairs)
        if cleaned == text:
            break
        text = cleaned
    return text, tuple(dict.fromkeys(repairs))


def _clean_once(text: str, words: Mapping[str, int], repairs: list[str]) -> str:
    text, times = _INVISIBLE.subn("", text.strip())
    _tell(repairs, times, "control character was removed", "control characters were removed")
    text, times = _LIGATURE.subn(lambda found: _LIGATURES[found[0]], text)
    _tell(repairs, times, "ligature became letters", "ligatures became letters")
    text, times = _SOFT_HYPHEN.subn("", text)
    _tell(repairs, times, "soft hyphen was removed", "soft hyphens were removed")
    text, times = join_line_ends(text, words)
    _tell(repairs, times, "word was joined over a line end", "words were joined over line ends")
    if text != " ".join(text.split()):
        runs = [run for run in _SPACES.findall(text) if run != " "]
        breaks = sum(_BREAK.search(run) is not None for run in runs)
        _tell(repairs, breaks, "line break became a space", "line breaks became spaces")
        _tell(repairs, len(runs) - breaks, "space was made single", "spaces were made single")
        text = _SPACES.sub(" ", text)
    for mended, told in (
        (plain(text), "LaTeX became plain text"),
        (unicodedata.normalize("NFC", text), "letters and their accents were composed"),
    ):
        if mended != text:
            repairs.append(told)
            text = mended
            break
    text, joins = join_ligatures(text, words)
    repairs += joins
    return text.strip()


def _tell(repairs: list[str], times: int, one: str, many: str) -> None:
    if times:
        repairs.append(f"1 {one}" if times == 1 else f"{times} {many}")
