"""The vocabulary: concepts as data, one concept a thing."""

from __future__ import annotations

from collections import Counter

import pytest

from paperatlas.errors import InputError
from paperatlas.spelling import normal_form
from paperatlas.vocabulary import TYPES, Concept, Vocabulary, read_concepts

HEAD = """
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
"""


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.packaged()


def test_a_concept_is_read_whole():
    turtle = (
        HEAD
        + """
    method:dpo a atlas:Method ;
        skos:prefLabel "direct preference optimization"@en ;
        skos:altLabel "DPO"@en ;
        skos:hiddenLabel "direct policy optimization"@en ;
        atlas:ambiguousLabel "direct"@en ; atlas:context "preference"@en ;
        skos:broader method:preference-optimization ;
        skos:definition "Fits a policy to preferences without a reward model."@en .
    """
    )
    assert read_concepts(turtle.encode(), "x.ttl") == [
        Concept(
            id="method/dpo",
            type="Method",
            pref_label="direct preference optimization",
            alt_labels=("DPO",),
            hidden_labels=("direct policy optimization",),
            ambiguous_labels=("direct",),
            contexts=("preference",),
            broader=("method/preference-optimization",),
            definition="Fits a policy to preferences without a reward model.",
        )
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('method:x skos:prefLabel "x" .', "x.ttl: method/x has no type"),
        ("method:x a atlas:Method .", "x.ttl: method/x has 0 preferred labels"),
        ('method:x a atlas:Method ; skos:prefLabel "a", "b" .', "has 2 preferred labels"),
        ("method:x a atlas:Method", "x.ttl:5"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(body, message):
    with pytest.raises(InputError, match=message):
        read_concepts((HEAD + body).encode(), "x.ttl")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.ttl: No such file"):
        Vocabulary.load([tmp_path / "none.ttl"])


def test_one_label_for_two_concepts_is_refused():
    twice = [Concept("method/a", "Method", "x"), Concept("topic/a", "Topic", "x")]
    with pytest.raises(InputError, match="the label 'x' stands for method/a and topic/a"):
        Vocabulary(twice)


def test_a_label_without_letters_is_refused():
    with pytest.raises(InputError, match="without a letter or digit"):
        Vocabulary([Concept("method/a", "Method", "--")])


def test_two_names_that_differ_in_capitals_are_told_apart():
    both = Vocabulary([Concept("lab/aide", "Lab", "AIDE"), Concept("topic/aide", "Topic", "aide")])
    assert [label.concept for label in both.named("aide")] == ["topic/aide"]
    assert both.named("AIDE")[0].concept == "lab/aide"


def test_the_packaged_vocabulary_has_every_type(vocabulary):
    counts = Counter(concept.type for concept in vocabulary.concepts.values())
    assert set(counts) == set(TYPES)
    assert sum(counts.values()) >= 300


def test_every_packaged_concept_is_defined_in_one_line(vocabulary):
    for concept in vocabulary.concepts.values():
        assert concept.definition, concept.id
        assert concept.definition.endswith("."), concept.id
        assert "\n" not in concept.definition, concept.id


def test_every_broader_concept_exists_and_no_chain_comes_back(vocabulary):
    def above(concept_id, seen):
        assert concept_id not in seen, f"{concept_id} is broader than itself"
        for broader in vocabulary.concepts[concept_id].broader:
            above(broader, {*seen, concept_id})

    for concept_id in vocabulary.concepts:
        above(concept_id, set())


def test_an_ambiguous_label_says_what_it_needs(vocabulary):
    bare = [
        concept.id
        for concept in vocabulary.concepts.values()
        if concept.ambiguous_labels and not concept.contexts and len(concept.labels) == 1
    ]
    assert bare == []


def test_no_unambiguous_label_belongs_to_two_concepts(vocabulary):
    for form, labels in vocabulary.forms.items():
        texts = Counter(normal_form(x.text) + x.text for x in labels if x.kind != "ambiguous")
        assert max(texts.values(), default=1) == 1, form


@pytest.mark.parametrize(
    "surface",
    [
        "RLHF",
        "reinforcement learning from human feedback",
        "Reinforcement Learning from Human Feedback",
        "RL from human feedback",
        "RL from Human Feedback",
    ],
)
def test_every_spelling_of_rlhf_is_one_concept(vocabulary, surface):
    assert [label.concept for label in vocabulary.named(surface)] == ["method/rlhf"]
