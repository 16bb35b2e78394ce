"""Four finders look, and each thing that they find is one candidate."""

from __future__ import annotations

import pytest
import spacy

from paperatlas.errors import InputError
from paperatlas.extraction.confidence import Confidence
from paperatlas.extraction.discovery import LEAST, Discovery
from paperatlas.extraction.patterns import Presented
from paperatlas.extraction.recognition import UNSTATED, Recogniser
from paperatlas.vocabulary import Concept, Vocabulary

VOCABULARY = Vocabulary(
    [Concept("method/rlhf", "Method", "RLHF"), Concept("model/foo-7", "Model", "Foo-7")]
)


class Told(Recogniser):
    """Finds what it is told to find."""

    def __init__(self, *names):
        self._told = names

    def names(self, texts):  # noqa: ARG002  (told already)
        yield from self._told


def recognised(name, kind="Method"):
    return Presented(name, kind, finder="recogniser")


SURE = {"any": 2.0}


def names(abstract, *told, expansions=None, weights=SURE, title=""):
    confidence = Confidence(weights, VOCABULARY)
    discovery = Discovery(VOCABULARY, recogniser=Told(*told), confidence=confidence)
    return list(discovery.names(title, abstract, expansions or {}))


def test_what_the_vocabulary_knows_is_no_news():
    assert names("We introduce RLHF.", recognised("RLHF")) == []


def test_a_name_that_two_finders_find_is_found_once():
    found = names("We introduce FooNet.", recognised("FooNet"))
    assert [(n.name, n.finder) for n in found] == [("FooNet", "patterns")]


def test_spellings_of_one_name_are_one_thing_of_one_type():
    told = (recognised("FooNet"), recognised("FooNets", "Model"))
    assert [(n.name, n.type) for n in names("x", *told)] == [
        ("FooNet", "Method"),
        ("FooNets", "Method"),
    ]


def test_both_forms_of_an_abbreviation_are_as_sure():
    found = names("x", expansions={"FAR": "Far Away Rule"})
    assert [(n.name, n.confidence) for n in found] == [("Far Away Rule", 0.88), ("FAR", 0.88)]


def test_another_spelling_of_a_long_form_is_kept_beside_it():
    text = "We study penalty kick prediction (PKP)."
    expansions = {"PKP": "penalty kick prediction"}
    found = names(text, expansions=expansions, title="Penalty Kick Prediction from Video")
    assert {n.name for n in found} == {
        "PKP",
        "penalty kick prediction",
        "Penalty Kick Prediction",
    }


def test_the_recogniser_does_not_type_an_abbreviation():
    (long, short) = names("x", recognised("FAR", "Lab"), expansions={"FAR": "Far Away Rule"})
    assert (long.type, short.type) == ("Method", "Method")


def test_a_degree_that_the_finder_states_stays_however_low():
    (found,) = names("x", Presented("Foo Lab", "Lab", 0.21, finder="recogniser"))
    assert (found.type, found.confidence) == ("Lab", 0.21)


def test_what_the_recogniser_alone_finds_must_be_sure_enough():
    assert LEAST == 0.6
    assert names("A foo.", recognised("foo"), weights={"any": 0.3}) == []
    assert [n.confidence for n in names("A foo.", recognised("foo"))] == [0.88]


def test_what_patterns_find_stays_however_unsure():
    (found,) = names("We introduce FooNet.", weights={"any": -2.0})
    assert (found.name, found.confidence) == ("FooNet", 0.12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We introduce the task of RLHF editing, which helps.", []),
        ("We introduce the task of rlhf editing, which helps.", ["rlhf editing"]),
        ("We introduce the idea of an rlhf method, which helps.", []),
    ],
)
def test_what_is_said_to_be_new_may_begin_with_a_known_name(text, expected):
    assert [n.name for n in names(text)] == expected


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [("Foo-7's skill", "Topic", []), ("Bar's skill", "Topic", ["Bar's skill"])],
)
def test_what_the_recogniser_finds_is_no_topic_of_a_model(name, kind, kept):
    assert [n.name for n in names("x", recognised(name, kind))] == kept


def test_a_longer_name_of_the_recogniser_does_not_hide_a_surer_one():
    told = (recognised("FooNet"), recognised("Deep FooNet Plus"))
    found = names("A Deep FooNet Plus.", *told, weights={"any": 1.0, "words over two": -0.1})
    assert [n.name for n in found] == ["FooNet"]


def test_our_own_recogniser_leaves_its_names_to_be_judged():
    discovery = Discovery.of(VOCABULARY)
    text = "We evaluate TabFoo on the BarSet dataset, and TabFoo outperforms BarNet."
    judged = {n.name: share for _, share, found in discovery.judged("", text, {}) for n in found}
    assert {"TabFoo", "BarSet", "BarNet"} <= judged.keys()
    assert all(0.01 <= share <= 0.99 for share in judged.values())


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("", {"FooNet", "Foo Bar Search", "FBS"}), ("none", set())],
    ids=["all", "none"],
)
def test_finders_can_be_left_out(choice, expected):
    text = "We introduce FooNet, a method. It needs Foo Bar Search (FBS)."
    expansions = {"FBS": "Foo Bar Search"}
    found = Discovery.of(VOCABULARY, choice).names("", text, expansions)
    assert {name.name for name in found} == expected


def test_a_pipeline_stands_in_for_all_of_our_own(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "MODEL", "pattern": "Foo-9"}])
    nlp.to_disk(tmp_path / "nlp")
    discovery = Discovery.of(VOCABULARY, str(tmp_path / "nlp"))
    found = discovery.names("", "We introduce BarNet beside Foo-9.", {})
    assert [(n.name, n.confidence) for n in found] == [("Foo-9", UNSTATED)]


def test_a_pipeline_that_is_not_there_is_an_error():
    with pytest.raises(InputError, match="no_such_pipeline"):
        Discovery.of(VOCABULARY, "no_such_pipeline")
