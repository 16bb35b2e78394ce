"""A selection: part of an atlas, as an atlas of its own."""

from __future__ import annotations

import pytest

from paperatlas.errors import QuestionError
from paperatlas.network import facts_in, read
from paperatlas.selection import Selection, select
from paperatlas.store import Store

from .test_explorer import store


def papers(selection: Selection) -> list[str]:
    return [
        node
        for node, kind in read(facts_in(chosen(selection))).nodes(data="kind")
        if kind == "Paper"
    ]


def chosen(selection: Selection) -> Store:
    return select(store(), selection)


def test_a_topic_is_found_by_any_of_its_names():
    assert papers(Selection(topic="rlhf")) == ["paper/p1", "paper/p2"]


def test_since_takes_a_year_or_a_day_and_leaves_out_the_undated():
    assert papers(Selection(since="2023")) == ["paper/p2", "paper/p3", "paper/p5"]
    assert papers(Selection(since="2023-01-03")) == ["paper/p5"]


def test_options_together_leave_what_fits_them_all():
    assert papers(Selection(topic="DPO", lab="Anthropic", since="2024")) == ["paper/p5"]


def test_the_top_concepts_stay_with_the_papers_that_name_one_and_their_labs():
    graph = read(facts_in(chosen(Selection(top=1))))
    assert sorted(graph) == [
        "lab/anthropic", "method/dpo", "paper/p2", "paper/p3", "paper/p5",
    ]  # fmt: skip


def test_the_evidence_is_that_of_the_selection():
    mentions = "SELECT ?concept { GRAPH ?g { ?m atlas:concept ?concept } }"
    rows = chosen(Selection(topic="GPT-4", top=1)).select(mentions).rows
    assert {row[0].rpartition("/id/")[2] for row in rows} == {"method/rlhf"}


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(topic="sycofancy"), "--topic: no concept is called 'sycofancy'"),
        (Selection(lab="Antropic"), "did you mean 'Anthropic'"),
        (Selection(since="May"), "write a year or a day"),
        (Selection(since="2031"), "no paper is in this selection"),
    ],
)
def test_what_fits_nothing_is_an_error_with_a_cure(selection, words):
    with pytest.raises(QuestionError) as caught:
        chosen(selection)
    assert words in str(caught.value)
