"""How answers are written, and what papers cannot do to those who read them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.answers import clean, render
from paperatlas.errors import QuestionError
from paperatlas.ontology import Iri
from paperatlas.store import Rows

LAB = Iri("https://w3id.org/paperatlas/id/lab/metr")
ALL = Rows(
    ("iri", "text", "whole", "real", "exact", "truth", "day", "none"),
    ((LAB, "né", 3, 0.5, Decimal("0.95"), True, date(2022, 12, 15), None),),
)
NO_ROWS = Rows(("a", "b"), ())


def test_a_table_shortens_iris_and_sets_numbers_right():
    found = Rows(("lab", "papers", "day"), ((LAB, 3, date(2022, 12, 15)), (None, 110, None)))
    assert render(found) == (
        "lab       papers  day\nlab:metr       3  2022-12-15\n             110\n"
    )


def test_a_table_counts_wide_letters_twice():
    assert render(Rows(("a", "b"), (("你好", "x"), ("abcd", "y")))) == (
        "a     b\n你好  x\nabcd  y\n"
    )


def test_a_plain_table_cuts_nothing():
    long = "word " * 100 + "end"
    assert render(Rows(("a",), ((long,),))) == f"a\n{long}\n"


def test_a_table_in_a_terminal_keeps_to_its_width_and_loses_nothing(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    lines = [clean(line) for line in render(Rows(("a",), (("x" * 50,),)), tty=True).split("\n")]
    assert max(map(len, lines)) == 20
    assert "".join(lines).count("x") == 50


def test_markup_in_a_text_is_only_text():
    assert "[bold red]hi[/]" in render(Rows(("a",), (("[bold red]hi[/]",),)), tty=True)


def test_no_rows_are_a_head_alone():
    assert render(NO_ROWS) == "a  b\n"
    assert render(NO_ROWS, "csv") == "a,b\n"
    assert json.loads(render(NO_ROWS, "json")) == {
        "head": {"vars": ["a", "b"]},
        "results": {"bindings": []},
    }


def test_csv_gives_full_iris_and_plain_values():
    assert render(ALL, "csv") == (
        "iri,text,whole,real,exact,truth,day,none\n"
        "https://w3id.org/paperatlas/id/lab/metr,né,3,0.5,0.95,true,2022-12-15,\n"
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\x1b[0m=1", "\x00=1"])
def test_csv_disarms_what_a_spreadsheet_would_run(cell):
    assert render(Rows(("a",), ((cell,),)), "csv").splitlines()[1].startswith("'")


def test_csv_leaves_negative_numbers_numbers():
    assert render(Rows(("a",), ((-1,), (Decimal("-0.5"),))), "csv") == "a\n-1\n-0.5\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs"]))))
def test_csv_is_read_back_cell_for_cell(cells):
    found = Rows(("a", "b"), tuple((cell, "z") for cell in cells))
    read = list(csv.reader(io.StringIO(render(found, "csv"), newline="")))
    assert [row[0].removeprefix("'") for row in read[1:]] == [c.removeprefix("'") for c in cells]


def test_json_is_the_standard_one():
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert json.loads(render(ALL, "json")) == {
        "head": {"vars": list(ALL.columns)},
        "results": {
            "bindings": [
                {
                    "iri": {"type": "uri", "value": LAB},
                    "text": {"type": "literal", "value": "né"},
                    "whole": {"type": "literal", "datatype": f"{xsd}integer", "value": "3"},
                    "real": {"type": "literal", "datatype": f"{xsd}double", "value": "0.5"},
                    "exact": {"type": "literal", "datatype": f"{xsd}decimal", "value": "0.95"},
                    "truth": {"type": "literal", "datatype": f"{xsd}boolean", "value": "true"},
                    "day": {"type": "literal", "datatype": f"{xsd}date", "value": "2022-12-15"},
                }
            ]
        },
    }


def test_truth_is_yes_or_no_and_standard_in_json():
    assert render(True) == "answer\nyes\n"  # noqa: FBT003
    assert render(False, "csv") == "answer\nno\n"  # noqa: FBT003
    assert json.loads(render(True, "json")) == {"head": {}, "boolean": True}  # noqa: FBT003


def test_a_graph_stays_turtle():
    assert render(b'<http://e/a> <http://e/b> "c" .\n') == '<http://e/a> <http://e/b> "c" .\n'


def test_a_graph_hides_no_escape_from_the_terminal():
    assert render('<http://e/a> <http://e/b> "\x9b1m" .\n'.encode()) == (
        '<http://e/a> <http://e/b> "\\u009B1m" .\n'
    )


HOSTILE = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x1b]0;title\x07text", "text"),
    ("\x1b]8;;http://evil/\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x9b2Jx", "x"),
    ("\x1bPdevice\x1b\\x", "x"),
    ("a\x08\x7fb", "ab"),
    ("a\r\nb\tc", "a b c"),
    ("\u202eevil", "evil"),
    ("\x1b", ""),
]


@pytest.mark.parametrize(("text", "left"), HOSTILE)
def test_no_control_of_the_terminal_is_left_in_a_table(text, left):
    assert clean(text) == left
    assert render(Rows(("a",), ((text,),))) == f"a\n{left}\n"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@given(text=st.text(alphabet=st.sampled_from("\x1b\x9b\x9d\x07\x00\x7f\x85[]31m;\\ax\n")))
def test_no_form_lets_a_control_character_through(form, text):
    written = render(Rows(("a",), ((text,),)), form)
    assert [letter for letter in written if not letter.isprintable()] == [
        letter for letter in written if letter in "\r\n"
    ]


@pytest.mark.parametrize(
    ("answer", "form", "message"),
    [
        (ALL, "turtle", "rows cannot be written as turtle (choose table, csv or json)"),
        (True, "turtle", "yes or no cannot be written as turtle (choose table, csv or json)"),
        (b"", "csv", "a graph cannot be written as csv (choose turtle)"),
        (
            ALL,
            "xml",
            "an answer cannot be written as 'xml' (choose one of table, csv, json, turtle)",
        ),
    ],
)
def test_a_form_that_does_not_fit_is_refused(answer, form, message):
    with pytest.raises(QuestionError) as caught:
        render(answer, form)
    assert str(caught.value) == message
