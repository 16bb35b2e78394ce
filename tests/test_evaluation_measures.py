"""Mentions, roles, types and scores, measured on links that are made by hand."""

from __future__ import annotations

import json

import pytest

from paperatlas.evaluation import (
    Entity,
    GoldPaper,
    calibration_of_candidates,
    entities_by_concept,
    measure,
    read_gold,
    reading,
    report,
)
from paperatlas.extraction import Mention
from paperatlas.linking import Link
from paperatlas.papers import Paper
from paperatlas.vocabulary import Concept

CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept("method/sae", "Method", "sparse autoencoder", ("SAE",)),
        Concept("method/dpo", "Method", "DPO"),
        Concept("model/sae", "Model", "SAE", curated=False),
    )
}
SAE = {"name": "sparse autoencoder", "aliases": ["sparse autoencoders", "SAEs"]}
BOTH_FORMS = "sparse autoencoders (SAEs)"


@pytest.fixture
def measured(tmp_path):
    """Give the measures of one paper: its text, its entities, and links as (text, concept, …)."""

    def measured(text, entities, *links):
        full = [
            {"types": ["METHOD"], "aliases": [], "core": True, "introduced": "no"} | entity
            for entity in entities
        ]
        row = {"id": "p", "title": None, "abstract": text, "entities": full}
        (tmp_path / "gold.jsonl").write_text(json.dumps(row))
        (gold,) = read_gold(tmp_path / "gold.jsonl")
        return measure([reading(gold, [link_in(text, *link) for link in links], CONCEPTS)])

    return measured


def link_in(text, surface, concept="method/sae", role="mentions", score=0.9):
    start = text.index(surface)
    end = start + len(surface)
    mention = Mention("p", start, end, "abstract", surface, text, 0, "terms")
    return Link(mention, concept, role, score, "preferred label")


def counts(figures, name="Method"):
    (figure,) = (figure for figure in figures if figure.name == name)
    return figure.right, figure.wrong, figure.missed


def test_a_mention_is_right_at_exactly_a_listed_form(measured):
    made = measured("We use SAEs.", [SAE], ("SAEs",))
    assert counts(made.exact) == counts(made.overlapping) == (1, 0, 0)


def test_a_mention_that_only_overlaps_is_right_only_there(measured):
    made = measured("We use SAEs here.", [SAE], ("SAEs here",))
    assert counts(made.exact) == (0, 1, 1)
    assert counts(made.overlapping) == (1, 0, 0)


def test_every_place_is_to_be_found(measured):
    made = measured("SAEs and more SAEs.", [SAE], ("SAEs",))
    assert counts(made.exact) == (1, 0, 1)


def test_a_form_inside_a_word_is_no_place(measured):
    assert counts(measured("xSAEs, SAEsx and saes.", [SAE]).exact) == (0, 0, 0)


def test_either_form_will_do_for_a_name_with_its_abbreviation(measured):
    entity = SAE | {"aliases": [*SAE["aliases"], BOTH_FORMS]}
    once = measured(f"We use {BOTH_FORMS}.", [entity], ("SAEs",))
    twice = measured(f"We use {BOTH_FORMS}.", [entity], ("sparse autoencoders",), ("SAEs",))
    assert counts(once.exact) == counts(twice.exact) == (1, 0, 0)


def test_a_name_inside_the_longer_name_of_another_entity_may_be_left(measured):
    longer = {"name": "SAE training", "aliases": ["training of SAEs"]}
    left = measured("We study training of SAEs.", [SAE, longer])
    found = measured("We study training of SAEs.", [SAE, longer], ("SAEs",))
    assert counts(left.exact) == counts(found.exact) == (0, 0, 1)


def test_a_mention_of_an_optional_entity_neither_helps_nor_hurts(measured):
    made = measured("We use SAEs.", [SAE | {"core": False}], ("SAEs",))
    assert counts(made.exact) == counts(made.overlapping) == (0, 0, 0)


def test_at_one_place_what_must_be_found_goes_before_what_may_be(measured):
    optional = SAE | {"core": False, "types": ["TOPIC"]}
    assert counts(measured("We use SAEs.", [optional, SAE], ("SAEs",)).exact) == (1, 0, 0)


def test_a_mention_of_the_wrong_type_is_wrong(measured):
    made = measured("We use SAEs.", [SAE], ("SAEs", "model/sae"))
    assert (counts(made.exact, "Model"), counts(made.exact)) == ((0, 1, 0), (0, 0, 1))


def test_a_wrong_type_is_counted_by_both_types(measured):
    made = measured("We use SAEs.", [SAE], ("SAEs", "model/sae"))
    assert made.confusion == (("Method", "Model", 1),)
    assert "right name, wrong type: Method as Model 1" in report(made)


def test_a_name_that_is_annotated_under_the_found_type_too_is_no_confusion(measured):
    other = SAE | {"types": ["MODEL"]}
    assert measured("We use SAEs.", [SAE, other], ("SAEs", "model/sae")).confusion == ()


def roles(figures):
    """The counts of each role that has any."""
    scores = [f for f in figures if f.name != "macro average" and not f.empty]
    return {f.name: (f.right, f.wrong, f.missed) for f in scores}


def test_a_role_is_right_wrong_or_missed(measured):
    entity = SAE | {"roles": ["uses", "studies"]}
    links = [("SAEs", "method/sae", "uses"), ("SAEs", "method/sae", "criticises")]
    made = measured("We use SAEs.", [entity], *links)
    expected = {"uses": (1, 0, 0), "criticises": (0, 1, 0), "studies": (0, 0, 1)}
    assert roles(made.roles) == roles(made.roles_of_found) == expected
    (error,) = made.errors
    assert (error.kind, error.type) == ("wrong role", "Method")
    assert error.what == "sparse autoencoder: found uses, criticises; annotated uses, studies"


def test_mentions_is_the_role_of_what_has_no_other(measured):
    links = [("SAEs", "method/sae", "uses"), ("SAEs", "method/sae", "mentions")]
    made = measured("We use SAEs.", [SAE | {"roles": ["uses"]}], *links)
    assert (roles(made.roles), made.errors) == ({"uses": (1, 0, 0)}, ())


def test_what_is_missed_misses_its_roles_end_to_end_only(measured):
    made = measured("We use SAEs.", [SAE | {"roles": ["uses"]}])
    assert roles(made.roles) == {"uses": (0, 0, 1)}
    assert roles(made.roles_of_found) == {}


def test_what_is_wrongly_found_has_wrong_roles_end_to_end_only(measured):
    entity = SAE | {"roles": ["uses"]}
    links = [("SAEs", "method/sae", "uses"), ("DPO", "method/dpo", "studies")]
    made = measured("We use SAEs and DPO.", [entity], *links)
    assert roles(made.roles) == {"uses": (1, 0, 0), "studies": (0, 1, 0)}
    assert roles(made.roles_of_found) == {"uses": (1, 0, 0)}


def test_what_has_no_annotated_role_does_not_count(measured):
    listed = {"name": "DPO", "core": False}
    links = [("SAEs", "method/sae", "uses"), ("DPO", "method/dpo", "studies")]
    made = measured("SAEs and DPO.", [SAE | {"roles": ["uses"]}, listed], *links)
    assert roles(made.roles) == {"uses": (1, 0, 0)}


def test_gold_without_roles_measures_none(measured):
    made = measured("We use SAEs.", [SAE], ("SAEs", "method/sae", "studies"))
    assert made.roles == made.roles_of_found == ()
    assert "Roles" not in report(made)


@pytest.mark.parametrize(
    ("introduced", "role", "expected"),
    [
        ("yes", "introduces", {"introduces": (1, 0, 0), "uses": (0, 0, 1)}),
        ("yes", "uses", {"introduces": (0, 0, 1), "uses": (1, 0, 0)}),
        ("maybe", "introduces", {"introduces": (1, 0, 0), "uses": (0, 0, 1)}),
        ("maybe", "uses", {"uses": (1, 0, 0)}),
        ("no", "introduces", {"introduces": (0, 1, 0), "uses": (0, 0, 1)}),
    ],
)
def test_what_is_introduced_has_that_role_too(measured, introduced, role, expected):
    entity = SAE | {"roles": ["uses"], "introduced": introduced}
    assert roles(measured("SAEs.", [entity], ("SAEs", "method/sae", role)).roles) == expected


def test_the_macro_average_weighs_each_annotated_role_the_same(measured):
    entity = SAE | {"roles": ["uses", "studies"]}
    average = measured("SAEs.", [entity], ("SAEs", "method/sae", "uses")).roles[-1]
    assert (average.name, average.precision, average.recall) == ("macro average", 0.5, 0.5)
    assert average.f1_interval == (0.5, 0.5)


def test_links_are_binned_by_score_against_the_share_that_is_right(measured):
    entities = [SAE | {"core": False}]
    links = [("SAEs", "method/sae", "uses", s) for s in (0.3, 0.35, 1.0)]
    links += [("DPO", "method/dpo", "uses", 0.39)]
    low, high = measured("SAEs, DPO.", entities, *links).calibration
    assert (low.low, low.links, low.mean_score) == (0.3, 3, pytest.approx(0.34667, abs=1e-5))
    assert low.share_right == pytest.approx(2 / 3)
    assert (high.low, high.links, high.mean_score, high.share_right) == (0.9, 1, 1.0, 1.0)


def test_a_candidate_counts_once_a_paper_at_its_surest():
    entity = Entity("SAE", ("Model",), ("SAE",), ("sae",), core=False, introduced="no", roles=())
    gold = GoldPaper(Paper("p", None, "SAE"), (entity,), {})
    links = [link_in("SAE", "SAE", "model/sae", score=s) for s in (0.4, 0.62)]
    made = reading(gold, [*links, link_in("SAE", "SAE", "method/sae")], CONCEPTS)
    (only,) = calibration_of_candidates([made])
    assert (only.low, only.links, only.mean_score, only.share_right) == (0.6, 1, 0.62, 1.0)


def test_an_interval_spans_the_papers_that_disagree():
    """One paper in which all is right, and one in which all is wrong."""
    entity = Entity("SAE", ("Method",), ("SAE",), ("sae",), core=True, introduced="no", roles=())
    golds = [GoldPaper(Paper("p", None, "SAE"), entities, {}) for entities in ((entity,), ())]
    links = [link_in("SAE", "SAE")]
    made = measure([reading(gold, links, CONCEPTS) for gold in golds])
    (method,) = (score for score in made.scores if score.name == "Method")
    assert (method.precision, method.precision_interval) == (0.5, (0.0, 1.0))
    assert (method.recall, method.recall_interval) == (1.0, (1.0, 1.0))


def test_a_concept_equals_the_entities_of_its_name_and_type():
    entity = Entity("SAE", ("Method",), ("SAE",), ("sae",), core=True, introduced="no", roles=())
    gold = GoldPaper(Paper("p", None, "SAE"), (entity,), {})
    links = [link_in("SAE", "SAE", concept) for concept in ("model/sae", "method/sae")]
    assert list(entities_by_concept(gold, links, CONCEPTS).items()) == [
        ("method/sae", (entity,)),
        ("model/sae", ()),
    ]
