"""Recognition: names that a spaCy pipeline finds by their looks and company.

Any pipeline that sets ``doc.ents`` will do: a trained one, a transformer, a zero-shot recogniser.
Its labels are read as the five types; a label that fits none is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy

from ..errors import InputError
from .patterns import Presented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

_TYPES = {
    "lab": "Lab",
    "org": "Lab",
    "organisation": "Lab",
    "organization": "Lab",
    "university": "Lab",
    "method": "Method",
    "algorithm": "Method",
    "model": "Model",
    "benchmark": "Benchmark",
    "dataset": "Benchmark",
    "topic": "Topic",
    "task": "Topic",
    "field": "Topic",
}
"""What common label sets call our types, in small letters."""

UNSTATED = 0.6
"""The confidence of an entity whose pipeline states none (in ``ent._.score``)."""


class Recogniser:
    """Reads the entities of a spaCy pipeline as names.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> ruler = nlp.add_pipe("entity_ruler")
    >>> ruler.add_patterns([{"label": "ORG", "pattern": "Foo Lab"}])
    >>> [(n.name, n.type) for n in Recogniser(nlp).names(["By Foo Lab."])]
    [('Foo Lab', 'Lab')]
    >>> list(Recogniser(nlp).names(["By nobody."]))
    []
    """

    def __init__(self, nlp: Language) -> None:
        """Use ``nlp`` as it is."""
        self._nlp = nlp

    @classmethod
    def load(cls, pipeline: str) -> Recogniser:
        """Load an installed pipeline by its name, or one from a folder.

        Raises:
            InputError: there is no such pipeline, or it cannot be loaded here.

        """
        try:
            return cls(spacy.load(pipeline))
        except (OSError, ValueError, ImportError) as error:
            what = "no spaCy pipeline can be loaded from here"
            cure = "name an installed pipeline or a folder that holds one"
            raise InputError(what, where=pipeline, cure=cure) from error

    def names(self, texts: Iterable[str]) -> Iterator[Presented]:
        """Yield each name once, with the type and confidence of its first occurrence."""
        seen = set()
        for doc in self._nlp.pipe(text for text in texts if text):
            for entity in doc.ents:
                kind = _TYPES.get(entity.label_.casefold())
                if kind and entity.text not in seen:
                    seen.add(entity.text)
                    stated = entity._.get("score") if entity.has_extension("score") else None
                    confidence = UNSTATED if stated is None else float(stated)
                    yield Presented(entity.text, kind, confidence, finder="recogniser")
