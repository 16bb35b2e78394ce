"""Three finders look, and each thing that they find is one candidate."""

from __future__ import annotations

import pytest
import spacy

from paperatlas.errors import InputError
from paperatlas.extraction.confidence import LEAST, Confidence
from paperatlas.extraction.discovery import Discovery
from paperatlas.extraction.patterns import Presented
from paperatlas.extraction.recognition import UNSTATED, Recogniser
from paperatlas.vocabulary import Concept, Vocabulary

VOCABULARY = Vocabulary([Concept("method/rlhf", "Method", "RLHF")])


class Told(Recogniser):
    """Finds what it is told to find."""

    def __init__(self, *names):
        self._told = names

    def names(self, texts):  # noqa: ARG002  (told already)
        yield from self._told


def names(abstract, *told, expansions=None, weights=None):
    confidence = Confidence(weights or {}, VOCABULARY)
    discovery = Discovery(VOCABULARY, recogniser=Told(*told), confidence=confidence)
    return list(discovery.names("", abstract, expansions or {}))


def test_what_the_vocabulary_knows_is_no_news():
    assert names("We introduce RLHF.", Presented("RLHF", "Method", finder="recogniser")) == []


def test_a_name_that_two_finders_find_is_found_once():
    found = names("We introduce FooNet.", Presented("FooNet", "Method", finder="recogniser"))
    assert [(n.name, n.finder) for n in found] == [("FooNet", "patterns")]


def test_spellings_of_one_name_are_one_thing_of_one_type():
    told = (Presented("FooNet", "Method"), Presented("FooNets", "Model"))
    assert [(n.name, n.type) for n in names("x", *told)] == [
        ("FooNet", "Method"),
        ("FooNets", "Method"),
    ]


def test_both_forms_of_an_abbreviation_are_as_sure():
    found = names("x", expansions={"FAR": "Far Away Rule"}, weights={"any": 2.0})
    assert [(n.name, n.confidence) for n in found] == [("Far Away Rule", 0.88), ("FAR", 0.88)]


def test_a_degree_that_the_finder_states_stays():
    (found,) = names("x", Presented("Foo Lab", "Lab", 0.61, finder="recogniser"))
    assert (found.type, found.confidence) == ("Lab", 0.61)


def test_what_is_likelier_wrong_is_no_candidate():
    assert LEAST == 0.5
    assert names("We introduce FooNet.", weights={"any": -0.1}) == []


def test_a_longer_name_does_not_hide_a_surer_one():
    told = (Presented("FooNet", "Method"), Presented("Deep FooNet Plus", "Method"))
    found = names("A Deep FooNet Plus.", *told, weights={"any": 1.0, "words over two": -0.1})
    assert [n.name for n in found] == ["FooNet"]


def test_our_own_recogniser_leaves_its_names_to_be_judged():
    discovery = Discovery.of(VOCABULARY, "recogniser")
    text = "We evaluate TabFoo on the BarSet dataset, and TabFoo outperforms BarNet."
    found = list(discovery.names("", text, {}))
    assert found
    assert all(LEAST <= name.confidence <= 0.99 for name in found)


@pytest.mark.parametrize(("choice", "expected"), [("patterns", ["FooNet"]), ("none", [])])
def test_finders_can_be_left_out(choice, expected):
    found = Discovery.of(VOCABULARY, choice).names("", "We introduce FooNet, a method.", {})
    assert [name.name for name in found] == expected


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
