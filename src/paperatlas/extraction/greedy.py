"""Greedy: what our own recogniser finds, as spaCy would find it and at a fifth of the time.

A transition-based recogniser steps from word to word (Lample et al. 2016, "Neural architectures for
named entity recognition"), and at every step spaCy asks for Python's lock several times. Here the
layers of the network are spaCy's, and the steps are few: as long as no entity is open, what is
best depends on the word alone, so that all words are judged at once; and one that is open can only
go on or end. What the first layers make of a word, whatever stands beside it, is kept.
"""

from __future__ import annotations

from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from .tokens import Cutter, by_stretch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray
    from spacy.language import Language
    from thinc.model import Model

    Floats = NDArray[np.float32]

Entity = tuple[int, int, str]
"""Where an entity begins and ends in the text, end exclusive, and its label."""

BETWEEN = "\n\n"
"""Stands between two texts that are read as one."""

KEPT = 100_000
"""Stretches between blanks whose vectors are kept: some 40 MB."""


class GreedyReader:
    """Reads the entities that the ``ner`` of a pipeline finds, in texts without marked sentences.

    The network is as ``training/config.cfg`` says: hashed words, a window, no upper layer.

    >>> import spacy
    >>> from importlib.resources import files
    >>> reader = GreedyReader(spacy.load(files("paperatlas.extraction") / "model"))
    >>> text = "We compare BarFormer with QuuxNet."
    >>> [(text[start:end], label) for start, end, label in reader.entities(text)]
    [('BarFormer', 'Method'), ('QuuxNet', 'Method')]
    >>> list(reader.entities("Nothing here has a name."))
    []
    """

    def __init__(self, nlp: Language) -> None:
        """Take the network of ``nlp`` apart."""
        recogniser: Any = nlp.get_pipe("ner")
        tokens, _, self._linear = recogniser.model.get_ref("tok2vec").layers
        embed, self._encode = tokens.layers
        self._lower = recogniser.model.get_ref("lower")
        self._bias = self._lower.get_param("b")
        moves = [recogniser.moves.get_class_name(i) for i in range(recogniser.moves.n_moves)]
        self._moves = [(move[0], move[2:]) for move in moves]
        self._out = moves.index("O")
        self._begin = [i for i, (kind, _) in enumerate(self._moves) if kind == "B"]
        self._begin_or_unit = [i for i, (kind, _) in enumerate(self._moves) if kind in {"B", "U"}]
        # Without an open entity none can go on or end; and spaCy keeps a unit of no label apart.
        never = [i for i, (kind, _) in enumerate(self._moves) if kind in {"I", "L"}]
        self._never = [moves.index("U-"), *never]
        # To go on and to end stand side by side for every label.
        self._on_or_end = {
            label: slice(number, number + 2)
            for number, (kind, label) in enumerate(self._moves)
            if kind == "I"
        }
        self._cut = _Vectors(nlp, embed)

    def meet(self, texts: Iterable[str]) -> None:
        """Learn the words of many texts that are to be read."""
        self._cut.meet(texts)

    def entities(self, text: str) -> Iterator[Entity]:
        """Yield the entities of ``text``, in order; none overlaps another."""
        words = self._cut(text)
        if words.words:
            vectors = np.concatenate([self._cut.vectors[stretch] for stretch in words.stretches])
            spaces = [i for i, word in enumerate(words.words) if word.isspace()]
            for first, last, label in self._steps(vectors, spaces):
                yield *words.span(first, last), label

    def _steps(self, vectors: Floats, spaces: list[int]) -> Iterator[Entity]:
        """Yield first word, the one after the last and label of each entity."""
        (encoded,) = self._encode.predict([vectors])
        features = self._lower.predict(self._linear.predict(encoded))
        # What a word tells of a move as the next one, as the first of the open entity, as its last.
        missing, words = features[0], features[1:]
        # Summed in spaCy's order, so that all digits are the same.
        scores = _maxout(words[:, 0] + missing[1] + missing[2] + self._bias)
        scores[:, self._never] = -np.inf
        scores[-1, self._begin] = -np.inf
        for space in spaces:
            scores[space, self._begin_or_unit] = -np.inf
        best = scores.argmax(axis=1)
        at = 0
        for first in np.flatnonzero(best != self._out).tolist():
            if first >= at:
                kind, label = self._moves[best[first]]
                at = first + 1 if kind == "U" else self._end(words, first, label)
                yield first, at, label

    def _end(self, words: Floats, first: int, label: str) -> int:
        """Return the word after the last of the entity that begins with ``first``."""
        moves = self._on_or_end[label]
        upcoming, last = words[first + 1 :, 0, moves], words[first:-1, 2, moves]
        on, end = _maxout(upcoming + words[first, 1, moves] + last + self._bias[moves]).T
        ends = np.flatnonzero(end > on)
        return first + 2 + int(ends[0]) if len(ends) else len(words)


class _Vectors(Cutter):
    """Cuts texts, and keeps the vectors of the words of each stretch."""

    def __init__(self, nlp: Language, embed: Model[Any, Any]) -> None:
        super().__init__(nlp, most=KEPT)
        self._embed = embed
        self.vectors: dict[str, Floats] = {}

    def learn(self, stretches: Collection[str]) -> None:
        joined = {each: its for each in stretches if (its := _parts(each))}
        parts = {part for its in joined.values() for part in its}.difference(self._cut)
        for doc, places in by_stretch(self._nlp, parts.union(stretches).difference(joined)):
            self.keep(doc, places)
            if len(doc):
                (vectors,) = self._embed.predict([doc])
                self.vectors |= {stretch: vectors[a:b] for stretch, a, b in places}
        for stretch, its in joined.items():
            self._join(stretch, its)

    def _join(self, stretch: str, parts: list[str]) -> None:
        """Keep of a stretch what is known of its parts, none of which a blank follows."""
        words, lengths = zip(*(self._cut[part] for part in parts), strict=True)
        ends = [(*its[:-1], its[-1] - 1) for its in lengths[:-1]]
        self._cut[stretch] = (*chain(*words),), (*chain(*ends), *lengths[-1])
        self.vectors[stretch] = np.concatenate([self.vectors[part] for part in parts])

    def forget(self) -> None:
        super().forget()
        self.vectors.clear()


def _parts(stretch: str) -> list[str]:
    r"""Return the parts of a stretch in which two texts meet, or nothing.

    Such a one is new every time, and spaCy, which cuts at all that is blank, parts it there, too.

    >>> _parts("sets.\n\nWe"), _parts("sets."), _parts("sets.\n\n We")
    (['sets.', '\n\n', 'We'], [], [])
    """
    before, between, after = stretch.partition(BETWEEN)
    return [before, between, after] if stretch.split() == [before, after] else []


def _maxout(pieces: Floats) -> Floats:
    """Return the greatest of the pieces, which stand last; so few are quickest in pairs."""
    best: Floats = reduce(np.maximum, np.moveaxis(pieces, -1, 0))
    return best
