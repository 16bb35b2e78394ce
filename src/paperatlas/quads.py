"""Quads: the two documents of an atlas as an Oxigraph store, in memory or on disk.

A small atlas is read from its Turtle each time: that is quicker than making a store on disk. A
large one is loaded once into ``.store/`` in its own folder, and opened from there ever after,
read-only, by as many processes as like. The name of what lies there is a digest of the versions of
the format, of the ontology and of Oxigraph, and of the documents' sizes and times: whatever was
made of other documents, or by another version, is never found, and goes when its successor has
come. What a process that was killed has left half made is never found either, and goes after a day.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .edition import CONFORMS_TO, EDITION, check_edition
from .errors import GraphError
from .ontology import EVIDENCE_GRAPH, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SMALL = 2_000_000
"""Up to so many bytes of Turtle an atlas is held in memory; see ``benchmarks/opening.py``."""

_VERSION = 1
_DAY = 24 * 60 * 60.0
_GRAPHS: dict[str, ox.DefaultGraph | ox.NamedNode] = {
    "atlas.ttl": ox.DefaultGraph(),
    "evidence.ttl": ox.NamedNode(EVIDENCE_GRAPH),
}

Opened = tuple[ox.Store, dict[str, str]]


def open_quads(folder: Path, *, places: Iterable[Path] = (), small: int = SMALL) -> Opened:
    """Return the quads of the atlas in ``folder``, and its prefixes.

    A large atlas is kept on disk in the first of ``.store/`` and ``places`` that can be written;
    where none can, it is loaded into memory.

    Raises:
        GraphError: a document is missing, is not Turtle, or is of an edition that cannot be read.

    """
    version, size = _seen(folder)
    if size > small:
        for place in (folder / ".store", *places):
            if (found := _on_disk(folder, place / version)) is not None:
                return found
    quads = ox.Store()
    return quads, _load(quads, {name: folder / name for name in _GRAPHS}, f"{folder}/")


def version_of(folder: Path) -> str:
    """Return a name for what is in ``folder`` now; GraphError where there is no atlas."""
    return _seen(folder)[0]


def _seen(folder: Path) -> tuple[str, int]:
    """Return that name, and how many bytes the documents have."""
    documents = {}
    for name in _GRAPHS:
        file = folder / name
        try:
            with file.open("rb"):
                documents[name] = (file.stat().st_size, file.stat().st_mtime_ns)
        except OSError as error:
            what = f"there is no atlas here: {name} cannot be read ({error.strerror})"
            cure = "make one with 'paperatlas build SOURCE -o DIR'"
            raise GraphError(what, where=str(folder), cure=cure) from error
    made_of = json.dumps([_VERSION, EDITION, ox.__version__, documents]).encode()
    return sha256(made_of).hexdigest()[:24], sum(size for size, _ in documents.values())


def quads_of(atlas: bytes, evidence: bytes, *, where: str = "") -> Opened:
    """Return the quads of two Turtle documents; ``where`` stands before their names in errors.

    Raises:
        GraphError: one of them is not Turtle, or is of an edition that cannot be read.

    """
    quads = ox.Store()
    return quads, _load(quads, {"atlas.ttl": atlas, "evidence.ttl": evidence}, where)


def _load(quads: ox.Store, documents: Mapping[str, bytes | Path], where: str) -> dict[str, str]:
    known = prefixes()
    for name, document in documents.items():
        path, text = (document, None) if isinstance(document, Path) else (None, document)
        try:
            quads.bulk_load(text, ox.RdfFormat.TURTLE, path=path, to_graph=_GRAPHS[name])
            head = ox.parse(text, ox.RdfFormat.TURTLE, path=path)
            next(head, None)  # the prefixes stand before the first statement
        except SyntaxError as error:
            cure = "build the atlas again with 'paperatlas build'"
            raise GraphError(f"not Turtle: {error.msg}", where=where + name, cure=cure) from error
        known |= {n: iri for n, iri in head.prefixes.items() if n.isascii() and n.isalnum()}
    stated = quads.quads_for_pattern(None, ox.NamedNode(CONFORMS_TO), None, ox.DefaultGraph())
    check_edition((str(getattr(quad.object, "value", "")) for quad in stated), where + "atlas.ttl")
    return known


def _on_disk(folder: Path, place: Path) -> Opened | None:
    """Open what lies in ``place``, or make it; None where nothing can be written."""
    try:
        return _open(place)
    except (OSError, RuntimeError, ValueError):  # not there, or damaged
        shutil.rmtree(place, ignore_errors=True)
    part = place.with_name(f"{secrets.token_hex(8)}.part")
    try:
        part.mkdir(parents=True)
        place.with_name(".gitignore").write_text("*\n", "utf-8")
        quads = ox.Store(part / "quads")
        known = _load(quads, {name: folder / name for name in _GRAPHS}, f"{folder}/")
        quads.flush()
        del quads  # closes it
        (part / "prefixes.json").write_text(json.dumps(known), "utf-8")
        with suppress(OSError):  # another process was quicker
            part.rename(place)
        found = _open(place)
    except OSError:
        return None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in place.parent.iterdir():
        if old.is_dir() and old != place and not _is_being_made(old):
            shutil.rmtree(old, ignore_errors=True)
    return found


def _is_being_made(place: Path) -> bool:
    """Tell whether another process may still be at work there."""
    try:
        return place.suffix == ".part" and place.stat().st_mtime > time.time() - _DAY
    except OSError:  # it has just got its name, or gone
        return True


def _open(place: Path) -> Opened:
    known = json.loads((place / "prefixes.json").read_text("utf-8"))
    return ox.Store.read_only(str(place / "quads")), known
