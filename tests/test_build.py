"""The whole run, from the seed documents to the files that are committed in graph/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace

import pytest

from paperatlas.build import BuildPlan, build_atlas, write_atlas
from paperatlas.explorer import page
from paperatlas.store import Store


@pytest.fixture(scope="module")
def atlas(seeds):
    return build_atlas([seeds])


@pytest.fixture(scope="module")
def store(root):
    return Store.open(root / "graph")


@pytest.mark.parametrize("name", ["atlas.ttl", "evidence.ttl", "intake.csv", "network.html"])
def test_the_committed_graph_is_what_the_seeds_make(atlas, root, name):
    assert (root / "graph" / name).read_bytes() == atlas.files[name]


def test_other_order_other_folder_and_other_hash_seed_give_the_same_bytes(atlas, seeds, tmp_path):
    folder = tmp_path / "elsewhere"
    shutil.copytree(seeds, folder)
    files = sorted(folder.iterdir(), reverse=True)
    subprocess.run(
        [sys.executable, "-m", "paperatlas", "build", "-q", *files, "-o", tmp_path / "graph"],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "20"},
    )
    made = {file.name: file.read_bytes() for file in (tmp_path / "graph").glob("[!.]*")}
    assert made == atlas.files


def test_the_seeds_are_eighty_nine_works_of_which_one_has_no_abstract(atlas):
    assert len(atlas.papers) == 89
    assert [p.title for p in atlas.papers if p.abstract is None] == [
        "Hindering Adversarial Attacks with Implicit Neural Representations"
    ]


def test_every_record_of_the_seeds_is_accounted_for(atlas):
    by_source = defaultdict(int)
    for entry in atlas.intake:
        by_source[entry.source[:3], entry.status == "refused"] += 1
    assert by_source == {("000", False): 7, ("001", False): 80, ("002", False): 8}


def test_every_quote_stands_at_its_offsets(atlas):
    texts = {paper.id: paper.text for paper in atlas.papers}
    for link in atlas.links:
        mention = link.mention
        assert texts[mention.paper][mention.start : mention.end] == mention.text


def test_one_thing_is_one_node(store):
    names = store.select(
        "SELECT ?concept { { ?concept skos:prefLabel ?l } UNION { ?concept skos:altLabel ?l }"
        ' FILTER(LCASE(STR(?l)) IN ("rlhf", "rl from human feedback",'
        ' "reinforcement learning from human feedback")) }'
    )
    assert {row[0] for row in names.rows} == {"https://w3id.org/paperatlas/id/method/rlhf"}


@pytest.mark.parametrize(
    ("paper", "role", "concept"),
    [
        ("arxiv-2212.08073", "introduces", "method/constitutional-ai"),
        ("deepmind.google-research-publications-22295", "introduces", "method/tracr"),
        ("openai.com-research-instruction-following", "introduces", "model/instructgpt"),
        ("arxiv-2211.03540", "evaluatesOn", "benchmark/quality"),
        ("openai.com-research-weak-to-strong-generalization", "criticises", "method/rlhf"),
        ("arxiv-2309.00267", "comparesWith", "method/rlhf"),
    ],
)
def test_the_graph_says_what_the_papers_say(store, paper, role, concept):
    base = "https://w3id.org/paperatlas/id/"
    query = f"ASK {{ <{base}paper/{paper}> atlas:{role} <{base}{concept}> }}"
    assert store.query(query) is True


def test_a_lab_that_is_only_named_is_no_publisher(store):
    publishers = store.select("SELECT DISTINCT ?lab { ?paper atlas:publishedBy ?lab }").rows
    assert sorted(row[0].rsplit("/", 1)[1] for row in publishers) == [
        "anthropic",
        "google-deepmind",
        "openai",
    ]


def test_no_title_is_invented(store):
    rows = store.select("SELECT ?p { ?p a fabio:ResearchPaper MINUS { ?p dcterms:title ?t } }").rows
    assert len(rows) == 11


def test_an_unsure_candidate_is_in_the_graph_but_not_on_the_page(tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text(
        "Abstract:The dataset has soft fairness (SF) problems. We introduce FooNet, a method."
    )
    made = build_atlas([notes]).files
    assert b"soft-fairness" in made["atlas.ttl"]
    assert b"soft-fairness" not in made["network.html"]
    assert b"method/foonet" in made["network.html"]


def test_the_page_of_many_papers_shows_those_that_say_most_and_says_so(seeds, monkeypatch):
    monkeypatch.setattr("paperatlas.front.MOST_PAPERS", 10)
    html = build_atlas([seeds], BuildPlan(discovery="none")).files["network.html"].decode()
    assert "<h1>Paperatlas: 10 of 89 papers</h1>" in html


def test_the_page_of_a_build_is_the_one_that_its_files_make(seeds):
    made = build_atlas([seeds], BuildPlan(discovery="none")).files
    assert page(Store.of(made["atlas.ttl"], made["evidence.ttl"])) == made["network.html"]


def test_without_a_page_an_old_one_does_not_stay(seeds, tmp_path):
    plan = BuildPlan(discovery="none")
    write_atlas([seeds], tmp_path, plan)
    write_atlas([seeds], tmp_path, replace(plan, page=False))
    assert sorted(file.name for file in tmp_path.glob("[!.]*")) == [
        "atlas.ttl",
        "evidence.ttl",
        "intake.csv",
    ]
