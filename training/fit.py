"""Fitting: the weights of the confidence, from names in annotated papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paperatlas.extraction.abbreviations import definitions
from paperatlas.spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.evaluation import GoldPaper
    from paperatlas.extraction.confidence import Confidence
    from paperatlas.extraction.discovery import Discovery

PULL = 1.0
"""How strongly weights are drawn to 0: the prior is Gaussian, of variance 1 / PULL."""

Row = tuple[dict[str, float], bool]
"""The facts for and against a type of a new name, and whether readers annotate it so."""


def rows(paper: GoldPaper, discovery: Discovery, confidence: Confidence) -> list[Row]:
    """Return five rows a new name, one a type."""
    title, abstract, expansions = discovery_input(paper)
    found = []
    for sighting, names in discovery.sightings(title, abstract, expansions):
        forms = {normal_form(name.name) for name in names}
        types = {t for e in paper.entities if forms.intersection(e.forms) for t in e.types}
        found += [(f, kind in types) for kind, f in confidence.facts(sighting, title, abstract)]
    return found


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
