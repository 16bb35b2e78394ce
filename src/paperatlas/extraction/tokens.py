"""Tokens and sentences: the spaCy pipeline under every extractor.

A blank English pipeline with three changes. Hyphens and slashes inside a word are always cut
("GPT-4" is three tokens), so that a label and its spelling variants differ in tokens that a matcher
can pass over; a LaTeX command before its brace is cut off. The tokenizer's cache is made large: at its default of 10,000 entries the labels of a
vocabulary fill it and every abstract pays.
"""

from __future__ import annotations

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex

_ENDLESS = ("al.", "cf.", "vs.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Sec.", "Tab.", "No.")
"""Abbreviations whose full stop ends no sentence and that spaCy's English does not know."""

CACHE_ENTRIES = 1_000_000


def tokenizing_pipeline() -> Language:
    """Return a pipeline that yields tokens and sentences.

    >>> [t.text for t in tokenizing_pipeline()("GPT-4 (fine-tuned).")]
    ['GPT', '-', '4', '(', 'fine', '-', 'tuned', ')', '.']
    >>> len(list(tokenizing_pipeline()("See Bai et al. 2022, i.e. RLAIF. It works.").sents))
    2
    """
    nlp = spacy.blank("en")
    prefixes = [*nlp.Defaults.prefixes, r"\\[A-Za-z]+\{"]
    nlp.tokenizer.prefix_search = compile_prefix_regex(prefixes).search  # type: ignore[attr-defined]  # spaCy declares no tokenizer type
    infixes = [*nlp.Defaults.infixes, r"(?<=[^\W_])[-–/](?=[^\W_])", r"[—“”\"]"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]  # as above
    nlp.tokenizer.max_cache_size = CACHE_ENTRIES  # type: ignore[attr-defined]  # as above
    for abbreviation in _ENDLESS:
        nlp.tokenizer.add_special_case(abbreviation, [{ORTH: abbreviation}])  # type: ignore[attr-defined]  # as above
    nlp.add_pipe("sentencizer")
    return nlp
