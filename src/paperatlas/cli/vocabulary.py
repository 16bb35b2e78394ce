"""``paperatlas vocabulary``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def vocabulary() -> None:
    """Look after the vocabulary.

    \b
    Example:
      paperatlas vocabulary check
    """


@vocabulary.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_vocabulary(files: tuple[Path, ...]) -> None:
    """Find colliding labels, cycles, orphans and missing types in the packaged files or in FILES.

    \b
    Ends with code 1 where something must be mended.

    \b
    Example:
      paperatlas vocabulary check
    """
    from ..vocabulary.check import check_files, summary

    checked = check_files(files or None)
    click.echo(summary(checked))
    if any(finding.level == "error" for finding in checked.findings):
        raise SystemExit(1)
