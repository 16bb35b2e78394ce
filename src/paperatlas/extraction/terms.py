"""Terms: what a vocabulary names, found in a tokenised text.

spaCy's ``PhraseMatcher`` compares whole token sequences. To let spelling variants meet, both the
labels and the text are first written as *shadows*: documents whose words are the normal forms of
the tokens, without hyphens, without quotation marks (a 'dangerous capability' evaluation) and
without the dollar signs of formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from ..spelling import normal_word

if TYPE_CHECKING:
    from spacy.language import Language

    from ..vocabulary import Vocabulary

GROUP = "terms"
"""The key under which the matcher leaves its spans in ``Doc.spans``."""

_PASSED_OVER = frozenset("-–—$'\"‘’“”`")


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
        """Add every label of ``vocabulary`` to one matcher over ``nlp``'s tokens."""
        self._vocabulary = vocabulary
        self._matcher = PhraseMatcher(nlp.vocab)
        texts = sorted({label.text for labels in vocabulary.forms.values() for label in labels})
        shadows = {tuple(_shadow(nlp.make_doc(text))[0]) for text in texts}
        patterns = [Doc(nlp.vocab, words=list(words)) for words in sorted(shadows) if words]
        self._matcher.add(GROUP, patterns)

    def __call__(self, doc: Doc) -> Doc:
        """Find the terms of one document; of two that overlap the longer stays."""
        words, tokens = _shadow(doc)
        found = self._matcher(Doc(doc.vocab, words=words)) if words else []
        spans = {(tokens[start], tokens[end - 1] + 1) for _, start, end in found}
        named = (doc[slice(*span)] for span in sorted(spans))
        doc.spans[GROUP] = filter_spans(s for s in named if self._vocabulary.named(s.text))
        return doc


def _shadow(doc: Doc) -> tuple[list[str], list[int]]:
    """Return the normal forms of the words of ``doc`` and the index of each word's token."""
    words = [(t.text, t.i) for t in doc]
    kept = [(w, i) for w, i in words if w not in _PASSED_OVER and not w.isspace()]
    return [normal_word(word) for word, _ in kept], [i for _, i in kept]
