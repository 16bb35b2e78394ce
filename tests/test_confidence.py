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
    ]
)
FOO = Sighting("FooNet", {"patterns": "Model"})


def facts(sighting, abstract, title=""):
    return Confidence({}, VOCABULARY).facts(sighting, title, abstract)


def test_the_first_finder_is_believed():
    assert Sighting("Foo", {"patterns": "Lab", "recogniser": "Model"}).type == "Lab"


def test_without_weights_a_name_is_as_likely_right_as_wrong():
    assert Confidence({}, VOCABULARY)(FOO, "", "") == 0.5


def test_the_share_is_the_logistic_function_of_the_weighted_facts():
    weights = {"type Model": 1.0, "by patterns": 0.5, "small": 9.0}
    assert Confidence(weights, VOCABULARY)(FOO, "", "") == round(1 / (1 + math.exp(-1.5)), 2)


def test_a_confidence_is_never_quite_sure():
    shares = [Confidence({"any": w}, VOCABULARY)(FOO, "", "") for w in (-30.0, 30.0)]
    assert shares == [0.01, 0.99]


@given(
    weight=st.floats(-5, 5),
    more=st.floats(0, 5),
    fact=st.sampled_from(["any", "times", "by patterns", "type Model", "coined"]),
)
def test_more_weight_on_what_holds_never_makes_a_name_less_sure(weight, more, fact):
    less, surer = (Confidence({fact: w}, VOCABULARY) for w in (weight, weight + more))
    assert less(FOO, "", "FooNet.") <= surer(FOO, "", "FooNet.")


def test_finders_agree_or_differ():
    both = Sighting("FooNet", {"patterns": "Model", "recogniser": "Method"})
    assert "said differs" in facts(both, "")
    assert "said differs" not in facts(FOO, "")


@pytest.mark.parametrize(
    ("abstract", "fact", "value"),
    [
        ("FooNet and FooNet, FooNet, FooNet.", "times", 2.0),
        ("We call it FooNet.", "after a cue", 1.0),
        ("Models such as BarNet, FooNet.", "among others", 1.0),
        ("The FooNet language model.", "after agrees", 1.0),
        ("The FooNet dataset.", "after differs", 1.0),
        ("The algorithm FooNet.", "before differs", 1.0),
        ("FooNet.", "coined", 1.0),
    ],
)
def test_the_text_around_a_name_is_a_fact(abstract, fact, value):
    assert facts(FOO, abstract)[fact] == value


def test_the_title_is_a_fact():
    found = facts(FOO, "", "FooNet: A Study")
    assert found["in title"] == found["heads title"] == 1


def test_the_last_word_is_known_from_the_vocabulary():
    topic, method = (
        Sighting("low-light enhancement", {"recogniser": kind}) for kind in ("Topic", "Method")
    )
    assert facts(topic, "")["head agrees"] == 0.5
    assert facts(method, "")["head differs"] == 0.5


def test_a_fact_that_does_not_hold_is_left_out():
    assert 0.0 not in facts(FOO, "FooNet.").values()


@pytest.mark.parametrize("recogniser", [False, True])
def test_the_packaged_weights_are_finite_and_say_what_presenting_is_worth(recogniser):
    judge = Confidence.packaged(VOCABULARY, recogniser=recogniser)
    assert all(map(math.isfinite, judge._weights.values()))
    text = "We introduce FooBench, a benchmark. FooBench is hard."
    presented = judge(Sighting("FooBench", {"patterns": "Benchmark"}), "", text)
    passing = judge(Sighting("foo", {"recogniser": "Topic"}), "", "As in foo.")
    assert presented > passing


@given(
    name=st.text(min_size=1, max_size=20),
    abstract=st.text(max_size=60),
    said=st.dictionaries(
        st.sampled_from(["patterns", "titles", "recogniser", "abbreviations"]),
        st.sampled_from(TYPES),
        min_size=1,
    ),
)
def test_any_name_in_any_text_has_a_share(name, abstract, said):
    share = Confidence.packaged(VOCABULARY)(Sighting(name, said), "", abstract)
    assert 0.01 <= share <= 0.99
