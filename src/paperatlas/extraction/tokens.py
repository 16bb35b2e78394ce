"""Tokens and sentences: the spaCy pipeline under every extractor.

A blank English pipeline with three changes. Hyphens and slashes inside a word are always cut
("GPT-4" is three tokens), so that a label and its spelling variants differ in tokens that a matcher
can pass over. A LaTeX command before its brace is cut off. The tokenizer's cache is made large: at
its default of 10,000 entries the labels of a vocabulary fill it and every abstract pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from spacy.language import Language

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
    nlp.add_pipe("sentencizer")
    return nlp
