"""What a text defines as its abbreviation, after Schwartz & Hearst (2003)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.abbreviations import definitions, is_acronym, occurrences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "trained with reinforcement learning from human feedback (RLHF) and",
            {"RLHF": "reinforcement learning from human feedback"},
        ),
        ("We use 'RL from AI Feedback' (RLAIF).", {"RLAIF": "RL from AI Feedback"}),
        ("Graph Neural Networks (GNNs) in", {"GNN": "Graph Neural Networks"}),
        (
            "an inverse-Hessian-vector product (IHVP). We",
            {"IHVP": "inverse-Hessian-vector product"},
        ),
        ("with a softmax linear unit (which we term SoLU) and", {}),
        (
            "the Beyond the Imitation Game benchmark (BIG-bench). It",
            {"BIG-bench": "Beyond the Imitation Game benchmark"},
        ),
        (
            "we name it PIRS (prompt inversion rejection sampling).",
            {"PIRS": "prompt inversion rejection sampling"},
        ),
        (
            "Robust Detection via Information-theoretic Measures (RDIM).",
            {"RDIM": "Robust Detection via Information-theoretic Measures"},
        ),
        ("Information-theoretic Measures (TM).", {}),
        ("in many models (e.g., Claude2) misbehave", {}),
        ("three model sizes (2.7B, 13B) were", {}),
        ("at scale (see Figure 2) it", {}),
        ("no long form here (XYZ).", {}),
        (
            "independence of irrelevant alternatives (IIA).",
            {"IIA": "independence of irrelevant alternatives"},
        ),
    ],
)
def test_definitions(text, expected):
    assert definitions([text]) == expected


def test_the_first_definition_counts():
    texts = ["language model (LM).", "linear map (LM)."]
    assert definitions(texts) == {"LM": "language model"}


def test_the_long_form_does_not_reach_over_a_sentence_end():
    assert definitions(["It has Real Life. Helpful Files (RLHF)."]) == {}


def test_every_occurrence_is_found_and_no_part_of_a_word():
    text = "SAE, SAEs and a k-SAE but not SAEX."
    assert [text[s:e] for s, e, _ in occurrences(text, ["SAE"])] == ["SAE", "SAEs"]


def test_an_acronym_takes_the_first_letter_of_words():
    assert is_acronym("DPO", "direct preference optimization")
    assert not is_acronym("BIG-bench", "benchmark")


@given(st.text(alphabet="abcXYZ ()-.;,", max_size=60))
def test_a_long_form_stands_in_the_text_and_begins_with_the_letter(text):
    for short, long in definitions([text]).items():
        assert long in " ".join(text.split())
        assert long[0].casefold() == short[0].casefold()
        assert len(long) > len(short)
