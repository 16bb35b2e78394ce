"""``paperatlas evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from .options import values_of


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Keep only such gold records.")
@click.option("--errors", is_flag=True, help="List every disagreement too.")
def evaluate(gold: Path, where: tuple[str, ...], *, errors: bool) -> None:
    """Compare extraction with annotated abstracts: precision, recall and F1 by type.

    \b
    Example:
      paperatlas evaluate tests/gold/seeds.jsonl --errors
    """
    from ..evaluation import evaluate as evaluate_gold
    from ..evaluation import read_gold, report
    from ..vocabulary import Vocabulary

    evaluation = evaluate_gold(read_gold(gold, values_of(where)), Vocabulary.packaged())
    click.echo(report(evaluation, errors=errors))
