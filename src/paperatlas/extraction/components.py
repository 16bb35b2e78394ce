"""Components: our extraction as parts of anybody's spaCy pipeline.

They are registered by entry points, so that ``nlp.add_pipe("paperatlas_terms")`` works wherever
Paperatlas is installed. Each writes a span group: ``doc.spans["terms"]`` holds what the vocabulary
names, with the type as label and the concept's id as ``kb_id_``; ``doc.spans["presented"]`` holds
what the text presents under a name of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from ..vocabulary import Vocabulary
from .abbreviations import occurrences
from .patterns import presented
from .terms import TermMatcher

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.factory("paperatlas_terms", default_config={"vocabulary": []})
def terms_component(nlp: Language, name: str, vocabulary: list[str]) -> TermMatcher:  # noqa: ARG001  (spaCy passes the name)
    """Make a matcher of the packaged vocabulary, or of the Turtle files named.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("paperatlas_terms")
    >>> doc = nlp("Trained with RLHF.")
    >>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["terms"]]
    [('RLHF', 'Method', 'method/rlhf')]
    """
    files = [Path(file) for file in vocabulary]
    return TermMatcher(nlp, Vocabulary.load(files) if files else Vocabulary.packaged())


@Language.component("paperatlas_presented")
def presented_component(doc: Doc) -> Doc:
    """Mark what a text presents, with its likely type as label.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("paperatlas_presented")
    >>> doc = nlp("We introduce FooBench, a benchmark.")
    >>> [(span.text, span.label_) for span in doc.spans["presented"]]
    [('FooBench', 'Benchmark')]
    """
    names = {found.name: found for found in presented("", doc.text)}
    spans = [
        doc.char_span(start, end, label=names[name].type, alignment_mode="expand")
        for start, end, name in occurrences(doc.text, names)
    ]
    doc.spans["presented"] = [span for span in spans if span is not None]
    return doc
