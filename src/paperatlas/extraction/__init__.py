"""Extraction: the mentions in a paper's title and abstract.

A spaCy pipeline reads each field: ``tokens`` cuts it into words and sentences, ``terms`` finds what
the vocabulary names, ``abbreviations`` finds the short forms that the text itself defines. What
leaves this package is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .abbreviations import definitions, occurrences
from .terms import GROUP, TermMatcher
from .tokens import tokenizing_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..papers import Paper
    from ..vocabulary import Vocabulary

__all__ = ["Extractor", "Mention"]


@dataclass(frozen=True, order=True, slots=True)
class Mention:
    """A stretch of a paper's text that names something.

    ``start`` and ``end`` count code points of ``Paper.text``, end exclusive, and
    ``paper.text[start:end] == text`` always. ``field`` is "title" or "abstract"; ``sentence`` is
    the sentence around it and ``sentence_start`` where in ``Paper.text`` that begins. ``extractor``
    is who found it; ``expansion`` is the long form that the text gives for an abbreviation.
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

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Build the pipeline once; it serves every paper."""
        self._nlp = tokenizing_pipeline()
        self._match = TermMatcher(self._nlp, vocabulary)

    def mentions(self, paper: Paper) -> tuple[Mention, ...]:
        """Return the mentions of one paper, by position; none overlaps another."""
        texts = {"title": paper.title or "", "abstract": paper.abstract or ""}
        offsets = {"title": 0, "abstract": len(paper.text) - len(texts["abstract"])}
        expansions = definitions(texts.values())
        return tuple(
            Mention(
                paper=paper.id,
                start=offsets[field] + start,
                end=offsets[field] + end,
                field=field,
                text=text[start:end],
                sentence=text[slice(*sentence)],
                sentence_start=offsets[field] + sentence[0],
                extractor="terms" if short is None else "abbreviations",
                expansion=None if short is None else expansions[short],
            )
            for field, text in texts.items()
            for start, end, short, sentence in self._stretches(text, expansions)
        )

    def _stretches(self, text: str, shorts: Iterable[str]) -> Iterator[_Stretch]:
        """Yield what names something in ``text``; of two that overlap the longer."""
        doc = self._match(self._nlp(text))
        found: list[tuple[int, int, str | None]] = list(occurrences(text, shorts))
        found += [(span.start_char, span.end_char, None) for span in doc.spans[GROUP]]
        taken: list[tuple[int, int, str | None]] = []
        # The sort is stable, so that at equal length the definition in the text comes first.
        for start, end, short in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
            if all(end <= other[0] or other[1] <= start for other in taken):
                taken.append((start, end, short))
        sentences = [(s.start_char, s.end_char) for s in doc.sents]
        for start, end, short in sorted(taken, key=lambda t: t[0]):
            holding = [s for s in sentences if s[0] < end and start < s[1]]
            yield start, end, short, (holding[0][0], holding[-1][1])


_Stretch = tuple[int, int, str | None, tuple[int, int]]
