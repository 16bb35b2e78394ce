"""Terms: what a vocabulary names, found in a tokenised text.

spaCy's ``PhraseMatcher`` compares whole token sequences. To let spelling variants meet, both the
labels and the text are first written as *shadows*: documents whose words are the normal forms of
the tokens, without hyphens, without quotation marks (a 'dangerous capability' evaluation) and
without the dollar signs of formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher
from spacy.symbols import ORTH
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ..spelling import normal_word

if TYPE_CHECKING:
    from spacy.language import Language

    from ..vocabulary import Vocabulary

GROUP = "terms"
"""The key under which the matcher leaves its spans in ``Doc.spans``."""

_OPPOSITE = frozenset({"anti", "non", "un"})
_HYPHENS = frozenset("-–")
_PREFIX = 2  # tokens: the prefix and its hyphen
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
        named = (self._named(doc, *span) for span in sorted(spans))
        doc.spans[GROUP] = filter_spans(s for s in named if s is not None)
        return doc

    def _named(self, doc: Doc, start: int, end: int) -> Span | None:
        """Return the span with its surest concept, or nothing where its spelling names none."""
        labels = self._vocabulary.named(doc[start:end].text)
        if not labels or _negated(doc, start):
            return None
        concept = self._vocabulary.concepts[labels[0].concept]
        return Span(doc, start, end, label=concept.type, kb_id=concept.id)


def _negated(doc: Doc, start: int) -> bool:
    """Say whether a prefix before ``start`` turns a name into its opposite ("non-contrastive")."""
    if start < _PREFIX or doc[start - 1].text not in _HYPHENS or doc[start - 1].whitespace_:
        return False
    return doc[start - _PREFIX].lower_ in _OPPOSITE


def _shadow(doc: Doc) -> tuple[list[str], list[int]]:
    """Return the normal forms of the words of ``doc`` and the index of each word's token."""
    strings = doc.vocab.strings
    words = [strings[orth] for orth in doc.to_array(ORTH).tolist()]
    kept = [i for i, w in enumerate(words) if w not in _PASSED_OVER and not w.isspace()]
    return [normal_word(words[i]) for i in kept], kept
