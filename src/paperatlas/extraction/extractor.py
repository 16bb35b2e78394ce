"""Extractor: what is found in a paper, by the vocabulary, the text itself, and discovery."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from . import Mention
from .abbreviations import definitions, occurrences
from .discovery import Discovery
from .patterns import Presented
from .terms import TermMatcher
from .tokens import Cutter, SentenceMarker, tokenizing_pipeline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from spacy.language import Language

    from ..papers import Paper
    from ..vocabulary import Vocabulary


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
        nlp, self._match = _matcher(vocabulary)
        self._cut = Cutter(nlp)
        self._sentences = SentenceMarker()

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
        expansions = definitions(texts.values())
        names = {}
        if not paper.language:  # who looks for new names knows how English presents them
            names = {p.name: p for p in self._discovery.names(**texts, expansions=expansions)}
        shorts = {
            short: Presented(short, "", 1.0, long, finder="abbreviations")
            for short, long in expansions.items()
        }
        names = shorts | names
        offset = len(paper.text) - len(texts["abstract"])
        return (
            *self._in_field(paper.id, "title", texts["title"], 0, names),
            *self._in_field(paper.id, "abstract", texts["abstract"], offset, names),
        )

    def _in_field(
        self, paper: str, field: str, text: str, offset: int, names: Mapping[str, Presented]
    ) -> Iterator[Mention]:
        """Yield the mentions in ``text``, which begins at ``offset``, by position."""
        words = self._cut(text)
        found = [(*words.span(a, b), _TERM) for a, b, _ in self._match.terms(words)]
        if said := [(start, end, names[name]) for start, end, name in occurrences(text, names)]:
            found = _longest(said + found, len(text))
        begins = self._sentences.starts(words.words)
        ends = [words.span(a, b)[1] for a, b in pairwise([*begins, len(words.words)])]
        begins = [words.starts[begin] for begin in begins]
        around, sentence, at = (-1, -1), "", 0
        for start, end, name in found:
            reach = bisect_right(ends, start), bisect_left(begins, end) - 1
            if reach != around:  # all mentions of one sentence share one string
                around, at = reach, begins[reach[0]]
                sentence = text[at : ends[reach[1]]]
            yield Mention(
                paper,
                offset + start,
                offset + end,
                field,
                text[start:end],
                sentence,
                offset + at,
                name.finder,
                name.expansion,
                name.type or None,
                1.0 if name.confidence is None else name.confidence,
                (name.field, name.at) == (field, start),
            )


@lru_cache(maxsize=2)
def _matcher(vocabulary: Vocabulary) -> tuple[Language, TermMatcher]:
    """Return the pipeline and the matcher that all extractors of a vocabulary share."""
    nlp = tokenizing_pipeline()
    return nlp, TermMatcher(nlp, vocabulary)


_TERM = Presented("", "", 1.0, finder="terms")

_Find = tuple[int, int, Presented]


def _longest(found: Iterable[_Find], length: int) -> list[_Find]:
    """Return what is found in a text of ``length``, by position; of two that overlap the longer.

    The sort is stable: of two at one place the first stays.

    >>> _longest([(2, 4, _TERM), (0, 3, _TERM), (4, 6, _TERM)], 6) == [(0, 3, _TERM), (4, 6, _TERM)]
    True
    """
    taken = bytearray(length)
    longest = []
    for find in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        start, end, _ = find
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            longest.append(find)
    return sorted(longest, key=itemgetter(0))
