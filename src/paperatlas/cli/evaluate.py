"""``paperatlas evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from .options import DISCOVERY, values_of


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Keep only such gold records.")
@DISCOVERY
@click.option("--least", default=0.0, help="Leave out candidates that are less sure than this.")
@click.option("--errors", is_flag=True, help="List every disagreement too.")
def evaluate(
    gold: Path, where: tuple[str, ...], discovery: str, least: float, *, errors: bool
) -> None:
    """Compare extraction with annotated abstracts: precision, recall and F1 by type.

    \b
    Example:
      paperatlas evaluate tests/gold/seeds.jsonl --errors
    """
    from ..evaluation import evaluate as evaluate_gold
    from ..evaluation import read_gold, report
    from ..vocabulary import Vocabulary

    papers, vocabulary = read_gold(gold, values_of(where)), Vocabulary.packaged()
    evaluation = evaluate_gold(papers, vocabulary, discovery=discovery, least=least)
    click.echo(report(evaluation, errors=errors))
