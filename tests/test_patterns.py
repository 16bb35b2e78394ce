"""How papers present what they bring."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.patterns import defined, presented


def names(abstract, title=""):
    return [(p.name, p.type) for p in presented(title, abstract)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We introduce FooBench, a benchmark of 20 tasks.", ("FooBench", "Benchmark")),
        ("In this work, we propose BarNet, a simple method that works.", ("BarNet", "Method")),
        ("We release Baz-7B, an open language model.", ("Baz-7B", "Model")),
        ("We construct a dataset named Quux-Match of scenes.", ("Quux-Match", "Benchmark")),
        ("To this end, we present a new defense method, TRIDE, to trade.", ("TRIDE", "Method")),
        ("We call our technique Grand Unified Tuning.", ("Grand Unified Tuning", "Method")),
        ("With our novel Reasoned Metric (RM), it works.", ("Reasoned Metric", "Method")),
        ("It was tested on the ZipQA dataset.", ("ZipQA", "Benchmark")),
        ("It was tested on benchmarks such as Zap3K.", ("Zap3K", "Benchmark")),
        ("Built on top, together with MG-Foo, a toolkit.", ("MG-Foo", "Method")),
        ("Families were tried (MFooV2, SlowBar).", ("MFooV2", "Method")),
        ("Families were tried (MFooV2, SlowBar).", ("SlowBar", "Method")),
        ("We merge BARTopic with maps.", ("BARTopic", "Method")),
        ("We introduce Foogames, an arena and evaluation platform.", ("Foogames", "Benchmark")),
        ("We release MedBERT for all.", ("MedBERT", "Model")),
        ("It was tuned by FOO-BAR again.", ("FOO-BAR", "Method")),
        (
            "Further, we design a role chain method. Each role chain asks.",
            ("role chain method", "Method"),
        ),
        (
            "We propose a simple, novel forked rollout scheme. In a forked rollout, all is said.",
            ("forked rollout scheme", "Method"),
        ),
        ("We introduce the Far Vision Challenge.", ("Far Vision Challenge", "Benchmark")),
    ],
)
def test_what_a_sentence_presents(abstract, expected):
    assert expected in names(abstract)


def test_a_variant_of_what_is_presented_is_presented_too():
    found = presented("", "We propose AdaTok, a tokenizer. AdaTok-Full beats SlowTok-Full.")
    assert {p.name: p.field for p in found} == {
        "AdaTok": "abstract",
        "AdaTok-Full": "abstract",
        "SlowTok-Full": "",
    }


def own(abstract, title=""):
    return {p.name for p in presented(title, abstract) if p.field}


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        # The paper gives a thing its name, also in small letters.
        ("This is a phenomenon we term probe drift, which grows.", {"probe drift"}),
        ("We refer to this gap as a rating bias-a tendency.", {"rating bias"}),
        ("We call this method probe drift.", {"probe drift"}),
        ("We introduce the task of persona editing, which is hard.", {"persona editing"}),
        ("We study this challenge as Far Belief Upkeep: keeping beliefs.", {"Far Belief Upkeep"}),
        # The second of two things brought in one breath.
        ("We propose a tool Foo-X for all and a training framework BarL.", {"Foo-X", "BarL"}),
        # The short form follows without brackets.
        ("We propose Far Relative Tuning FRT-X, a way.", {"Far Relative Tuning FRT-X"}),
        ("We propose Far Relative Tuning FRT, a way.", {"Far Relative Tuning", "FRT"}),
        # A proper name after an indefinite article is new to the reader.
        ("We train it. It has a light Far Rank Loss (FRL).", {"Far Rank Loss"}),
        # Part of the name is a formula.
        (r"We propose $\beta$-FOO, a method.", {r"$\beta$-FOO"}),
        ("We introduce $D^2Foo$, a method.", {"$D^2Foo$"}),
        ("We introduce R^3-Bench, a benchmark.", {"R^3-Bench"}),
    ],
)
def test_what_is_the_papers_own(abstract, expected):
    assert own(abstract) == expected


@pytest.mark.parametrize(
    "abstract",
    [
        "Others term it probe drift, which grows.",
        "We call on others to help.",
        "We introduce the task of generating maps.",
        "We study this challenge as others do.",
        "It has a light Far Rank Loss (FRL). We train it.",
        "We rank by a re-implemented Far Rank Loss (FRL).",
        "We release a dataset of 90 Foobook tasks.",
        "Two sets are used, namely FooBar, a challenging benchmark.",
        "We compute $k$-means and $O(n)$ bounds.",
        "Code is at https://example.org/FooBench now.",
    ],
)
def test_what_is_not_the_papers_own(abstract):
    assert own(abstract) == set()


@pytest.mark.parametrize(
    "abstract",
    [
        "We introduce the topic and study it.",
        "We propose to use old methods.",
        "We present results for many models.",
        "We propose a novel and effective method.",
        "We propose a quick foo bar method based on hope.",
        "Others use a role chain method.",
        "We design a role chain method to ask.",
        "Our LLM-based approach works.",
        "Code is at https://github.com/FooBar/BazQux.",
        "Write to JoeFoo@example.org.",
        "It was shown at NeurIPS and on arXiv.",
        "We introduce RAG-inspired tests.",
        "It stores key-value pairs (KV).",
        "",
    ],
)
def test_what_presents_no_name(abstract):
    assert names(abstract) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("FooBar: A Dataset for Testing", [("FooBar", "Benchmark")]),
        ("FooBar -- A Dataset for Testing", [("FooBar", "Benchmark")]),
        ("D-FOO: Dataset-agnostic Pruning", [("D-FOO", "Method")]),
        ("Towards FooBar: Why It Matters", []),
        ("Events: A Study", []),
        ("LLMs Are Good Tutors: A Study", []),
        ("Personalizing GPT: A Study", []),
        ("Playing with AI: A Study", []),
        ("SAE as a Crystal Ball: A Study", []),
        ("FooBar without colon", []),
    ],
)
def test_the_name_before_the_colon_of_a_title(title, expected):
    assert names("Nothing.", title) == expected


def test_what_a_phrase_in_small_letters_is_called_is_the_name():
    found = names("We propose a joint foo training method called BarNet.")
    assert found == [("BarNet", "Method")]


def test_a_sentence_tells_more_of_the_type_than_the_title():
    found = names("We release FooLab, a benchmark.", "FooLab: Methods for Large Language Models")
    assert found == [("FooLab", "Benchmark")]


def test_a_made_up_name_is_no_topic():
    assert names("Nothing.", "FOO: The Problem of Bars") == [("FOO", "Method")]


def test_the_place_where_it_is_presented_is_kept():
    (foo,) = presented("", "We introduce Foo-X, a method.")
    assert (foo.field, foo.at) == ("abstract", 13)


def test_what_others_brought_has_no_such_place():
    (zip_qa,) = presented("", "It was tested on the ZipQA dataset.")
    assert zip_qa.field == ""


def test_both_forms_of_a_defined_name_have_the_type_of_the_presented_one():
    abstract = "We introduce FQ, a benchmark."
    pair = defined({"FQ": "Far Questions"}, presented("", abstract))
    assert [(p.name, p.type, p.expansion) for p in pair] == [
        ("Far Questions", "Benchmark", None),
        ("FQ", "Benchmark", "Far Questions"),
    ]


def test_a_long_form_of_one_word_is_none():
    assert defined({"AR": "autoregressive"}, ()) == ()


def test_what_everybody_abbreviates_is_no_name():
    assert defined({"SOTA": "state-of-the-art", "CPU": "Central Processing Unit"}, ()) == ()


def test_how_sure_a_name_is_is_left_to_be_judged():
    found = (*presented("", "We introduce Foo-X."), *defined({"AB": "All Bets"}, ()))
    assert {p.confidence for p in found} == {None}


@given(st.text(alphabet="WeintroduceFoo-Br,. \n(3)", max_size=200))
def test_every_name_stands_in_the_text(abstract):
    for found in presented("", abstract):
        assert found.name in abstract
