"""How surely a new name is what it is taken for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.confidence import Confidence, Sighting
from paperatlas.vocabulary import TYPES, Concept, Vocabulary

VOCABULARY = Vocabulary(
    [
        Concept("topic/image-enhancement", "Topic", "image enhancement"),
        Concept("model/qwen3", "Model", "Qwen3"),
    ]
)
FOO = Sighting("FooNet", {"patterns": "Model"})


def facts(sighting, abstract, title="", kind="Method"):
    found = dict(Confidence({}, VOCABULARY).facts(sighting, title, abstract))
    return {fact: value for fact, value in found[kind].items() if value}


def test_without_weights_the_first_word_counts():
    judge = Confidence({}, VOCABULARY)
    assert judge(Sighting("Foo", {"patterns": "Lab", "looks": "Model"}), "", "") == ("Lab", 0.5)


def test_the_likeliest_type_is_the_type():
    assert Confidence({"any, Topic": 1.0}, VOCABULARY)(FOO, "", "") == ("Topic", 0.73)


def test_a_confidence_is_never_quite_sure():
    shares = [Confidence({"any": w}, VOCABULARY)(FOO, "", "")[1] for w in (-30.0, 30.0)]
    assert shares == [0.01, 0.99]


def test_what_finders_say_speaks_for_one_type_and_against_the_others():
    assert facts(FOO, "", kind="Model")["patterns agrees"] == 1
    assert facts(FOO, "", kind="Method")["patterns differs"] == 1


@pytest.mark.parametrize(
    ("abstract", "fact", "value"),
    [
        ("FooNet and FooNet, FooNet, FooNet.", "times", 2.0),
        ("We call it FooNet.", "after a cue", 1.0),
        ("Models such as BarNet, FooNet.", "among others", 1.0),
        ("The FooNet framework.", "after agrees", 1.0),
        ("The FooNet dataset.", "after differs", 1.0),
        ("The algorithm FooNet.", "before agrees", 1.0),
        ("FooNet.", "coined", 1.0),
    ],
)
def test_the_text_around_a_name_is_a_fact(abstract, fact, value):
    assert facts(FOO, abstract)[fact] == value


def test_the_title_is_a_fact():
    found = facts(FOO, "", "FooNet: A Study")
    assert found["in title"] == found["heads title"] == 1


def test_the_last_word_is_known_from_the_vocabulary():
    sighting = Sighting("low-light enhancement", {"looks": "Method"})
    assert facts(sighting, "", kind="Topic")["heads"] == 0.5
    assert "heads" not in facts(sighting, "", kind="Method")


def test_a_name_that_begins_with_a_known_one_is_of_its_kind():
    sighting = Sighting("Qwen3-VL", {"looks": "Method"})
    assert facts(sighting, "", kind="Model")["begins with such"] == 1


@pytest.mark.parametrize("recogniser", [False, True])
def test_the_packaged_weights_are_finite_and_say_what_presenting_is_worth(recogniser):
    judge = Confidence.packaged(VOCABULARY, recogniser=recogniser)
    assert all(map(math.isfinite, judge._weights.values()))
    text = "We introduce FooBench, a benchmark. FooBench is hard."
    said = {"patterns": "Benchmark", "looks": "Method"}
    presented = judge(Sighting("FooBench", said), "", text)
    passing = judge(Sighting("FooBench", {"looks": "Method"}), "", "As in FooBench.")
    assert presented[0] == "Benchmark"
    assert presented[1] > passing[1]


@given(
    name=st.text(min_size=1, max_size=20),
    abstract=st.text(max_size=60),
    said=st.dictionaries(
        st.sampled_from(["patterns", "looks", "recogniser", "abbreviations"]),
        st.sampled_from(TYPES),
        min_size=1,
    ),
)
def test_any_name_in_any_text_has_a_type_and_a_share(name, abstract, said):
    kind, share = Confidence.packaged(VOCABULARY)(Sighting(name, said), "", abstract)
    assert kind in TYPES
    assert 0.01 <= share <= 0.99
