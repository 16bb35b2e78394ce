"""Linking: from a mention to the concept that it names, with the reason.

A link is made for one of three reasons, never for likeness alone: the stretch is a label of the
concept; it is an abbreviation whose long form, given in the paper, is one; or it is a label that is
also a word, and the paper holds what the vocabulary asks for before it may match.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidates
from .extraction.abbreviations import is_acronym
from .extraction.roles import Place, read_roles
from .memory import Memory
from .spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from .extraction import Mention
    from .papers import Paper
    from .vocabulary import Concept, Label, Vocabulary

# The share of such links that annotators confirm, rounded down: see benchmarks/confidence.py. Of
# abbreviations that a paper defines there were too few to measure; their long form is a label.
_SCORES = {"pref": 0.9, "alt": 0.9, "hidden": 0.8, "ambiguous": 0.8, "abbreviation": 0.9}
_FOUND_BY = {
    "abbreviations": "defined in the paper, in no vocabulary",
    "recogniser": "recognised by its looks and company, in no vocabulary",
    "titles": "in the title and again in the abstract, in no vocabulary",
    "patterns": "presented by the paper under this name, in no vocabulary",
}
_FORMS = Memory(normal_form)  # the contexts of a vocabulary come again
_PARTS = re.compile(r"[,;()\[\]]|\s[-–—/|]\s|\.$")
_REASONS = {"pref": "preferred label", "alt": "alternative label", "hidden": "variant label"}


@dataclass(frozen=True, slots=True)
class Link:
    """A mention, the id of the concept that it names, and the role that the paper gives it.

    ``score`` is the share of such links that proved right; ``reason`` says in words why this
    concept and no other, ``role_reason`` what in the text speaks for the role.
    """

    mention: Mention
    concept: str
    role: str
    score: float
    reason: str
    role_reason: str = ""


Affiliated = tuple[str, str]
"""The id of a lab that an affiliation names, and the reason in words."""


class Linker:
    """Resolves mentions and metadata names against a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Keep the vocabulary that names are resolved against."""
        self._vocabulary = vocabulary
        self.candidates = Candidates(vocabulary.concepts)
        broader = {above for concept in vocabulary.concepts.values() for above in concept.broader}
        self._kinds = {c for c in broader if not vocabulary.concepts[c].broader}
        self._general = {c for c, concept in vocabulary.concepts.items() if concept.general}

    def links(self, paper: Paper, mentions: Iterable[Mention]) -> tuple[Link, ...]:
        """Return the links of one paper's mentions, in their order, without what names nothing."""
        labelled = [(mention, self._vocabulary.named(mention.text)) for mention in mentions]
        sure = {
            labels[0].concept for _, labels in labelled if labels and labels[0].kind != "ambiguous"
        }
        words = cache(lambda: f" {normal_form(paper.text)} ")
        named_by = []
        for mention, labels in labelled:
            named = self._resolve(mention, labels, words, sure)
            if named is None and mention.type is not None:
                reason = _FOUND_BY[mention.extractor]
                named = self.candidates.mentioned(mention), mention.confidence, reason
            if named is not None:
                named_by.append((mention, *named))
        offset = len(paper.text) - len(paper.abstract or "")
        places = [self._place(offset, mention, concept) for mention, concept, _, _ in named_by]
        roles = read_roles(paper.abstract or "", places)
        return self._without_passing(
            Link(mention, concept, role.name, score, reason, role.reason)
            for (mention, concept, score, reason), role in zip(named_by, roles, strict=True)
        )

    def _without_passing(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """Leave out the general headings that a paper names once, in passing.

        An index lists what a paper is about, and such a word ("scalability", "AI") says nothing of
        that: hardly ever is it a core subject to annotators. See benchmarks/generality.py.
        """
        links = tuple(links)
        times = Counter(link.concept for link in links)
        return tuple(
            link
            for link in links
            if not (
                link.concept in self._general
                and times[link.concept] == 1
                and link.role == "mentions"
                and link.mention.field == "abstract"
            )
        )

    def _place(self, offset: int, mention: Mention, concept: str) -> Place:
        """Return where a mention stands, in a paper whose abstract begins at ``offset``."""
        start = mention.start - mention.sentence_start
        return Place(
            concept=concept,
            sentence=mention.sentence,
            start=start,
            end=start + len(mention.text),
            at=None if mention.field == "title" else mention.sentence_start - offset,
            presented=mention.presented,
            general=concept in self._general,
        )

    def concepts(self) -> dict[str, Concept]:
        """Return every concept that a link so far may point at: the vocabulary and candidates."""
        return {**self.candidates.concepts(), **self._vocabulary.concepts}

    def _resolve(
        self,
        mention: Mention,
        labels: Sequence[Label],
        words: Callable[[], str],
        sure: Collection[str],
    ) -> tuple[str, float, str] | None:
        if mention.expansion is not None:
            defined = self._vocabulary.named(mention.expansion)
            if defined:
                reason = f"abbreviation of “{mention.expansion}”, as the paper defines it"
                return defined[0].concept, _SCORES["abbreviation"], reason
            if is_acronym(mention.text, mention.expansion):
                return None
        for label in labels:
            if label.kind != "ambiguous":
                return label.concept, _SCORES[label.kind], _REASONS[label.kind]
            reason = self._context(label, words, sure)
            if reason:
                return label.concept, _SCORES["ambiguous"], reason
        return None

    def _context(self, label: Label, words: Callable[[], str], sure: Collection[str]) -> str:
        """Say what lets an ambiguous label count in a paper of these words, or nothing."""
        if label.concept in sure:
            return "ambiguous label, named unambiguously elsewhere in the paper"
        for context in self._vocabulary.concepts[label.concept].contexts:
            if f" {_FORMS[context]} " in words():
                return f"ambiguous label, beside “{context}” in the paper"
        return ""

    def publisher(self, name: str, times: int = 1) -> str:
        """Return the id of the laboratory that metadata call ``name``, so many times.

        An unknown one is made.

        >>> from paperatlas.vocabulary import Vocabulary
        >>> linker = Linker(Vocabulary.packaged())
        >>> linker.publisher("DeepMind"), linker.publisher("Foo Research")
        ('lab/google-deepmind', 'lab/foo-research')
        """
        labs = [label for label in self._vocabulary.named(name) if label.concept.startswith("lab/")]
        return labs[0].concept if labs else self.candidates.named(name, "Lab", times=times)

    def affiliated(self, affiliation: str) -> tuple[Affiliated, ...]:
        """Return the curated labs that an affiliation names, in its order, each with the reason.

        A lab is named by a whole part between commas that is a label of it, never by likeness. A
        label that is also a word or a place counts only as the first part, where organisations
        stand; and "research institute" is a kind of lab, and names none.

        >>> from paperatlas.vocabulary import Vocabulary
        >>> linker = Linker(Vocabulary.packaged())
        >>> linker.affiliated("OpenAI, San Francisco, CA, USA")
        (('lab/openai', '“OpenAI” in “OpenAI, San Francisco, CA, USA”: preferred label of OpenAI'),)
        >>> linker.affiliated("Center for Open AI Studies, University of Nowhere")
        ()
        """
        found: dict[str, str] = {}
        for at, part in enumerate(filter(None, map(str.strip, _PARTS.split(affiliation)))):
            for label in self._vocabulary.named(part):
                lab, sure = label.concept, label.kind != "ambiguous"
                if not lab.startswith("lab/") or lab in self._kinds or not (sure or at == 0):
                    continue
                what = _REASONS.get(label.kind, "ambiguous label, standing first,")
                name = self._vocabulary.concepts[lab].pref_label
                found.setdefault(lab, f"“{part}” in “{affiliation}”: {what} of {name}")
                break
        return tuple(found.items())

    def subject(self, heading: str, times: int = 1) -> str:
        """Return the id of the concept that a subject heading names, so many times.

        An unknown topic is made.
        """
        labels = self._vocabulary.named(heading)
        topics = [label for label in labels if label.concept.startswith("topic/")]
        for label in (*topics, *labels):
            return label.concept
        return self.candidates.named(heading, "Topic", times=times)
