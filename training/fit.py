"""Fitting: the weights of the confidence, from names in annotated papers; cross-validated, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paperatlas.extraction.abbreviations import definitions
from paperatlas.extraction.confidence import Confidence
from paperatlas.extraction.discovery import Discovery
from paperatlas.spelling import normal_form
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.evaluation import GoldPaper
    from paperatlas.extraction.confidence import Sighting
    from paperatlas.extraction.patterns import Presented
    from paperatlas.extraction.recognition import Recogniser

FOLDS = 5

PULL = 10.0
"""How strongly weights are drawn to 0: the prior is Gaussian, of variance 1 / PULL."""

Row = tuple[dict[str, float], bool]
"""The facts for and against a new name, and whether readers annotate it with its type."""


def fold_of(at: int) -> int:
    """Return the fold of the paper that stands at ``at``."""
    return at % FOLDS


def cross_validated(
    vocabulary: Vocabulary, papers: Sequence[GoldPaper], recognised: Mapping[str, Recogniser] | None
) -> tuple[list[list[Row]], list[Discovery]]:
    """Return each paper's rows, and its discovery with a confidence fitted to the other folds.

    ``recognised`` holds a recogniser for the id of each paper; without it there is none.
    """

    def discovery(paper: GoldPaper, confidence: Confidence, known: Vocabulary) -> Discovery:
        recogniser = recognised[paper.paper.id] if recognised else None
        return Discovery(known, recogniser=recogniser, confidence=confidence)

    def examples(paper: GoldPaper, known: Vocabulary) -> list[Row]:
        unjudged = Confidence({}, known)
        return rows(paper, discovery(paper, unjudged, known), unjudged)

    found, half_known = [], halves(vocabulary)
    for paper in papers:
        hidden = [row for half in half_known for row in examples(paper, half)]
        found.append(
            examples(paper, vocabulary)
            + [row for row in hidden if "first recogniser" not in row[0]]
        )
    folds = []
    for fold in range(FOLDS):
        rest = [row for at, theirs in enumerate(found) if fold_of(at) != fold for row in theirs]
        folds.append(Confidence(fit(rest), vocabulary))
    return found, [discovery(p, folds[fold_of(at)], vocabulary) for at, p in enumerate(papers)]


def rows(paper: GoldPaper, discovery: Discovery, confidence: Confidence) -> list[Row]:
    """Return one row a new name."""
    title, abstract, expansions = discovery_input(paper)
    return [
        (confidence.facts(sighting, title, abstract), annotated(paper, sighting, names))
        for sighting, names in discovery.sightings(title, abstract, expansions)
    ]


def annotated(paper: GoldPaper, sighting: Sighting, names: Sequence[Presented]) -> bool:
    """Say whether readers annotate a thing with its type, core or not."""
    forms = {normal_form(name.name) for name in names}
    return any(sighting.type in e.types and forms.intersection(e.forms) for e in paper.entities)


def halves(vocabulary: Vocabulary) -> tuple[Vocabulary, Vocabulary]:
    """Return two vocabularies, each without the half that the other has.

    What a paper names and half a vocabulary hides is found as new names are: that gives three times
    the examples. What only the recogniser finds is none, since it was trained with the whole.
    """
    concepts = list(vocabulary.concepts.values())
    return Vocabulary(concepts[::2]), Vocabulary(concepts[1::2])


def discovery_input(paper: GoldPaper) -> tuple[str, str, dict[str, str]]:
    """Return title, abstract, and the abbreviations that they define."""
    title, abstract = paper.paper.title or "", paper.paper.abstract or ""
    return title, abstract, definitions((title, abstract))


def fit(examples: Sequence[Row]) -> dict[str, float]:
    """Return the weight of every fact, by Newton's method with a Gaussian prior."""
    names = sorted({name for facts, _ in examples for name in facts})
    x = np.array([[facts.get(name, 0.0) for name in names] for facts, _ in examples])
    y = np.array([right for _, right in examples], dtype=float)
    weights = np.zeros(len(names))
    # How often any name at all is right is not drawn anywhere.
    pull = np.array([0.01 if name.startswith("any") else PULL for name in names])
    for _ in range(30):
        share = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (share - y) + pull * weights
        curve = (x.T * (share * (1 - share))) @ x + np.diag(pull)
        weights -= np.linalg.solve(curve, slope)
    # Rounded, so that no machine's last digit shows.
    rounded = ((name, round(float(w), 3)) for name, w in zip(names, weights, strict=True))
    return {name: weight for name, weight in rounded if weight}
