"""Split words: words that a printer's ligature or a line end broke in two, judged by their text.

Whether "f ine" is "fine", and whether the hyphen of a line end belongs to the word, no rule of
spelling can say; the other words of the same document can.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_AT_LINE_END = re.compile(r"(?<![\w-])(\w[\w-]*)-[ \t]*\n\s*(\w+)")
_AT_LIGATURE = re.compile(r"(?<![\w'’-])([^\W\d_]*?f[fil]{0,2}) ([a-z]+)(?![\w'’])")
_AFTER_LIGATURE = re.compile(r"f[fil]{0,2} (?=([a-z]+))")
_HEAD_ALONE = re.compile(r"[Ff][fil]{0,2}")

#: Words that ligatures split most in PDF text, for documents that do not have them elsewhere.
_WORDS = frozenset(
    {
        "affect", "coefficient", "confidence", "configuration", "define", "defined", "definition",
        "difference", "different", "difficult", "diffusion", "effect", "effective", "effects",
        "efficiency", "efficient", "effort", "field", "fields", "figure", "file", "filter", "final",
        "finally", "find", "finding", "findings", "finds", "fine", "finetune", "finetuned",
        "finetuning", "finite", "first", "five", "fixed", "flat", "flaw", "flaws", "flexible",
        "float", "flow", "fluent", "identified", "identify", "influence", "modified", "modify",
        "offer", "offline", "reflect", "satisfy", "scientific", "specific", "specifically",
        "specification", "sufficient", "verification", "verify", "workflow",
    }
)  # fmt: skip

#: Tails that are words without their head: "functions f or g" stays.
_TAILS = frozenset(
    {
        "a", "act", "air", "all", "an", "and", "are", "arm", "as", "at", "for", "has", "i", "if",
        "ill", "in", "is", "it", "its", "law", "led", "low", "of", "on", "or", "our", "the", "to",
        "we", "with",
    }
)  # fmt: skip

_ENDS = {
    word[at:]
    for word in _WORDS
    for at in range(1, len(word))
    if re.search(r"f[fil]{0,2}\Z", word[:at])
} - _TAILS


def count_words(text: str) -> Counter[str]:
    """Count the words of a document in lower case.

    >>> count_words("Fine-tuning, fine.")["fine"]
    2
    """
    return Counter(word.lower() for word in re.findall(r"[^\W\d_]+", text))


def join_line_ends(text: str, words: Mapping[str, int]) -> tuple[str, int]:
    r"""Join words over line ends; return the text and how often.

    The hyphen stays in a compound ("fine-tuned") and goes from a split word ("inter-nal").

    >>> join_line_ends("fine-\ntuned inter-\nnal state-of-the-\nart", {"fine": 2, "internal": 1})
    ('fine-tuned internal state-of-the-art', 3)
    """

    def joined(found: re.Match[str]) -> str:
        head, tail = found[1], found[2]
        whole = words.get((head + tail).lower(), 0)
        compound = "-" in head or not tail.islower() or words.get(head.lower(), 0) > 1
        return f"{head}-{tail}" if compound and not whole else head + tail

    return _AT_LINE_END.subn(joined, text) if "\n" in text else (text, 0)


def join_ligatures(text: str, words: Mapping[str, int]) -> tuple[str, tuple[str, ...]]:
    """Join words that a ligature split; return the text and a sentence for each.

    Joined is what makes a word of the document, or a common one, out of halves that are none.

    >>> join_ligatures("f ine-grained", {"f": 1, "ine": 1, "fine": 1})
    ('fine-grained', ("'f ine' became 'fine'",))
    >>> join_ligatures("a function f or g", {"for": 9})
    ('a function f or g', ())
    """
    if not words and _ENDS.isdisjoint(_AFTER_LIGATURE.findall(text)):
        return text, ()
    told: list[str] = []

    def joined(found: re.Match[str]) -> str:
        head, tail = found[1], found[2]
        whole = (head + tail).lower()
        # The halves are counted once where they stand; more often, they are words themselves.
        if tail in _TAILS or words.get(tail, 0) > 1:
            return found[0]
        if _HEAD_ALONE.fullmatch(head):
            known = whole in _WORDS or whole in words
        else:
            known = whole in _WORDS and words.get(head.lower(), 0) <= 1
        if not known:
            return found[0]
        told.append(f"'{found[0]}' became '{head}{tail}'")
        return head + tail

    return _AT_LIGATURE.sub(joined, text), tuple(told)
