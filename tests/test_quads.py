"""Quads: an atlas in memory, or on disk where it is opened again without being read again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from paperatlas import GraphError, Store
from paperatlas.quads import open_quads, version_of


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "atlas.ttl").write_text(
        "@prefix e: <http://e.org/> .\ne:a e:p e:b .\n", encoding="utf-8"
    )
    (tmp_path / "evidence.ttl").write_text("<http://e.org/m> <http://e.org/p> 1 .\n", "utf-8")
    return tmp_path


def stores(folder):
    return sorted(path.name for path in (folder / ".store").iterdir() if path.is_dir())


def test_a_small_atlas_leaves_nothing_on_disk(folder):
    open_quads(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["atlas.ttl", "evidence.ttl"]


def test_a_large_one_is_kept_beside_its_documents(folder):
    first, prefixes = open_quads(folder, small=0)
    assert len(first) == 2
    assert [graph.value for graph in first.named_graphs()] == [
        "https://w3id.org/paperatlas/graph/evidence"
    ]
    assert prefixes["e"] == "http://e.org/"
    assert stores(folder) == [version_of(folder)]


def test_git_never_sees_it(folder):
    open_quads(folder, small=0)
    subprocess.run(["git", "init", "-q", folder], check=True)
    listed = subprocess.run(
        ["git", "-C", folder, "status", "--porcelain", "-uall"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert listed == "?? atlas.ttl\n?? evidence.ttl\n"


def test_it_is_opened_again_without_being_read_again(folder):
    open_quads(folder, small=0)
    stamp = (folder / "atlas.ttl").stat()
    (folder / "atlas.ttl").write_bytes(b"?" * stamp.st_size)
    os.utime(folder / "atlas.ttl", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    again, prefixes = open_quads(folder, small=0)
    assert (len(again), prefixes["e"]) == (2, "http://e.org/")


def test_nobody_can_write_to_it(folder):
    open_quads(folder, small=0)
    again, _ = open_quads(folder, small=0)
    with pytest.raises((OSError, RuntimeError)):
        again.clear()


def test_other_documents_make_another_and_the_old_one_goes(folder):
    open_quads(folder, small=0)
    (old,) = stores(folder)
    (folder / "evidence.ttl").write_text("", "utf-8")
    again, _ = open_quads(folder, small=0)
    assert len(again) == 1
    assert stores(folder) == [version_of(folder)] != [old]


def test_a_store_of_another_version_is_never_opened(folder, monkeypatch):
    open_quads(folder, small=0)
    (old,) = stores(folder)
    monkeypatch.setattr("paperatlas.quads._VERSION", 2)
    again, _ = open_quads(folder, small=0)
    assert len(again) == 2
    assert old not in stores(folder)


@pytest.mark.parametrize("lost", ["prefixes.json", "quads/CURRENT", "quads"])
def test_a_damaged_store_is_made_anew(folder, lost):
    open_quads(folder, small=0)
    (name,) = stores(folder)
    path = folder / ".store" / name / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    again, _ = open_quads(folder, small=0)
    assert len(again) == 2


def test_where_nothing_can_be_written_it_is_held_in_memory(folder):
    (folder / ".store").write_text("a file is in the way", "utf-8")
    quads, _ = open_quads(folder, small=0)
    assert len(quads) == 2


def test_or_kept_in_another_place(folder, tmp_path_factory):
    (folder / ".store").write_text("a file is in the way", "utf-8")
    place = tmp_path_factory.mktemp("place")
    open_quads(folder, places=[place], small=0)
    assert (place / version_of(folder)).is_dir()


@pytest.mark.parametrize("small", [0, 10_000])
def test_a_truncated_document_is_told_and_leaves_nothing(folder, small):
    (folder / "atlas.ttl").write_text("<http://e.org/a> <http://e.org/p> <http", "utf-8")
    with pytest.raises(GraphError, match=r"atlas\.ttl: not Turtle: .*build the atlas again"):
        open_quads(folder, small=small)
    assert not (folder / ".store").exists() or stores(folder) == []


@pytest.mark.parametrize("name", ["atlas.ttl", "evidence.ttl"])
def test_a_missing_document_is_told(folder, name):
    (folder / name).unlink()
    with pytest.raises(GraphError, match=f"there is no atlas here: {name}"):
        open_quads(folder)


def test_many_may_make_and_open_it_at_once(folder):
    code = (
        "from pathlib import Path; from paperatlas.quads import open_quads\n"
        f"print(len(open_quads(Path({str(folder)!r}), small=0)[0]))"
    )
    run = [sys.executable, "-c", code]
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda _: subprocess.check_output(run, text=True), range(4)))
    assert done == ["2\n"] * 4
    assert stores(folder) == [version_of(folder)]


def test_the_store_may_vanish_while_it_is_open(folder):
    quads, prefixes = open_quads(folder, small=0)
    shutil.rmtree(folder / ".store")
    assert Store(quads, prefixes).query("ASK { e:a e:p e:b }") is True


def test_in_memory_and_on_disk_answer_alike(root, tmp_path):
    for name in ("atlas.ttl", "evidence.ttl"):
        shutil.copy(root / "graph" / name, tmp_path)
    in_memory, known = open_quads(tmp_path)
    on_disk, also_known = open_quads(tmp_path, small=0)
    assert known == also_known
    dumps = [store.dump(format=ox.RdfFormat.N_QUADS) for store in (in_memory, on_disk)]
    assert len(dumps[0].splitlines()) > 20_000
    assert sorted(dumps[0].splitlines()) == sorted(dumps[1].splitlines())
    assert isinstance(tmp_path, Path)


@pytest.mark.parametrize("step", [50, 7])
def test_a_store_whose_bytes_have_changed_is_made_anew(folder, step):
    open_quads(folder, small=0)
    for file in (folder / ".store").rglob("*.sst"):
        file.chmod(0o644)
        content = bytearray(file.read_bytes())
        content[::step] = bytes(byte ^ 255 for byte in content[::step])
        file.write_bytes(content)
    assert len(open_quads(folder, small=0)[0]) == 2


def test_what_a_killed_process_left_half_made_is_never_opened_and_goes_in_time(folder):
    code = (
        "import os, signal; from pathlib import Path; from paperatlas import quads\n"
        "quads.ox.Store.flush = lambda store: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"quads.open_quads(Path({str(folder)!r}), small=0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode < 0
    (half,) = stores(folder)
    assert half.endswith(".part")
    assert len(open_quads(folder, small=0)[0]) == 2
    assert stores(folder) == sorted([half, version_of(folder)])  # somebody may be at work on it
    os.utime(folder / ".store" / half, (0, 0))
    (folder / "evidence.ttl").write_text("", "utf-8")
    open_quads(folder, small=0)
    assert stores(folder) == [version_of(folder)]
