"""Bulk files: every statement once, sorted, in parts, the same bytes each time."""

from __future__ import annotations

import gzip

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas import export_atlas
from paperatlas.bulk import sorted_lines, write_bulk
from paperatlas.errors import GraphError, OutputError
from paperatlas.ontology import EVIDENCE_GRAPH, PAPERS_GRAPH

PARTS = ["evidence-00001.nq.gz", "papers-00001.nq.gz"]


@pytest.fixture(scope="module")
def atlas(root):
    return root / "graph"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def lines_of(paths):
    return [line for path in paths for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_the_parts_hold_what_the_atlas_holds(atlas, tmp_path):
    store = ox.Store()
    for path in write_bulk(atlas, tmp_path):
        store.load(gzip.decompress(path.read_bytes()), ox.RdfFormat.N_QUADS)
    expected = ox.Store()
    for name, graph in (("atlas.ttl", PAPERS_GRAPH), ("evidence.ttl", EVIDENCE_GRAPH)):
        turtle = (atlas / name).read_bytes()
        expected.load(turtle, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    assert set(store) == set(expected)


def test_parts_end_where_they_are_full(atlas, tmp_path):
    whole = lines_of(write_bulk(atlas, tmp_path / "whole"))
    parts = write_bulk(atlas, tmp_path / "parts", part=200_000)
    assert lines_of(parts) == whole
    papers = [path.name for path in parts if "papers" in path.name]
    assert papers == [f"papers-{number:05}.nq.gz" for number in range(1, len(papers) + 1)]
    assert len(papers) > 1
    assert all(len(gzip.decompress(path.read_bytes())) <= 200_000 for path in parts)


def test_a_line_longer_than_a_part_is_a_part(atlas, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "atlas.ttl").write_text("<http://a/> <http://b/> <http://c/>, <http://d/> .")
    (folder / "evidence.ttl").write_text("")
    assert len(write_bulk(folder, tmp_path / "out", part=1)) == 2


def test_the_same_atlas_gives_the_same_bytes(atlas, tmp_path):
    first = [path.read_bytes() for path in write_bulk(atlas, tmp_path / "a")]
    assert [path.read_bytes() for path in write_bulk(atlas, tmp_path / "b")] == first


def test_the_packed_head_holds_no_name_and_no_time(atlas, tmp_path):
    head = write_bulk(atlas, tmp_path)[0].read_bytes()[:10]
    assert head == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def test_parts_of_an_older_atlas_are_removed_and_nothing_else(atlas, tmp_path):
    write_bulk(atlas, tmp_path, part=200_000)
    (tmp_path / "papers-notes.txt").write_text("mine")
    write_bulk(atlas, tmp_path)
    assert names(tmp_path) == [*PARTS, "papers-notes.txt"]


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 7))
def test_lines_are_sorted_and_single_however_little_is_held(numbers, run):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "atlas.ttl")
        document.write_text("".join(f"<http://e/{n}> <http://e/p> {n} .\n" for n in numbers))
        lines = list(sorted_lines(document, run=run))
    assert lines == sorted(set(lines))
    assert len(lines) == len(set(numbers))


def test_a_folder_without_an_atlas_is_named(tmp_path):
    with pytest.raises(GraphError, match=r"atlas.ttl cannot be read.*paperatlas build"):
        write_bulk(tmp_path, tmp_path / "out")


def test_a_truncated_file_is_named(atlas, tmp_path):
    (tmp_path / "atlas.ttl").write_bytes((atlas / "atlas.ttl").read_bytes()[:-9])
    (tmp_path / "evidence.ttl").write_text("")
    with pytest.raises(GraphError, match=r"atlas.ttl: not Turtle.*build the atlas again"):
        write_bulk(tmp_path, tmp_path / "out")


def test_an_output_that_is_a_file_is_named(atlas, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError, match="taken"):
        write_bulk(atlas, tmp_path / "taken")


def test_the_export_writes_them(atlas, tmp_path):
    assert sorted(path.name for path in export_atlas(atlas, "bulk", tmp_path)) == PARTS


def test_a_folder_is_exported_as_it_is(atlas, tmp_path):
    for path in export_atlas(atlas, "folder", tmp_path):
        assert path.read_bytes() == (atlas / path.name).read_bytes()
