"""``paperatlas export``."""

from __future__ import annotations

from pathlib import Path

import click

from .options import ATLAS


@click.command()
@ATLAS
@click.option("-f", "--format", "form", required=True, help="One of the formats above.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def export(folder: Path | str, form: str, output: Path) -> None:
    """Write the atlas in another format; csv, bulk and folder make a folder.

    \b
    Formats: turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf, csv,
    webannotation (the evidence as W3C Web Annotations),
    bulk (sorted N-Quads in packed parts, for the loaders of other stores),
    folder (atlas.ttl and evidence.ttl, as 'paperatlas build' writes them).

    \b
    Example:
      paperatlas export -f graphml -o atlas.graphml
    """
    from ..export import export_atlas

    export_atlas(folder, form, output)
    click.echo(f"Wrote {output}")
