"""Upload and fetch: a whole atlas into a remote store, and out of it again.

An upload goes into two graphs beside the atlas in sorted batches, and each batch that is in is
marked in a third. So one that was stopped goes on where it was, from any machine, and readers see
the old atlas until one update moves both graphs into place. The marks carry the digest of the
atlas: those of another are of no use, and all begins anew.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from ..bulk import GRAPHS, sorted_lines
from ..errors import GraphError
from ..ontology import RDF
from ..output import write_whole
from ..store import Store
from .wire import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from .remote import Remote

BATCH = 2000
"""Triples in a batch: Virtuoso 7 has no memory to compile an INSERT DATA of 5,000."""

_MARKS = "https://w3id.org/paperatlas/graph/upload"
_CANNOT = {400, 405, 500, 501}  # how stores say that they know no MOVE, or not of so much


def _quiet(step: str, done: int, of: int) -> None:
    """Report progress to nobody."""


def upload(
    remote: Remote,
    folder: Path,
    *,
    batch: int = BATCH,
    progress: Callable[[str, int, int], None] = _quiet,
) -> int:
    """Replace the atlas in a store by the one in ``folder``; return how many triples it has.

    Stopped and called again, it sends what is not there yet. Where a store cannot move graphs, the
    batches go into place one by one, and readers may see a part meanwhile. Only the graphs of the
    atlas and those of the upload are touched. Two uploads to one store at a time are not foreseen.
    ``progress`` is called with "upload", the batches that are in, and all of them.

    Raises:
        GraphError: the folder holds no atlas, or the store does not take it.

    """
    counts = {graph: sum(1 for _ in sorted_lines(folder / file)) for _, file, graph in GRAPHS}
    beside = {graph: f"{_MARKS}/{name}" for name, _, graph in GRAPHS}
    batches = sum(-(-count // batch) for count in counts.values())
    for last in (False, True):
        _stage(remote, folder, beside, batch, lambda done: progress("upload", done, batches))
        if _counted(remote, beside.values()) == [*counts.values()]:
            break
        # All is marked and not all is there: an earlier call was stopped while it moved.
        _clear(remote, *beside.values(), _MARKS)
        if last:
            what = "the store has not kept all that it was sent"
            raise GraphError(what, where=remote.addresses.query, cure="see the store's own log")
    full = {beside[graph]: graph for graph in counts if counts[graph]}
    try:
        _move(remote, full)
    except RefusedError as error:
        if error.status not in _CANNOT:
            raise
        _clear(remote, *counts)
        for graph, lines in _batches(folder, batch):
            remote.add(graph, lines)
    if empty := [graph for graph in counts if not counts[graph]]:
        _clear(remote, *empty)
    if _counted(remote, counts) != [*counts.values()]:
        what, cure = "the atlas is not whole in the store", "upload it again"
        raise GraphError(what, where=remote.addresses.query, cure=cure)
    _clear(remote, *beside.values(), _MARKS)
    return sum(counts.values())


def fetch(store: Store, folder: Path) -> tuple[Path, ...]:
    """Write the ``atlas.ttl`` and ``evidence.ttl`` of an atlas; return their paths.

    They are the very bytes that ``build`` wrote, from whatever store they come.

    Raises:
        GraphError: the store does not give all of it.
        OutputError: ``folder`` cannot be written.

    """
    for name, file, graph in GRAPHS:
        pattern = "{ ?s ?p ?o }" if name == "papers" else f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        write_whole(folder / file, store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}"))
    return tuple(folder / file for _, file, _ in GRAPHS)


def _stage(
    remote: Remote,
    folder: Path,
    beside: Mapping[str, str],
    batch: int,
    tell: Callable[[int], None],
) -> None:
    """Bring every batch that is not marked into the graphs beside the atlas, and mark it."""
    digest = sha256(str(batch).encode())
    for _, file, _ in GRAPHS:
        digest.update((folder / file).read_bytes())
    mark = f"{_MARKS}#{digest.hexdigest()}"
    found = Store(remote, {}).select(f"SELECT ?s ?n {{ GRAPH <{_MARKS}> {{ ?s ?p ?n }} }}").rows
    done = {number for subject, number in found if subject == mark}
    if not done or len(done) < len(found):
        done = set()
        _clear(remote, *beside.values(), _MARKS)
    for number, (graph, lines) in enumerate(_batches(folder, batch)):
        if number not in done:
            remote.add(beside[graph], lines)
            triple = f"<{mark}> <{RDF}value> {number}"
            remote.update(f"INSERT DATA {{ GRAPH <{_MARKS}> {{ {triple} }} }}")
        tell(number + 1)


def _batches(folder: Path, size: int) -> Iterator[tuple[str, bytes]]:
    for _, file, graph in GRAPHS:
        lines = sorted_lines(folder / file)
        while batch := b"".join(islice(lines, size)):
            yield graph, batch


def _counted(remote: Remote, graphs: Iterable[str]) -> list[object]:
    count = "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s ?p ?o } }"
    return [Store(remote, {}).select(count % graph).rows[0][0] for graph in graphs]


def _clear(remote: Remote, *graphs: str) -> None:
    remote.update("; ".join(f"CLEAR SILENT GRAPH <{graph}>" for graph in graphs))


def _move(remote: Remote, graphs: Mapping[str, str]) -> None:
    """Move all graphs in one request, which a store with transactions carries out whole.

    It is never repeated blindly: a second MOVE, of what is gone, could empty the atlas.
    """
    moves = (f"MOVE GRAPH <{source}> TO GRAPH <{to}>" for source, to in graphs.items())
    remote.update("; ".join(moves), again=False)
