"""Workers: what all of them share, made on import by the process that they are forked from."""

from __future__ import annotations

import gc

from . import rendering
from .extraction import Extractor
from .extraction.discovery import Discovery
from .vocabulary import Vocabulary

__all__ = ["EXTRACTOR", "rendering"]

_VOCABULARY = Vocabulary.packaged()

EXTRACTOR = Extractor(_VOCABULARY, discovery=Discovery.of(_VOCABULARY, "none"))
"""Keeps what every extractor of the packaged vocabulary is made of; it extracts nothing itself."""

gc.freeze()  # who looks through it for garbage would copy it
