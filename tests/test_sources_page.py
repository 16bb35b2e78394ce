"""docs/sources.md names every field, column and limit that the readers know."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperatlas.readers import MAPPABLE, blocks, lines, said, unpacking
from paperatlas.readers.fields import NAMES
from paperatlas.readers.json_entries import LISTS

PAGE = (Path(__file__).parents[1] / "docs" / "sources.md").read_text("utf-8")


@pytest.mark.parametrize("field", NAMES)
def test_every_name_of_a_field_is_on_its_line(field):
    assert f"| {', '.join(NAMES[field])} |" in PAGE


@pytest.mark.parametrize("field", MAPPABLE)
def test_every_field_that_can_be_mapped_is_named(field):
    assert f"`{field}`" in PAGE


def test_every_key_of_a_list_is_named():
    assert [key for key in sorted(LISTS) if f"`{key}`" not in PAGE] == []


@pytest.mark.parametrize(
    "limit",
    [
        f"| {lines.LONGEST_ENTRY >> 20} MB |",
        f"| {said.LONGEST_TITLE:,} characters |",
        f"| {blocks.LONGEST_RECORD:,} characters |",
        f"| {unpacking.MOST_SWELLING} times its size, where it is more than 64 MB, and 256 GB |",
    ],
)
def test_every_limit_is_told(limit):
    assert limit in PAGE
