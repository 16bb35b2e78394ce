"""``paperatlas evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from .options import DISCOVERY, values_of


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Keep only such gold records.")
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="JSON Lines (.gz too) with id, title and abstract of papers whose text GOLD leaves out.",
)
@DISCOVERY
@click.option("--least", default=0.0, help="Leave out candidates that are less sure than this.")
@click.option("--errors", is_flag=True, help="List every disagreement too.")
def evaluate(
    gold: Path,
    where: tuple[str, ...],
    texts: Path | None,
    discovery: str,
    least: float,
    *,
    errors: bool,
) -> None:
    """Compare extraction with annotated abstracts: precision, recall and F1 by type.

    \b
    Example:
      paperatlas evaluate tests/gold/seeds.jsonl --errors
      paperatlas evaluate tests/gold/arxiv.jsonl --texts arxiv-metadata.jsonl.gz
    """
    from ..evaluation import evaluate as evaluate_gold
    from ..evaluation import read_gold, report, with_texts
    from ..vocabulary import Vocabulary

    papers, vocabulary = read_gold(gold, values_of(where)), Vocabulary.packaged()
    if texts is not None:
        papers = with_texts(papers, texts)
    evaluation = evaluate_gold(papers, vocabulary, discovery=discovery, least=least)
    click.echo(report(evaluation, errors=errors))
