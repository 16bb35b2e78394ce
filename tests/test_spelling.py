"""Two spellings of one name have one normal form; two names have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.spelling import _WORD, keeps_capitals, normal_form, normal_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fine-tuning", "Fine tuning"),
        ("sparse autoencoders", "sparse autoencoder"),
        ("SAEs", "SAE"),
        ("AIs", "AI"),
        ("policies", "policy"),
        ("losses", "loss"),
        ("indices", "index"),
        ("biases", "bias"),
        ("analyses", "analysis"),
        ("behaviour", "behavior"),
        ("optimisation", "optimization"),
        ("optimised", "optimized"),
        ("generalising", "generalizing"),
        ("reward modelling", "reward modeling"),
        ("summarise", "summarize"),
        ("defences", "defense"),
        ("dialog agents", "dialogue agent"),
        ("the model’s", "the model"),
    ],
)
def test_spelling_variants_meet(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AtP", "AtP*"),
        ("GPT-3", "GPT-3.5"),
        ("GPT-4", "GPT"),
        ("class", "clas"),
        ("analysis", "analyst"),
        ("debate", "debater"),
        ("on-policy", "off-policy"),
        ("linguistics", "linguistic"),
        ("robotics", "robotic"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert normal_form(one) != normal_form(other)


def test_a_label_in_capitals_needs_capitals():
    assert not keeps_capitals("SAE", "sae")


def test_a_label_in_small_letters_fits_any_case():
    assert keeps_capitals("transformer", "TRANSFORMER")


def test_a_plural_in_the_text_keeps_the_capitals():
    assert keeps_capitals("GNN", "GNNs")


def test_capitals_are_compared_past_hyphens():
    assert keeps_capitals("GPT4", "GPT-4")


@given(st.text())
def test_the_normal_form_is_its_own_normal_form_in_case_and_spacing(text):
    form = normal_form(text)
    assert form == form.casefold()
    assert form == " ".join(form.split())


@given(st.from_regex(r"[a-z]{2,8}[b-df-hj-rtvw]", fullmatch=True))
def test_a_regular_plural_meets_its_singular(word):
    assert normal_word(word + "s") == normal_word(word)


@given(st.lists(st.sampled_from(["AtP*", "GPT-3.5", "(models)", "\n", "\x1c", " ", "é", "3", "."])))
def test_no_word_reaches_beyond_a_blank(pieces):
    text = "".join(pieces)
    assert normal_form(text) == " ".join(map(normal_word, _WORD.findall(text)))
