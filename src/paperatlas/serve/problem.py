"""Problem: why a request was not answered, as plain text or as JSON (RFC 9457)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus

from ..errors import GraphError, PaperatlasError, RefusedError
from .negotiation import chosen

_TYPES = ("text/plain", "application/problem+json", "application/json")
_PLACE = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the status, the media type and the whole body.

    ``seconds`` of processor time were taken for it, where that is known.
    """

    status: int
    media_type: str
    body: bytes
    seconds: float = 0.0


class ProblemError(Exception):
    """A request cannot be answered, and ``status`` (HTTP's) says in what way."""

    def __init__(self, status: int, what: str, *, where: str = "", cure: str = "") -> None:
        """Keep the parts; `problem` writes them."""
        super().__init__(what)
        self.status, self.what, self.where, self.cure = status, what, where, cure


def problem(error: Exception, accept: str) -> Reply:
    r"""Write an error as the client likes it, and nothing of an unexpected one but that it came.

    >>> problem(ProblemError(414, "the question is too long", cure="use POST"), "").body
    b'the question is too long (use POST)\n'
    >>> problem(RefusedError("no"), "application/json").status
    403
    >>> problem(ZeroDivisionError("secret"), "").body
    b'the question could not be answered\n'
    """
    status, what, where, cure = 500, "the question could not be answered", "", ""
    if isinstance(error, ProblemError):
        status, what, where, cure = error.status, error.what, error.where, error.cure
    elif isinstance(error, PaperatlasError):
        status = 403 if isinstance(error, RefusedError) else 400
        status = 503 if isinstance(error, GraphError) else status
        what, where, cure = error.what, error.where, error.cure
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        where = ""  # a folder or an address that is not the client's business
    if chosen(accept, _TYPES) in {None, "text/plain"}:
        line = PaperatlasError(what, where=where, cure=cure)
        return Reply(status, "text/plain", f"{line}\n".encode())
    told: dict[str, object] = {"title": HTTPStatus(status).phrase, "status": status, "detail": what}
    told |= {"where": where} if where else {}
    told |= {"cure": cure} if cure else {}
    if place := _PLACE.search(where):
        told |= {"line": int(place[1]), "column": int(place[2])}
    return Reply(status, "application/problem+json", json.dumps(told).encode() + b"\n")
