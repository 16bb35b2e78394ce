"""Terms: what a vocabulary names, found in a tokenised text.

Labels and text are compared as the normal forms of their tokens, so that spelling variants meet;
hyphens, quotation marks (a 'dangerous capability' evaluation) and the dollar signs of formulas are
passed over. The labels stand in a trie of words (Fredkin, "Trie memory", CACM 1960): a text is read
once, whatever the number of labels. spaCy's ``PhraseMatcher`` would need a second document of
normal forms for every text, at twice the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from ..memory import Memory
from ..spelling import normal_word
from .tokens import Cutter, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
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
_PAST = " "
"""What stands after the last word, and in no label: no normal form is blank."""


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
        """Enter every label of ``vocabulary`` into one trie of the words that ``nlp`` cuts."""
        self._concepts = vocabulary.concepts
        self._named = Memory(vocabulary.named)
        self._normal = Memory(_normal)
        self._trie: _Node = {}
        texts = {label.text for labels in vocabulary.forms.values() for label in labels}
        cut = Cutter(nlp)
        cut.meet(texts)
        for text in texts:
            node = self._trie
            for word in filter(None, map(self._normal.__getitem__, cut(text).words)):
                node = node.setdefault(word, {})
            node[_END] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Find the terms of one document; of two that overlap the longer stays."""
        starts = [*(token.idx for token in doc), len(doc.text)]
        words = Words(doc.text, [], [token.text for token in doc], starts)
        doc.spans[GROUP] = [
            Span(doc, start, end, label=self._concepts[concept].type, kb_id=concept)
            for start, end, concept in self.terms(words)
        ]
        return doc

    def terms(self, words: Words) -> list[tuple[int, int, str]]:
        """Return first word, the one after the last and the surest concept of each term, in order.

        None overlaps another: of two that do the longer is found, or else the first.
        """
        found: list[tuple[int, int, str]] = []
        taken: set[int] = set()
        for start, end in sorted(self._stretches(words.words), key=lambda s: (s[0] - s[1], s[0])):
            if start in taken or end - 1 in taken:
                continue
            labels = self._named[words.text[slice(*words.span(start, end))]]
            if labels and not _negated(words, start):
                taken.update(range(start, end))
                found.append((start, end, labels[0].concept))
        return sorted(found)

    def _stretches(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the first word and the one after the last, for every way through the trie."""
        found = []
        normal = [*map(self._normal.__getitem__, words), _PAST]
        for start, root in enumerate(map(self._trie.get, normal)):
            node, at = root, start
            while node:
                at += 1
                if _END in node:
                    found.append((start, at))
                while not normal[at]:
                    at += 1
                node = node.get(normal[at])
        return found


_Node = dict[str, "_Node"]


def _normal(word: str) -> str:
    """Return the normal form of a word, empty where it is passed over."""
    return "" if word in _PASSED_OVER or word.isspace() else normal_word(word)


def _negated(words: Words, start: int) -> bool:
    """Say whether a prefix before ``start`` turns a name into its opposite ("non-contrastive")."""
    if start < _PREFIX or words.words[start - 1] not in _HYPHENS:
        return False
    joined = words.span(start - 1, start)[1] == words.starts[start]
    return joined and words.words[start - _PREFIX].lower() in _OPPOSITE
