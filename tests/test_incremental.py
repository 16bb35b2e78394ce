"""A second build does what is new, a stopped one goes on, and the bytes are those of a fresh one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from dataclasses import replace

import pytest

from paperatlas import findings, rendering
from paperatlas.build import LEDGER, BuildPlan, write_atlas
from paperatlas.crew import Alone, Processes
from paperatlas.decisions.lines import read_line
from paperatlas.errors import InputError, OutputError
from paperatlas.ledger import Ledger

PATTERNS = "patterns"


class Watched(Alone):
    """Does the work, and counts it."""

    def __init__(self):
        self.texts = self.papers = 0

    def map(self, work, batches):
        for batch in batches:
            if work.func is findings.find:
                self.texts += len(batch)
            elif work.func is rendering.render:
                self.papers += len(batch)
            yield work(batch)


class Beside(Alone):
    """Is given texts while others are read, as those are who work beside this process."""

    beside = True


@pytest.fixture(autouse=True)
def always_the_crew(monkeypatch):
    monkeypatch.setattr("paperatlas.build._WORTH_A_CREW", 0)
    monkeypatch.setattr("paperatlas.build._AHEAD", 0)


@pytest.fixture
def documents(seeds, tmp_path):
    """Two of the seeds' documents, which may be changed."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for file in sorted(seeds.iterdir())[:2]:
        shutil.copy(file, folder)
    return folder


def files(folder):
    return {file.name: file.read_bytes() for file in folder.glob("[!.]*")}


def built(documents, folder, decisions=()):
    """Build, and return the files with how many texts were read and papers written for it."""
    crew = Watched()
    plan = BuildPlan(discovery=PATTERNS, crew=crew, decisions=tuple(map(read_line, decisions)))
    write_atlas([documents], folder, plan)
    return files(folder), (crew.texts, crew.papers)


def test_a_second_build_of_the_same_documents_does_nothing(documents, tmp_path):
    first, (texts, papers) = built(documents, tmp_path / "a")
    again, done = built(documents, tmp_path / "a")
    assert texts == papers > 80
    assert done == (0, 0)
    assert again == first


def test_a_second_build_of_the_same_documents_leaves_the_files_as_they_lie(documents, tmp_path):
    plan = BuildPlan(discovery="none")
    first = write_atlas([documents], tmp_path / "a", plan)
    times = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "a").glob("[!.]*")}
    assert write_atlas([documents], tmp_path / "a", plan) == first
    assert {f.name: f.stat().st_mtime_ns for f in (tmp_path / "a").glob("[!.]*")} == times


@pytest.mark.parametrize("name", ["atlas.ttl", "network.html"])
def test_a_file_that_was_changed_or_lost_is_written_again(documents, tmp_path, name):
    plan = BuildPlan(discovery="none")
    write_atlas([documents], tmp_path / "a", plan)
    first = files(tmp_path / "a")
    (tmp_path / "a" / name).write_bytes(first[name].replace(b"e", b"3", 1))
    write_atlas([documents], tmp_path / "a", plan)
    assert files(tmp_path / "a") == first
    (tmp_path / "a" / name).unlink()
    write_atlas([documents], tmp_path / "a", plan)
    assert files(tmp_path / "a") == first


def test_another_base_or_no_page_is_another_atlas(documents, tmp_path):
    plan = BuildPlan(discovery="none")
    write_atlas([documents], tmp_path / "a", plan)
    first = files(tmp_path / "a")
    write_atlas([documents], tmp_path / "a", replace(plan, base="https://e.org/"))
    assert b"https://e.org/" in (tmp_path / "a" / "atlas.ttl").read_bytes()
    write_atlas([documents], tmp_path / "a", replace(plan, page=False))
    assert files(tmp_path / "a").keys() == first.keys() - {"network.html"}
    write_atlas([documents], tmp_path / "a", plan)
    assert files(tmp_path / "a") == first


def test_a_new_document_costs_its_own_papers_only(documents, tmp_path):
    before = built(documents, tmp_path / "a")[1]
    (documents / "new.txt").write_text("Abstract:We introduce FooNet, a method for red teaming.")
    more, done = built(documents, tmp_path / "a")
    assert done == (1, 1)
    assert more == built(documents, tmp_path / "fresh")[0]
    assert before[0] > 80


def test_a_document_that_goes_takes_with_it_what_only_it_said(documents, tmp_path):
    first, _ = built(documents, tmp_path / "a")
    (documents / "new.txt").write_text("Abstract:We introduce FooNet, a method for red teaming.")
    more, _ = built(documents, tmp_path / "a")
    (documents / "new.txt").unlink()
    again, done = built(documents, tmp_path / "a")
    assert b"foonet" in more["atlas.ttl"]
    assert done == (0, 0)
    assert again == first


def test_a_line_before_all_others_moves_records_and_nothing_is_sought_anew(documents, tmp_path):
    built(documents, tmp_path / "a")
    notes = min(documents.iterdir())
    notes.write_text("\n" + notes.read_text("utf-8"), "utf-8")
    moved, (texts, _) = built(documents, tmp_path / "a")
    assert texts == 0
    assert moved == built(documents, tmp_path / "fresh")[0]


@pytest.mark.parametrize(
    "lines",
    [
        ["reject method RLHF"],
        ["merge method DPO into method RLHF"],
        ["rename method RLHF to human feedback tuning", "reject topic sycophancy"],
        ["retype method RLHF to topic"],
    ],
    ids=lambda lines: lines[0].split()[0],
)
def test_a_decision_costs_the_papers_that_it_touches(documents, tmp_path, lines):
    quoted = [_quoted(line) for line in lines]
    _, (_, all_papers) = built(documents, tmp_path / "a")
    decided, (texts, papers) = built(documents, tmp_path / "a", quoted)
    assert texts == 0
    assert papers < all_papers / 2
    assert decided == built(documents, tmp_path / "fresh", quoted)[0]
    undone, _ = built(documents, tmp_path / "a")
    assert undone == built(documents, tmp_path / "never")[0]


def _quoted(line):
    """Put the names of a decision in quotes: ``reject method "RLHF"``."""
    verb, kind, rest = line.split(" ", 2)
    for word in (" into ", " to "):
        name, found, after = rest.partition(word)
        if found and word == " into ":
            other_kind, _, other = after.partition(" ")
            return f'{verb} {kind} "{name}" into {other_kind} "{other}"'
        if found:
            return f'{verb} {kind} "{name}" to ' + (after if verb == "retype" else f'"{after}"')
    return f'{verb} {kind} "{rest}"'


def test_what_is_found_under_another_discovery_is_not_taken_over(documents, tmp_path):
    built(documents, tmp_path / "a")
    crew = Watched()
    write_atlas([documents], tmp_path / "a", BuildPlan(discovery="none", crew=crew))
    assert crew.texts > 80


def test_a_new_version_of_the_finders_finds_anew(documents, tmp_path, monkeypatch):
    built(documents, tmp_path / "a")
    monkeypatch.setattr("paperatlas.findings.code_mark", lambda *_: b"another")
    assert built(documents, tmp_path / "a")[1][0] > 80


def test_a_damaged_ledger_is_begun_anew(documents, tmp_path):
    first, _ = built(documents, tmp_path / "a")
    ledger = tmp_path / "a" / LEDGER / "ledger.sqlite"
    ledger.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    again, (texts, _) = built(documents, tmp_path / "a")
    assert texts > 80
    assert again == first


def test_a_ledger_of_another_format_is_begun_anew(documents, tmp_path):
    first, _ = built(documents, tmp_path / "a")
    with sqlite3.connect(tmp_path / "a" / LEDGER / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    again, (texts, _) = built(documents, tmp_path / "a")
    assert texts > 80
    assert again == first


def test_two_builds_in_one_folder_are_one_too_many(documents, tmp_path):
    class Rival(Alone):
        def map(self, work, batches):
            with pytest.raises(OutputError, match=r"another build is at work in this folder"):
                write_atlas([documents], tmp_path / "a")
            return super().map(work, batches)

    write_atlas([documents], tmp_path / "a", BuildPlan(discovery=PATTERNS, crew=Rival()))
    assert files(tmp_path / "a") == built(documents, tmp_path / "fresh")[0]


def test_a_build_that_fails_leaves_the_atlas_that_was_there(documents, tmp_path):
    first, _ = built(documents, tmp_path / "a")
    for file in documents.iterdir():
        file.write_text("Dear diary")
    with pytest.raises(InputError, match=r"no record was found"):
        built(documents, tmp_path / "a")
    assert files(tmp_path / "a") == first


def test_a_build_that_is_stopped_goes_on_where_it_was(documents, tmp_path, monkeypatch):
    class Stopped(Watched):
        def map(self, work, batches):
            for at, done in enumerate(super().map(work, batches)):
                if at == 3:
                    raise KeyboardInterrupt
                yield done

    monkeypatch.setattr("paperatlas.build._TEXTS", 8)
    with pytest.raises(KeyboardInterrupt):
        write_atlas([documents], tmp_path / "a", BuildPlan(discovery=PATTERNS, crew=Stopped()))
    resumed, (texts, papers) = built(documents, tmp_path / "a")
    assert texts == papers - 3 * 8
    assert resumed == built(documents, tmp_path / "fresh")[0]


def test_a_crew_beside_seeks_in_what_is_read_while_the_rest_is_read(
    documents, tmp_path, monkeypatch
):
    monkeypatch.setattr("paperatlas.build._TEXTS", 8)
    told = []
    plan = BuildPlan(discovery="none", crew=Beside(), progress=lambda *step: told.append(step))
    write_atlas([documents], tmp_path / "a", plan)
    assert "read" in [step for step, *_ in told[told.index(("extract", 8, 8)) :]]
    write_atlas([documents], tmp_path / "b", BuildPlan(discovery="none"))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_page_that_another_process_draws_is_the_same(documents, tmp_path, monkeypatch):
    class Counted(Processes):
        aside_of = 0

        def aside(self, work):
            self.aside_of += 1
            return super().aside(work)

    monkeypatch.setattr("paperatlas.build._WORTH_A_CREW", 512)
    monkeypatch.setattr("paperatlas.build._MANY", 0)
    crew = Counted(2)
    write_atlas([documents], tmp_path / "a", BuildPlan(discovery="none", crew=crew))
    assert crew.aside_of == 1
    write_atlas([documents], tmp_path / "b", BuildPlan(discovery="none"))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_crew_prepares_for_a_long_document_that_is_new_and_not_for_one_that_changed(
    documents, tmp_path, monkeypatch
):
    prepared = []

    class Preparing(Alone):
        def prepare(self):
            prepared.append(True)

    def build():
        write_atlas([documents], tmp_path / "a", BuildPlan(discovery="none", crew=Preparing()))
        return len(prepared)

    monkeypatch.setattr("paperatlas.build._WORTH_A_CREW", 512)
    size = max(file.stat().st_size for file in documents.iterdir())
    monkeypatch.setattr("paperatlas.build._LONG", size)
    assert build() == 1
    with max(documents.iterdir(), key=lambda file: file.stat().st_size).open("a") as file:
        file.write("\n")
    assert build() == 1


def test_what_was_sought_before_is_not_given_to_a_crew_again(tmp_path):
    told = []
    plan = BuildPlan(discovery="none", crew=Beside(), progress=lambda *step: told.append(step))
    lines = [f"Abstract:We study {what} at length." for what in ("RLHF", "DPO", "MMLU")]
    document = tmp_path / "few.txt"
    document.write_text("\n".join(lines[:2]))
    write_atlas([document], tmp_path / "a", plan)
    document.write_text("\n".join(lines))
    told.clear()
    write_atlas([document], tmp_path / "a", plan)
    assert [step for step in told if step[0] == "extract"] == [("extract", 1, 1)] * 2


def test_a_document_that_was_half_read_and_is_gone_leaves_nothing(documents, tmp_path, monkeypatch):
    def stop(step, done, of):
        if step == "extract":
            raise KeyboardInterrupt

    monkeypatch.setattr("paperatlas.build._TEXTS", 8)
    long = max(documents.iterdir(), key=lambda file: file.stat().st_size)
    with pytest.raises(KeyboardInterrupt):
        write_atlas([long], tmp_path / "a", BuildPlan(crew=Beside(), progress=stop))
    with Ledger.open(tmp_path / "a" / LEDGER) as ledger:
        assert ledger.documents() == [(long.name, b"")]
    long.unlink()
    assert built(documents, tmp_path / "a")[0] == built(documents, tmp_path / "fresh")[0]


def in_a_child(documents, folder, crew):
    """Start a build in a process of its own, which has nothing to import."""
    child = os.fork()
    if not child:
        try:
            write_atlas([documents], folder, BuildPlan(discovery="none", crew=crew))
        finally:
            os._exit(0)
    return child


def test_killed_at_any_moment_it_ends_with_the_same_bytes(documents, tmp_path, monkeypatch):
    """Fifty times SIGKILL: the run after them ends as if nothing had happened."""
    monkeypatch.setattr("paperatlas.build._TEXTS", 2)
    monkeypatch.setattr("paperatlas.build._PAPERS", 2)
    plan = BuildPlan(discovery="none")
    for file in documents.iterdir():
        file.unlink()
    said = ("RLHF", "DPO on MMLU", "sycophancy in GPT-4", "red teaming", "PPO", "LoRA", "BERT")
    texts = (f"Abstract:We study {what} in part {n}, which is new." for n, what in enumerate(said))
    (documents / "few.txt").write_text("\n".join(texts))
    write_atlas([documents], tmp_path / "fresh", plan)
    began = time.monotonic()
    write_atlas([documents], tmp_path / "timed", plan)
    whole = time.monotonic() - began
    chance = random.Random(6)  # noqa: S311  (the same moments every time)
    kills = 0
    while kills < 50:
        crew = Beside() if kills % 2 else Alone()
        child = in_a_child(documents, tmp_path / "killed", crew)
        time.sleep(chance.uniform(0, whole))
        if os.waitpid(child, os.WNOHANG) == (0, 0):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kills += 1
        else:  # it was quicker: begin again
            shutil.rmtree(tmp_path / "killed", ignore_errors=True)
    write_atlas([documents], tmp_path / "killed", plan)
    assert files(tmp_path / "killed") == files(tmp_path / "fresh")
    assert list((tmp_path / "killed").glob("*.part")) == []
