"""Validation: an atlas and its evidence against the shapes of the ontology.

The shapes are SHACL (W3C, 2017), so that anyone can check an atlas with a tool of his own; here
they become SPARQL queries, since an engine of SHACL takes milliseconds for each mention, and an
atlas has millions. The tests hold the two against each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import GraphError
from .ontology import ATLAS, shapes
from .shapes import Law, Shape, shapes_in

if TYPE_CHECKING:
    from collections.abc import Container

_SHOWN = 5
_WIDTH = 60
_REBUILD = "rebuild it with 'paperatlas build'"

OF_THE_WHOLE = frozenset({ATLAS + "ConceptShape", ATLAS + "LabelShape"})
"""The shapes that hold for all concepts together, and not for a part of an atlas."""


def validate(atlas: bytes, evidence: bytes, *, without: Container[str] = ()) -> None:
    """Check an atlas and its evidence, both in Turtle; return quietly when all is well.

    The shapes are those of ``ontology/shapes.ttl``, but for those named in ``without``. Nothing is
    read from the network.

    >>> validate(b"", b"")
    >>> mentions = b"<https://w3id.org/paperatlas/ontology#mentions>"
    >>> validate(b"<http://e.org/paper> %b <http://e.org/concept> ." % mentions, b"")
    Traceback (most recent call last):
    paperatlas.errors.GraphError: 1 fault: http://e.org/paper: no mention in the evidence backs
    https://w3id.org/paperatlas/ontology#mentions http://e.org/concept (Rebuild the evidence
    together with the atlas: one of them is older.)

    Raises:
        GraphError: a file is no Turtle, or the graph breaks a shape. The error counts the faults,
            names the first five, sorted by node, in plain words, and says what to do about them.

    """
    quads = ox.Store()
    _read(quads, "atlas.ttl", atlas)
    _read(quads, "evidence.ttl", evidence)
    faults = {
        fault
        for shape in _shapes()
        if shape.iri not in without and not _is_sound(quads, shape)
        for law in shape.laws
        for fault in _faults(quads, law)
    }
    if faults:
        raise _error(sorted(faults))


@cache
def _shapes() -> tuple[Shape, ...]:
    return shapes_in(shapes().decode())


def _is_sound(quads: ox.Store, shape: Shape) -> bool:
    """Tell whether the screen of a shape, if it has one, finds that no law is broken."""
    if shape.screen is None:
        return False
    [counts] = _solutions(quads, shape.screen)
    return len({*map(_text, counts)}) == 1


def _read(quads: ox.Store, name: str, content: bytes) -> None:
    try:
        quads.bulk_load(content, ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        what = f"this is no Turtle: {error.msg}"
        raise GraphError(what, where=f"{name}:{error.lineno}", cure=_REBUILD) from error


@dataclass(frozen=True, order=True, slots=True)
class _Fault:
    node: str
    message: str
    cure: str


def _faults(quads: ox.Store, law: Law) -> list[_Fault]:
    """Return what breaks a law: ``?node`` is at fault, ``?found`` what should not be there."""
    found = _solutions(quads, law.query)
    names = [variable.value for variable in found.variables]
    rows = ({name: _text(row[name]) for name in names if row[name] is not None} for row in found)
    return [_Fault(row["node"], _message(law, row), law.cure) for row in rows]


def _solutions(quads: ox.Store, query: str) -> ox.QuerySolutions:
    found = quads.query(query)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(query)
    return found


def _message(law: Law, row: dict[str, str]) -> str:
    message = re.sub(r"\{\?(\w+)\}", lambda hit: row.get(hit[1], ""), law.message)
    if "found" not in row:
        return message
    text = repr(row["found"])
    return f"{message}, not {text[:_WIDTH] + '…' * (len(text) > _WIDTH)}"


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


def _error(faults: list[_Fault]) -> GraphError:
    shown = [f"{fault.node}: {fault.message}" for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        shown.append(f"and {len(faults) - _SHOWN} more")
    cures = dict.fromkeys(fault.cure for fault in faults[:_SHOWN])
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return GraphError(f"{count}: {'; '.join(shown)}", cure=" ".join(cures))
