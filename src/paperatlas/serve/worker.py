"""Worker: a process that answers one question at a time, and may be killed at any moment.

Oxigraph has no way to stop a query. So questions run in processes of their own, which the server
kills; the atlas is only read, and nothing is lost. Run as ``python -m paperatlas.serve.worker JSON``
with the folder, the other places for its store and the limits; see ``frames`` for what comes in and
goes out.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ..errors import PaperatlasError
from ..quads import open_quads, version_of
from ..store import Store
from .completion import names
from .frames import READY, read_request, reply_frame
from .limits import Limits
from .problem import ProblemError, Reply, problem
from .protocol import Operation
from .querying import answer
from .ready import ready_answer
from .resources import described
from .sandbox import Deadline, close_network, limit_memory


class Reader:
    """An open atlas, and how each kind of request is answered from it."""

    def __init__(self, folder: Path, places: list[Path], limits: Limits) -> None:
        """Open the atlas; GraphError where there is none."""
        self.version = version_of(folder)
        self.quads, self.prefixes = open_quads(folder, places=places)
        self.graphs = frozenset(graph.value for graph in self.quads.named_graphs())
        self.store = Store(self.quads, self.prefixes)
        self.limits = limits

    def reply(self, request: dict[str, object]) -> Reply:
        """Answer a request; what goes wrong is an answer, too."""
        accept = str(request["accept"])
        try:
            match request["do"]:
                case "query":
                    default, named = (tuple(request[key]) for key in ("default", "named"))  # type: ignore[arg-type]
                    asked = Operation(str(request["query"]), default, named)
                    limits = self.limits
                    return answer(self.quads, self.prefixes, self.graphs, asked, accept, limits)
                case "ready":
                    values = dict(request["values"])  # type: ignore[call-overload]
                    return ready_answer(self.store, str(request["name"]), values, accept, self.limits)
                case "resource":
                    path = str(request["path"])
                    return described(self.quads, self.store, path, accept, self.limits)
                case "names":
                    return names(self.quads, self.prefixes)
                case _:
                    raise ProblemError(404, "there is nothing here")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  (nothing of it may leave the server but a status)
            return problem(error, accept)


def main() -> None:
    """Answer requests from standard input until it ends."""
    given = json.loads(sys.argv[1])
    limits = Limits(**given["limits"])
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no reply
    try:
        reader = Reader(Path(given["folder"]), [Path(place) for place in given["places"]], limits)
    except PaperatlasError as error:
        _write(out, Reply(503, "text/plain", str(error).encode()))
        return
    close_network()
    limit_memory(limits.memory)
    about = {"graphs": sorted(reader.graphs), "version": reader.version}
    _write(out, Reply(READY, "application/json", json.dumps(about).encode()))
    deadline = Deadline(limits.seconds + 1)
    while (request := read_request(sys.stdin.buffer)) is not None:
        with deadline:
            reply = reader.reply(request)
        _write(out, reply)


def _write(out: object, reply: Reply) -> None:
    view = memoryview(reply_frame(reply))
    while view:
        view = view[out.write(view) :]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
