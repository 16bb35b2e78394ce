"""Crew: the work is done in order, whoever is killed over it."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from paperatlas.crew import TRIES, Alone, Processes
from paperatlas.errors import WorkError


@pytest.fixture
def work(monkeypatch):
    """Functions that other processes can import, too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return importlib.import_module("crew_work")


@pytest.mark.parametrize("crew", [Alone(), Processes(2)], ids=["alone", "two"])
def test_results_come_in_the_order_of_the_batches(crew, work):
    assert list(crew.map(work.slow_first, range(20))) == list(range(20))


def test_a_killed_worker_costs_its_batches_and_nothing_else(work, tmp_path):
    done = tmp_path / "done"
    once = partial(work.fatal_once, tmp_path / "mark", done)
    assert list(Processes(2).map(once, range(30))) == [n * n for n in range(30)]
    times = [int(batch) for batch in done.read_text().split()]
    assert {*times} == {*range(30)}
    assert len(times) <= 30 + 2 * 8  # no more than was given out


def test_a_batch_that_always_kills_ends_it_after_those_before(work, tmp_path):
    always, got = partial(work.fatal_always, tmp_path / "mark"), []
    with pytest.raises(WorkError, match=r"killed again and again \(give them more memory, or"):
        got.extend(Processes(2).map(always, range(30)))
    assert got == [0, 1, 2][: len(got)]
    # Every batch before it that comes back gives it as many tries again.
    assert TRIES <= len((tmp_path / "mark").read_text()) <= TRIES * (1 + 3)


def test_batches_are_fetched_only_as_they_are_needed(work):
    fetched = []
    batches = (fetched.append(n) or n for n in range(1000))
    with closing(Processes(2).map(work.slow_first, batches)) as results:
        next(results)
    assert len(fetched) == 16


def test_an_error_in_the_work_is_the_callers(work):
    with pytest.raises(ValueError, match="7"):
        list(Processes(2).map(work.wrong, [7]))


def comes(file):
    end = time.monotonic() + 30
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return file.exists()


def test_work_begins_before_anybody_asks_for_results(work, tmp_path):
    with closing(Processes(2).map(work.signed, [tmp_path / "begun"])) as results:
        assert comes(tmp_path / "begun")
        assert list(results) != [os.getpid()]


def test_nothing_to_do_is_begun_and_ended():
    assert list(Processes(2).map(len, [])) == []


def test_what_is_done_aside_is_done_by_another_process_at_once(work, tmp_path):
    done = Processes(2).aside(partial(work.signed, tmp_path / "begun"))
    assert comes(tmp_path / "begun")
    assert done() != os.getpid()


def test_who_is_alone_does_it_when_it_is_asked_for(work, tmp_path):
    done = Alone().aside(partial(work.signed, tmp_path / "begun"))
    assert not (tmp_path / "begun").exists()
    assert done() == os.getpid()


def test_what_is_killed_aside_is_done_here(work):
    assert Processes(2).aside(partial(work.fatal_elsewhere, os.getpid()))() == "done"


def test_what_fails_aside_fails_here_and_is_told_by_nobody_else():
    program = """
from functools import partial
from crew_work import wrong
from paperatlas.crew import Processes
try:
    Processes(2).aside(partial(wrong, 7))()
except ValueError as error:
    print(error)
"""
    places = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("7\n", "")


def alive(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(") ")[2][0] not in "ZX"


def test_closed_early_it_leaves_no_process_behind(work, tmp_path):
    with closing(Processes(2).map(partial(work.left, tmp_path), range(100))) as results:
        next(results)
    end = time.monotonic() + 30
    while any(map(alive, (file.name for file in tmp_path.iterdir()))) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(alive(file.name) for file in tmp_path.iterdir())
