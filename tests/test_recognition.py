"""The pipeline that comes with the package."""

from __future__ import annotations

import json

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.extraction.greedy import GreedyReader
from paperatlas.extraction.recognition import Recogniser
from paperatlas.vocabulary import TYPES

TEXT = (
    "We compare SlowFoo, BarFormer and QuuxNet on the ZipBench dataset. "
    "ZipBench holds 3,000 videos, and BarFormer outperforms SlowFoo."
)


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser.packaged()


def test_it_finds_names_that_nobody_has_listed(recogniser):
    found = {name.name for name in recogniser.names([TEXT])}
    assert {"BarFormer", "ZipBench"} <= found


def test_it_knows_the_five_types_and_states_no_confidence(recogniser):
    found = list(recogniser.names([TEXT]))
    assert {name.type for name in found} <= set(TYPES)
    assert {name.confidence for name in found} == {None}


def test_each_name_stands_in_the_text_and_has_a_capital(recogniser):
    for name in recogniser.names([TEXT, "nothing but small letters and more of them"]):
        assert name.name in TEXT
        assert not name.name.islower()


def test_a_sentence_without_a_capital_inside_is_passed_over(recogniser):
    assert list(recogniser.names(["Nothing here has a name. It is all in small letters."])) == []


def test_it_carries_no_word_of_what_it_was_trained_on(root):
    strings = root / "src/paperatlas/extraction/model/vocab/strings.json"
    assert strings.read_text() == '["Benchmark", "Lab", "Method", "Model", "Topic"]\n'


def test_two_readings_agree(recogniser):
    assert list(recogniser.names([TEXT])) == list(Recogniser.packaged().names([TEXT]))


@pytest.fixture(scope="module")
def spacys(root):
    """The same pipeline, stepping from word to word as spaCy does."""
    nlp = spacy.load(root / "src/paperatlas/extraction/model")
    return lambda text: [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents]


@pytest.fixture(scope="module")
def reader(root):
    return GreedyReader(spacy.load(root / "src/paperatlas/extraction/model"))


def test_it_reads_in_every_abstract_of_the_seeds_what_spacy_does(reader, spacys, root):
    for line in (root / "tests/gold/seeds.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["abstract"]
        assert list(reader.entities(text)) == spacys(text)


PIECES = [
    "BarFormer",
    "on",
    "Zip-Bench",
    "LLM-4",
    "the",
    "\n\n",
    " ",
    "can't",
    "(",
    ").",
    "Foo",
    "é",
]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_it_reads_in_any_text_what_spacy_does(reader, spacys, text):
    assert list(reader.entities(text)) == spacys(text)
