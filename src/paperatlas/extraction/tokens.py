"""Tokens and sentences: the spaCy pipeline under every extractor.

A blank English pipeline with three changes. Hyphens and slashes inside a word are always cut
("GPT-4" is three tokens), so that a label and its spelling variants differ in tokens that a matcher
can pass over. A LaTeX command before its brace is cut off. The tokenizer's cache is made large: at
its default of 10,000 entries the labels of a vocabulary fill it and every abstract pays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.lang.en import English
from spacy.lang.lex_attrs import is_punct
from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.symbols import LENGTH, ORTH, SENT_START, SPACY
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from ..memory import Memory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from spacy.tokens import Doc
    from thinc.types import Ints2d

_ENDLESS = ("al.", "cf.", "vs.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Sec.", "Tab.", "No.")
"""Abbreviations whose full stop ends no sentence and that spaCy's English does not know."""

# English keeps the full stop of "CoT." and "MoE.", as it does for initials.
_GLUED_STOP = r"(?<=[a-z0-9][A-Z])\."
_LATEX_COMMAND = r"\\[A-Za-z]+\{"

CACHE_ENTRIES = 1_000_000


def tokenizing_pipeline() -> Language:
    """Return a pipeline that yields tokens and sentences.

    >>> [t.text for t in tokenizing_pipeline()("GPT-4 (fine-tuned).")]
    ['GPT', '-', '4', '(', 'fine', '-', 'tuned', ')', '.']
    >>> len(list(tokenizing_pipeline()("See Bai et al. 2022, i.e. RLAIF. It works.").sents))
    2
    """
    nlp = English(create_tokenizer=_tokenizer)
    nlp.add_pipe("paperatlas_sentences")
    return nlp


def _tokenizer(nlp: Language) -> Tokenizer:
    english = nlp.Defaults
    infixes = [*(english.infixes or ()), r"(?<=[^\W_])[-–/](?=[^\W_])", r"[—“”\"]"]
    return Tokenizer(
        nlp.vocab,
        rules={**(english.tokenizer_exceptions or {}), **{a: [{ORTH: a}] for a in _ENDLESS}},
        prefix_search=compile_prefix_regex([*(english.prefixes or ()), _LATEX_COMMAND]).search,
        suffix_search=compile_suffix_regex([*(english.suffixes or ()), _GLUED_STOP]).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        url_match=english.url_match,
        max_cache_size=CACHE_ENTRIES,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, and where each begins; one place more, the last, is past the end.

    ``stretches`` are what stands between its blanks.
    """

    text: str
    stretches: list[str]
    words: list[str]
    starts: list[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from ``first`` up to, but not, ``last`` begin and end."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1])


class Cutter:
    """Cuts texts into words as a spaCy tokenizer does, which looks from blank to blank.

    So each stretch between two blanks is cut only once, and most of a text is looked up. Only of
    smileys spaCy looks across blanks: it breaks the one in "( :)can't", and this does not.

    >>> words = Cutter(tokenizing_pipeline())("GPT-4 (fine-tuned).")
    >>> words.words, words.span(0, 3)
    (['GPT', '-', '4', '(', 'fine', '-', 'tuned', ')', '.'], (0, 5))
    >>> Cutter(tokenizing_pipeline())("").words
    []
    """

    def __init__(self, nlp: Language, *, most: int = CACHE_ENTRIES) -> None:
        """Cut with the tokenizer of ``nlp``; keep ``most`` stretches, and then begin anew."""
        self._nlp = nlp
        self._most = most
        self._exceptions = frozenset(cast("Tokenizer", nlp.tokenizer).rules)
        self._cut: dict[str, tuple[Sequence[str], Sequence[int]]] = {}
        self._split: dict[str, list[str]] = {}

    def meet(self, texts: Iterable[str]) -> None:
        """Learn the words of many texts at once, which takes half as long as one by one."""
        self._split = {text: _stretches(text) for text in texts}  # who reads them asks next
        self._meet(chain.from_iterable(self._split.values()))

    def _meet(self, stretches: Iterable[str]) -> None:
        if len(self._cut) > self._most:
            self.forget()
        self.learn(set(stretches).difference(self._cut))

    def __call__(self, text: str) -> Words:
        """Return the words of ``text``."""
        stretches = self._split.pop(text, None) or _stretches(text)
        try:
            cut = [self._cut[stretch] for stretch in stretches]
        except KeyError:
            self._meet(stretches)
            cut = [self._cut[stretch] for stretch in stretches]
        words = list(chain.from_iterable([words for words, _ in cut]))
        starts = accumulate(chain.from_iterable([lengths for _, lengths in cut]), initial=0)
        return Words(text, stretches, words, list(starts))

    def learn(self, stretches: Collection[str]) -> None:
        """Keep how stretches are cut; of a plain word every tokenizer of ours says the same."""
        others = []
        for stretch in stretches:
            plain = _PLAIN.fullmatch(stretch)
            if not plain or not self._exceptions.isdisjoint((stretch, plain[1])):
                others.append(stretch)
            elif plain[2]:
                self._cut[stretch] = plain.groups(), (len(plain[1]), len(" ,"))
            else:
                self._cut[stretch] = (stretch,), (len(stretch) + 1,)
        for doc, places in by_stretch(self._nlp, others):
            self.keep(doc, places)

    def keep(self, doc: Doc, places: Iterable[tuple[str, int, int]]) -> None:
        """Keep how stretches are cut in ``doc``, where each is given its first and last token."""
        text, starts, ends = doc.text, *_edges(doc)
        words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
        lengths = [b - a for a, b in pairwise([*starts, len(text) + 1])]
        for stretch, first, last in places:
            self._cut[stretch] = tuple(words[first:last]), tuple(lengths[first:last])

    def forget(self) -> None:
        """Keep nothing."""
        self._cut.clear()


_TOGETHER = 1000
# Several blanks, or blanks of other kinds, are words themselves.
_BLANK = re.compile(r" (?=\S)(?<=\S )")
# Two in three of the words that a text brings for the first time.
_PLAIN = re.compile(r"([A-Za-z]*[a-z])([.,;:]?)")


def _stretches(text: str) -> list[str]:
    """Return what stands between the blanks of ``text``."""
    stretches = text.split()
    return stretches if stretches and " ".join(stretches) == text else _BLANK.split(text)


def by_stretch(
    nlp: Language, stretches: Iterable[str]
) -> Iterator[tuple[Doc, list[tuple[str, int, int]]]]:
    """Yield documents that together hold ``stretches``, and each stretch with its tokens there.

    They are given by the first and the one after the last. Most stretches are cut many in one
    document; by itself is what a blank beside it would change.

    >>> [(doc, places)] = by_stretch(tokenizing_pipeline(), ["GPT-4", "can't"])
    >>> [(stretch, [token.text for token in doc[a:b]]) for stretch, a, b in places]
    [('GPT-4', ['GPT', '-', '4']), ("can't", ['ca', "n't"])]
    """
    inner = [s for s in stretches if s and s == s.strip()]
    alike = (inner[i : i + _TOGETHER] for i in range(0, len(inner), _TOGETHER))
    apart = ([s] for s in stretches if not s or s != s.strip())
    for together in chain(alike, apart):
        doc = nlp.make_doc(" ".join(together))
        starts, _ = _edges(doc)
        places = []
        first = end = 0
        for stretch in together:
            end += len(stretch) + 1
            last = bisect_left(starts, end, lo=first)
            places.append((stretch, first, last))
            first = last
        yield doc, places


def _edges(doc: Doc) -> tuple[list[int], list[int]]:
    """Return where the tokens of ``doc`` begin and end."""
    sizes = doc.to_array([LENGTH, SPACY]).astype(np.int64).reshape(-1, 2)
    nexts = sizes.sum(axis=1).cumsum()
    ends = nexts - sizes[:, 1]
    return (ends - sizes[:, 0]).tolist(), ends.tolist()


_OTHER, _PUNCTUATION, _STOP = range(3)
_STOPS = frozenset(Sentencizer.default_punct_chars)


class SentenceMarker:
    """Marks where sentences begin, by the rule of spaCy's ``sentencizer`` and ten times as fast.

    A sentence begins with the first token after a full stop (or its like in other scripts) that is
    no punctuation. The kind of a token is looked up once a word, not once a token.
    """

    def __init__(self) -> None:
        """Keep the kinds of words as they are met."""
        self._kinds = Memory(_kind)

    def __call__(self, doc: Doc) -> Doc:
        """Set the start of every sentence of ``doc``."""
        starts = np.full(len(doc), -1, dtype=np.int64)
        starts[self.starts([token.text for token in doc])] = 1
        marks = cast("Ints2d", starts.astype(np.uint64).reshape(-1, 1))
        doc.from_array([SENT_START], marks)
        return doc

    def starts(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of the words that begin a sentence, the first of all among them."""
        kinds = bytes(map(self._kinds.__getitem__, words))
        starts = []
        at = 0 if words else -1
        while at >= 0:
            starts.append(at)
            stop = kinds.find(_STOP, at)
            at = kinds.find(_OTHER, stop) if stop >= 0 else -1
        return starts


def _kind(word: str) -> int:
    if word in _STOPS:
        return _STOP
    return _PUNCTUATION if is_punct(word) else _OTHER


@Language.factory("paperatlas_sentences")
def sentence_marker(nlp: Language, name: str) -> SentenceMarker:  # noqa: ARG001  (spaCy passes both)
    """Make a marker."""
    return SentenceMarker()
