"""Worker: a process that answers one question at a time, and may be killed at any moment.

Oxigraph has no way to stop a query. So questions run in processes of their own, which the server
kills; the atlas is only read, and nothing is lost. ``frames`` says what comes in and goes out.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PaperatlasError
from ..sandbox import (
    STILL_SECONDS,
    Deadline,
    close_network,
    end_with_parent,
    give_way,
    limit_memory,
)
from .completion import names
from .frames import LAPSED, READY, read_request, reply_frame
from .limits import Limits
from .problem import Reply, problem
from .protocol import Operation
from .querying import answer
from .reader import Reader
from .ready import ready_answer
from .resources import described

if TYPE_CHECKING:
    from collections.abc import Callable


def _query(reader: Reader, request: dict[str, Any], accept: str) -> Reply:
    asked = Operation(request["query"], tuple(request["default"]), tuple(request["named"]))
    return answer(reader, asked, accept)


def _explorer(reader: Reader, _request: dict[str, Any], _accept: str) -> Reply:
    from ..explorer import page  # noqa: PLC0415  (it draws with large libraries)
    from ..selection import without_unsure  # noqa: PLC0415  (it is slow to import, or an extra)

    return Reply(200, "text/html", page(without_unsure(reader.store)))


_DOES: dict[str, Callable[[Reader, dict[str, Any], str], Reply]] = {
    "query": _query,
    "ready": lambda reader, request, accept: ready_answer(
        reader, request["name"], request["values"], accept
    ),
    "resource": lambda reader, request, accept: described(reader, request["path"], accept),
    "names": lambda reader, _request, _accept: names(reader),
    "explorer": _explorer,
}


def reply_to(
    reader: Reader, request: dict[str, Any], told: Callable[[PaperatlasError], Exception]
) -> Reply:
    """Answer a request; what goes wrong is an answer, too, but for memory that runs out."""
    try:
        return _DOES[request["do"]](reader, request, request["accept"])
    except MemoryError:
        raise
    except PaperatlasError as error:
        return problem(told(error), request["accept"])
    except Exception as error:  # noqa: BLE001  (nothing of it may leave the server but a status)
        return problem(error, request["accept"])


def _as_it_is(error: PaperatlasError) -> Exception:
    return error


def main() -> None:
    """Answer requests from standard input until it ends.

    The one argument is JSON: ``place`` (a folder or, where ``remote``, the address of a store),
    ``caches`` (other folders for its store) and ``limits``.
    """
    given = json.loads(sys.argv[1])
    limits = Limits(**given["limits"])
    told = _as_it_is
    end_with_parent()
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no reply
    try:
        if given["remote"]:
            from .upstream import failure as told  # noqa: PLC0415  (it needs more, and time)
            from .upstream import reader_of  # noqa: PLC0415  (it is slow to import, or an extra)

            reader = reader_of(given["place"], limits)
        else:
            reader = Reader.open(Path(given["place"]), map(Path, given["caches"]), limits)
    except PaperatlasError as error:
        status = problem(told(error), "").status
        why = {"what": error.what, "where": error.where, "cure": error.cure}
        _write(out, Reply(status, "application/json", json.dumps(why).encode()))
        return
    give_way()
    if not given["remote"]:
        close_network()
    limit_memory(limits.memory)
    about = {"graphs": sorted(reader.graphs), "version": reader.version}
    _write(out, Reply(READY, "application/json", json.dumps(about).encode()))
    deadline = Deadline(limits.seconds + 1, still=math.inf if given["remote"] else STILL_SECONDS)
    while (request := read_request(sys.stdin.buffer)) is not None:
        by, text = request
        if time.monotonic() > by:
            _write(out, Reply(LAPSED, "", b""))
            continue
        with deadline:
            reply = reply_to(reader, json.loads(text), told)
            seconds = deadline.taken
        _write(out, reply, seconds)


def _write(out: int, reply: Reply, seconds: float = 0.0) -> None:
    left = memoryview(reply_frame(reply, seconds))
    while left:
        left = left[os.write(out, left) :]


if __name__ == "__main__":
    main()
