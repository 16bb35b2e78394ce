"""Candidates: one node a thing, and two things two nodes."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.candidates import Candidates
from paperatlas.findings import gather
from paperatlas.glossary import describe
from paperatlas.ledger import Ledger
from paperatlas.vocabulary import Concept

NAMES = st.sampled_from(["Foo", "foo", "FOO", "F", 'a],["b', 'c"],["', "],[", "\\", "Größe\n"])
ROWS = st.tuples(
    st.sampled_from(["method/foo", "method/bar", "topic/foo"]),
    st.sampled_from([0.5, 0.75, 0.9]),
    st.none() | NAMES,
    st.none() | NAMES,
)


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


def test_a_short_form_is_another_label_however_often_it_is_used():
    candidates = Candidates(taken=())
    candidates.told("method/foo-bar", "Foo Bar", "FB", 2)
    candidates.told("method/foo-bar", "Foo Bars", "FB", 3)
    concept = candidates.concepts()["method/foo-bar"]
    assert (concept.pref_label, concept.alt_labels) == ("Foo Bars", ("FB", "Foo Bar"))


@given(st.lists(st.lists(ROWS)), st.randoms())
def test_all_that_gists_say_is_counted_whatever_their_order_and_what_stands_in_them(papers, chance):
    gists = [json.dumps(rows, separators=(",", ":")) for rows in papers]
    chance.shuffle(gists)
    candidates = Candidates(taken=())
    best = gather(gists, candidates)
    rows = [row for its in papers for row in its]
    assert best == {key: max(row[1] for row in rows if row[0] == key) for key, *_ in rows}
    told = [(key, label, short) for key, _, label, short in rows if label is not None]
    concepts = candidates.concepts()
    assert concepts.keys() == {key for key, *_ in told}
    for key, concept in concepts.items():
        times = Counter(label for at, label, _ in told if at == key)
        preferred = min(times, key=lambda label: (-times[label], label))
        shorts = {short for at, _, short in told if at == key and short}
        assert concept.pref_label == preferred
        assert concept.alt_labels == tuple(sorted({*times, *shorts} - {preferred}))


CHANGED = {
    "type": "Model",
    "pref_label": "Baz",
    "definition": "A foo.",
    "curated": False,
    "general": True,
}


@pytest.mark.parametrize("part", [each for each in Concept._fields if each != "id"])
def test_a_concept_that_changes_in_any_part_is_described_anew(part):
    other = Concept("method/bar", "Method", "Bar")
    foo = Concept("method/foo", "Method", "Foo")
    after = foo._replace(**{part: CHANGED.get(part, (other.id,))})
    with Ledger.open(None) as ledger:
        concepts = {foo.id: foo, other.id: other}
        assert describe(ledger, concepts, concepts, "http://e.org/") == 2
        assert describe(ledger, concepts, concepts | {foo.id: after}, "http://e.org/") == 1
        assert describe(ledger, concepts, concepts | {foo.id: after}, "http://e.org/") == 0
