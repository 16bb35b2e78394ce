"""What papers bring several at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.enumeration import components, listed
from paperatlas.extraction.patterns import presented


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We introduce two new augmentations - far shift and near scale.", "far shift, near scale"),
        ("We introduce two benchmarks, FooQA and BarQA, to test it.", "FooQA, BarQA"),
        ("By introducing two benchmarks, namely FooQA and BarQA, we test.", "FooQA, BarQA"),
        ("It introduces two modules: (1) a Far Net (FN) and (2) BarNet.", "Far Net, BarNet"),
        (
            "We propose three novel losses: Far Loss, which is far, and Bar Loss.",
            "Far Loss, Bar Loss",
        ),
    ],
)
def test_the_members_of_a_list_of_what_is_presented(text, expected):
    assert ", ".join(name for name, _ in listed(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We introduce two modules: an encoder part and a decoder part.",
        "Prior work introduces two benchmarks, FooQA and BarQA.",
        "We test two benchmarks, FooQA and BarQA.",
        "We introduce two benchmarks. FooQA and BarQA are old.",
        "We introduce two new methods, which help.",
    ],
)
def test_what_is_no_list_of_names_that_are_brought(text):
    assert list(listed(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FooNet combines Far Search, which looks, with Near Search, which acts.", 2),
        ("We propose FooNet, a net that unifies map parts, Far Search (FS), and luck.", 1),
        ("FooNet combines LoRA and dropout.", 0),
        ("FooNet helps. Nets combine Far Search with luck.", 0),
        ("Old FooNets combine Far Search with luck.", 0),
    ],
)
def test_the_named_parts_of_what_is_the_papers_own(text, expected):
    assert len(list(components(text, ["FooNet"]))) == expected


def test_lists_and_parts_are_introduced_with_the_whole():
    text = "We present FooNet, a net. FooNet combines Far Search with luck."
    assert {p.name for p in presented("", text) if p.field} == {"FooNet", "Far Search"}


@given(st.text(alphabet="WeintroducwsA-Br,. :\n(2)", max_size=120))
def test_every_member_stands_where_it_is_said_to(text):
    text = f"We introduce two new methods: {text}"
    for name, at in listed(text):
        assert text[at : at + len(name)] == name
