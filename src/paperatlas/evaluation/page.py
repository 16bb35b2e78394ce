"""Page: the figures as Markdown, with what was measured, on what, and what they do not show."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from .calibration import calibration_error
from .printing import sections
from .scores import Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .measures import Evaluation
    from .scores import Figure, Interval
    from .statements import Error

_EXPLAINED = {
    "Statements (paper, concept)": (
        "A statement says that a paper names a concept, and counts once a paper. It is right when "
        "a label of the concept, or a form of it found in the paper, equals the name or an alias "
        "of an annotated entity (case, hyphens, plurals and British or American spelling set "
        "aside) and the type is one that the annotation allows. Optional entities neither help "
        "nor hurt. *introduces* is the statement that the paper introduces the concept."
    ),
    "Mentions, exact span": (
        "A mention is one place in the text. Every whole-word occurrence of an annotated form is "
        "a place to be found, of overlapping ones the longest; a found mention is right when it "
        "covers exactly an annotated form there, under an allowed type."
    ),
    "Mentions, overlapping span": "The same, where a found mention need only overlap the place.",
    "Roles of what was found": (
        "A statement says in which role a paper names a thing. Counted over annotated entities "
        "that were found, so that the figures tell of roles alone. The macro average weighs each "
        "role the same."
    ),
    "Roles, end to end": (
        "The same over all annotated entities: one that was missed misses its roles, and what is "
        "wrongly found has wrong roles."
    ),
}

_KINDS = {
    "wrong": "Wrong: found, and not annotated",
    "wrong type": "Wrong type: annotated under another type",
    "missed": "Missed: annotated, and not found",
    "split": "Split: one thing found as two unrelated concepts",
    "wrong role": "Wrong role",
}


def markdown(
    evaluation: Evaluation, *, gold: str, annotators: str, limits: Sequence[str] = ()
) -> str:
    """Return a page that reports ``evaluation``.

    ``gold`` names the gold file, ``annotators`` says who annotated it ("one reader"), and each of
    ``limits`` is a sentence on what the figures do not show with this gold.
    """
    parts = [
        "# Evaluation",
        _provenance(evaluation, gold, annotators),
        *_tables(evaluation),
        *_types(evaluation),
        *_calibration(evaluation),
        "## What the figures do not show",
        "\n".join(f"- {limit}" for limit in (*limits, *_general_limits(evaluation))),
        *_errors(evaluation.errors),
    ]
    return "\n\n".join(parts) + "\n"


def _provenance(evaluation: Evaluation, gold: str, annotators: str) -> str:
    return (
        f"Measured on {_plain(gold)}: {evaluation.papers} papers, annotated by "
        f"{_plain(annotators)}. Figures stand with their 95 % interval, a bootstrap over papers. "
        f"`paperatlas evaluate` with this file prints them too."
    )


def _tables(evaluation: Evaluation) -> Iterator[str]:
    for heading, figures in sections(evaluation):
        yield f"## {heading}"
        yield _EXPLAINED[heading]
        yield _table(
            ("", "precision", "recall", "F1", "right", "wrong", "missed"), map(_row, figures)
        )


def _row(figure: Figure) -> tuple[str, ...]:
    if not isinstance(figure, Score):
        return (figure.name, *_values(figure), "", "", "")
    values = ("–", "–", "–") if figure.empty else _values(figure)
    return (figure.name, *values, str(figure.right), str(figure.wrong), str(figure.missed))


def _values(figure: Figure) -> tuple[str, str, str]:
    return (
        _with_interval(figure.precision, figure.precision_interval),
        _with_interval(figure.recall, figure.recall_interval),
        _with_interval(figure.f1, figure.f1_interval),
    )


def _with_interval(value: float, interval: Interval) -> str:
    return f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _types(evaluation: Evaluation) -> Iterator[str]:
    yield "## Confusion between types"
    if not evaluation.confusion:
        yield "No concept was found under an annotated name and the wrong type."
        return
    counts = {(gold, found): n for gold, found, n in evaluation.confusion}
    rows = sorted({gold for gold, _ in counts})
    columns = sorted({found for _, found in counts})
    yield (
        "How often a concept was found under an annotated name and the wrong type: annotated type "
        "by line, found type by column."
    )
    yield _table(
        ("", *columns), ((row, *(str(counts.get((row, c), 0)) for c in columns)) for row in rows)
    )


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    yield "## Scores of links"
    yield (
        "The mean score of links, and the share of them whose concept is annotated, optional "
        f"entities included. Expected calibration error: "
        f"{calibration_error(evaluation.calibration):.3f}."
    )
    yield _table(
        ("score", "links", "mean score", "share right"),
        (
            (
                f"{b.low:.1f}–{b.low + 0.1:.1f}",
                str(b.links),
                f"{b.mean_score:.3f}",
                _with_interval(b.share_right, b.interval),
            )
            for b in evaluation.calibration
        ),
    )


def _general_limits(evaluation: Evaluation) -> Iterator[str]:
    yield (
        f"{evaluation.papers} papers are few: where a type or role occurs a handful of times, read "
        "the interval and the counts, not the figure. An interval that is one point means only "
        "that no paper disagreed."
    )
    yield "Mentions are located by their form: a form used in another sense counts as a place too."
    yield "What two readers would disagree on is annotated as optional and does not count."


def _errors(errors: Sequence[Error]) -> Iterator[str]:
    yield "## Errors"
    if not errors:
        yield "None."
    for kind, found in groupby(errors, key=lambda error: error.kind):
        yield f"### {_KINDS[kind]}"
        yield _table(
            ("type", "what", "paper"), ((e.type, _plain(e.what), _plain(e.paper)) for e in found)
        )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line.

    >>> print(_plain("a|b <i>\n_c_"))
    a\|b \<i\> \_c\_
    """
    return re.sub(r"([\\`*_\[\]<>|&#~])", r"\\\1", " ".join(text.split()))
