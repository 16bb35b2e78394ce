"""Extraction: the mentions in a paper's title and abstract.

A spaCy pipeline reads each field: ``tokens`` cuts it into words and sentences, ``terms`` finds what
the vocabulary names, ``abbreviations`` the short forms that the text itself defines, ``patterns``
what the paper presents under a name of its own, ``titles`` what title and abstract share,
``recognition`` what looks like a name; ``discovery`` puts together what is new, and ``confidence``
says how sure it is. What leaves this package is plain data.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from .abbreviations import definitions, occurrences
from .discovery import Discovery
from .patterns import Presented
from .terms import TermMatcher
from .tokens import Cutter, SentenceMarker, tokenizing_pipeline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ..papers import Paper
    from ..vocabulary import Vocabulary

__all__ = ["Extractor", "Mention"]


@dataclass(frozen=True, order=True, slots=True)
class Mention:
    """A stretch of a paper's text that names something.

    ``start`` and ``end`` count code points of ``Paper.text``, end exclusive, and
    ``paper.text[start:end] == text`` always. ``field`` is "title" or "abstract"; ``sentence`` is
    the sentence around it and ``sentence_start`` where in ``Paper.text`` that begins. ``extractor``
    is who found it; ``expansion`` is the long form that the text gives for an abbreviation. What
    was found without the vocabulary has the ``type`` that its finder takes it for, and the
    ``confidence`` that it is one; it is ``presented`` where the paper brings it as its own.
    """

    paper: str
    start: int
    end: int
    field: str
    text: str
    sentence: str
    sentence_start: int
    extractor: str
    expansion: str | None = None
    type: str | None = None
    confidence: float = 1.0
    presented: bool = False


class Extractor:
    """Finds mentions of what a vocabulary names.

    >>> from paperatlas.papers import Paper
    >>> from paperatlas.vocabulary import Vocabulary
    >>> extractor = Extractor(Vocabulary.packaged())
    >>> paper = Paper(id="p", title="Tuning with RLHF", abstract=None)
    >>> [(m.text, m.start, m.end) for m in extractor.mentions(paper)]
    [('RLHF', 12, 16)]
    >>> extractor.mentions(Paper(id="p", title="Nothing to see", abstract=None))
    ()
    """

    def __init__(self, vocabulary: Vocabulary, *, discovery: Discovery | None = None) -> None:
        """Build the pipeline once; it serves every paper.

        What the vocabulary does not know is found by ``discovery``: unless another is given, by
        patterns, title phrases and abbreviations.
        """
        self._discovery = discovery or Discovery.of(vocabulary)
        nlp = tokenizing_pipeline()
        self._cut = Cutter(nlp)
        self._sentences = SentenceMarker(nlp.vocab)
        self._match = TermMatcher(nlp, vocabulary)

    def meet(self, texts: Collection[str]) -> None:
        """Learn the words of many texts that are to be read; their mentions are the same without.

        >>> from paperatlas.vocabulary import Vocabulary
        >>> Extractor(Vocabulary.packaged()).meet(["Tuning with RLHF", "Nothing to see"])
        """
        self._cut.meet(texts)
        self._discovery.meet(texts)

    def mentions(self, paper: Paper) -> tuple[Mention, ...]:
        """Return the mentions of one paper, by position; none overlaps another.

        In a text that is not in English only what the vocabulary or the text itself, by an
        abbreviation, gives a name is found.
        """
        texts = {"title": paper.title or "", "abstract": paper.abstract or ""}
        offsets = {"title": 0, "abstract": len(paper.text) - len(texts["abstract"])}
        expansions = definitions(texts.values())
        names = {}
        if not paper.language:  # who looks for new names knows how English presents them
            names = {p.name: p for p in self._discovery.names(**texts, expansions=expansions)}
        shorts = {
            short: Presented(short, "", 1.0, long, finder="abbreviations")
            for short, long in expansions.items()
        }
        return tuple(
            _mention(paper.id, field, text, offsets[field], find)
            for field, text in texts.items()
            for find in self._finds(text, shorts | names)
        )

    def _finds(self, text: str, names: Mapping[str, Presented]) -> Iterator[_Find]:
        """Yield what names something in ``text``, by position; of two that overlap the longer."""
        words = self._cut(text)
        found: list[tuple[int, int, Presented | None]] = [
            (start, end, names[name]) for start, end, name in occurrences(text, names)
        ]
        found += [(*words.span(a, b), None) for a, b, _ in self._match.terms(words)]
        begins = self._sentences.starts(words.words)
        sentences = [words.span(a, b) for a, b in pairwise([*begins, len(words.words)])]
        taken: list[_Find] = []
        # The sort is stable, so that at equal length what the text says itself comes first.
        for start, end, name in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
            if all(end <= other.start or other.end <= start for other in taken):
                first = bisect_right(sentences, start, key=itemgetter(1))
                last = bisect_left(sentences, end, key=itemgetter(0)) - 1
                taken.append(_Find(start, end, name, (sentences[first][0], sentences[last][1])))
        yield from sorted(taken, key=lambda find: find.start)


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    name: Presented | None
    sentence: tuple[int, int]


_TERM = Presented("", "", 1.0, finder="terms")


def _mention(paper: str, field: str, text: str, offset: int, find: _Find) -> Mention:
    name = find.name or _TERM
    return Mention(
        paper=paper,
        start=offset + find.start,
        end=offset + find.end,
        field=field,
        text=text[find.start : find.end],
        sentence=text[slice(*find.sentence)],
        sentence_start=offset + find.sentence[0],
        extractor=name.finder,
        expansion=name.expansion,
        type=name.type or None,
        confidence=1.0 if name.confidence is None else name.confidence,
        presented=(name.field, name.at) == (field, find.start),
    )
