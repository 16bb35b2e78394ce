"""Tokens and sentences: the spaCy pipeline under every extractor.

A blank English pipeline with three changes. Hyphens and slashes inside a word are always cut
("GPT-4" is three tokens), so that a label and its spelling variants differ in tokens that a matcher
can pass over. A LaTeX command before its brace is cut off. The tokenizer's cache is made large: at
its default of 10,000 entries the labels of a vocabulary fill it and every abstract pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.symbols import ORTH, SENT_START
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
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
    nlp = spacy.blank("en")
    english = nlp.Defaults
    infixes = [*(english.infixes or ()), r"(?<=[^\W_])[-–/](?=[^\W_])", r"[—“”\"]"]
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules={**(english.tokenizer_exceptions or {}), **{a: [{ORTH: a}] for a in _ENDLESS}},
        prefix_search=compile_prefix_regex([*(english.prefixes or ()), _LATEX_COMMAND]).search,
        suffix_search=compile_suffix_regex([*(english.suffixes or ()), _GLUED_STOP]).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        url_match=english.url_match,
        max_cache_size=CACHE_ENTRIES,
    )
    nlp.add_pipe("paperatlas_sentences")
    return nlp


_OTHER, _PUNCTUATION, _STOP = range(3)


class SentenceMarker:
    """Marks where sentences begin, by the rule of spaCy's ``sentencizer`` and ten times as fast.

    A sentence begins with the first token after a full stop (or its like in other scripts) that is
    no punctuation. The kind of a token is looked up once a word, not once a token.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Keep the kinds of the words of ``vocab`` as they are met."""
        self._vocab = vocab
        self._kinds: dict[int, int] = {}
        self._stops = frozenset(Sentencizer.default_punct_chars)

    def __call__(self, doc: Doc) -> Doc:
        """Set the start of every sentence of ``doc``."""
        kinds = self._kinds
        starts = np.full(len(doc), -1, dtype=np.int64)
        stopped = False
        for i, orth in enumerate(doc.to_array(ORTH).tolist()):
            kind = kinds[orth] if orth in kinds else self._kind(orth)
            if kind == _STOP:
                stopped = True
            elif stopped and kind == _OTHER:
                starts[i] = 1
                stopped = False
        starts[:1] = 1
        marks = cast("Ints2d", starts.astype(np.uint64).reshape(-1, 1))
        doc.from_array([SENT_START], marks)
        return doc

    def _kind(self, orth: int) -> int:
        word = self._vocab[orth]
        kind = _PUNCTUATION if word.is_punct else _OTHER
        self._kinds[orth] = _STOP if word.text in self._stops else kind
        return self._kinds[orth]


@Language.factory("paperatlas_sentences")
def sentence_marker(nlp: Language, name: str) -> SentenceMarker:  # noqa: ARG001  (spaCy passes the name)
    """Make a marker for ``nlp``."""
    return SentenceMarker(nlp.vocab)
