"""Output: whole files, and tables that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import OutputError
from paperatlas.output import csv_table, write_whole


def test_a_file_is_written_whole_into_new_folders_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "new" / "folder" / "a.ttl"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.ttl"]


def test_a_file_that_cannot_be_written_is_an_output_error_and_leaves_nothing(tmp_path):
    (tmp_path / "a.ttl").mkdir()
    with pytest.raises(OutputError, match=r"a\.ttl: Is a directory"):
        write_whole(tmp_path / "a.ttl", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["a.ttl"]


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "file" / "a.ttl", b"x")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(start):
    assert next(csv.reader(io.StringIO(csv_table([[f"{start}x"]]), newline=""))) == [f"'{start}x"]


def test_numbers_stay_numbers():
    assert csv_table([[-1, 2.5]]) == "-1,2.5\n"


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")),
            min_size=2,
            max_size=2,
        ),
        max_size=4,
    )
)
def test_no_cell_that_is_read_back_begins_like_a_formula(rows):
    for row in csv.reader(io.StringIO(csv_table(rows), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
