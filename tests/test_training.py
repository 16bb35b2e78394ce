"""The training command, on a few sentences: it runs, and runs the same again."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys

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


def train(root, folder, seed):
    out = folder / seed
    out.mkdir()
    sizes = ["--abstracts", "5", "--rounds", "1", "--gold-rounds", "1"]
    script = root / "training" / "train.py"
    done = subprocess.run(
        [sys.executable, script, *sizes, *DATA, "--out", out, "--plot", out],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    files = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    return done.stdout, files


def test_the_same_data_give_the_same_bytes(root, tmp_path):
    lines = [json.dumps(row) + "\n" for row in rows("corpus")]
    with gzip.open(tmp_path / "corpus.gz", "wt") as file:
        file.writelines(lines)
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows("gold")))
    once, again = train(root, tmp_path, "1"), train(root, tmp_path, "2")
    assert once == again
    assert {"confidence.json", "reliability-alone.svg", "reliability-recogniser.svg"} < {
        str(path) for path in once[1]
    }
