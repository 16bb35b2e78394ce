"""Linking: from a mention to the concept that it names, with the reason.

A link is made for one of three reasons, never for likeness alone: the stretch is a label of the
concept; it is an abbreviation whose long form, given in the paper, is one; or it is a label that is
also a word, and the paper holds what the vocabulary asks for before it may match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .extraction.abbreviations import is_acronym
from .extraction.roles import read_role
from .spelling import normal_form
from .vocabulary import Concept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .extraction import Mention
    from .papers import Paper
    from .vocabulary import Label, Vocabulary

# The share of such links that annotators confirm, rounded down: see benchmarks/confidence.py. Of
# abbreviations that a paper defines there were too few to measure; their long form is a label.
_SCORES = {"pref": 0.9, "alt": 0.9, "hidden": 0.8, "ambiguous": 0.8, "abbreviation": 0.9}
_REASONS = {"pref": "preferred label", "alt": "alternative label", "hidden": "variant label"}


@dataclass(frozen=True, slots=True)
class Link:
    """A mention, the id of the concept that it names, and the role that its sentence gives.

    ``score`` is the share of such links that proved right; ``reason`` says in words why this
    concept and no other.
    """

    mention: Mention
    concept: str
    role: str
    score: float
    reason: str


class Linker:
    """Resolves mentions and metadata names against a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Keep the vocabulary that names are resolved against."""
        self._vocabulary = vocabulary

    def links(self, paper: Paper, mentions: Iterable[Mention]) -> tuple[Link, ...]:
        """Return the links of one paper's mentions, in their order, without what names nothing."""
        mentions = tuple(mentions)
        sure = {
            labels[0].concept
            for mention in mentions
            if (labels := self._vocabulary.named(mention.text)) and labels[0].kind != "ambiguous"
        }
        words = cache(lambda: f" {normal_form(paper.text)} ")
        links = []
        for mention in mentions:
            named = self._resolve(mention, words, sure)
            if named is not None:
                concept, score, reason = named
                start = mention.start - mention.sentence_start
                role = read_role(
                    mention.sentence,
                    start,
                    start + len(mention.text),
                    self._vocabulary.concepts[concept].type,
                    title=mention.field == "title",
                )
                links.append(Link(mention, concept, role, score, reason))
        return tuple(links)

    def _resolve(
        self, mention: Mention, words: Callable[[], str], sure: set[str]
    ) -> tuple[str, float, str] | None:
        labels = self._vocabulary.named(mention.text)
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

    def _context(self, label: Label, words: Callable[[], str], sure: set[str]) -> str:
        """Say what lets an ambiguous label count in a paper of these words, or nothing."""
        if label.concept in sure:
            return "ambiguous label, named unambiguously elsewhere in the paper"
        for context in self._vocabulary.concepts[label.concept].contexts:
            if f" {normal_form(context)} " in words():
                return f"ambiguous label, beside “{context}” in the paper"
        return ""

    def publisher(self, name: str) -> Concept:
        """Return the laboratory that metadata calls ``name``; an unknown one is made, uncurated.

        >>> from paperatlas.vocabulary import Vocabulary
        >>> linker = Linker(Vocabulary.packaged())
        >>> linker.publisher("DeepMind").id, linker.publisher("Foo Labs").id
        ('lab/google-deepmind', 'lab/foo-labs')
        """
        return self._metadata(name, "Lab")

    def subject(self, heading: str) -> Concept:
        """Return the concept that a document's subject heading names; an unknown one is made."""
        return self._metadata(heading, "Topic")

    def _metadata(self, name: str, concept_type: str) -> Concept:
        found = [self._vocabulary.concepts[label.concept] for label in self._vocabulary.named(name)]
        if concept_type == "Lab":
            found = [concept for concept in found if concept.type == "Lab"]
        found.sort(key=lambda concept: concept.type != concept_type)
        if found:
            return found[0]
        slug = re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"
        return Concept(f"{concept_type.casefold()}/{slug}", concept_type, name, curated=False)
