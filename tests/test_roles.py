"""How a paper stands to what a sentence names."""

from __future__ import annotations

import re
from dataclasses import replace

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


def roles(*sentences, title=None):
    return [role.name for role in read(*sentences, title=title)]


def read(*sentences, title=None):
    """The roles, with their reasons, of what stands in ``<type/id: name>``, over a title and an abstract."""
    marked = re.compile(r"<([\w/-]+): ([^>]+)>")
    abstract, places = "", []
    for sentence in ([title] if title else []) + list(sentences):
        plain = marked.sub(r"\2", sentence)
        in_title = sentence is title
        cut = 0
        for mark in marked.finditer(sentence):
            start = mark.start() - cut
            cut += len(mark[0]) - len(mark[2])
            at = None if in_title else len(abstract)
            places.append(Place(mark[1], plain, start, start + len(mark[2]), at))
        abstract += "" if in_title else f"{plain} "
    return read_roles(abstract, places)


def test_where_a_paper_speaks_of_its_own_work_a_method_is_used_and_a_topic_studied():
    background = "<topic/bias: Bias> harms <method/ppo: PPO>."
    own = "We propose a system.", "It reads <topic/law: legal texts> by <method/lstm: LSTM>."
    assert roles(background, *own) == ["mentions", "mentions", "studies", "uses"]


def test_an_abstract_that_never_speaks_of_itself_only_mentions():
    assert roles("<topic/bias: Bias> harms.", "<method/ppo: PPO> is old.") == ["mentions"] * 2


def test_a_default_gives_way_to_what_a_cue_says_elsewhere():
    said = "We study <method/dpo: DPO>.", "Here <method/dpo: DPO> is quick."
    assert roles(*said) == ["studies", "mentions"]


@pytest.mark.parametrize(
    "sentence", ["We do it without <method/m: PPO>.", "Prior work has <method/m: PPO>."]
)
def test_what_is_denied_or_of_others_has_no_default(sentence):
    assert roles("We propose a thing.", sentence) == ["mentions"]


def test_a_general_concept_has_no_default():
    place = Place("topic/ml", "We help machine learning.", 8, 24, 0)
    alone = [place, replace(place, general=True)]
    assert [read_roles(place.sentence, [one])[0].name for one in alone] == ["studies", "mentions"]


def test_what_is_introduced_has_no_default_beside_it():
    said = "We present <method/foo: FooNet>.", "<method/foo: FooNet> combines <method/lstm: LSTM>."
    assert roles(*said) == ["introduces", "mentions", "uses"]


def test_what_a_paper_introduces_is_not_compared_with_itself():
    said = "We present <method/foo: FooNet>.", "It shows that <method/foo: FooNet> beats baselines."
    assert roles(*said) == ["introduces", "mentions"]


def test_a_benchmark_may_be_introduced_and_evaluated_on():
    name = "<benchmark/foo: FooBench>"
    said = f"We present {name}.", f"We evaluate models on {name}."
    assert roles(*said) == ["introduces", "evaluatesOn"]


def test_a_common_noun_before_the_colon_of_a_title_is_studied():
    title = "<method/gd: Gradient Descent>: The Ultimate Optimizer"
    said = "We use <method/gd: gradient descent>."
    assert roles(said, title=title) == ["studies", "uses"]


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("VAMAE: Vessel-Aware Masked Autoencoders", "Masked Autoencoders", "uses"),
        ("Beyond RAG: reasoning over notes", "RAG", "comparesWith"),
        ("Challenges with unsupervised probing", "probing", "criticises"),
    ],
)
def test_titles_that_tell_more(title, name, expected):
    assert role(title, name, title=True) == expected


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("We propose a metric: the Conditional Rate (CR).", "Conditional Rate", "introduces"),
        ("It yields a newly proposed measure, phone coverage.", "phone coverage", "introduces"),
        ("It raises EM Per Token (EPT), which we propose.", "EM Per Token", "introduces"),
        ("We analyse this and propose distillation to help.", "distillation", "introduces"),
        ("We propose the concept of unnecessary unlearning.", "unlearning", "mentions"),
        ("We present FooNet (Foo Graph Net).", "Graph Net", "mentions"),
        ("It is a linear unit (which we term SoLU).", "SoLU", "introduces"),
        ("This work formally defines these in QA systems.", "QA", "studies"),
        ("GPT and T5, despite capturing context, fall short.", "T5", "criticises"),
        ("Traditional ENA, however, relies heavily on coding.", "ENA", "criticises"),
        ("While RAG is useful, its outputs remain generic.", "RAG", "criticises"),
        ("We address these limitations with the first DPO.", "DPO", "uses"),
        ("Judges err less in debate than in consultancy.", "consultancy", "comparesWith"),
        ("We can find such inputs with brute force.", "brute force", "uses"),
        ("In contrast to methods using AI feedback, we do.", "AI feedback", "mentions"),
        ("Compared to old baselines, fine-tuning on it helps.", "fine-tuning", "mentions"),
        ("Compared to fine-tuning, it helps.", "fine-tuning", "comparesWith"),
        ("It beats all baselines, with FNet far ahead.", "FNet", "mentions"),
        ("It beats all baselines, improving F1 by 3.", "F1", "studies"),
        ("It outperforms GPT-4 by 3 F1.", "F1", "mentions"),
        ("It is better than those offered by ensembles.", "ensembles", "comparesWith"),
        ("It shows clear improvements over RAG.", "RAG", "comparesWith"),
        ("Our model rivals GPT-4.", "GPT-4", "comparesWith"),
        ("We use flow matching with RAG.", "RAG", "uses"),
        ("While RAG is useful, its worth is underexplored.", "RAG", "mentions"),
        ("We propose a set containing many QA pairs.", "QA", "mentions"),
        ("We build a set of tasks and test LLMs on it.", "LLMs", "studies"),
    ],
)
def test_cues_of_single_sentences(sentence, name, expected):
    assert role(sentence, name) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("<method/m: DiT> has done much but remains very costly.", "criticises"),
        ("Existing <method/m: RAG> systems show critical limitations.", "criticises"),
        ("It is costly, but <method/m: RAG> helps.", "mentions"),
        ("<method/m: RAG> needs costly machines.", "mentions"),
        ("Methods rely on <method/m: RAG>, which is costly.", "criticises"),
        ("<method/m: RAG> helps, but it is costly.", "criticises"),
        ("<method/m: RAG> helps, but gathering texts is costly.", "mentions"),
        ("<method/m: RAG> helps, yet most methods are costly.", "mentions"),
        ("<method/m: RAG> helps when space is limited; however, it is new.", "mentions"),
        ("Despite work on <method/m: RAG>, nets bring prohibitive costs.", "mentions"),
        ("Existing methods that augment <method/m: RAG> are costly.", "mentions"),
        ("Existing work on <topic/t: bias> shows critical limitations.", "mentions"),
    ],
)
def test_before_a_paper_speaks_of_itself_a_contrasted_fault_is_criticism(sentence, expected):
    assert roles(sentence, "We propose a system.") == [expected]


def test_every_role_says_what_speaks_for_it():
    read_so = read(
        "<method/rag: RAG> is old.",
        "Yet <method/lora: LoRA>, so far, is slow and costly.",
        "We propose <method/foo: FooNet>, trained by <method/gd: gradient descent>.",
        "It reads <topic/law: legal texts>.",
        title="<method/foo: FooNet>: a net",
    )
    assert [role.reason for role in read_so] == [
        "its place in the title",
        "no cue governs it",
        "told, in contrast, what is wrong with it",
        "“We propose” says so",
        "“trained by” says so",
        "named where the paper tells of its own work",
    ]
