"""The wheel, installed by itself, has everything inside and works in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import pytest


def run(*words, cwd, env=None):
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", out, root, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Run the command line of the unpacked wheel, not of the source tree, in an empty folder."""
    place = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(place)
    empty = tmp_path_factory.mktemp("empty")
    env = {**os.environ, "PYTHONPATH": str(place)}

    def paperatlas(*words):
        return run(sys.executable, "-m", "paperatlas", *words, cwd=empty, env=env)

    where = run(
        sys.executable, "-c", "import paperatlas; print(paperatlas.__file__)", cwd=empty, env=env
    )
    assert where.startswith(str(place))
    return paperatlas


@pytest.mark.parametrize(
    "name",
    [
        "paperatlas/vocabulary/methods.ttl",
        "paperatlas/ontology/ontology.ttl",
        "paperatlas/ontology/shapes.ttl",
        "paperatlas/queries/who-introduced.rq",
        "paperatlas/explorer/template.html",
        "paperatlas/extraction/roles.toml",
        "paperatlas/model_context/evidence.rq",
        "paperatlas/model_context/instructions.md",
        "paperatlas/model_context/survey.md",
        "paperatlas/extraction/confidence.json",
        "paperatlas/extraction/model/ner/model",
    ],
)
def test_the_wheel_holds_its_data(wheel, name):
    assert name in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_builds_and_asks_in_an_empty_folder(installed, seeds):
    installed("build", "-q", seeds, "-o", "graph")
    answer = installed("query", "papers-of-lab", "-p", "lab=OpenAI", "-f", "csv")
    assert len(answer.splitlines()) == 12


def test_the_wheel_is_small_enough_to_carry_its_model(wheel):
    assert wheel.stat().st_size < 20_000_000


def test_the_wheel_lists_its_questions(installed):
    assert "who-introduced" in installed("query")
