"""Review: which candidates are worth a person's decision, and how the person is asked.

``reading`` takes concepts and links from a built atlas, ``cases`` ranks what is open, ``dialogue``
asks. What comes of it are lines in a file of decisions, and nothing else.
"""

from __future__ import annotations

from .cases import Case, Quote, Suggestion, listing, worth_deciding
from .dialogue import Review, decide
from .reading import read_atlas

__all__ = [
    "Case",
    "Quote",
    "Review",
    "Suggestion",
    "decide",
    "listing",
    "read_atlas",
    "worth_deciding",
]
