"""Language: of a text in another than English, by its letters or its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

#: Words that make up a quarter to a half of running text; those that two languages share tell of
#: neither alone, which is why the languages are compared.
_COMMON = {
    "en": "the of and to in a is that for we with on this are as by be an which from our it",
    "fr": "le la les de des du et en un une que est dans pour nous sur par qui avec ce cette sont",
    "de": "der die das und in den von zu mit ist ein eine des im für auf wir dem wird sich nicht",
    "es": "el la los las de y en que un una del se para con por es al como este esta lo más su",
    "pt": "o a os as de e em que um uma do da para com não por se dos das no na ao este como",
    "it": "il la le di e in un una che del della per con è i gli si da nel dei sono come al questo",
    "nl": "de het een van en in is dat op te voor met zijn die wij aan om niet ook deze door als",
    "pl": "w i z na do się jest że nie o jak to oraz dla są od przez które po jego tego ten",
    "tr": "ve bir bu için ile olarak da de olan gibi daha çok en ne kadar sonra ise olduğu",
}
_LANGUAGES = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "und-Deva", "THAI": "th",
}  # fmt: skip
_NAMES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "russian": "ru", "chinese": "zh", "japanese": "ja",
    "korean": "ko", "polish": "pl", "turkish": "tr", "arabic": "ar", "ukrainian": "uk",
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "por": "pt",
    "ita": "it", "dut": "nl", "nld": "nl", "rus": "ru", "chi": "zh", "zho": "zh", "jpn": "ja",
    "kor": "ko", "pol": "pl", "tur": "tr", "ara": "ar", "ukr": "uk", "cze": "cs", "hun": "hu",
}  # fmt: skip
_TAG = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[^\W\d_]+")
_NO_LETTERS = {sign: " " for sign in range(128) if not chr(sign).isalpha()}
_LOOKED_AT = 60
_FEWEST = 8
_LEAST = 0.15
_PLENTY = 0.25
_LETTERS = 400
_FOREIGN = 0.3
_JAPANESE = 0.05


def language_of(text: str) -> str | None:
    """Return the tag of the language that ``text`` is in, "en" included; None if it does not show.

    >>> language_of("Wir zeigen, dass das Netz auf den Daten nicht mit den Schichten wächst.")
    'de'
    >>> language_of("我们提出了一种新的简单网络架构"), language_of("Мы предлагаем новую сеть.")
    ('zh', 'und-Cyrl')
    >>> language_of("Attention Is All You Need") is None
    True
    """
    words = _words(text[: 10 * _LOOKED_AT].lower())[:_LOOKED_AT]
    if len(words) >= _FEWEST:
        if sum(map(_LANGUAGES["en"].__contains__, words)) > _PLENTY * len(words):
            return "en"
        shares = {
            language: sum(map(common.__contains__, words)) / len(words)
            for language, common in _LANGUAGES.items()
        }
        best = max(shares, key=lambda language: shares[language])
        if shares[best] >= _LEAST:
            return best
    return None if text.isascii() else _by_script(text)


def _words(text: str) -> list[str]:
    """Return the runs of letters, which in ASCII are found without looking at each."""
    return text.translate(_NO_LETTERS).split() if text.isascii() else _WORD.findall(text)


def _by_script(text: str) -> str | None:
    letters = [letter for letter in text[:_LETTERS] if letter.isalpha()]
    scripts = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in letters if letter > "\u036f"
    )
    foreign = Counter[str]()
    for script, times in scripts.items():
        if script in _SCRIPTS:
            foreign[_SCRIPTS[script]] += times
    if not letters or foreign.total() < _FOREIGN * len(letters):
        return None
    if foreign["ja"] > _JAPANESE * foreign.total():  # Japanese is written with Chinese signs, too
        return "ja"
    return min(foreign, key=lambda language: (-foreign[language], language))


def tag_of(stated: str) -> str | None:
    """Return the tag of a language that a record states as tag, code or name.

    >>> tag_of("fre"), tag_of("German"), tag_of("pt-BR"), tag_of("see text")
    ('fr', 'de', 'pt', None)
    """
    stated = stated.strip().lower()
    tag = _TAG.fullmatch(stated)
    return _NAMES.get(stated) or (tag[1] if tag else None)
