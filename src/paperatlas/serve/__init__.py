"""Serve: an atlas as a SPARQL 1.1 endpoint and as pages, safe to leave running.

The server itself never evaluates a question: ``pool`` hands it to a process that can be killed.
"""

from __future__ import annotations

from ..errors import InputError
from ..extras import installing
from .limits import Limits

__all__ = ["Limits"]


def without_extra() -> InputError:
    """Return the error of an installation that lacks what serving needs."""
    return InputError("serving needs Starlette and uvicorn", cure=installing("serve"))
