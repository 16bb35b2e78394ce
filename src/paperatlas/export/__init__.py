"""Export: a built atlas, written for other tools.

Every format is one function from the atlas to bytes (or, for the tables, to bytes by file name).
The same atlas gives the same bytes: nothing is stamped with a date or a machine.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..bulk import write_bulk
from ..endpoint import fetch, is_address, opened
from ..errors import InputError
from ..output import write_whole
from . import networks, rdf, tables
from .atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

_FOLDERS = ("bulk", "folder")


def export_atlas(place: Path | str, form: str, output: Path) -> tuple[Path, ...]:
    """Write the atlas at ``place`` in one of the `FORMATS`; return the paths written.

    ``place`` is a folder, or the address of a SPARQL 1.1 store. ``output`` is a file; for ``csv``
    it is a folder, which receives four tables. Two more make a folder: ``folder``, the atlas as
    ``build`` writes it, and ``bulk``, its parts for the loaders of other stores (`write_bulk`).
    RDF formats that know named graphs (``nquads``, ``trig``, ``jsonld``) carry the evidence in its
    own graph; the others carry the atlas alone. ``webannotation`` is the evidence as W3C Web
    Annotations, in Turtle (https://www.w3.org/TR/annotation-model/).

    Raises:
        InputError: there is no such format.
        GraphError: there is no atlas at ``place``.
        OutputError: ``output`` cannot be written.

    """
    if form not in (*FORMATS, *_FOLDERS):
        what = f"there is no export format {form!r}"
        raise InputError(what, cure=f"one of {', '.join((*FORMATS, *_FOLDERS))}")
    if form == "folder":
        return fetch(opened(place), output)
    if is_address(str(place)):
        with TemporaryDirectory() as here:
            fetch(opened(place), Path(here))
            return export_atlas(Path(here), form, output)
    folder = Path(place)
    if form == "bulk":
        return write_bulk(folder, output)
    content = FORMATS[form](Atlas(folder))
    if isinstance(content, bytes):
        write_whole(output, content)
        return (output,)
    for name, table in content.items():
        write_whole(output / name, table)
    return tuple(output / name for name in content)
