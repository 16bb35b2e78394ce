"""Export: a built atlas, written for other tools.

Every format is one function from the atlas to bytes (or, for the tables, to bytes by file name).
The same atlas gives the same bytes: nothing is stamped with a date or a machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from ..output import write_whole
from . import networks, rdf, tables
from .atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FORMATS: Mapping[str, Callable[[Atlas], bytes | dict[str, bytes]]] = {
    "turtle": rdf.atlas_turtle,
    "ntriples": rdf.atlas_ntriples,
    "nquads": rdf.nquads,
    "trig": rdf.trig,
    "jsonld": rdf.jsonld,
    "rdfxml": rdf.rdfxml,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "csv": tables.tables,
    "webannotation": rdf.web_annotations,
}
"""Name of a format -> the function that writes it."""


def export_atlas(folder: Path, form: str, output: Path) -> tuple[Path, ...]:
    """Write the atlas in ``folder`` in one of the `FORMATS`; return the paths written.

    ``output`` is a file; for ``csv`` it is a folder, which receives four tables. RDF formats that
    know named graphs (``nquads``, ``trig``, ``jsonld``) carry the evidence in its own graph; the
    others carry the atlas alone. ``webannotation`` is the evidence as W3C Web Annotations, in
    Turtle (https://www.w3.org/TR/annotation-model/).

    Raises:
        InputError: there is no such format.
        GraphError: ``folder`` holds no atlas.
        OutputError: ``output`` cannot be written.

    """
    if form not in FORMATS:
        what = f"there is no export format {form!r}"
        raise InputError(what, cure=f"one of {', '.join(FORMATS)}")
    content = FORMATS[form](Atlas(folder))
    if isinstance(content, bytes):
        write_whole(output, content)
        return (output,)
    for name, table in content.items():
        write_whole(output / name, table)
    return tuple(output / name for name in content)
