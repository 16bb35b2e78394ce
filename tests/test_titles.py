"""Title phrases: what a title says and the abstract says again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction import Extractor
from paperatlas.extraction.titles import title_phrases
from paperatlas.linking import Linker
from paperatlas.papers import Paper
from paperatlas.vocabulary import Concept, Vocabulary


def nothing_known(_name):
    return False


def phrases(title, abstract, named=nothing_known):
    return [(p.name, p.type) for p in title_phrases(title, abstract, named)]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "Penalty Kick Prediction from Video",
            "Penalty kicks matter. We study penalty-kick prediction.",
            [("Penalty Kick Prediction", "Topic"), ("penalty-kick prediction", "Topic")],
        ),
        (
            "Saccade Attention Networks",
            "A saccade attention network looks twice.",
            [("Saccade Attention Networks", "Method"), ("saccade attention network", "Method")],
        ),
        ("On Harm Amplification", "harms amplified by models", []),
        ("Detecting Symmetries", "We are detecting symmetries.", []),
        ("Knowledge-Driven Models", "Our knowledge-driven models work.", []),
        ("A Harm, Amplification", "harm amplification", []),
        ("Harm", "harm", []),
        ("", "harm amplification", []),
    ],
)
def test_a_phrase_of_the_title_counts_when_the_abstract_takes_it_up(title, abstract, expected):
    assert phrases(title, abstract) == expected


def test_part_of_a_known_name_is_no_phrase():
    known = {"Emergent Harm Amplification"}
    found = phrases("Emergent Harm Amplification", "harm amplification", known.__contains__)
    assert found == []


def test_the_longest_phrase_counts_and_no_part_of_it():
    found = phrases("Emergent Harm Amplification", "emergent harm amplification")
    assert found == [
        ("Emergent Harm Amplification", "Topic"),
        ("emergent harm amplification", "Topic"),
    ]


def test_both_spellings_become_one_candidate_with_its_reason():
    vocabulary = Vocabulary([Concept("method/x", "Method", "xyz")])
    paper = Paper(id="p", title="Harm Amplification", abstract="We see harm amplifications.")
    linker = Linker(vocabulary)
    links = linker.links(paper, Extractor(vocabulary).mentions(paper))
    assert [(link.concept, link.mention.text) for link in links] == [
        ("topic/harm-amplification", "Harm Amplification"),
        ("topic/harm-amplification", "harm amplifications"),
    ]
    assert {link.reason for link in links} == {
        "in the title and again in the abstract, in no vocabulary"
    }


@given(st.text(alphabet="abc -.,'’", max_size=40), st.text(alphabet="abc -.,'’", max_size=60))
def test_every_phrase_stands_in_the_title_or_the_abstract(title, abstract):
    texts = (" ".join(title.split()), abstract)
    for phrase in title_phrases(title, abstract, nothing_known):
        assert any(phrase.name in text for text in texts)
