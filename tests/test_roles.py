"""How a paper stands to what a sentence names."""

from __future__ import annotations

import pytest

from paperatlas.extraction.roles import Place, read_role, read_roles
from paperatlas.ontology import ROLES


def role(sentence, name, concept_type="Method", *, title=False):
    start = sentence.index(name)
    return read_role(sentence, start, start + len(name), concept_type, title=title)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We introduce Codex, a GPT language model fine-tuned on code.", "Codex"),
        ("In this paper, we propose DRO, or Direct Reward Optimisation, as a framework.", "DRO"),
        ("We call the resulting models InstructGPT.", "InstructGPT"),
        ("so we refer to the method as 'Constitutional AI'.", "Constitutional AI"),
        ("Our compiler, Tracr, generates models with known structure.", "Tracr"),
        ("On HumanEval, a new evaluation set we release, it solves 28.8%.", "HumanEval"),
        ("We introduce a concept of ununlearning, where knowledge returns.", "ununlearning"),
        ("We introduce and study the problem of adversarial arithmetic.", "adversarial arithmetic"),
        ("Finally, we introduce direct-RLAIF (d-RLAIF) - a technique.", "direct-RLAIF"),
    ],
)
def test_what_a_paper_presents_is_introduced(sentence, name):
    assert role(sentence, name) == "introduces"


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("We introduce Codex, a GPT language model.", "GPT", "mentions"),
        ("We introduce a generalisation of IPO, named IPO-MD.", "IPO", "mentions"),
        ("We introduce Fusion-Eval, an approach that leverages LLMs.", "LLMs", "uses"),
        ("Recent work introduced the epinet as an approach.", "epinet", "mentions"),
        ("The process called Foo Norm is old.", "Foo Norm", "mentions"),
    ],
)
def test_what_only_describes_it_is_not_introduced(sentence, name, expected):
    assert role(sentence, name) == expected


def test_a_named_generalisation_is_introduced_though_its_parent_is_not():
    assert role("We introduce a generalisation of IPO, named IPO-MD.", "IPO-MD") == "introduces"


@pytest.mark.parametrize(
    ("sentence", "name", "concept_type", "expected"),
    [
        ("We train and evaluate our models on ELI5.", "ELI5", "Benchmark", "evaluatesOn"),
        ("It correlates with humans on SummEval.", "SummEval", "Benchmark", "evaluatesOn"),
        ("This benchmark, based on ImageNet, is new.", "ImageNet", "Benchmark", "uses"),
        ("It goes beyond ImageNet-C by far.", "ImageNet-C", "Benchmark", "comparesWith"),
        ("We fine-tune GPT-3 to answer questions.", "GPT-3", "Model", "uses"),
        ("trained using behavior cloning", "behavior cloning", "Method", "uses"),
        ("Unlike DPO, we do not use a reward model.", "DPO", "Method", "comparesWith"),
        ("It outperforms consultancy on all tasks.", "consultancy", "Method", "comparesWith"),
        ("We discuss the limitations of RLHF.", "RLHF", "Method", "criticises"),
        ("RLHF can incentivize responses at odds.", "RLHF", "Method", "criticises"),
        ("We investigate the prevalence of sycophancy.", "sycophancy", "Topic", "studies"),
        ("Superposition is common.", "Superposition", "Topic", "mentions"),
    ],
)
def test_other_roles(sentence, name, concept_type, expected):
    assert role(sentence, name, concept_type) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Unlike DPO, we do not use a reward model.",
        "It is trained without using a reward model.",
        "Future work could use a reward model.",
        "We could not apply a reward model.",
    ],
)
def test_what_is_denied_or_only_wished_for_is_not_used(sentence):
    assert role(sentence, "reward model") == "mentions"


def test_the_name_before_the_colon_of_a_title_is_introduced():
    assert role("Tracr: Compiled Transformers", "Tracr", title=True) == "introduces"


def test_a_survey_introduces_nothing():
    assert (
        role("Reinforcement learning: a survey", "Reinforcement learning", title=True) == "studies"
    )


def test_the_rest_of_a_title_is_studied():
    assert role("Scaling laws for reward models", "reward models", title=True) == "studies"


def test_what_a_title_does_something_with_is_used():
    assert role("Tuning models with DRO", "DRO", title=True) == "uses"


def test_a_quoted_name_after_we_use_is_coined():
    assert role("We train it, i.e. we use 'RL from AI Feedback'.", "RL from AI") == "introduces"


def test_what_is_given_out_in_small_letters_is_no_new_name():
    assert role("We release code and autoencoders.", "autoencoders") != "introduces"


def test_a_laboratory_is_mentioned_whatever_the_title():
    assert role("OpenAI: a history", "OpenAI", "Lab", title=True) == "mentions"


def test_every_role_can_be_read():
    sentences = [
        ("We propose DRO.", "DRO", "Method"),
        ("We evaluate on MMLU.", "MMLU", "Benchmark"),
        ("We use DRO.", "DRO", "Method"),
        ("Better than DRO.", "DRO", "Method"),
        ("We discuss flaws of DRO.", "DRO", "Method"),
        ("We study bias.", "bias", "Topic"),
        ("DRO exists.", "DRO", "Method"),
    ]
    assert tuple(role(*s) for s in sentences) == ROLES
