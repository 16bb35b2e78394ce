"""Evaluation: how well the program agrees with annotated papers.

``read_gold`` reads what a reader marked, and ``with_texts`` the texts that are kept elsewhere;
``evaluate`` runs the program over the same papers and
measures statements, mentions, roles, types, and whether scores mean what they say; ``report``
prints the figures, and ``markdown`` makes a page of them.
"""

from __future__ import annotations

from .calibration import Bin, calibration_error, calibration_of_candidates
from .gold import Entity, GoldPaper, read_gold
from .matching import Reading, entities_by_concept, reading, readings
from .measures import Evaluation, evaluate, measure
from .page import markdown
from .printing import report
from .scores import Macro, Score
from .statements import Error
from .texts import with_texts

__all__ = [
    "Bin",
    "Entity",
    "Error",
    "Evaluation",
    "GoldPaper",
    "Macro",
    "Reading",
    "Score",
    "calibration_error",
    "calibration_of_candidates",
    "entities_by_concept",
    "evaluate",
    "markdown",
    "measure",
    "read_gold",
    "reading",
    "readings",
    "report",
    "with_texts",
]
