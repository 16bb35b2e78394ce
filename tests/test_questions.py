"""The ready questions against an atlas small enough to answer by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import QuestionError
from paperatlas.ontology import Iri, prefixes
from paperatlas.questions import Parameter, ask, find, listing, parse, questions
from paperatlas.store import Rows, Store

HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes().items())

ATLAS = """
lab:anthropic a atlas:Lab, skos:Concept ; skos:prefLabel "Anthropic"@en .
lab:openai a atlas:Lab, skos:Concept ; skos:prefLabel "OpenAI"@en .
method:preference-learning a atlas:Method, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:prefLabel "preference learning"@en .
method:rlhf a atlas:Method, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:broader method:preference-learning ;
    skos:prefLabel "reinforcement learning from human feedback"@en ; skos:altLabel "RLHF"@en .
method:dpo a atlas:Method, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:broader method:preference-learning ;
    skos:prefLabel "direct preference optimization"@en ; skos:altLabel "DPO"@en .
method:cai a atlas:Method, skos:Concept ; skos:inScheme atlas:candidates ;
    skos:prefLabel "constitutional AI"@en .
model:claude a atlas:Model, skos:Concept ; skos:inScheme atlas:candidates ;
    skos:prefLabel "Claude"@en .
model:gpt-4 a atlas:Model, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:prefLabel "GPT-4"@en .
benchmark:truthfulqa a atlas:Benchmark, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:prefLabel "TruthfulQA"@en .
benchmark:mmlu a atlas:Benchmark, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:prefLabel "MMLU"@en .
topic:alignment a atlas:Topic, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:prefLabel "AI alignment"@en ; skos:altLabel "alignment"@en .
topic:sycophancy a atlas:Topic, skos:Concept ; skos:inScheme atlas:vocabulary ;
    skos:broader topic:alignment ; skos:prefLabel "sycophancy"@en .

paper:p1 a fabio:ResearchPaper ; dcterms:title "Learning from human preferences" ;
    dcterms:issued "2017-06-12"^^xsd:date ; atlas:publishedBy lab:openai ;
    prov:wasDerivedFrom record:a-L1 ; dcterms:subject topic:alignment ;
    atlas:introduces method:rlhf ; atlas:mentions method:rlhf .
paper:p2 a fabio:ResearchPaper ; dcterms:title "Constitutional AI" ;
    dcterms:alternative "Harmlessness from AI feedback" ; fabio:hasArXivId "2212.08073" ;
    dcterms:abstract "A reward-model from AI feedback." ;
    dcterms:issued "2022-12-15"^^xsd:date ; atlas:publishedBy lab:anthropic ;
    prov:wasDerivedFrom record:a-L4 ;
    atlas:introduces method:cai ; atlas:uses method:rlhf ;
    atlas:mentions method:cai, method:rlhf, model:claude, lab:anthropic .
paper:p3 a fabio:ResearchPaper ; dcterms:title "Your language model is a reward model" ;
    dcterms:issued "2023-05-29"^^xsd:date ; prov:wasDerivedFrom record:a-L9 ;
    atlas:introduces method:dpo ; atlas:comparesWith method:rlhf ;
    atlas:evaluatesOn benchmark:truthfulqa ;
    atlas:mentions method:dpo, method:rlhf, benchmark:truthfulqa, model:gpt-4 .
paper:p4 a fabio:ResearchPaper ; dcterms:title "Towards understanding sycophancy" ;
    dcterms:issued "2023-10-20"^^xsd:date ; atlas:publishedBy lab:anthropic ;
    prov:wasDerivedFrom record:a-L12, record:b-L1 ;
    atlas:studies topic:sycophancy ; atlas:uses method:rlhf ; atlas:criticises method:rlhf ;
    atlas:evaluatesOn benchmark:truthfulqa ;
    atlas:mentions topic:sycophancy, method:rlhf, benchmark:truthfulqa, model:claude, model:gpt-4 .
paper:p5 a fabio:ResearchPaper ; atlas:publishedBy lab:openai ; prov:wasDerivedFrom record:b-L5 ;
    dcterms:abstract "The benchmark that we introduce asks questions of fifty-seven subjects, by choice." ;
    atlas:introduces benchmark:mmlu ;
    atlas:mentions method:rlhf, model:gpt-4, benchmark:mmlu .

record:a-L1 a atlas:Record ; atlas:source "a" ; atlas:line 1 .
record:a-L4 a atlas:Record ; atlas:source "a" ; atlas:line 4 .
record:a-L9 a atlas:Record ; atlas:source "a" ; atlas:line 9 .
record:a-L12 a atlas:Record ; atlas:source "a" ; atlas:line 12 ; atlas:repair "joined a line" ;
    dcterms:title "Towards understanding sycophancy" .
record:b-L1 a atlas:Record ; atlas:source "b" ; atlas:line 1 .
record:b-L5 a atlas:Record ; atlas:source "b" ; atlas:line 5 .
"""

EVIDENCE = """
mention:p1.0-4 a atlas:Mention ; atlas:paper paper:p1 ; atlas:concept method:rlhf ;
    atlas:role atlas:introduces ; oa:exact "RLHF" ; oa:start 0 ; oa:end 4 ; atlas:field "title" ;
    atlas:sentence "RLHF" ; atlas:confidence 0.4 ; atlas:extractor "terms" .
mention:p1.10-14 a atlas:Mention ; atlas:paper paper:p1 ; atlas:concept method:rlhf ;
    atlas:role atlas:introduces ; oa:exact "RLHF" ; oa:start 10 ; oa:end 14 ;
    atlas:field "abstract" ; atlas:sentence "We present RLHF." ; atlas:confidence 0.65 ;
    atlas:extractor "terms" .
mention:p1.30-34 a atlas:Mention ; atlas:paper paper:p1 ; atlas:concept method:rlhf ;
    atlas:role atlas:introduces ; oa:exact "RLHF" ; oa:start 30 ; oa:end 34 ;
    atlas:field "abstract" ; atlas:sentence "Our RLHF is new." ; atlas:confidence 0.65 ;
    atlas:extractor "terms" .
mention:p2.5-9 a atlas:Mention ; atlas:paper paper:p2 ; atlas:concept method:rlhf ;
    atlas:role atlas:uses ; oa:exact "RLHF" ; oa:start 5 ; oa:end 9 ; atlas:field "title" ;
    atlas:sentence "With RLHF." ; atlas:confidence 0.95 ;
    atlas:extractor "terms" ; atlas:reason "vocabulary label" ; atlas:roleReason "a cue" .
mention:p3.0-4 a atlas:Mention ; atlas:paper paper:p3 ; atlas:concept method:rlhf ;
    atlas:role atlas:comparesWith ; oa:exact "RLHF" ; oa:start 0 ; oa:end 4 ;
    atlas:field "abstract" ; atlas:sentence "RLHF is slower." ; atlas:confidence 0.6 ;
    atlas:extractor "terms" .
mention:p4.7-11 a atlas:Mention ; atlas:paper paper:p4 ; atlas:concept method:rlhf ;
    atlas:role atlas:criticises ; oa:exact "RLHF" ; oa:start 7 ; oa:end 11 ;
    atlas:field "abstract" ; atlas:sentence "We see RLHF flatter." ; atlas:confidence 0.9 ;
    atlas:extractor "terms" .
mention:p4.30-34 a atlas:Mention ; atlas:paper paper:p4 ; atlas:concept method:rlhf ;
    atlas:role atlas:criticises ; oa:exact "RLHF" ; oa:start 30 ; oa:end 34 ;
    atlas:field "abstract" ; atlas:sentence "We see RLHF flatter." ; atlas:confidence 0.5 ;
    atlas:extractor "terms" .
mention:p5.2-6 a atlas:Mention ; atlas:paper paper:p5 ; atlas:concept method:rlhf ;
    atlas:role atlas:mentions ; oa:exact "RLHF" ; oa:start 2 ; oa:end 6 ;
    atlas:field "abstract" ; atlas:sentence "As RLHF does." ; atlas:confidence 0.5 ;
    atlas:extractor "terms" .
"""


def name(text: str) -> Iri:
    prefix, _, local = text.partition(":")
    return Iri(prefixes()[prefix] + local)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of((HEAD + ATLAS).encode(), (HEAD + EVIDENCE).encode())


def backwards(turtle: str) -> bytes:
    blocks = turtle.strip().removesuffix(" .").split(" .\n")
    return (HEAD + " .\n".join(reversed(blocks)) + " .").encode()


def answer(store: Store, question: str, **values: str) -> Rows:
    found = ask(store, find(question), values)
    assert isinstance(found, Rows)
    return found


P1, P2, P3, P4, P5 = (name(f"paper:p{number}") for number in range(1, 6))
RLHF = "reinforcement learning from human feedback"
DPO = "direct preference optimization"
T1, T2 = "Learning from human preferences", "Constitutional AI"
T3, T4 = "Your language model is a reward model", "Towards understanding sycophancy"
T5 = "“The benchmark that we introduce asks questions of fifty-seve…”"
D1, D2, D3, D4 = date(2017, 6, 12), date(2022, 12, 15), date(2023, 5, 29), date(2023, 10, 20)

EXPECTED: dict[str, tuple[dict[str, str], tuple[str, ...], list[tuple]]] = {
    "papers-of-lab": (
        {"lab": "anthropic"},
        ("year", "issued", "title", "paper"),
        [(2023, D4, T4, P4), (2022, D2, T2, P2)],
    ),
    "papers-per-lab-and-year": (
        {},
        ("lab_name", "year", "papers", "lab"),
        [
            ("Anthropic", 2022, 1, name("lab:anthropic")),
            ("Anthropic", 2023, 1, name("lab:anthropic")),
            ("OpenAI", None, 1, name("lab:openai")),
            ("OpenAI", 2017, 1, name("lab:openai")),
        ],
    ),
    "methods-of-every-lab": (
        {},
        ("method_name", "labs", "using", "papers", "method"),
        [(RLHF, 2, 1, 4, name("method:rlhf"))],
    ),
    "concepts-of-one-lab": (
        {"least": "1"},
        ("lab_name", "concept_name", "type", "papers", "concept"),
        [
            ("Anthropic", "Claude", "Model", 2, name("model:claude")),
            ("Anthropic", "TruthfulQA", "Benchmark", 1, name("benchmark:truthfulqa")),
            ("Anthropic", "constitutional AI", "Method", 1, name("method:cai")),
            ("Anthropic", "sycophancy", "Topic", 1, name("topic:sycophancy")),
            ("OpenAI", "MMLU", "Benchmark", 1, name("benchmark:mmlu")),
        ],
    ),
    "who-introduced": (
        {"concept": "RLHF"},
        ("issued", "roles", "labs", "title", "paper"),
        [
            (D1, "introduces", "OpenAI", T1, P1),
            (D2, "uses", "Anthropic", T2, P2),
            (D3, "comparesWith", None, T3, P3),
            (D4, "uses, criticises", "Anthropic", T4, P4),
            (None, "mentions", "OpenAI", T5, P5),
        ],
    ),
    "papers-about": (
        {"concept": "preference learning"},
        ("role", "issued", "title", "through", "paper"),
        [
            ("introduces", D3, T3, f"{DPO}, {RLHF}", P3),
            ("introduces", D1, T1, RLHF, P1),
            ("uses", D4, T4, RLHF, P4),
            ("uses", D2, T2, RLHF, P2),
            ("mentions", None, T5, RLHF, P5),
        ],
    ),
    "concepts-under": (
        {"concept": "preference learning"},
        ("concept_name", "type", "papers", "under"),
        [(RLHF, "Method", 5, name("method:rlhf")), (DPO, "Method", 1, name("method:dpo"))],
    ),
    "benchmarks-of-one-lab": (
        {},
        ("lab_name", "benchmark_name", "papers", "benchmark"),
        [
            ("Anthropic", "TruthfulQA", 1, name("benchmark:truthfulqa")),
            ("OpenAI", "MMLU", 1, name("benchmark:mmlu")),
        ],
    ),
    "models-beside-benchmark": (
        {},
        ("benchmark_name", "model_name", "papers", "benchmark", "model"),
        [
            ("MMLU", "GPT-4", 1, name("benchmark:mmlu"), name("model:gpt-4")),
            ("TruthfulQA", "GPT-4", 2, name("benchmark:truthfulqa"), name("model:gpt-4")),
            ("TruthfulQA", "Claude", 1, name("benchmark:truthfulqa"), name("model:claude")),
        ],
    ),
    "appear-together": (
        {"least": "2"},
        (
            "first_name",
            "second_name",
            "together",
            "first_papers",
            "second_papers",
            "times_chance",
            "first",
            "second",
        ),
        [
            (
                "TruthfulQA",
                "GPT-4",
                2,
                2,
                3,
                Decimal("1.67"),
                name("benchmark:truthfulqa"),
                name("model:gpt-4"),
            )
        ],
    ),
    "evidence-of-statement": (
        {"paper": "2212.08073", "concept": "RLHF"},
        (
            "role",
            "quote",
            "sentence",
            "field",
            "start",
            "end",
            "confidence",
            "extractor",
            "reason",
        ),
        [
            (
                "uses",
                "RLHF",
                "With RLHF.",
                "title",
                5,
                9,
                Decimal("0.95"),
                "terms",
                "vocabulary label",
            )
        ],
    ),
    "evidence-for-concept": (
        {"concept": "RLHF"},
        (
            "issued",
            "title",
            "role",
            "quote",
            "sentence",
            "confidence",
            "paper",
            "start",
            "end",
        ),
        [
            (D4, T4, "criticises", "RLHF", "We see RLHF flatter.", Decimal("0.9"), P4, 7, 11),
            (D4, T4, "criticises", "RLHF", "We see RLHF flatter.", Decimal("0.5"), P4, 30, 34),
            (D3, T3, "comparesWith", "RLHF", "RLHF is slower.", Decimal("0.6"), P3, 0, 4),
            (D2, T2, "uses", "RLHF", "With RLHF.", Decimal("0.95"), P2, 5, 9),
            (D1, T1, "introduces", "RLHF", "RLHF", Decimal("0.4"), P1, 0, 4),
            (D1, T1, "introduces", "RLHF", "We present RLHF.", Decimal("0.65"), P1, 10, 14),
            (D1, T1, "introduces", "RLHF", "Our RLHF is new.", Decimal("0.65"), P1, 30, 34),
            (None, T5, "mentions", "RLHF", "As RLHF does.", Decimal("0.5"), P5, 2, 6),
        ],
    ),
    "concepts-of-paper": (
        {"paper": "Towards understanding sycophancy"},
        ("roles", "type", "concept_name", "concept"),
        [
            ("evaluatesOn", "Benchmark", "TruthfulQA", name("benchmark:truthfulqa")),
            ("uses, criticises", "Method", RLHF, name("method:rlhf")),
            ("studies", "Topic", "sycophancy", name("topic:sycophancy")),
            ("mentions", "Model", "Claude", name("model:claude")),
            ("mentions", "Model", "GPT-4", name("model:gpt-4")),
        ],
    ),
    "concept-over-time": (
        {"concept": "alignment"},
        ("year", "papers", "all", "share"),
        [
            (2017, 1, 1, Decimal(1)),
            (2022, 0, 1, Decimal(0)),
            (2023, 1, 2, Decimal("0.5")),
        ],
    ),
    "labs-and-methods": (
        {"lab": "lab:anthropic"},
        ("lab_name", "method_name", "papers", "lab", "method"),
        [
            ("Anthropic", RLHF, 2, name("lab:anthropic"), name("method:rlhf")),
            ("Anthropic", "constitutional AI", 1, name("lab:anthropic"), name("method:cai")),
        ],
    ),
    "missing-beside": (
        {"concept": "TruthfulQA", "paper": "paper:p5", "least": "1"},
        ("beside_name", "type", "papers", "times_chance", "beside"),
        [
            (DPO, "Method", 1, Decimal("2.5"), name("method:dpo")),
            ("sycophancy", "Topic", 1, Decimal("2.5"), name("topic:sycophancy")),
            ("Claude", "Model", 1, Decimal("1.25"), name("model:claude")),
        ],
    ),
    "papers-like": (
        {"paper": "paper:p3"},
        ("alike", "shared", "issued", "title", "other"),
        [(Decimal("0.5"), 3, D4, T4, P4), (Decimal("0.4"), 2, None, T5, P5)],
    ),
    "merged-papers": (
        {},
        ("title", "source", "line", "record_title", "repair", "paper"),
        [(T4, "a", 12, T4, "joined a line", P4), (T4, "b", 1, None, None, P4)],
    ),
    "critics-of": (
        {"concept": "preference learning"},
        ("issued", "role", "concept_name", "title", "sentence", "paper", "under"),
        [
            (D4, "criticises", RLHF, T4, "We see RLHF flatter.", P4, name("method:rlhf")),
            (D3, "comparesWith", RLHF, T3, "RLHF is slower.", P3, name("method:rlhf")),
        ],
    ),
    "introduced-per-year": (
        {},
        ("year", "concept_name", "type", "lab_name", "title", "concept", "paper"),
        [
            (2023, DPO, "Method", None, T3, name("method:dpo"), P3),
            (2022, "constitutional AI", "Method", "Anthropic", T2, name("method:cai"), P2),
            (2017, RLHF, "Method", "OpenAI", T1, name("method:rlhf"), P1),
            (None, "MMLU", "Benchmark", "OpenAI", T5, name("benchmark:mmlu"), P5),
        ],
    ),
    "never-introduced": (
        {},
        ("concept_name", "type", "papers", "concept"),
        [
            ("GPT-4", "Model", 3, name("model:gpt-4")),
            ("TruthfulQA", "Benchmark", 2, name("benchmark:truthfulqa")),
        ],
    ),
    "doubtful-statements": (
        {"below": "0.7"},
        ("best", "role", "concept_name", "quote", "sentence", "title", "paper", "concept"),
        [
            (
                Decimal("0.65"),
                "introduces",
                RLHF,
                "RLHF",
                "We present RLHF.",
                T1,
                P1,
                name("method:rlhf"),
            ),
            (
                Decimal("0.6"),
                "comparesWith",
                RLHF,
                "RLHF",
                "RLHF is slower.",
                T3,
                P3,
                name("method:rlhf"),
            ),
        ],
    ),
    "labs-on-concept": (
        {"concept": "alignment"},
        ("lab_name", "papers", "first", "last", "lab"),
        [
            ("Anthropic", 1, D4, D4, name("lab:anthropic")),
            ("OpenAI", 1, D1, D1, name("lab:openai")),
        ],
    ),
    "untried-methods": (
        {"concept": "sycophancy", "least": "1"},
        ("method_name", "papers", "method"),
        [(DPO, 1, name("method:dpo"))],
    ),
    "papers-with-words": (
        {"words": "Reward Model"},
        ("issued", "title", "where", "paper"),
        [(D3, T3, "title", P3), (D2, T2, "abstract", P2)],
    ),
    "sources-of-papers": (
        {},
        ("source", "records", "papers", "repaired"),
        [("a", 4, 4, 1), ("b", 2, 2, 0)],
    ),
}


@pytest.mark.parametrize("question", sorted(EXPECTED))
def test_a_ready_question_has_exactly_the_rows_found_by_hand(store, question):
    values, columns, rows = EXPECTED[question]
    assert answer(store, question, **values) == Rows(columns, tuple(rows))


def test_every_ready_question_is_answered_here():
    assert [q.name for q in questions()] == sorted([*EXPECTED, "neighbourhood"])


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_ready_question_answers_its_own_example(store, question):
    ask(store, question, {p.name: p.example for p in question.parameters if not p.optional})


@pytest.mark.parametrize("question", sorted(EXPECTED))
def test_the_order_of_rows_does_not_depend_on_the_order_of_the_files(store, question):
    upside_down = Store.of(backwards(ATLAS), backwards(EVIDENCE))
    values = EXPECTED[question][0]
    assert answer(upside_down, question, **values) == answer(store, question, **values)


def test_the_listing_has_a_line_for_every_ready_question_and_an_example():
    lines = listing().splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [q.name for q in questions()]
    assert (
        lines[-1] == "Example: paperatlas query who-introduced --param 'concept=Constitutional AI'"
    )


def test_an_installed_package_brings_its_own_questions(tmp_path: Path, monkeypatch):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "mine.rq").write_text("# Mine?\nASK {}")
    monkeypatch.setattr("paperatlas.questions.files", lambda _: tmp_path)
    assert [question.name for question in questions()] == ["mine"]


def test_every_ready_question_says_what_it_asks_in_one_sentence():
    assert [q.name for q in questions() if not q.title.endswith("?")] == []


def test_the_neighbourhood_is_turtle_with_what_names_the_concept(store):
    turtle = ask(store, find("neighbourhood"), {"concept": "DPO"})
    assert turtle.decode().partition("\n\n")[2] == (
        "method:dpo a atlas:Method , skos:Concept ;\n"
        '    skos:prefLabel "direct preference optimization"@en ;\n'
        '    skos:altLabel "DPO"@en ;\n'
        "    skos:broader method:preference-learning ;\n"
        "    skos:inScheme atlas:vocabulary .\n\n"
        "method:preference-learning a atlas:Method , skos:Concept ;\n"
        '    skos:prefLabel "preference learning"@en .\n\n'
        "paper:p3 a fabio:ResearchPaper ;\n"
        '    dcterms:title "Your language model is a reward model" ;\n'
        '    dcterms:issued "2023-05-29"^^xsd:date ;\n'
        "    atlas:introduces method:dpo ;\n"
        "    atlas:mentions method:dpo .\n"
    )


@pytest.mark.parametrize(
    ("question", "values", "papers"),
    [
        ("papers-of-lab", {"lab": "Anthropic", "since": "2023"}, [P4]),
        ("papers-about", {"concept": "preference learning", "since": "2023-05-29"}, [P3, P4]),
        ("introduced-per-year", {"since": "2022"}, [P3, P2]),
        ("doubtful-statements", {"below": "0.7", "plain": "yes"}, [P1, P3, P5]),
    ],
)
def test_an_optional_parameter_narrows_or_widens_the_answer(store, question, values, papers):
    found = answer(store, question, **values)
    assert [row[found.columns.index("paper")] for row in found.rows] == papers


def test_an_optional_benchmark_is_the_only_one_of_the_answer(store):
    found = answer(store, "models-beside-benchmark", benchmark="MMLU").rows
    assert found == (("MMLU", "GPT-4", 1, name("benchmark:mmlu"), name("model:gpt-4")),)


def test_a_heading_of_the_document_counts_less_than_what_a_paper_studies(store):
    assert answer(store, "papers-about", concept="alignment").rows == (
        ("studies", D4, T4, "sycophancy", P4),
        ("subject", D1, T1, "AI alignment", P1),
    )


def test_what_only_one_paper_names_beside_a_concept_is_not_missed_at_first(store):
    found = answer(store, "missing-beside", concept="RLHF", paper="Constitutional AI").rows
    assert [row[:4] for row in found] == [
        ("GPT-4", "Model", 3, Decimal(1)),
        ("TruthfulQA", "Benchmark", 2, Decimal(1)),
    ]


def test_a_hyphen_in_the_words_is_a_blank(store):
    hyphened, blank = (
        answer(store, "papers-with-words", words=w) for w in ("a-reward", "a reward")
    )
    assert [row[3] for row in blank.rows] == [P3, P2]
    assert hyphened == blank


def test_a_paper_that_introduces_comes_before_older_ones():
    atlas = HEAD + (
        'method:x a skos:Concept ; skos:prefLabel "X" .\n'
        'paper:old dcterms:issued "2020-01-01"^^xsd:date ; atlas:mentions method:x .\n'
        "paper:new atlas:introduces method:x ; atlas:mentions method:x .\n"
    )
    found = answer(Store.of(atlas.encode()), "who-introduced", concept="X").rows
    assert [row[4] for row in found] == [name("paper:new"), name("paper:old")]


def test_every_ready_question_names_a_paper_without_title_in_the_same_words():
    words = 'BIND(COALESCE(?heading, CONCAT("“", SUBSTR(?abstract, 1, 60), "…”")) AS ?title)'
    titled = [q for q in questions() if "?title" in q.sparql and q.name != "neighbourhood"]
    assert len(titled) == 10
    assert [q.name for q in titled if words not in q.sparql] == []


def test_a_paper_of_two_labs_is_one_row():
    atlas = HEAD + (
        'lab:b skos:prefLabel "B" . lab:a skos:prefLabel "A" .\n'
        'method:x a skos:Concept ; skos:prefLabel "X" .\n'
        "paper:p atlas:publishedBy lab:b, lab:a ; atlas:mentions method:x ; atlas:uses method:x .\n"
    )
    found = answer(Store.of(atlas.encode()), "who-introduced", concept="X")
    assert found.rows == ((None, "uses", "A, B", None, name("paper:p")),)


@pytest.mark.parametrize(
    "spelling",
    [
        "RLHF",
        "rlhf",
        "Reinforcement Learning from Human Feedback",
        "method:rlhf",
        "https://w3id.org/paperatlas/id/method/rlhf",
    ],
)
def test_a_concept_goes_by_label_prefixed_name_or_iri(store, spelling):
    assert len(answer(store, "evidence-for-concept", concept=spelling).rows) == 8


@pytest.mark.parametrize(
    "spelling", ["2212.08073", "harmlessness from ai feedback", "Constitutional AI", "paper:p2"]
)
def test_a_paper_goes_by_arxiv_id_title_or_prefixed_name(store, spelling):
    assert len(answer(store, "concepts-of-paper", paper=spelling).rows) == 4


REFUSED = [
    (
        "papers-of-lab",
        {"lba": "Anthropic"},
        "papers-of-lab: no parameter is called 'lba' (did you mean 'lab'?)",
    ),
    (
        "merged-papers",
        {"x": "1"},
        "merged-papers: no parameter is called 'x' (it has none)",
    ),
    (
        "papers-of-lab",
        {"lab": "Anthropc"},
        "--param lab: no lab is called 'Anthropc' (did you mean 'Anthropic'?)",
    ),
    ("papers-of-lab", {"lab": "RLHF"}, "--param lab: no lab is called 'RLHF'"),
    ("papers-of-lab", {"lab": "method:rlhf"}, "--param lab: 'method:rlhf' is no lab"),
    ("papers-of-lab", {"lab": "lab:nobody"}, "--param lab: no lab is called 'lab:nobody'"),
    ("papers-of-lab", {"lab": '"> } INSERT'}, "--param lab: no lab is called '\"> } INSERT'"),
    (
        "papers-of-lab",
        {"lab": "Anthropic", "since": "23"},
        "--param since: '23' is no year (write four digits, such as 2024)",
    ),
    (
        "papers-about",
        {"concept": "RLHF", "since": "2023-02-30"},
        "--param since: '2023-02-30' is no date (write a day, such as 2024-05-31)",
    ),
    (
        "never-introduced",
        {"least": "few"},
        "--param least: 'few' is no integer (write a whole number, such as 3)",
    ),
    (
        "doubtful-statements",
        {"below": "NaN"},
        "--param below: 'NaN' is no number (write a number, such as 0.5)",
    ),
]


@pytest.mark.parametrize(("question", "values", "message"), REFUSED)
def test_a_wrong_value_is_refused_with_what_to_write_instead(store, question, values, message):
    with pytest.raises(QuestionError) as caught:
        ask(store, find(question), values)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("question", "needs", "example"),
    [
        ("papers-of-lab", "'lab', the laboratory", "lab=Anthropic"),
        ("concepts-under", "'concept', the broader concept", "'concept=preference learning'"),
    ],
)
def test_a_missing_value_is_asked_for_with_a_command_that_runs(store, question, needs, example):
    with pytest.raises(QuestionError) as caught:
        ask(store, find(question))
    assert str(caught.value) == (
        f"{question}: the question needs {needs} "
        f"(for example: paperatlas query {question} --param {example})"
    )


def test_a_name_of_two_things_is_refused_with_both():
    twins = HEAD + (
        'method:a a skos:Concept ; skos:prefLabel "Debate"@en .\n'
        'topic:b a skos:Concept ; skos:prefLabel "debate"@en .\n'
    )
    with pytest.raises(QuestionError) as caught:
        ask(Store.of(twins.encode()), find("evidence-for-concept"), {"concept": "debate"})
    assert str(caught.value) == (
        "--param concept: 'debate' names several things (give method:a or topic:b)"
    )


def test_a_preferred_label_wins_over_another_thing_s_alternative():
    atlas = HEAD + (
        'method:a a skos:Concept ; skos:prefLabel "debate"@en .\n'
        'topic:b a skos:Concept ; skos:prefLabel "argument"@en ; skos:altLabel "debate"@en .\n'
    )
    question = parse("# ?\n# @param it concept = debate — the concept\nSELECT ?it { }")
    found = ask(Store.of(atlas.encode()), question, {"it": "debate"})
    assert found == Rows(("it",), ((name("method:a"),),))


@given(st.text())
def test_no_text_changes_what_a_question_asks(words):
    question = parse("# ?\n# @param words text = x — words\nSELECT ?words (1 AS ?one) { }")
    assert ask(Store.of(b""), question, {"words": words}) == Rows(("words", "one"), ((words, 1),))


def test_a_base_of_one_s_own_keeps_prefixed_names():
    atlas = (
        HEAD.replace("paperatlas/id/", "elsewhere/") + 'lab:a a atlas:Lab ; skos:prefLabel "A" .'
    )
    own = Store.of(atlas.encode())
    question = parse("# ?\n# @param it lab = A — the lab\nSELECT ?it { }")
    assert ask(own, question, {"it": "lab:a"}).rows == ((Iri("https://w3id.org/elsewhere/lab/a"),),)


def test_find_reads_a_file(tmp_path: Path):
    file = tmp_path / "mine.rq"
    file.write_text("# Anything?\nASK {}\n")
    found = find(str(file))
    assert (found.name, found.title) == (str(file), "Anything?")


def test_find_takes_sparql_itself(store):
    assert ask(store, find("ASK { ?paper atlas:uses method:rlhf }")) is True


def test_find_names_the_file_that_is_not_there():
    with pytest.raises(QuestionError) as caught:
        find("nowhere.rq")
    assert str(caught.value) == (
        "nowhere.rq: cannot be read: No such file or directory "
        "('paperatlas query' alone lists the ready questions)"
    )


def test_find_knows_no_file_that_is_not_text(tmp_path: Path):
    file = tmp_path / "mine.rq"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionError, match="cannot be read: it is no UTF-8 text"):
        find(str(file))


def test_a_fault_in_a_query_names_the_question_and_the_line(store):
    question = parse("# Who?\nSELECT ?x { ?x dc:title ?t }", "mine")
    with pytest.raises(QuestionError) as caught:
        ask(store, question)
    assert str(caught.value) == (
        "mine, line 2, column 16: the prefix 'dc:' is not declared (write PREFIX dc: <…> first)"
    )


def test_the_head_gives_title_purpose_and_parameters():
    question = parse("# Who?\n# More\n# of it.\n# @param a year default 2000 — the year\nASK {}")
    assert (question.title, question.purpose) == ("Who?", "More of it.")
    assert question.parameters == (Parameter("a", "year", "2000", optional=True, what="the year"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("# @param a colour = red — it", "the question, line 1: 'colour' is no type (one of"),
        ("# @param a year — it", "the question, line 1: this parameter cannot be read (write"),
    ],
)
def test_a_parameter_written_otherwise_is_refused_with_its_line(line, message):
    with pytest.raises(QuestionError) as caught:
        parse(f"{line}\nASK {{}}")
    assert str(caught.value).startswith(message)


def test_a_parameter_may_stand_only_once():
    line = "# @param a year = 2000 — it\n"
    with pytest.raises(QuestionError) as caught:
        parse(f"{line}{line}ASK {{}}")
    assert str(caught.value) == "the question, line 2: 'a' comes twice (rename one)"
