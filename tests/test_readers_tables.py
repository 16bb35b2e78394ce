"""Tables: CSV, TSV, Excel and Parquet, their columns known by name."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.readers import read

ROWS = [
    ["Title", "Authors", "Abstract", "Publication Year", "DOI", "Categories", "Score"],
    [
        "Deep Sets",
        "Zaheer, Manzil; Kottur, Satwik",
        "We study\nsets.",
        "2017",
        "",
        "cs.LG stat.ML",
        "8",
    ],
    ["Deep learning", "Yann LeCun and Yoshua Bengio", "", "2015", "10.1038/nature14539", "AI", "9"],
]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_table_is_read_whatever_parts_its_cells(delimiter: str) -> None:
    one, two = read(table(ROWS, delimiter), "a.csv").records
    assert (one.line, two.line) == (2, 4)
    assert (one.title, one.abstract, one.issued) == (
        "Deep Sets",
        "We study sets.",
        date(2017, 1, 1),
    )
    assert one.authors == ("Manzil Zaheer", "Satwik Kottur")
    assert one.subjects == ("Machine Learning",)
    assert (two.authors, two.doi) == (("Yann LeCun", "Yoshua Bengio"), "10.1038/nature14539")
    assert (two.abstract, two.subjects, two.repairs) == (None, ("AI",), ())


def test_ragged_rows_are_told_by_line_and_the_others_read() -> None:
    text = "title,year,abstract\nOne, two,2017,We see.\nThree four,2018\nFive six,2019,You see.,,\n"
    reading = read(text, "a.csv")
    assert [(r.line, r.why) for r in reading.refusals] == [
        (2, "the row has 4 cells, and the table 3 columns")
    ]
    assert [(r.line, r.title, r.repairs) for r in reading.records] == [
        (3, "Three four", ("the row has 2 cells, and the table 3 columns",)),
        (4, "Five six", ()),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_rows_only() -> None:
    text = 'title,abstract\nOne two,"open\n' + f"Lost {'x' * 99},y\n" * 10_000 + "Last row,z\n"
    reading = read(text, "a.csv")
    [refusal] = [r for r in reading.refusals if "larger than" in r.why]
    assert (refusal.line, refusal.cure) == (2, "see whether a quote is open")
    assert reading.records[-1].title == "Last row"


def test_of_several_columns_for_people_the_first_with_any_counts() -> None:
    text = 'Authors,Author full names,Title\nLe Y.; Be Y.,"Le, Yann; Be, Yo",Deep learning\n'
    [record] = read(text, "a.csv").records
    assert record.authors == ("Le Y.", "Be Y.")


def test_a_bare_quote_between_tabs_opens_nothing() -> None:
    text = 'title\tyear\n"Why" questions\t2017\n"Open\t2018\nLast row\t2019\n'
    assert [r.title for r in read(text, "a.tsv").records] == [
        '"Why" questions',
        '"Open',
        "Last row",
    ]


def test_two_header_lines_are_both_accounted_for() -> None:
    text = "Reading list 2024,,\nTitle,Year,Abstract\nTitle,Year,Abstract\nDeep Sets,2017,We see.\n"
    reading = read(text, "a.csv")
    assert [(r.line, r.title) for r in reading.records] == [(4, "Deep Sets")]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (1, "the row stands above the names of the columns"),
        (3, "the row names the columns again"),
    ]


def test_columns_may_be_mapped() -> None:
    text = "Titel,Zusammenfassung,Haus\nDeep Sets,We see.,OpenAI\n"
    mapping = {"title": "Titel", "abstract": "Zusammenfassung", "lab": "Haus"}
    [record] = read(text, "a.csv", mapping=mapping).records
    assert (record.title, record.abstract, record.publisher) == ("Deep Sets", "We see.", "OpenAI")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_whose_columns_nobody_knows_names_them_and_says_how_to_map(delimiter: str) -> None:
    content = delimiter.join(["Überschrift", "Jahr"]) + "\n" + delimiter.join(["Deep Sets", "2017"])
    (refused,) = read(content.encode(), "liste.CSV").refusals
    assert refused.line == 1
    assert refused.why == "no column of the table is called title or abstract"
    assert refused.cure.endswith("(Überschrift, Jahr) is which, as in --map title=Überschrift")


def test_an_empty_table_is_refused_as_empty() -> None:
    assert read(b"\n \n", "list.csv").refusals[0].why == "the document is empty"


def test_a_table_in_a_western_encoding_says_so_where_it_tells() -> None:
    text = "title,authors\nOn undecidable sentences,Kurt Gödel\nDeep Sets,Manzil Zaheer\n"
    one, two = read(text.encode("cp1252"), "a.csv").records
    assert (one.authors, one.repairs) == (("Kurt Gödel",), ("read as cp1252, not UTF-8",))
    assert two.repairs == ()


def test_utf_16_as_excel_exports_it_is_read() -> None:
    [record] = read("Title\tYear\r\nÜber Sätze\t1931\r\n".encode("utf-16"), "a.txt").records
    assert (record.line, record.title, record.repairs) == (2, "Über Sätze", ())


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_row_by_row_and_sheet_by_sheet(tmp_path: Path) -> None:
    first = [["Our list"], [], ["Title", "Date"], ["Deep Sets", date(2017, 6, 12)], ["Two", 2018.0]]
    path = workbook(tmp_path / "a.xlsx", first, [], [["title", "year"], ["Other work", 2019]])
    reading = read(path, "a.xlsx")
    assert [(r.source, r.line, r.title, str(r.issued)) for r in reading.records] == [
        ("a.xlsx", 4, "Deep Sets", "2017-06-12"),
        ("a.xlsx", 5, "Two", "2018-01-01"),
        ("a.xlsx/Sheet 3", 2, "Other work", "2019-01-01"),
    ]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (1, "the row stands above the names of the columns")
    ]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    content = workbook(tmp_path / "a.xlsx", [["Title"], ["Deep Sets"]]).read_bytes()
    reading = read(content[:-200], "a.xlsx")
    assert (reading.records, len(reading.refusals)) == ((), 1)


def test_parquet_is_read_row_by_row(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [
        {
            "title": "Deep Sets",
            "authors": ["Manzil Zaheer"],
            "year": 2017,
            "day": date(2017, 6, 12),
        },
        {"title": None, "authors": [], "year": None, "day": None},
        {"title": "BERT is here", "authors": None, "year": 2019, "day": None},
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    reading = read(tmp_path / "a.parquet", "a.parquet", mapping={"date": "day"})
    assert [(r.line, r.title, r.authors) for r in reading.records] == [
        (1, "Deep Sets", ("Manzil Zaheer",)),
        (3, "BERT is here", ()),
    ]
    assert reading.records[0].issued == date(2017, 6, 12)
    assert [r.line for r in reading.refusals] == [2]


@pytest.mark.parametrize(
    ("package", "content", "why"),
    [
        (
            "openpyxl",
            b"PK\x03\x04[Content_Types].xml",
            "reading a workbook takes the package openpyxl",
        ),
        ("pyarrow", b"PAR1", "reading Parquet takes the package pyarrow"),
    ],
)
def test_a_package_that_is_not_installed_is_named(package, content, why, monkeypatch) -> None:
    from paperatlas.readers import parquet, spreadsheet

    monkeypatch.setitem(sys.modules, package, None)
    module = spreadsheet if package == "openpyxl" else parquet
    [refusal] = module.entries(io.BytesIO(content), "a", {})
    assert refusal.why == why
    assert refusal.cure.startswith("pip install 'paperatlas[tables]'")


CELLS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",\t;"))
def test_what_the_csv_module_writes_is_read_again(cells, delimiter) -> None:
    rows = [[f"On {title}", f"We see {abstract}"] for title, abstract in cells]
    reading = read(table([["title", "abstract"], *rows], delimiter), "a.csv")
    assert len(reading.records) + len(reading.refusals) == len(rows)
    assert [record.line for record in reading.records] == [*range(2, len(rows) + 2)]
