"""Limits: what one question may take, and how many are answered at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _places() -> int:
    return 2 * (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take, and how many are answered at once.

    ``seconds`` of evaluation; ``rows`` (or triples) and ``size`` in bytes of an answer; ``query``
    in bytes of a question's text; ``memory`` in bytes beside the atlas; ``concurrent`` questions at
    a time, and ``waiting`` ones behind them; ``kept`` bytes of answers for who asks the same again.

    >>> Limits(seconds=2).rows
    100000
    """

    seconds: float = 30.0
    rows: int = 100_000
    size: int = 32_000_000
    query: int = 100_000
    memory: int = 2_000_000_000
    concurrent: int = field(default_factory=_places)
    waiting: int = 256
    kept: int = 32_000_000
