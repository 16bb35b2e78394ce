"""Drawing: a chart as PNG or SVG, the same bytes for the same answer.

Text is drawn as outlines of the font that matplotlib brings, so that a picture looks the same
wherever it is opened and no label is ever markup; a letter that this font lacks becomes "�".
Labels come from papers: nothing in them is read as mathematics. Lines have the colours of Okabe and
Ito (https://jfly.uni-koeln.de/color/), made for colour-blind readers, and a marker each; cells have
one hue, and their number.
"""

from __future__ import annotations

import io
import logging
import math
import textwrap
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..answers import clean
from ..errors import QuestionError
from ..extras import installing
from ..store import Rows
from .shapes import Matrix, Ranking, Series, chart_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from ..questions import Question
    from ..store import Answer
    from .shapes import Chart

FORMATS = (".png", ".svg")

_COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#000000",
    "#56B4E9",
    "#E69F00",
    "#8C8C8C",
)
_MARKERS = "osD^vPX*"
_FONT = "Paperatlas Sans"
_SETTINGS: dict[str, object] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#8c8c8c",
    "axes.labelcolor": "#444444",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": _FONT,
    "font.size": 9.0,
    "grid.color": "#e4e4e4",
    "lines.markeredgecolor": "white",
    "lines.markersize": 8.0,
    "lines.linewidth": 2.0,
    "savefig.dpi": 150,
    "svg.fonttype": "path",
    "svg.hashsalt": "paperatlas",
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": "#8c8c8c",
    "xtick.labelcolor": "black",
    "ytick.color": "#8c8c8c",
    "ytick.labelcolor": "black",
}

# Inches: what a bar, a row or a column of a matrix takes, and a letter beside it.
_BAR, _CELL, _LETTER = 0.24, 0.28, 0.075
# So many columns of a matrix are made wide enough for their names; those of more lean.
_UPRIGHT = 6
_NUMBERED = 600
# The part of the years by which lines stand apart, so that none hides another of the same numbers.
_APART = 0.01


@cache
def _bring_fonts() -> None:
    """Make matplotlib's own fonts known by a name of ours.

    A machine may have others of the same name, and which of them is taken depends on a cache.
    """
    from matplotlib import get_data_path  # noqa: PLC0415  (an extra, and slow to import)
    from matplotlib.font_manager import fontManager, get_font, ttfFontProperty  # noqa: PLC0415  (it is slow to import, or an extra)

    for file in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        known = ttfFontProperty(get_font(Path(get_data_path(), "fonts", "ttf", file)))
        fontManager.ttflist.append(replace(known, name=_FONT))


def plot(
    answer: Answer,
    question: Question,
    given: Mapping[str, str] | None = None,
    *,
    form: str = ".svg",
    papers: int | None = None,
) -> bytes:
    """Draw an answer; ``form`` is one of `FORMATS`, and ``given`` the parameters as they were put.

    The title is the question with its parameters, also those that have their default. At the foot
    stand what is shown, of how many rows, what is left out, and how many ``papers`` the atlas has.

    Raises:
        QuestionError: the answer has no plot, there is no such format, or matplotlib is missing.

    """
    if form.lower() not in FORMATS:
        what = f"a plot cannot be written as {form or 'a file without an ending'!r}"
        raise QuestionError(what, cure=f"choose {' or '.join(FORMATS)}")
    chart = chart_of(answer)
    try:
        from matplotlib import style  # noqa: PLC0415  (an extra, and slow to import)
        from matplotlib.figure import Figure  # noqa: PLC0415  (as above)
    except ImportError as error:
        cure = f"install it with: {installing('plot')}"
        raise QuestionError("plots need matplotlib", cure=cure) from error
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    _bring_fonts()
    with style.context(["default", _SETTINGS]):
        figure = Figure(figsize=_size(chart), layout="constrained")
        axes = figure.add_subplot()
        if isinstance(chart, Series):
            _draw_series(axes, chart)
        elif isinstance(chart, Ranking):
            _draw_ranking(axes, chart)
        else:
            _draw_matrix(axes, chart)
        size = len(answer.rows) if isinstance(answer, Rows) else 0
        said = f"n = {size} row{'' if size == 1 else 's'}"
        said += f" from an atlas of {papers} papers" if papers is not None else ""
        _entitle(axes, chart, _title(question, given or {}, int(9.5 * _size(chart)[0])), said)
        picture = io.BytesIO()
        svg = form.lower() == ".svg"
        metadata = {"Date": None, "Creator": None} if svg else {"Software": None}
        figure.savefig(picture, format=form.lower()[1:], metadata=metadata)
    return picture.getvalue()


def _size(chart: Chart) -> tuple[float, float]:
    if isinstance(chart, Series):
        return 8.0, 4.8
    if isinstance(chart, Ranking):
        return 8.0, 1.8 + _BAR * len(chart.bars)
    beside = _LETTER * max(map(len, chart.rows))
    under = _LETTER * max(map(len, chart.columns))
    if _upright(chart):
        return 1.8 + beside + len(chart.columns) * max(under, 2 * _CELL), _tall(chart, 0.0)
    return 1.8 + beside + max(under * 0.7, _CELL * 1.4 * len(chart.columns)), _tall(chart, under)


def _tall(chart: Matrix, under: float) -> float:
    return 1.6 + 0.7 * under + _CELL * len(chart.rows)


def _upright(chart: Matrix) -> bool:
    return len(chart.columns) <= _UPRIGHT or all(name.isdigit() for name in chart.columns)


def _draw_series(axes: Axes, chart: Series) -> None:
    """Draw a line a name; it breaks where a year has no row, since that need not mean none."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  (as above)

    years = [year for line in chart.lines.values() for year, _ in line]
    whole = range(min(years), max(years) + 1)
    numbers = [number for line in chart.lines.values() for _, number in line]
    for at, line in enumerate(chart.lines.values()):
        known = dict(line)
        aside = _APART * len(whole) * (at - (len(chart.lines) - 1) / 2)
        axes.plot(
            [year + aside for year in whole],
            [known.get(year, math.nan) for year in whole],
            color=_COLOURS[at],
            marker=_MARKERS[at],
            label=str(at),
        )
    step = max(1, math.ceil(len(whole) / 15))
    axes.set_xticks(list(whole)[::step])
    axes.set_xlabel("year")
    axes.set_ylabel(_drawable(chart.measure))
    if min(numbers) >= 0:
        axes.set_ylim(bottom=0)
    whole_numbers = all(number.is_integer() for number in numbers)
    axes.yaxis.set_major_locator(MaxNLocator(integer=whole_numbers))
    axes.grid(axis="y")
    if len(chart.lines) > 1:
        legend = axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
        # Set afterwards: a label that begins with "_" is none to matplotlib.
        for text, name in zip(legend.get_texts(), chart.lines, strict=True):
            text.set_text(_drawable(name))


def _draw_ranking(axes: Axes, chart: Ranking) -> None:
    places = list(range(len(chart.bars)))
    numbers = [number for _, number in chart.bars]
    drawn = axes.barh(places, numbers, color=_COLOURS[0])
    axes.bar_label(drawn, labels=[_written(n) for n in numbers], padding=3)
    axes.set_yticks(places, [_drawable(name) for name, _ in chart.bars])
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.set_xlabel(_drawable(chart.measure))
    axes.margins(x=0.1)


def _draw_matrix(axes: Axes, chart: Matrix) -> None:
    """Colour the cells; an empty cell is a pair that the answer does not hold, not a zero."""
    table = [
        [chart.cells.get((row, column), math.nan) for column in chart.columns] for row in chart.rows
    ]
    known = [n for row in table for n in row if not math.isnan(n)]
    low, high = min(0.0, *known), max(0.0, *known)
    image = axes.imshow(table, cmap="Blues", vmin=low, vmax=high or 1.0, aspect="auto")
    names = [_drawable(name) for name in chart.columns]
    if _upright(chart):
        axes.set_xticks(range(len(names)), names)
    else:
        axes.set_xticks(range(len(names)), names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(chart.rows)), [_drawable(name) for name in chart.rows])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    for count, line in ((len(names), axes.axvline), (len(chart.rows), axes.axhline)):
        for at in range(count + 1):
            line(at - 0.5, color="#e4e4e4", linewidth=0.8)
    bar = axes.figure.colorbar(image, ax=axes, label=_drawable(chart.measure), aspect=30)
    if bar.outline is not None:
        bar.outline.set_visible(False)
    if len(known) > _NUMBERED:
        return
    for y, row in enumerate(table):
        for x, number in enumerate(row):
            if not math.isnan(number):
                dark = (number - low) > 0.55 * (high - low)
                colour = "white" if dark else "black"
                axes.text(
                    x, y, _written(number), ha="center", va="center", color=colour, fontsize=7
                )


def _title(question: Question, given: Mapping[str, str], letters: int) -> str:
    """Return the question and its parameters, on a line of their own where one is not enough."""
    defaults = {p.name: p.example for p in question.parameters if p.optional and p.example != "any"}
    put = ", ".join(f"{name}: {value}" for name, value in sorted({**defaults, **given}.items()))
    title = clean(question.title or question.name or "An answer")
    parts = [title, clean(f"({put})")] if put else [title]
    lines = [" ".join(parts)] if len(" ".join(parts)) <= letters else parts
    return "\n".join(line for part in lines for line in textwrap.wrap(part, letters)[:3])


def _entitle(axes: Axes, chart: Chart, title: str, said: str) -> None:
    kinds = {Series: "by year", Ranking: "in the order of the answer", Matrix: "by name"}
    shown = f"{chart.measure} {kinds[type(chart)]}"
    foot = textwrap.wrap("; ".join((shown, said, *chart.notes)), int(14 * _size(chart)[0]))
    left = {"x": 0.01, "ha": "left"}
    axes.figure.suptitle(_drawable(title), fontsize=11, fontweight="bold", **left)
    axes.figure.supxlabel(_drawable("\n".join(foot)), fontsize=8, color="#666666", **left)


def _written(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.3g}"


def _drawable(text: str) -> str:
    """Put "�" for what the font has no outline of; a line end stays."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415  (as above)

    font = get_font(findfont(FontProperties(family=_FONT)))
    known = font.get_charmap()
    return "".join(c if c == "\n" or ord(c) in known else "\N{REPLACEMENT CHARACTER}" for c in text)
