"""Plots: which picture an answer makes, what it says, and that nothing in it is more than text."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.errors import QuestionError
from paperatlas.ontology import Iri
from paperatlas.plots import Matrix, Ranking, Series, chart_of, plot
from paperatlas.questions import ask, find, parse
from paperatlas.store import Rows, Store

ASKED = parse("# How many?\nSELECT ?x { ?x a ?y }")
LAB = Iri("https://w3id.org/paperatlas/id/lab/metr")


def rows(columns: str, *values: tuple) -> Rows:
    return Rows(tuple(columns.split()), values)


def test_years_and_numbers_are_a_line():
    chart = chart_of(rows("year papers share", (2023, 2, Decimal("0.5")), (2022, 1, Decimal(1))))
    assert chart == Series("papers", {"papers": ((2022, 1.0), (2023, 2.0))}, ())


def test_years_and_names_are_a_line_a_name():
    chart = chart_of(rows("lab year papers", ("B", 2022, 1), ("A", 2022, 2), ("A", 2023, 3)))
    assert chart.lines == {"A": ((2022, 2.0), (2023, 3.0)), "B": ((2022, 1.0),)}


def test_more_than_eight_lines_are_a_matrix_of_names_and_years():
    chart = chart_of(rows("lab year papers", *((f"L{n}", 2020 + 2 * (n % 2), n) for n in range(9))))
    assert isinstance(chart, Matrix)
    assert chart.columns == ("2020", "2021", "2022")
    assert chart.rows[0] == "L8"


def test_names_and_numbers_are_a_ranking_in_the_order_of_the_answer():
    chart = chart_of(rows("lab papers iri", ("B", 1, LAB), ("A", 2, LAB)))
    assert chart == Ranking("papers", (("B", 1.0), ("A", 2.0)), ())


def test_two_names_and_a_number_are_a_matrix_that_is_taller_than_wide():
    chart = chart_of(rows("lab method n", ("A", "x", 1), ("A", "y", 2), ("B", "y", 3)))
    assert (chart.rows, chart.columns) == (("A", "B"), ("y", "x"))
    assert chart.cells == {("A", "x"): 1.0, ("A", "y"): 2.0, ("B", "y"): 3.0}
    wide = chart_of(rows("lab method n", *(("A", m, 1) for m in "xyz"), ("B", "x", 1)))
    assert (wide.rows, wide.columns) == (("x", "y", "z"), ("A", "B"))


def test_a_name_that_is_missing_is_a_dash_and_a_long_one_is_cut():
    chart = chart_of(rows("title n", (None, 1), ("w" * 70, 2), ("w" * 69, 3)))
    assert [name for name, _ in chart.bars] == ["—", "w" * 59 + "…", "w" * 59 + "… (2)"]


def test_what_has_no_number_is_left_out_and_counted():
    chart = chart_of(rows("year papers", (2022, 1), (None, 4)))
    assert chart == Series(
        "papers", {"papers": ((2022, 1.0),)}, ("1 row without year or number left out",)
    )


def test_no_more_than_forty_bars_are_drawn_and_the_picture_says_so():
    chart = chart_of(rows("name n", *((f"{n}", n) for n in range(50))))
    assert (len(chart.bars), chart.notes) == (40, ("the first 40 of 50",))


def test_no_more_than_forty_rows_of_a_matrix_are_drawn_those_with_the_largest_sums():
    cells = [(f"r{n}", column, n) for n in range(50) for column in "ab"]
    chart = chart_of(rows("row column n", *cells))
    assert chart.notes == ("the 40 × 2 with the largest sums",)
    assert (chart.rows[0], "r9" in chart.rows, "r10" in chart.rows) == ("r49", False, True)


NO_PLOT = [
    (rows("title", ("a",)), "it has no column of numbers"),
    (rows("title issued", ("a", None)), "it has no column of numbers"),
    (rows("year title", (2022, "a")), "it has no column of numbers"),
    (rows("n"), "it has no rows"),
    (rows("n m", (1, 2), (2, 3)), "nothing names its numbers"),
    (rows("name n", ("a", 1), ("a", 2)), "several rows have the same names"),
    (True, "it is yes or no"),
    (b"", "it is a graph"),
]


@pytest.mark.parametrize(("answer", "why"), NO_PLOT)
def test_an_answer_without_a_plot_says_why_and_what_has_one(answer, why):
    with pytest.raises(QuestionError) as caught:
        chart_of(answer)
    assert str(caught.value) == (
        f"this answer has no plot: {why} (a plot needs numbers beside years or names, as the "
        "answers of concept-over-time, most-named and labs-and-methods have)"
    )


@pytest.mark.parametrize(
    ("question", "values", "kind"),
    [
        ("concept-over-time", {"concept": "RLHF"}, Series),
        ("most-named", {}, Ranking),
        ("labs-and-methods", {}, Matrix),
        ("papers-per-lab-and-year", {}, Series),
        ("taken-up", {"concept": "RLHF"}, Series),
        ("labs-in-common", {}, Matrix),
        ("never-introduced", {}, Ranking),
        ("appear-together", {}, Matrix),
    ],
)
def test_ready_questions_have_plots(root, question, values, kind):
    assert isinstance(chart_of(ask(Store.open(root / "graph"), find(question), values)), kind)


SOME = [
    rows("year lab n", (2022, "a", 1), (2023, "b", 2), (2024, "a", 0)),
    rows("name n", ("a", 1), ("b", Decimal("0.5"))),
    rows("row column n", ("a", "b", 1), ("a", "c", 2), ("b", "c", -1)),
]


@pytest.mark.parametrize("answer", SOME)
@pytest.mark.parametrize("form", [".svg", ".png"])
def test_the_same_answer_gives_the_same_bytes(answer, form):
    assert plot(answer, ASKED, form=form) == plot(answer, ASKED, form=form)


@pytest.mark.parametrize("answer", SOME)
def test_another_process_gives_the_same_bytes(answer):
    code = (
        "import sys, datetime, decimal; from decimal import Decimal;"
        "from paperatlas.store import Rows; from paperatlas.questions import parse;"
        "from paperatlas.plots import plot;"
        f"sys.stdout.buffer.write(plot({answer!r}, parse({ASKED.sparql!r})))"
    )
    command = [sys.executable, "-c", code]
    other = subprocess.run(command, capture_output=True, check=True).stdout
    assert other == plot(answer, ASKED)


def test_the_reader_s_own_settings_change_nothing(monkeypatch):
    import matplotlib as mpl

    before = plot(SOME[1], ASKED)
    monkeypatch.setitem(mpl.rcParams, "lines.linewidth", 9.0)
    monkeypatch.setitem(mpl.rcParams, "font.size", 30.0)
    assert plot(SOME[1], ASKED) == before
    assert mpl.rcParams["font.size"] == 30.0


def test_an_svg_holds_no_date_no_text_and_nothing_from_elsewhere():
    picture = plot(SOME[0], ASKED).decode()
    assert "<dc:date>" not in picture
    assert "<text" not in picture
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"', picture) == []


def drawn(monkeypatch, answer: Rows, asked=ASKED, **values: object) -> list[str]:
    """The texts that a picture draws, as matplotlib gets them."""
    from matplotlib.text import Text

    texts = []
    draw = Text.draw

    def note(self, *arguments):
        texts.append(self.get_text())
        assert not self.get_parse_math()
        assert not self.get_usetex()
        draw(self, *arguments)

    monkeypatch.setattr(Text, "draw", note)
    plot(answer, asked, form=".png", **values)
    return texts


def test_the_title_is_the_question_with_its_parameters_and_defaults(monkeypatch):
    question = "# How many?\n# @param least integer default 3 — least\nSELECT (?least AS ?n) { }"
    texts = drawn(monkeypatch, SOME[1], parse(question), given={"lab": "METR"})
    assert "How many? (lab: METR, least: 3)" in texts


def test_the_picture_says_how_many_rows_and_papers_it_rests_on(monkeypatch):
    texts = drawn(monkeypatch, SOME[1], papers=89)
    assert "n in the order of the answer; n = 2 rows from an atlas of 89 papers" in texts


HOSTILE = ["$\\frac{$", "$x$", "\\textbf{x}", "<script>alert(1)</script>", "&amp;", "100 %", "_x^2"]


@pytest.mark.parametrize("label", HOSTILE)
@pytest.mark.parametrize("kind", ["name n", "row column n", "year name n"])
def test_a_hostile_label_is_only_text(monkeypatch, kind, label):
    cells = {"name": label, "row": label, "column": "c", "year": 2022, "n": 1}
    hostile = tuple(cells[column] for column in kind.split())
    other = tuple({**cells, "name": "o", "row": "o"}[column] for column in kind.split())
    texts = drawn(monkeypatch, rows(kind, hostile, other))
    assert label in texts


def test_lines_of_the_same_numbers_do_not_hide_each_other(monkeypatch):
    from matplotlib.figure import Figure

    years = []
    save = Figure.savefig

    def look(self, *arguments, **options):
        save(self, *arguments, **options)
        years.extend(list(line.get_xdata()) for line in self.axes[0].get_lines())

    monkeypatch.setattr(Figure, "savefig", look)
    plot(rows("year name n", *((y, name, 1) for y in (2022, 2023) for name in "ab")), ASKED)
    assert years == [[2021.99, 2022.99], [2022.01, 2023.01]]


def test_what_a_terminal_would_act_on_is_gone(monkeypatch):
    assert "red" in drawn(monkeypatch, rows("name n", ("\x1b[31mred\x1b[0m", 1)))


def test_a_letter_that_the_font_lacks_is_a_mark(monkeypatch):
    assert "��x" in drawn(monkeypatch, rows("name n", ("你好x", 1)))


@settings(max_examples=25)
@given(st.lists(st.text(), min_size=1, max_size=3, unique=True), st.text())
def test_any_text_makes_an_svg_that_can_be_read(labels, title):
    asked = parse(f"# {title}\nASK {{ }}") if "\n" not in title else ASKED
    picture = plot(rows("name n", *((label, 1) for label in labels)), asked)
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314


def test_forty_categories_have_room(monkeypatch):
    """No two labels of the axis overlap, and none leaves the picture."""
    from matplotlib.figure import Figure

    boxes = []
    save = Figure.savefig

    def look(self, *arguments, **options):
        save(self, *arguments, **options)
        labels = [label for label in self.axes[0].get_yticklabels() if label.get_text()]
        boxes.extend(label.get_window_extent() for label in labels)
        assert all(box.x0 >= 0 for box in boxes)

    monkeypatch.setattr(Figure, "savefig", look)
    plot(rows("name n", *((f"a name of some length {n}", n) for n in range(40))), ASKED)
    assert len(boxes) == 40
    edges = sorted((box.y0, box.y1) for box in boxes)
    assert all(top <= bottom for (_, top), (bottom, _) in pairwise(edges))


@pytest.mark.parametrize("form", [".pdf", "", ".SVGZ"])
def test_another_format_is_refused(form):
    with pytest.raises(QuestionError, match=r"choose \.png or \.svg"):
        plot(SOME[1], ASKED, form=form)


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(QuestionError, match=r"pip install .*\[plot\]'"):
        plot(SOME[1], ASKED)
