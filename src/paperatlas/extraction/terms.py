"""Terms: what a vocabulary names, found in a tokenised text.

Labels and text are compared as the normal forms of their tokens, so that spelling variants meet;
hyphens, quotation marks (a 'dangerous capability' evaluation) and the dollar signs of formulas are
passed over. The labels stand in a trie of words (Fredkin, "Trie memory", CACM 1960): a text is read
once, whatever the number of labels. spaCy's ``PhraseMatcher`` would need a second document of
normal forms for every text, at twice the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.symbols import ORTH
from spacy.tokens import Span
from spacy.util import filter_spans

from ..spelling import normal_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

    from ..vocabulary import Vocabulary

GROUP = "terms"
"""The key under which the matcher leaves its spans in ``Doc.spans``."""

_OPPOSITE = frozenset({"anti", "non", "un"})
_HYPHENS = frozenset("-–")
_PREFIX = 2  # tokens: the prefix and its hyphen
_PASSED_OVER = frozenset("-–—$'\"‘’“”`")
_END = ""
"""The key in a node of the trie that says that a label ends there; no normal form is empty."""


class TermMatcher:
    """Writes the longest vocabulary terms of a document to ``doc.spans["terms"]``.

    >>> from paperatlas.extraction.tokens import tokenizing_pipeline
    >>> from paperatlas.vocabulary import Vocabulary
    >>> nlp = tokenizing_pipeline()
    >>> match = TermMatcher(nlp, Vocabulary.packaged())
    >>> doc = match(nlp("Fine tuning with sparse autoencoders."))
    >>> [span.text for span in doc.spans["terms"]]
    ['Fine tuning', 'sparse autoencoders']
    >>> doc = match(nlp("Nothing to see."))
    >>> list(doc.spans["terms"])
    []
    """

    def __init__(self, nlp: Language, vocabulary: Vocabulary) -> None:
        """Enter every label of ``vocabulary`` into one trie of ``nlp``'s tokens."""
        self._vocabulary = vocabulary
        self._words = _NormalWords(nlp.vocab.strings)
        self._trie: _Node = {}
        for text in {label.text for labels in vocabulary.forms.values() for label in labels}:
            node = self._trie
            for orth in nlp.make_doc(text).to_array(ORTH).tolist():
                if word := self._words[orth]:
                    node = node.setdefault(word, {})
            node[_END] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Find the terms of one document; of two that overlap the longer stays."""
        doc.spans[GROUP] = filter_spans(list(self._spans(doc)))
        return doc

    def _spans(self, doc: Doc) -> Iterator[Span]:
        """Yield the stretches that name something, with the surest concept of each."""
        # Not from ``doc.text``, which would read every token again.
        for start, end in self._stretches(doc.to_array(ORTH).tolist()):
            labels = self._vocabulary.named(doc[start:end].text)
            if labels and not _negated(doc, start):
                concept = self._vocabulary.concepts[labels[0].concept]
                yield Span(doc, start, end, label=concept.type, kb_id=concept.id)

    def _stretches(self, orths: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the first token and the one after the last, for every way through the trie."""
        trie = self._trie
        words = [self._words[orth] for orth in orths]
        for start, first in enumerate(words):
            if not first or first not in trie:
                continue
            node = trie[first]
            if _END in node:
                yield start, start + 1
            for at in range(start + 1, len(words)):
                word = words[at]
                if not word:
                    continue
                if word not in node:
                    break
                node = node[word]
                if _END in node:
                    yield start, at + 1


_Node = dict[str, "_Node"]


class _NormalWords(dict[int, str]):
    """Token -> the normal form of its word, empty where it is passed over; filled as met."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, orth: int) -> str:
        word = self._strings[orth]
        passed = word in _PASSED_OVER or word.isspace()
        self[orth] = "" if passed else normal_word(word)
        return self[orth]


def _negated(doc: Doc, start: int) -> bool:
    """Say whether a prefix before ``start`` turns a name into its opposite ("non-contrastive")."""
    if start < _PREFIX or doc[start - 1].text not in _HYPHENS or doc[start - 1].whitespace_:
        return False
    return doc[start - _PREFIX].lower_ in _OPPOSITE
