"""Printing: the figures as plain text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .calibration import calibration_error
from .scores import Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .measures import Evaluation
    from .scores import Figure


def report(evaluation: Evaluation, *, errors: bool = False) -> str:
    """Return the figures as plain tables, with every disagreement under them where asked for."""
    blocks = [
        f"{evaluation.papers} annotated papers; F1 with its 95 % interval",
        *(_table(heading, figures) for heading, figures in sections(evaluation)),
        "\n".join(_calibration(evaluation)),
        "\n".join(_counted(evaluation)),
    ]
    if errors:
        blocks.append(
            "\n".join(f"{e.kind:11}{e.type:11}{e.what}  [{e.paper}]" for e in evaluation.errors)
        )
    return "\n\n".join(blocks)


def sections(evaluation: Evaluation) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield each measure that has something to show: its heading and its figures."""
    measures: tuple[tuple[str, tuple[Figure, ...]], ...] = (
        ("Statements (paper, concept)", evaluation.scores),
        ("Mentions, exact span", evaluation.exact),
        ("Mentions, overlapping span", evaluation.overlapping),
        ("Roles of what was found", evaluation.roles_of_found),
        ("Roles, end to end", evaluation.roles),
    )
    return ((heading, figures) for heading, figures in measures if figures)


def _table(heading: str, figures: tuple[Figure, ...]) -> str:
    head = f"{heading:28}{'precision':>10}{'recall':>8}{'F1':>7}   {'95 %':13}right wrong missed"
    return "\n".join([head, *map(_row, figures)])


def _row(figure: Figure) -> str:
    low, high = figure.f1_interval
    values = f"{figure.precision:>10.3f}{figure.recall:>8.3f}{figure.f1:>7.3f}"
    row = f"{figure.name:28}{values}   {low:.3f}–{high:.3f}"
    if not isinstance(figure, Score):
        return row
    if figure.empty:
        row = f"{figure.name:28}{'–':>10}{'–':>8}{'–':>7}   {'–':11}"
    return f"{row}  {figure.right:>5}{figure.wrong:>6}{figure.missed:>7}"


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'Scores of links':28}{'links':>10}{'score':>8}{'right':>7}   95 %"
    for b in evaluation.calibration:
        low, high = b.interval
        name = f"{b.low:.1f}–{b.low + 0.1:.1f}"
        values = f"{b.links:>10}{b.mean_score:>8.3f}{b.share_right:>7.3f}"
        yield f"{name:28}{values}   {low:.3f}–{high:.3f}"
    yield f"expected calibration error: {calibration_error(evaluation.calibration):.3f}"


def _counted(evaluation: Evaluation) -> Iterator[str]:
    confused = ", ".join(f"{gold} as {found} {n}" for gold, found, n in evaluation.confusion)
    split = sum(error.kind == "split" for error in evaluation.errors)
    yield f"right name, wrong type: {confused or 'none'}"
    yield f"things that are split over two unrelated concepts: {split}"
