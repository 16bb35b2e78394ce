"""The intake report tells what became of every record."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paperatlas.errors import OutputError
from paperatlas.intake import IntakeEntry, refused, summary, write_intake
from paperatlas.papers import merge
from paperatlas.readers import read_all
from paperatlas.records import Record, Refusal

SEEDS = Path(__file__).parent.parent / "seeds"


def entries() -> tuple[IntakeEntry, ...]:
    return merge(record for reading in read_all([SEEDS]) for record in reading.records)[1]


def test_the_summary_of_the_seeds_counts_every_record_once() -> None:
    """59 + 30 + 6 = 95 records, of 89 papers."""
    assert summary(entries()) == (
        "95 records read: 59 as they stood, 30 repaired, 6 merged into others; "
        "0 refused -> 89 papers"
    )


def test_a_merged_record_names_its_twin_and_the_reason() -> None:
    """Those of the seeds, all six, with the repairs behind the reason."""
    sheet, listing = "001_65e12ee1781831be.txt", "002_b55e028bf21fd9bc.txt"
    merged = [(e.source, e.line, e.paper, e.detail) for e in entries() if e.status == "merged"]
    twin = "same abstract as 000_d11e05cc7f062c32.txt:2"
    mark = "'[Duplicate]' stood before the category"
    assert merged == [
        (sheet, 579, "arxiv-2206.05802", f"{twin}; abstract: 17 line breaks became spaces"),
        (sheet, 627, "arxiv-2406.04093", f"same abstract as {sheet}:527; {mark}"),
        (sheet, 632, "arxiv-2206.05802", f"{twin}; {mark}"),
        (listing, 1, "arxiv-2212.08073", f"same abstract as {sheet}:174"),
        (listing, 6, "arxiv-2211.03540", f"abstract 87 % alike as {sheet}:195"),
        (listing, 9, "arxiv-2209.07858", f"same abstract as {sheet}:220"),
    ]


def test_every_record_has_one_entry() -> None:
    """By source and line, in order."""
    records = [record for reading in read_all([SEEDS]) for record in reading.records]
    assert [(e.source, e.line) for e in entries()] == [(r.source, r.line) for r in records]


def test_refusals_are_told_below_the_summary() -> None:
    """At most twelve, and the number of the others."""
    lost = refused(Refusal("x.txt", line, "no date", "give one") for line in range(1, 15))
    lines = summary(lost).split("\n")
    assert lines[0] == (
        "0 records read: 0 as they stood, 0 repaired, 0 merged into others; 14 refused -> 0 papers"
    )
    assert lines[1] == "  refused x.txt:1: no date; give one"
    assert lines[-1] == "  and 2 more"
    assert len(lines) == 14


def test_the_report_is_csv_with_harmless_cells(tmp_path: Path) -> None:
    """A cell that a spreadsheet would run gets an apostrophe."""
    hostile = [
        IntakeEntry(f"{sign}x.txt", 1, "read", "p", 'a "b",\nc') for sign in ("=", "+", "-", "@")
    ]
    write_intake(hostile, tmp_path / "intake.csv")
    with (tmp_path / "intake.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["source", "line", "status", "paper", "detail"]
    assert [row[0] for row in rows[1:]] == ["'+x.txt", "'-x.txt", "'=x.txt", "'@x.txt"]
    assert rows[1][4] == 'a "b",\nc'


def test_the_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A failed write is an OutputError and leaves nothing behind."""
    (tmp_path / "intake.csv").mkdir()
    with pytest.raises(OutputError, match=r"intake\.csv: Is a directory"):
        write_intake([], tmp_path / "intake.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["intake.csv"]


def test_a_record_that_is_given_twice_counts_once() -> None:
    """Merging is of records, not of copies."""
    record = Record("a.txt", 1, title="Some title")
    assert len(merge([record, record])[1]) == 1
