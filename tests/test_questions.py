"""The ready questions against an atlas small enough to answer by hand.

What each must answer stands in ``tests/answers/small/NAME.csv``, worked out by reading the atlas
beside it. ``python tests/test_questions.py`` writes the files anew; read the difference before it
is believed.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from paperatlas.answers import render
from paperatlas.ontology import Iri, prefixes
from paperatlas.questions import ask, find, questions
from paperatlas.store import Rows, Store

SMALL = Path(__file__).parent / "answers" / "small"
VALUES = tomllib.loads((SMALL / "parameters.toml").read_text("utf-8"))
EXPECTED = {file.stem: file for file in sorted(SMALL.glob("*.csv"))}
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes().items())


def name(text: str) -> Iri:
    prefix, _, local = text.partition(":")
    return Iri(prefixes()[prefix] + local)


def backwards(file: str) -> bytes:
    head, _, turtle = (SMALL / file).read_text("utf-8").partition("\n\n")
    blocks = turtle.strip().removesuffix(" .").split(" .\n")
    return (head + "\n\n" + " .\n".join(reversed(blocks)) + " .").encode()


def answer(store: Store, question: str, **values: str) -> Rows:
    found = ask(store, find(question), values)
    assert isinstance(found, Rows)
    return found


P1, P2, P3, P4, P5 = (name(f"paper:p{number}") for number in range(1, 6))
T1, T4 = "Learning from human preferences", "Towards understanding sycophancy"
D1, D4 = date(2017, 6, 12), date(2023, 10, 20)


@pytest.mark.parametrize("question", EXPECTED)
def test_a_ready_question_has_exactly_the_rows_found_by_hand(store, question):
    found = answer(store, question, **VALUES.get(question, {}))
    assert render(found, "csv") == EXPECTED[question].read_text("utf-8")


def test_every_ready_question_is_answered_here():
    assert [q.name for q in questions()] == sorted([*EXPECTED, "neighbourhood"])


def test_there_are_thirty_and_more():
    assert len(questions()) >= 30


@pytest.mark.parametrize("question", EXPECTED)
def test_an_answer_has_the_columns_and_types_that_the_head_promises(store, question):
    columns = find(question).columns
    found = answer(store, question, **VALUES.get(question, {}))
    assert found.columns == tuple(column.name for column in columns)
    misfits = [
        (column, value)
        for row in found.rows
        for column, value in zip(columns, row, strict=True)
        if not column.fits(value)
    ]
    assert misfits == []


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_ready_question_answers_its_own_example(store, question):
    ask(store, question, {p.name: p.example for p in question.parameters if not p.optional})


@pytest.mark.parametrize("question", EXPECTED)
def test_the_order_of_rows_does_not_depend_on_the_order_of_the_files(store, question):
    upside_down = Store.of(backwards("atlas.ttl"), backwards("evidence.ttl"))
    values = VALUES.get(question, {})
    assert answer(upside_down, question, **values) == answer(store, question, **values)


def test_every_ready_question_says_what_it_asks_in_one_sentence():
    assert [q.name for q in questions() if not q.title.endswith("?")] == []


def test_every_ready_question_says_what_it_answers():
    assert [q.name for q in questions() if not q.answer] == []


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
    assert [q.name for q in titled if words not in q.sparql] == []


def test_a_paper_of_two_labs_is_one_row():
    atlas = HEAD + (
        'lab:b skos:prefLabel "B" . lab:a skos:prefLabel "A" .\n'
        'method:x a skos:Concept ; skos:prefLabel "X" .\n'
        "paper:p atlas:publishedBy lab:b, lab:a ; atlas:mentions method:x ; atlas:uses method:x .\n"
    )
    found = answer(Store.of(atlas.encode()), "who-introduced", concept="X")
    assert found.rows == ((None, "uses", "A, B", None, name("paper:p")),)


def test_what_none_but_the_vocabulary_holds_may_be_a_step_away(store):
    found = answer(store, "one-step-from", concept="RLHF", paper="paper:p1", least="0").rows
    assert ("preference learning", "Method", "broader", 0) in [row[:4] for row in found]


def test_benchmarks_go_together_by_name_and_by_result():
    atlas = HEAD + (
        'benchmark:a a atlas:Benchmark ; skos:prefLabel "A" .\n'
        'benchmark:b a atlas:Benchmark ; skos:prefLabel "B" .\n'
        "paper:p atlas:evaluatesOn benchmark:a, benchmark:b ; atlas:mentions benchmark:a, benchmark:b .\n"
        "paper:q atlas:evaluatesOn benchmark:a ; atlas:mentions benchmark:a, benchmark:b .\n"
    )
    found = answer(Store.of(atlas.encode()), "benchmarks-together").rows
    assert found == (("A", "B", 2, 1, name("benchmark:a"), name("benchmark:b")),)


def gaps(*papers: str, part: str = "") -> list[tuple]:
    """The gaps among two sibling methods and a benchmark, all in use."""
    atlas = HEAD + (
        'method:m a atlas:Method ; skos:prefLabel "M" ; skos:broader method:family .\n'
        'method:n a atlas:Method ; skos:prefLabel "N" ; skos:broader method:family .\n'
        'benchmark:b a atlas:Benchmark ; skos:prefLabel "B" .\n' + part
    )
    atlas += "".join(f"paper:p{i} {statements} .\n" for i, statements in enumerate(papers))
    found = answer(Store.of(atlas.encode()), "untried-pairs", least="0").rows
    return [row[:5] for row in found]


USES_M = "atlas:uses method:m ; atlas:mentions method:m"
TESTS_B = "atlas:evaluatesOn benchmark:b ; atlas:mentions benchmark:b"


def test_a_gap_that_chance_explains_is_an_idea():
    assert gaps(USES_M, TESTS_B) == [("M", "B", Decimal("0.5"), 0, "idea")]


def test_a_gap_is_worth_more_where_a_method_of_the_family_was_tried():
    sibling = f"{TESTS_B}, method:n"
    assert gaps(USES_M, sibling) == [("M", "B", Decimal("0.5"), 1, "fair")]


def test_a_gap_that_chance_would_have_filled_three_times_is_worth_most_beside_kin():
    sibling = f"{TESTS_B}, method:n"
    assert gaps(*6 * [USES_M], *6 * [sibling]) == [("M", "B", Decimal(3), 6, "strong")]


def test_what_a_part_of_the_method_was_tried_on_is_no_gap():
    part = 'method:q a atlas:Method ; skos:prefLabel "Q" ; skos:broader method:m .\n'
    assert gaps(USES_M, f"{TESTS_B}, method:q", part=part) == []


def test_what_nobody_uses_is_no_gap():
    assert gaps("atlas:mentions method:m", TESTS_B) == []


def refresh() -> None:
    """Write what every question answers; a person reads the difference."""
    small = Store.open(SMALL)
    for question in questions():
        if question.answer == "rows":
            found = ask(small, question, VALUES.get(question.name, {}))
            (SMALL / f"{question.name}.csv").write_text(render(found, "csv"), "utf-8")


if __name__ == "__main__":
    refresh()
