"""Words that look coined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.looks import coined


def names(abstract, title=""):
    return [found.name for found in coined(title, abstract)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We compare SlowFast, X3D and MViTv2.", ["SlowFast", "X3D", "MViTv2"]),
        ("Against MG-Ref and beta-GRPO.", ["MG-Ref", "beta-GRPO"]),
        ("Qwen9-VL-235B-Instruct leads.", ["Qwen9-VL-235B-Instruct"]),
        ("A TrueSkill-based and an LLM-Guided way.", ["TrueSkill", "LLM"]),
    ],
)
def test_a_capital_or_a_digit_inside_makes_a_word_coined(abstract, expected):
    assert names(abstract) == expected


@pytest.mark.parametrize(
    "abstract",
    [
        "Plain words, and One with a capital.",
        "It has 8B parameters and 10K images in 3D.",
        "On an A100, at 30 FPS, in RGB-D.",
        "At ICLR and NeurIPS.",
        "See https://github.com/FooBar/BazQux and From_Coarse_to_Fine.",
        "Two letters: KV, AR.",
        "",
    ],
)
def test_measures_venues_addresses_and_plain_words_are_not(abstract):
    assert names(abstract) == []


def test_each_stands_once_the_title_first():
    assert names("BarNet, then FooNet, then BarNet.", "FooNet") == ["FooNet", "BarNet"]


@given(st.text(alphabet="AbC3-–. /_x", max_size=60))
def test_every_name_stands_in_the_text(abstract):
    assert all(name in abstract for name in names(abstract))
