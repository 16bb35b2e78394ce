"""Bulk: an atlas as sorted N-Quads in packed parts, for the bulk loaders of other stores.

Every line names its graph, so that a loader needs to be told none. The lines are sorted in bounded
memory: runs on disk, then a merge (Knuth, The Art of Computer Programming, 3, 5.4).
"""

from __future__ import annotations

import gzip
import heapq
import io
import re
from contextlib import ExitStack
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError, OutputError
from .ontology import EVIDENCE_GRAPH, PAPERS_GRAPH
from .output import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GRAPHS = (("papers", "atlas.ttl", PAPERS_GRAPH), ("evidence", "evidence.ttl", EVIDENCE_GRAPH))
"""Name of the parts, file in an atlas's folder, and graph."""

_RUN = 500_000  # triples that are sorted in memory: about 200 MB
_PART = 256 * 2**20
_OURS = re.compile(r"(papers|evidence)-[0-9]{5}\.nq\.gz")


def sorted_lines(document: Path, *, run: int = _RUN) -> Iterator[bytes]:
    """Yield the triples of a Turtle file as N-Triples lines, sorted by bytes, without repetition.

    ``run`` is how many triples are held in memory at a time.

    Raises:
        GraphError: the file cannot be read, or is not Turtle.

    """
    try:
        triples = (quad.triple for quad in ox.parse(path=document, format=ox.RdfFormat.TURTLE))
        with ExitStack() as files:
            runs: list[Iterable[bytes]] = []
            while chunk := list(islice(triples, run)):
                written = ox.serialize(chunk, format=ox.RdfFormat.N_TRIPLES) or b""
                lines = written.splitlines(keepends=True)
                if len(chunk) < run:
                    runs.append(sorted(lines))
                    break
                file = files.enter_context(TemporaryFile())
                file.writelines(sorted(lines))
                file.seek(0)
                runs.append(file)
            for line, _ in groupby(heapq.merge(*runs)):
                yield line
    except OSError as error:
        what = f"there is no atlas here: {document.name} cannot be read ({error.strerror})"
        cure = "make one with 'paperatlas build SOURCE -o DIR'"
        raise GraphError(what, where=str(document.parent), cure=cure) from error
    except SyntaxError as error:
        cure = "build the atlas again with 'paperatlas build'"
        raise GraphError(f"not Turtle: {error.msg}", where=str(document), cure=cure) from error


def write_bulk(folder: Path, output: Path, *, part: int = _PART) -> tuple[Path, ...]:
    """Write the atlas in ``folder`` as ``papers-00001.nq.gz`` … ``evidence-00001.nq.gz`` ….

    A part holds at most ``part`` bytes before it is packed, and at least one line. The same atlas
    gives the same bytes. Parts of an earlier atlas that had more are removed.

    Raises:
        GraphError: the folder holds no atlas.
        OutputError: ``output`` cannot be written.

    """
    written: list[Path] = []
    for name, document, graph in GRAPHS:
        end = f" <{graph}> .\n".encode()
        quads = (line[: -len(b" .\n")] + end for line in sorted_lines(folder / document))
        for number, content in enumerate(_parts(quads, part), start=1):
            path = output / f"{name}-{number:05}.nq.gz"
            write_whole(path, content)
            written.append(path)
    try:
        for path in {p for p in output.iterdir() if _OURS.fullmatch(p.name)} - {*written}:
            path.unlink()
    except OSError as error:
        why = f"an older part cannot be removed ({error.strerror})"
        raise OutputError(why, where=str(output), cure="choose another place with -o") from error
    return tuple(written)


def _parts(lines: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Pack lines into gzip files (RFC 1952) without name and time."""
    line = next(lines, None)
    while line is not None:
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as part:
            room = size
            while line is not None and (room == size or len(line) <= room):
                part.write(line)
                room -= len(line)
                line = next(lines, None)
        yield packed.getvalue()
