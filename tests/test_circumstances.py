"""Bad circumstances: Ctrl-C, a full disk, a read-only folder, a rival. Nothing that was is lost."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from paperatlas.build import FILES, LEDGER, BuildPlan, write_atlas
from paperatlas.cli import main
from paperatlas.errors import OutputError
from paperatlas.ledger import Ledger
from paperatlas.output import write_together
from paperatlas.records import Record

BUILD = [sys.executable, "-m", "paperatlas", "build", "--discovery", "none"]
AGAIN = "type the same command again: it goes on where it was"


def files(folder):
    return {file.name: file.read_bytes() for file in folder.glob("[!.]*")}


def unmeasured():
    """Return an environment in which coverage is not measured.

    It would complain of limits, too, and a signal that comes while it holds its lock stops it.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def run(*words, limit=lambda: None):
    """Run the command line in a process of its own; return its exit code and what it complains."""
    done = subprocess.run(
        [*BUILD, *map(str, words)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        env=unmeasured(),
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def made(seeds, tmp_path_factory):
    """An atlas of the first document, and one of all."""
    folder = tmp_path_factory.mktemp("made")
    write_atlas([min(seeds.iterdir())], folder / "first", BuildPlan(discovery="none"))
    write_atlas([seeds], folder / "all", BuildPlan(discovery="none"))
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """The atlas of the first document, about to be built anew."""
    return shutil.copytree(made / "first", tmp_path / "graph")


@pytest.mark.parametrize("most", [50_000, 600_000, 1_000_000])
def test_a_full_disk_leaves_the_old_atlas_and_the_next_build_goes_on(seeds, folder, made, most):
    """With more room, more is done before there is none: the ledger, then a file of the atlas."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    code, said = run(seeds, "-o", folder, "-q", limit=limit)
    assert code == 1
    assert said.startswith(f"paperatlas: {folder}")
    assert "make room" in said
    assert said.count("\n") == 1
    assert files(folder) == files(made / "first")
    assert run(seeds, "-o", folder, "-q") == (0, "")
    assert files(folder) == files(made / "all")


def test_a_ledger_without_room_says_so(tmp_path):
    def fill():
        with Ledger.open(tmp_path) as ledger:
            ledger._db.execute("PRAGMA max_page_count = 30")
            records = (Record("a.txt", n, title="x" * 999) for n in range(999))
            assert len(list(ledger.take_in("a.txt", b"", records))) == 999

    with pytest.raises(OutputError) as told:
        fill()
    assert str(told.value) == f"{tmp_path}: the disk is full (make room and {AGAIN})"


def read_only(folder):
    """Return a limit under which even root may write where the mode of a file says so alone."""
    drop_from_bounding_set, dac_override = 24, 1
    for place in folder:
        place.chmod(0o555)
    return lambda: ctypes.CDLL(None).prctl(drop_from_bounding_set, dac_override)


def test_a_read_only_folder_leaves_the_old_atlas(seeds, folder, made):
    code, said = run(seeds, "-o", folder, "-q", limit=read_only([folder]))
    first = folder / "atlas.ttl"
    cure = "choose another place with -o"
    assert (code, said) == (1, f"paperatlas: {first}: Permission denied ({cure})\n")
    assert files(folder) == files(made / "first")


def test_a_ledger_that_cannot_be_written_is_told(seeds, folder, made):
    limit = read_only([folder / LEDGER / "ledger.sqlite", folder / LEDGER])
    code, said = run(seeds, "-o", folder, "-q", limit=limit)
    what = "it is read-only, or no file can be locked here"
    cure = "choose a folder on a disk of this machine with -o"
    assert (code, said) == (1, f"paperatlas: {folder / LEDGER}: {what} ({cure})\n")
    assert files(folder) == files(made / "first")


def test_a_new_folder_in_a_read_only_one_is_told(seeds, tmp_path):
    code, said = run(seeds, "-o", tmp_path / "a" / "b", "-q", limit=read_only([tmp_path]))
    place = tmp_path / "a" / "b" / LEDGER
    told = f"paperatlas: {place}: Permission denied (choose another place with -o)\n"
    assert (code, said) == (1, told)


def test_a_folder_that_is_a_file_is_told(seeds, tmp_path):
    (tmp_path / "graph").write_text("mine")
    code, said = run(seeds, "-o", tmp_path / "graph", "-q")
    assert (code, said.count("\n")) == (1, 1)
    assert (tmp_path / "graph").read_text() == "mine"


def test_two_builds_at_once_are_told(seeds, folder, made):
    with Ledger.open(folder / LEDGER):
        code, said = run(seeds, "-o", folder)
    what = "another build is at work in this folder"
    cure = "wait for it, or choose another folder with -o"
    assert (code, said) == (1, f"paperatlas: {folder / LEDGER}: {what} ({cure})\n")
    assert files(folder) == files(made / "first")


def test_a_file_system_without_locks_is_told(tmp_path, monkeypatch):
    """SQLite takes both for a file that is locked."""

    def lockf(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    def both():
        with Ledger.open(tmp_path), Ledger.open(tmp_path):
            pass

    monkeypatch.setattr(fcntl, "lockf", lockf)
    with pytest.raises(OutputError, match=r"no file can be locked here \(No locks available\) \("):
        both()


def test_files_are_written_all_or_none(tmp_path):
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match=r"b: Is a directory"):
        write_together(tmp_path, [("a", [b"new"]), ("b", [b"new"])])
    assert (tmp_path / "a").read_text() == "old"


def test_who_is_stopped_while_files_take_their_places_ends_that_first(tmp_path, monkeypatch):
    places, replace = [], Path.replace

    def stopped(part, path):
        places.append(path)
        if len(places) == 2:
            raise KeyboardInterrupt
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_together(tmp_path, [(name, [name.encode()]) for name in "abc"])
    assert files(tmp_path) == {name: name.encode() for name in "abc"}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Six hundred abstracts, worth two workers, and what becomes of them."""
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(6)  # noqa: S311  (the same abstracts every time)
    words = ["".join(chance.choices("abdegiklmnoprstu", k=7)) for _ in range(500)]
    texts = (
        f"Abstract:We use RLHF for {' '.join(chance.choices(words, k=30))}.\n" for _ in "." * 600
    )
    (folder / "many.txt").write_text("".join(texts))
    write_atlas([folder / "many.txt"], folder / "fresh", BuildPlan(discovery="none"))
    return folder


def alive_in(session):
    """Return the processes of a session that are not dead, though nobody may have asked yet."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = stat.read_text().rpartition(") ")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if int(its_session) == session and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize(
    ("step", "to"),
    [("read", "all"), ("extract", "all"), ("extract", "the first"), ("graph", "all")],
)
def test_ctrl_c_ends_it_and_the_next_build_goes_on(many, tmp_path, step, to):
    """A terminal sends the signal to the workers, too."""
    folder = tmp_path / "graph"
    command = [*BUILD, many / "many.txt", "-o", folder, "--json", "-j", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = subprocess.Popen(command, **pipes, start_new_session=True, env=unmeasured())
    with started as build:
        for line in build.stdout:
            told = json.loads(line)
            if told.get("step") == step and told["done"]:
                break
        (os.killpg if to == "all" else os.kill)(build.pid, signal.SIGINT)
        try:
            _, said = build.communicate(timeout=60)
        finally:
            build.kill()
        assert build.returncode == 130
        what = "stopped; no atlas yet, and what was done is kept"
        assert said == f"paperatlas: {folder}: {what} ({AGAIN})\n"
        end = time.monotonic() + 30  # they end by themselves once it has
        while alive_in(build.pid) and time.monotonic() < end:
            time.sleep(0.05)
        assert alive_in(build.pid) == []
    assert files(folder) == {}
    assert run(many / "many.txt", "-o", folder, "-q") == (0, "")
    assert files(folder) == files(many / "fresh")


def told(*words):
    result = CliRunner().invoke(main, ["build", "--discovery", "none", *map(str, words)])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_programs_are_told_every_step_and_the_tally(seeds, tmp_path):
    lines = told(min(seeds.iterdir()), "-o", tmp_path, "--json")
    size = min(seeds.iterdir()).stat().st_size
    assert lines[:-1] == [
        {"step": step, "done": done, "of": of}
        for step, done, of in [
            ("read", size, size),
            ("extract", 0, 7),
            ("extract", 7, 7),
            ("graph", 0, 7),
            ("graph", 7, 7),
            ("validate", 0, 1),
            ("validate", 1, 1),
            ("draw", 0, 1),
            ("draw", 1, 1),
        ]
    ]
    tally = lines[-1]["tally"]
    assert tally["intake"] == {"read": 7, "repaired": 0, "merged": 0, "refused": 0}
    assert tally["papers"] == 7
    assert tally["files"] == [str(tmp_path / name) for name in FILES]
    assert told(min(seeds.iterdir()), "-o", tmp_path, "--json", "-q") == [lines[-1]]


def test_fresh_forgets_what_was_done(seeds, tmp_path):
    first = told(min(seeds.iterdir()), "-o", tmp_path, "--json")
    again = told(min(seeds.iterdir()), "-o", tmp_path, "--json")
    assert {"step": "extract", "done": 7, "of": 7} not in again
    assert told(min(seeds.iterdir()), "-o", tmp_path, "--json", "--fresh") == first


def test_json_goes_without_the_report(seeds):
    result = CliRunner().invoke(main, ["build", str(seeds), "--json", "-v"])
    assert result.exit_code == 2
    assert "--json goes without -v" in result.output


def test_nothing_is_shown_where_there_is_no_terminal(folder, seeds):
    assert run(seeds, "-o", folder) == (0, "")
