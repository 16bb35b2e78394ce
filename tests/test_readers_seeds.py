"""The printed sheet of the seeds, row by row, as a person reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperatlas.readers import read
from paperatlas.records import Record

SEEDS = Path(__file__).parent.parent / "seeds"
SHEET = "001_65e12ee1781831be.txt"

# line, company, title, date, category, address
ROWS = [
    (
        7,
        "Anthropic",
        "Sycophancy to subterfuge: Investigating reward tampering in language models",
        "2024-06-17",
        "Power-seeking tendencies",
        "https://www.anthropic.com/research/reward-tampering",
    ),
    (
        9,
        "Anthropic",
        "Mapping the Mind of a Large Language Model",
        "2024-05-21",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/mapping-mind-language-model",
    ),
    (
        12,
        "Anthropic",
        "Many-shot jailbreaking",
        "2024-04-02",
        "Safety evaluations",
        "https://www.anthropic.com/research/many-shot-jailbreaking",
    ),
    (
        14,
        "Anthropic",
        "Sleeper Agents: Training Deceptive LLMs that Persist Through Safety Training",
        "2024-01-15",
        "Model organisms of misalignment",
        "https://www.anthropic.com/research/sleeper-agents-training-deceptive-llms-that-persist-through-safety-training",
    ),
    (
        37,
        "Anthropic",
        "Codebook Features: Sparse and Discrete Interpretability for Neural Networks",
        "2023-10-26",
        "Mechanistic interpretability",
        "https://arxiv.org/pdf/2310.17230v1",
    ),
    (
        41,
        "Anthropic",
        "Specific versus General Principles for Constitutional AI",
        "2023-10-24",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/specific-versus-general-principles-for-constitutional-ai",
    ),
    (
        60,
        "Anthropic",
        "Towards Understanding Sycophancy in Language Models",
        "2023-10-24",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/towards-understanding-sycophancy-in-language-models",
    ),
    (
        79,
        "Anthropic",
        "Towards Monosemanticity: Decomposing Language Models With Dictionary Learning",
        "2023-10-05",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/towards-monosemanticity-decomposing-language-models-with-dictionary-learning",
    ),
    (
        85,
        "Anthropic",
        "Studying Large Language Model Generalization with Influence Functions",
        "2023-08-08",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/studying-large-language-model-generalization-with-influence-functions",
    ),
    (
        110,
        "Anthropic",
        "Question Decomposition Improves the Faithfulness of Model-Generated Reasoning",
        "2023-07-18",
        "Honest AI",
        "https://www.anthropic.com/research/question-decomposition-improves-the-faithfulness-of-model-generated-reasoning",
    ),
    (
        116,
        "Anthropic",
        "Circuits Updates — May 2023",
        "2023-05-24",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/circuits-updates-may-2023",
    ),
    (
        120,
        "Anthropic",
        "Interpretability Dreams",
        "2023-05-24",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/interpretability-dreams",
    ),
    (
        124,
        "Anthropic",
        "Distributed Representations: Composition & Superposition",
        "2023-05-04",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/distributed-representations-composition-superposition",
    ),
    (
        128,
        "Anthropic",
        "Privileged Bases in the Transformer Residual Stream",
        "2023-03-16",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/privileged-bases-in-the-transformer-residual-stream",
    ),
    (
        132,
        "Anthropic",
        "The Capacity for Moral Self-Correction in Large Language Models",
        "2023-02-15",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/the-capacity-for-moral-self-correction-in-large-language-models",
    ),
    (
        149,
        "Anthropic",
        "Superposition, Memorization, and Double Descent",
        "2023-01-05",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/superposition-memorization-and-double-descent",
    ),
    (
        153,
        "Anthropic",
        "Discovering Language Model Behaviors with Model-Written Evaluations",
        "2022-12-19",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/discovering-language-model-behaviors-with-model-written-evaluations",
    ),
    (
        174,
        "Anthropic",
        "Constitutional AI: Harmlessness from AI Feedback",
        "2022-12-15",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/constitutional-ai-harmlessness-from-ai-feedback",
    ),
    (
        195,
        "Anthropic",
        "Measuring Progress on Scalable Oversight for Large Language Models",
        "2022-11-04",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/measuring-progress-on-scalable-oversight-for-large-language-models",
    ),
    (
        216,
        "Anthropic",
        "Toy Models of Superposition",
        "2022-09-14",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/toy-models-of-superposition",
    ),
    (
        220,
        "Anthropic",
        "Red Teaming Language Models to Reduce Harms: Methods, Scaling Behaviors, and Lessons Learned",
        "2022-08-22",
        "Safety evaluations",
        "https://www.anthropic.com/research/red-teaming-language-models-to-reduce-harms-methods-scaling-behaviors-and-lessons-learned",
    ),
    (
        242,
        "Anthropic",
        "Softmax Linear Units",
        "2022-06-17",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/softmax-linear-units",
    ),
    (
        246,
        "Anthropic",
        "Scaling Laws and Interpretability of Learning from Repeated Data",
        "2022-05-21",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/scaling-laws-and-interpretability-of-learning-from-repeated-data",
    ),
    (
        274,
        "Anthropic",
        "Training a Helpful and Harmless Assistant with Reinforcement Learning from Human Feedback",
        "2022-04-12",
        "Enhancing human feedback",
        "https://www.anthropic.com/research/training-a-helpful-and-harmless-assistant-with-reinforcement-learning-from-human-feedback",
    ),
    (
        292,
        "Anthropic",
        "In-context Learning and Induction Heads",
        "2022-03-08",
        "Mechanistic interpretability",
        "https://www.anthropic.com/research/in-context-learning-and-induction-heads",
    ),
    (
        296,
        "Google DeepMind",
        "On scalable oversight with weak LLMs judging strong LLMs",
        "2024-07-05",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2407.04622v2",
    ),
    (
        300,
        "Google DeepMind",
        "UnUnlearning: Unlearning is not sufficient for content regulation in advanced generative AI",
        "2024-06-27",
        "Unlearning",
        "https://arxiv.org/pdf/2407.00106v1",
    ),
    (
        306,
        "Google DeepMind",
        "Are we making progress in unlearning? Findings from the first NeurIPS unlearning competition",
        "2024-06-13",
        "Unlearning",
        "https://arxiv.org/pdf/2406.09073v1",
    ),
    (
        312,
        "Google DeepMind",
        "Offline Regularised Reinforcement Learning for Large Language Models Alignment",
        "2024-05-29",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2405.19107v1",
    ),
    (
        318,
        "Google DeepMind",
        "Robust Preference Optimization through Reward Model Distillation",
        "2024-05-29",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2405.19316v1",
    ),
    (
        322,
        "Google DeepMind",
        "Understanding the performance gap between online and offline alignment algorithms",
        "2024-05-14",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2405.08448v1",
    ),
    (
        328,
        "Google DeepMind",
        "Holistic Safety and Responsibility Evaluations of Advanced AI Models",
        "2024-04-22",
        "Safety evaluations",
        "https://deepmind.google/research/publications/78149/",
    ),
    (
        330,
        "Google DeepMind",
        "Evaluating Frontier Models for Dangerous Capabilities",
        "2024-03-20",
        "Safety evaluations",
        "https://arxiv.org/abs/2403.13793",
    ),
    (
        341,
        "Google DeepMind",
        "Human Alignment of Large Language Models through Online Preference Optimisation",
        "2024-03-13",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2403.08635v1",
    ),
    (
        347,
        "Google DeepMind",
        "Understanding Learning from Human Preferences",
        "2024-03-11",
        "Enhancing human feedback",
        "https://deepmind.google/research/publications/54918/",
    ),
    (
        352,
        "Google DeepMind",
        "AtP*: Efficient and scalable methods for localizing LLM behaviour to components",
        "2024-03-04",
        "Mechanistic interpretability",
        "https://deepmind.google/research/publications/68553/",
    ),
    (
        356,
        "Google DeepMind",
        "A density estimation perspective on learning from pairwise human preferences",
        "2024-02-26",
        "Enhancing human feedback",
        "https://deepmind.google/research/publications/64513/",
    ),
    (
        360,
        "Google DeepMind",
        "Generalized Preference Optimization: A Unified Approach to Offline Alignment",
        "2024-02-08",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2402.05749v2",
    ),
    (
        364,
        "Google DeepMind",
        "Robust agents learn causal world models",
        "2024-02-01",
        "Robustness",
        "https://deepmind.google/research/publications/49666/",
    ),
    (
        368,
        "Google DeepMind",
        "Challenges with unsupervised LLM knowledge discovery",
        "2023-12-15",
        "Honest AI",
        "https://deepmind.google/research/publications/66937/",
    ),
    (
        372,
        "Google DeepMind",
        "Benchmarking Robustness to Adversarial Image Obfuscations",
        "2023-12-10",
        "Robustness",
        "https://deepmind.google/research/publications/18457/",
    ),
    (
        383,
        "Google DeepMind",
        "Honesty Is the Best Policy: Defining and Mitigating AI Deception",
        "2023-12-03",
        "Honest AI",
        "https://arxiv.org/pdf/2312.01350v1",
    ),
    (
        387,
        "Google DeepMind",
        "RLHF and IIA: Perverse Incentives",
        "2023-12-02",
        "Enhancing human feedback",
        "https://deepmind.google/research/publications/63806/",
    ),
    (
        391,
        "Google DeepMind",
        "Nash Learning from Human Feedback",
        "2023-12-01",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2312.00886v4",
    ),
    (
        393,
        "Google DeepMind",
        "Scalable AI Safety via Doubly-Efficient Debate",
        "2023-11-23",
        "Enhancing human feedback",
        "https://deepmind.google/research/publications/34920/",
    ),
    (
        399,
        "Google DeepMind",
        "Fusion-Eval: Integrating Assistant Evaluators with LLMs",
        "2023-11-15",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2311.09204v3",
    ),
    (
        403,
        "Google DeepMind",
        'Frontier Language Models are not Robust to Adversarial Arithmetic, or "What do I need to say so you agree 2+2=5?',
        "2023-11-08",
        "Robustness",
        "https://arxiv.org/pdf/2311.07587v2",
    ),
    (
        409,
        "Google DeepMind",
        "Sociotechnical Safety Evaluation of Generative AI Systems",
        "2023-10-18",
        "Safety evaluations",
        "https://arxiv.org/pdf/2310.11986v2",
    ),
    (
        411,
        "Google DeepMind",
        "Tracr: Compiled Transformers as a Laboratory for Interpretability",
        "2023-09-21",
        "Mechanistic interpretability",
        "https://deepmind.google/research/publications/22295/",
    ),
    (
        415,
        "Google DeepMind",
        "RLAIF vs. RLHF: Scaling Reinforcement Learning from Human Feedback with AI Feedback",
        "2023-09-01",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2309.00267v3",
    ),
    (
        421,
        "Google DeepMind",
        "Does Circuit Analysis Interpretability Scale? Evidence from Multiple Choice Capabilities in Chinchil",
        "2023-07-18",
        "Mechanistic interpretability",
        "https://arxiv.org/abs/2307.09458",
    ),
    (
        448,
        "Google DeepMind",
        "Evaluating AI systems under uncertain ground truth: a case study in dermatology",
        "2023-07-05",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2307.02191v1",
    ),
    (
        452,
        "Google DeepMind",
        "Are aligned neural networks adversarially aligned?",
        "2023-06-26",
        "Robustness",
        "https://arxiv.org/pdf/2306.15447v2",
    ),
    (
        454,
        "Google DeepMind",
        "Doing the right thing for the right reason: Evaluating artificial moral cognition by probing cost insensitivity",
        "2023-05-29",
        "Safety evaluations",
        "https://arxiv.org/pdf/2305.18269v1",
    ),
    (
        460,
        "Google DeepMind",
        "Training Socially Aligned Language Models on Simulated Social Interactions",
        "2023-05-26",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2305.16960v3",
    ),
    (
        462,
        "Google DeepMind",
        "Model evaluation for extreme risks",
        "2023-05-24",
        "Safety evaluations",
        "https://arxiv.org/pdf/2305.15324v2",
    ),
    (
        466,
        "Google DeepMind",
        "Power-seeking can be probable and predictive for trained agents",
        "2023-04-13",
        "Power-seeking tendencies",
        "https://arxiv.org/pdf/2304.06528v1",
    ),
    (
        468,
        "Google DeepMind",
        "Hindering Adversarial Attacks with Implicit Neural Representations",
        "2022-10-22",
        "Robustness",
        "https://proceedings.mlr.press/v162/rusu22a/rusu22a",
    ),
    (
        472,
        "Google DeepMind",
        "How undesired goals can arise with correct rewards",
        "2022-10-07",
        "Robustness",
        "https://deepmind.google/discover/blog/how-undesired-goals-can-arise-with-correct-rewards/",
    ),
    (
        476,
        "Google DeepMind",
        "Building safer dialogue agents",
        "2022-09-22",
        "Enhancing human feedback",
        "https://deepmind.google/discover/blog/building-safer-dialogue-agents/",
    ),
    (
        480,
        "Google DeepMind",
        "Discovering when an agent is present in a system",
        "2022-08-18",
        "Safety by design",
        "https://deepmind.google/discover/blog/discovering-when-an-agent-is-present-in-a-system/",
    ),
    (
        484,
        "Google DeepMind",
        "Robustness of Epinets against Distributional Shifts",
        "2022-07-01",
        "Robustness",
        "https://arxiv.org/pdf/2207.00137v1",
    ),
    (
        488,
        "Google DeepMind",
        "Objective Robustness in Deep Reinforcement Learning",
        "2022-06-23",
        "Robustness",
        "https://arxiv.org/pdf/2105.14111",
    ),
    (
        501,
        "Google DeepMind",
        "Path-Specific Objectives for Safer Agent Incentives",
        "2022-04-21",
        "Safety by design",
        "https://arxiv.org/pdf/2204.10018v1",
    ),
    (
        503,
        "Google DeepMind",
        "Evaluating the Adversarial Robustness of Adaptive Test-time Defenses",
        "2022-02-28",
        "Robustness",
        "https://arxiv.org/abs/2202.13711",
    ),
    (
        517,
        "Google DeepMind",
        "Red Teaming Language Models with Language Models",
        "2022-02-07",
        "Safety evaluations",
        "https://deepmind.google/discover/blog/red-teaming-language-models-with-language-models/",
    ),
    (
        521,
        "Google DeepMind",
        "Safe Deep RL in 3D Environments using Human Feedback",
        "2022-01-20",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2201.08102v2",
    ),
    (
        523,
        "OpenAI",
        "Improving Model Safety Behavior with Rule-Based Rewards",
        "2024-07-24",
        "Enhancing human feedback",
        "https://openai.com/index/improving-model-safety-behavior-with-rule-based-rewards/",
    ),
    (
        525,
        "OpenAI",
        "Prover-Verifier Games improve legibility of language model outputs",
        "2024-07-17",
        "Enhancing human feedback",
        "https://openai.com/index/prover-verifier-games-improve-legibility/",
    ),
    (
        527,
        "OpenAI",
        "Extracting Concepts from GPT-4",
        "2024-06-06",
        "Mechanistic interpretability",
        "https://openai.com/index/extracting-concepts-from-gpt-4/",
    ),
    (
        529,
        "OpenAI",
        "The Instruction Hierarchy: Training LLMs to Prioritize Privileged Instructions",
        "2024-04-09",
        "Robustness",
        "https://openai.com/index/the-instruction-hierarchy/",
    ),
    (
        531,
        "OpenAI",
        "Weak-to-strong generalization",
        "2023-12-14",
        "Enhancing human feedback",
        "https://openai.com/research/weak-to-strong-generalization",
    ),
    (
        535,
        "OpenAI",
        "Language models can explain neurons in language models",
        "2023-05-09",
        "Mechanistic interpretability",
        "https://openai.com/research/language-models-can-explain-neurons-in-language-models",
    ),
    (
        540,
        "OpenAI",
        "Scaling laws for reward model overoptimization",
        "2022-10-19",
        "Enhancing human feedback",
        "https://openai.com/research/scaling-laws-for-reward-model-overoptimization",
    ),
    (
        560,
        "OpenAI",
        "The Alignment Problem from a Deep Learning Perspective",
        "2022-08-30",
        "Power-seeking tendencies",
        "https://arxiv.org/pdf/2209.00626v6",
    ),
    (
        562,
        "OpenAI",
        "A hazard analysis framework for code synthesis large language models",
        "2022-07-25",
        "Safety evaluations",
        "https://openai.com/research/a-hazard-analysis-framework-for-code-synthesis-large-language-models",
    ),
    (
        579,
        "OpenAI",
        "AI-written critiques help humans notice flaws",
        "2022-06-13",
        "Enhancing human feedback",
        "https://openai.com/research/critiques",
    ),
    (
        600,
        "OpenAI",
        "Aligning language models to follow instructions",
        "2022-01-27",
        "Enhancing human feedback",
        "https://openai.com/research/instruction-following",
    ),
    (
        627,
        "OpenAI",
        "Scaling and evaluating sparse autoencoders",
        "2024-06-06",
        "Mechanistic interpretability",
        "https://arxiv.org/pdf/2406.04093v1",
    ),
    (
        632,
        "OpenAI",
        "Self-critiquing models for assisting human evaluators",
        "2022-06-12",
        "Enhancing human feedback",
        "https://arxiv.org/pdf/2206.05802v2",
    ),
]


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    return read(SEEDS / SHEET, SHEET).records


def test_all_eighty_rows_are_read_exactly(records: tuple[Record, ...]) -> None:
    """Line, company, title, date, category and address of each row are as printed."""
    read_rows = [
        (r.line, r.publisher, r.title, str(r.issued), r.category, *r.urls) for r in records
    ]
    assert read_rows == ROWS


def test_the_sheet_is_recognised_and_its_empty_rows_are_noted() -> None:
    """Rows with a number and nothing else are no records, but are told."""
    reading = read(SEEDS / SHEET, SHEET)
    assert (reading.format, reading.notes) == ("printed sheet", ("19 empty rows",))
    assert reading.refusals == ()


def test_nothing_of_a_row_is_lost_or_moved(records: tuple[Record, ...]) -> None:
    """Without white space, each row is company, title, date, address, category, abstract."""
    lines = (SEEDS / SHEET).read_text(encoding="utf-8").split("\n")
    starts = [record.line for record in records] + [len(lines) + 1]
    for record, end in zip(records, starts[1:], strict=True):
        if any("LaTeX" in repair for repair in record.repairs):
            continue
        raw = squeezed("\n".join(lines[record.line - 1 : end - 1]))
        assert record.issued is not None
        day = f"{record.issued.day}-{record.issued:%b-%y}"
        head = squeezed(f"{record.publisher}{record.title}{day}{record.urls[0]}")
        assert raw.startswith(head)
        tail = squeezed(f"{record.category}{record.abstract or 'Abstract not found'}")
        rest = raw.removeprefix(head).removeprefix("[Duplicate]")
        assert re.fullmatch(re.escape(tail) + r"\d*", rest)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def at(records: tuple[Record, ...], line: int) -> Record:
    return next(record for record in records if record.line == line)


def test_one_record_alone_has_no_abstract(records: tuple[Record, ...]) -> None:
    """'Abstract not found' is no abstract, and that is said."""
    without = [record for record in records if record.abstract is None]
    assert [record.title for record in without] == [
        "Hindering Adversarial Attacks with Implicit Neural Representations"
    ]
    assert without[0].repairs == ("'Abstract not found' is no abstract",)


def test_a_title_cut_at_a_hundred_characters_is_kept_and_told(
    records: tuple[Record, ...],
) -> None:
    """No end is invented for 'Chinchil', and no other title is suspected."""
    say = "the title has exactly 100 characters and may be cut off"
    assert [record.line for record in records if say in record.repairs] == [421]


def test_duplicate_marks_are_annotations_and_no_part_of_the_category(
    records: tuple[Record, ...],
) -> None:
    """Both rows marked so have their plain category."""
    say = "'[Duplicate]' stood before the category"
    assert [(r.line, r.category) for r in records if say in r.repairs] == [
        (627, "Mechanistic interpretability"),
        (632, "Enhancing human feedback"),
    ]


def test_titles_that_end_in_a_digit_are_told(records: tuple[Record, ...]) -> None:
    """'May 2023' and 'GPT-4' keep their digits, the dates theirs."""
    told = [r.line for r in records if any("glued to the date" in say for say in r.repairs)]
    assert told == [116, 527]


def test_a_word_that_a_ligature_split_is_joined(records: tuple[Record, ...]) -> None:
    """'f ine-grained' is 'fine-grained'."""
    record = at(records, 523)
    assert record.repairs == ("abstract: 'f ine' became 'fine'",)
    assert "our method uses fine-grained, composable, LLM-graded" in (record.abstract or "")


def test_latex_in_abstracts_becomes_plain_text_and_formulas_stay(
    records: tuple[Record, ...],
) -> None:
    r"""\emph and `…' go, $n$ stays."""
    circuits = at(records, 421).abstract or ""
    assert circuits.startswith("Circuit analysis is a promising technique")
    assert "`" not in circuits
    assert "represent an 'Nth item in an enumeration' feature" in circuits
    assert "best-of-$n$ sampling" in (at(records, 540).abstract or "")


def test_no_abstract_keeps_a_line_break_or_a_macro(records: tuple[Record, ...]) -> None:
    """Every abstract is one plain line."""
    for record in records:
        assert not re.search(r"\n|  |\\emph|``", record.abstract or "")


def test_arxiv_ids_are_read_from_addresses_without_versions(
    records: tuple[Record, ...],
) -> None:
    """31 rows point at arXiv."""
    ids = [record.arxiv_id for record in records if record.arxiv_id]
    assert len(ids) == 31
    assert ids[:3] == ["2310.17230", "2407.04622", "2407.00106"]
