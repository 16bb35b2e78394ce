"""Links: one thing is one concept, and every link says why."""

from __future__ import annotations

import pytest

from paperatlas.extraction import Extractor
from paperatlas.linking import Linker
from paperatlas.papers import Paper
from paperatlas.vocabulary import Concept, Vocabulary

CONCEPTS = [
    Concept(
        "method/rlhf",
        "Method",
        "reinforcement learning from human feedback",
        ("RL from human feedback", "RLHF"),
    ),
    Concept(
        "method/debate",
        "Method",
        "AI safety via debate",
        ambiguous_labels=("debate",),
        contexts=("judge", "scalable oversight"),
    ),
    Concept("method/constitutional-ai", "Method", "Constitutional AI", ("CAI",)),
    Concept("lab/google-deepmind", "Lab", "Google DeepMind", ("DeepMind",)),
    Concept("topic/robustness", "Topic", "robustness"),
    Concept("topic/scalability", "Topic", "scalability", general=True),
    Concept("method/honest", "Method", "honest AI"),
    Concept(
        "method/dpo",
        "Method",
        "direct preference optimization",
        ("DPO",),
        ("direct policy optimization",),
    ),
]
VOCABULARY = Vocabulary(CONCEPTS)
EXTRACTOR, LINKER = Extractor(VOCABULARY), Linker(VOCABULARY)


def links(abstract, title=None):
    paper = Paper(id="p", title=title, abstract=abstract)
    return LINKER.links(paper, EXTRACTOR.mentions(paper))


def test_long_form_short_form_and_alias_are_one_concept():
    text = "RLHF is reinforcement learning from human feedback, or RL from human feedback."
    assert {link.concept for link in links(text)} == {"method/rlhf"}


def test_a_name_given_otherwise_is_the_same_concept():
    found = links("Direct Policy Optimisation (DPO) is known; DPO is used.")
    assert [link.concept for link in found] == ["method/dpo"] * 3


def test_every_link_says_why():
    found = links("Direct Policy Optimisation (DPO) and RLHF.")
    assert [link.reason for link in found] == [
        "variant label",
        "abbreviation of “Direct Policy Optimisation”, as the paper defines it",
        "alternative label",
    ]


def test_an_abbreviation_that_means_something_else_here_is_another_thing():
    found = links("We use computer aided instruction (CAI). CAI helps.")
    assert {link.concept.partition("/")[2] for link in found} == {"computer-aided-instruction"}


def test_a_word_is_no_name_without_its_context():
    assert links("There is a debate about this.") == ()


def test_a_word_is_a_name_in_its_context():
    (link,) = links("In a debate two models convince a judge.")
    assert (link.concept, link.reason) == (
        "method/debate",
        "ambiguous label, beside “judge” in the paper",
    )


def test_a_word_is_a_name_where_the_full_name_stands_too():
    found = links("AI safety via debate is old. Debate works.")
    assert [link.concept for link in found] == ["method/debate"] * 2
    assert found[1].reason == "ambiguous label, named unambiguously elsewhere in the paper"


def test_an_ambiguous_link_is_less_sure():
    found = links("AI safety via debate is old. Debate works.")
    assert [link.score for link in found] == [0.9, 0.8]


def test_a_link_carries_the_role_of_its_sentence():
    (link,) = links("We introduce Constitutional AI.")
    assert link.role == "introduces"


def test_a_general_heading_named_once_in_passing_is_left_out():
    found = links("Robustness and scalability matter.")
    assert [link.concept for link in found] == ["topic/robustness"]


@pytest.mark.parametrize(
    ("abstract", "title"),
    [
        ("Scalability is said to matter; scalability is rare.", None),
        ("In this paper we study scalability.", None),
        ("It matters.", "On scalability"),
    ],
    ids=["named twice", "studied", "in the title"],
)
def test_a_general_heading_counts_where_the_paper_is_about_it(abstract, title):
    assert {link.concept for link in links(abstract, title)} == {"topic/scalability"}


@pytest.mark.parametrize(
    ("name", "concept_id", "curated"),
    [
        ("DeepMind", "lab/google-deepmind", True),
        ("Foo Research", "lab/foo-research", False),
        ("RLHF", "lab/rlhf", False),
        ("<b>Evil & Co</b>", "lab/b-evil-co-b", False),
    ],
)
def test_a_publisher_is_a_known_laboratory_or_a_new_one(name, concept_id, curated):
    assert LINKER.publisher(name) == concept_id
    assert LINKER.concepts()[concept_id].curated == curated


def test_names_in_other_scripts_stay_apart():
    assert LINKER.publisher("百度") != LINKER.publisher("腾讯")


def test_a_subject_heading_is_a_known_concept_of_any_type():
    assert LINKER.subject("Robustness") == "topic/robustness"
    assert LINKER.subject("Honest AI") == "method/honest"


def test_an_unknown_heading_becomes_an_uncurated_topic():
    heading = LINKER.subject("What is next")
    subject = LINKER.concepts()[heading]
    assert (heading, subject.type, subject.curated) == ("topic/what-is-next", "Topic", False)


def test_what_no_vocabulary_holds_is_a_candidate_with_its_reason():
    (link,) = links("We introduce FooBench, a benchmark of 20 tasks.")
    assert (link.concept, link.role) == ("benchmark/foobench", "introduces")
    assert link.reason == "presented by the paper under this name, in no vocabulary"
    assert LINKER.concepts()["benchmark/foobench"].curated is False


def test_an_abbreviation_and_its_long_form_are_one_candidate():
    found = links("We propose Quick Brown Learning (QBL). QBL works; quick-brown learning too.")
    assert {link.concept for link in found} == {"method/quick-brown-learning"}
    concept = LINKER.concepts()["method/quick-brown-learning"]
    assert (concept.pref_label, concept.alt_labels) == ("Quick Brown Learning", ("QBL",))


def test_a_candidate_is_the_same_node_in_another_paper():
    first = links("We introduce BarNet, a new method.")
    second = links("We propose a method called BarNet.")
    assert first[0].concept == second[0].concept == "method/barnet"


def test_a_publisher_and_a_heading_count_as_often_as_papers_name_them():
    linker = Linker(Vocabulary.packaged())
    for name, times in (("Foo Labs", 1), ("Foo Lab", 2), ("foo labs", 1)):
        linker.publisher(name, times)
        linker.subject(name, times)
    concepts = linker.concepts()
    assert concepts["lab/foo-lab"].pref_label == concepts["topic/foo-lab"].pref_label == "Foo Lab"
