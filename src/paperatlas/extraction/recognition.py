"""Recognition: names that a spaCy pipeline finds by their looks and company.

Any pipeline that sets ``doc.ents`` will do: a trained one, a transformer, a zero-shot recogniser.
Its labels are read as the five types; a label that fits none is passed over.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import spacy

from ..errors import InputError
from .greedy import BETWEEN, GreedyReader
from .patterns import Presented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Span

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

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_CAPITAL_INSIDE = re.compile(r"(?<=.)[A-Z]")

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

    def __init__(
        self, nlp: Language, *, own: bool = False, reader: GreedyReader | None = None
    ) -> None:
        """Use ``nlp`` as it is, or the ``reader`` that reads as it does.

        What our ``own`` pipeline finds is left to be judged, and has a capital: of its names in
        small letters three in ten were right, whatever stood around them. So it reads only the
        sentences that hold a capital inside, which takes two thirds of the time.
        """
        self._nlp = nlp
        self._own = own
        self._reader = reader

    @classmethod
    @cache
    def packaged(cls) -> Recogniser:
        """Load the pipeline that comes with the package, once: see ``training/``."""
        with as_file(files(__package__) / "model") as folder:
            nlp = spacy.load(folder)
            return cls(nlp, own=True, reader=GreedyReader(nlp))

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

    def meet(self, texts: Iterable[str]) -> None:
        """Learn the words of many texts that are to be read."""
        if self._reader:
            self._reader.meet(texts)

    def names(self, texts: Iterable[str]) -> Iterator[Presented]:
        """Yield each name once, with the type and confidence of its first occurrence."""
        if self._own:
            texts = (BETWEEN.join(map(_with_capitals, texts)),)
        seen = set()
        for name, label, confidence in self._entities(text for text in texts if text):
            kind = _TYPES.get(label.casefold())
            small = self._own and name.islower()
            if kind and not small and name not in seen:
                seen.add(name)
                yield Presented(name, kind, confidence, finder="recogniser")

    def _entities(self, texts: Iterable[str]) -> Iterator[tuple[str, str, float | None]]:
        """Yield name, label and, where it is stated, confidence."""
        if self._reader:
            for text in texts:
                for start, end, label in self._reader.entities(text):
                    yield text[start:end], label, None
            return
        for doc in self._nlp.pipe(texts):
            for entity in doc.ents:
                yield entity.text, entity.label_, None if self._own else _stated(entity)


def _stated(entity: Span) -> float:
    score = entity._.get("score") if entity.has_extension("score") else None
    return UNSTATED if score is None else float(score)


def _with_capitals(text: str) -> str:
    return " ".join(s for s in _SENTENCE_END.split(text) if _CAPITAL_INSIDE.search(s))
