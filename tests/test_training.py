"""The training commands, on a few sentences: they run, and what they train runs the same again."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

DATA = ["--corpus", "corpus.gz", "--gold", "gold.jsonl"]
SENTENCES = [
    ("FooNet: A Method", "We introduce FooNet, a method for tests. FooNet beats BarNet.", "FooNet"),
    ("On ZipSet", "We release ZipSet, a dataset of 100 images. RLHF is used.", "ZipSet"),
    ("A Study", "We evaluate QuuxFormer and DPO on ImageNet with FarBench.", "FarBench"),
    ("More", "We call it TapNet. TapNet is trained with RLHF and beats FooNet.", "TapNet"),
    ("Last", "We present BazLoss, a loss. BazLoss is small and works well.", "BazLoss"),
]


def rows(kind):
    for number, (title, abstract, name) in enumerate(SENTENCES):
        row = {"id": f"{kind}{number}", "title": title, "abstract": abstract}
        entity = {"name": name, "types": ["METHOD"], "aliases": [name], "core": True}
        yield {
            **row,
            "categories": ["cs.LG"],
            "origin": "any",
            "entities": [{**entity, "introduced": "yes"}],
        }


@pytest.fixture
def folder(tmp_path):
    lines = [json.dumps(row) + "\n" for row in rows("corpus")]
    with gzip.open(tmp_path / "corpus.gz", "wt") as file:
        file.writelines(lines)
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows("gold")))
    return tmp_path


def run(root, folder, script, *options, seed="1"):
    sizes = ["--abstracts", "5", "--rounds", "1", "--gold-rounds", "1"]
    done = subprocess.run(
        [sys.executable, root / "training" / script, *sizes, *DATA, *options],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def train(root, folder, seed):
    out = folder / seed
    out.mkdir()
    printed = run(root, folder, "train.py", "--out", out, "--plot", out, seed=seed)
    files = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    return printed, files


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_same_data_give_the_same_bytes(root, folder):
    once, again = train(root, folder, "1"), train(root, folder, "2")
    assert once == again
    assert {"confidence.json", "reliability-alone.svg", "reliability-recogniser.svg"} < {
        str(path) for path in once[1]
    }


def test_trials_compare_every_variant_with_the_first(root, folder):
    names = ["baseline", "pretrain", "spancat", "gazetteer"]
    options = ["--held-out", "gold.jsonl", "--raw", "5", "--variants", *names]
    head, rule, *found = map(cells, run(root, folder, "trials.py", *options).splitlines())
    assert set(rule) == {"---"}
    assert {len(row) for row in (head, rule, *found)} == {8}
    assert [row[0] for row in found] == ["no recogniser", *names]
    assert [" to " in row[2] for row in found] == [True, False, True, True, True]


@pytest.mark.skipif(not find_spec("floret"), reason="floret has no wheel for Python 3.13")
def test_word_vectors_are_learnt_from_unlabelled_abstracts(root, folder):
    options = ["--held-out", "gold.jsonl", "--raw", "5", "--variants", "floret", "--keep", folder]
    run(root, folder, "trials.py", *options)
    # 20,000 rows of 64 numbers, four bytes each, beside the recogniser's 2.1 MB.
    assert 5.12 + 2.1 < json.loads((folder / "floret-1.json").read_text())["size"] < 7.3


def test_a_trial_that_is_kept_is_not_made_again(root, folder):
    found = {measure: [[1, 1, 1]] * 5 for measure in ("lab+method+model+benchmark", "Topic")}
    measured = {"alone": [[1, 0, 1]] * 5, "size": 7.0, "speed": 50.0}
    for name, kept in {"no recogniser": found, "baseline": found | measured}.items():
        (folder / f"{name}-1.json").write_text(json.dumps(kept))
    options = ["--variants", "baseline", "--keep", folder, "--held-out", "gold.jsonl"]
    assert cells(run(root, folder, "trials.py", *options).splitlines()[-1]) == [
        *("baseline", "1.000, 0.500, 0.667", "0.500", "0.500", "0.500", "0.500", "7.0", "1.00")
    ]


@pytest.fixture
def scripts(root, monkeypatch):
    monkeypatch.syspath_prepend(root / "training")


@pytest.mark.usefixtures("scripts")
def test_the_interval_of_a_difference_that_every_paper_shows_is_above_0():
    import numpy as np
    from comparison import MEASURES, table

    half, whole = ({m: [[n, 0, 2 - n]] * 4 for m in MEASURES.values()} for n in (1, 2))
    trials = {"first": [half | {"size": 2.0, "speed": 9.0}], "second": [whole]}
    *_, first, second = table(trials, "first", np.array([True, True, False, False]))
    assert cells(first)[2:] == ["0.667", "0.667", "0.667", "0.667", "2.0", "1.00"]
    assert cells(second)[2:] == ["1.000 (+0.333 to +0.333)"] * 4 + ["", ""]


@pytest.mark.usefixtures("scripts")
def test_no_stretch_with_an_unknown_word_is_learnt_as_none():
    import spacy
    from variants import KnownStretches

    doc = spacy.blank("en").make_doc("We like FooNet much")
    assert KnownStretches()([doc]).lengths.tolist() == [10]
    doc.user_data["unknown"] = [2]
    assert KnownStretches()([doc]).data.tolist() == [[0, 1], [1, 2], [3, 4], [0, 2]]
