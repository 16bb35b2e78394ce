"""Candidates: one node a thing, and two things two nodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.candidates import Candidates


@pytest.mark.parametrize(
    ("one", "other"), [("Foo-Bench", "foo benches"), ("Bar Optimisation", "bar optimization")]
)
def test_spellings_of_one_label_are_one_candidate(one, other):
    candidates = Candidates(taken=())
    assert candidates.named(one, "Method") == candidates.named(other, "Method")


@pytest.mark.parametrize(
    ("one", "other"), [("AtQ", "AtQ*"), ("C", "C++"), ("F", "F#"), ("百度", "腾讯")]
)
def test_different_labels_are_different_candidates(one, other):
    candidates = Candidates(taken=())
    assert candidates.named(one, "Method") != candidates.named(other, "Method")


def test_one_label_of_two_types_is_two_candidates():
    candidates = Candidates(taken=())
    assert candidates.named("Foo", "Method") != candidates.named("Foo", "Model")


def test_an_id_of_the_vocabulary_is_never_given_away():
    assert Candidates(taken={"method/foo"}).named("Foo", "Method") == "method/foo-candidate"


def test_a_label_without_letters_still_has_an_id():
    assert Candidates(taken=()).named("--", "Topic") == "topic/unnamed"


@given(st.permutations(["Foo Bench", "foo-bench", "Foo Bench", "FOO BENCH"]))
def test_the_commonest_label_is_preferred_whatever_the_order(labels):
    candidates = Candidates(taken=())
    for label in labels:
        candidates.named(label, "Benchmark")
    concept = candidates.concepts()["benchmark/foo-bench"]
    assert concept.pref_label == "Foo Bench"
    assert concept.alt_labels == ("FOO BENCH", "foo-bench")
