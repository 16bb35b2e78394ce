"""EVALUATION.md: made from the annotated seeds, and never by hand."""

from __future__ import annotations

from pathlib import Path

from paperatlas.evaluation import Error, Evaluation, evaluate, markdown, read_gold
from paperatlas.vocabulary import Vocabulary

GOLD = "tests/gold/seeds.jsonl"
ANNOTATORS = "one reader who had not seen what the program finds"
UNSEEN = (
    "The vocabulary was written with the seeds at hand, so this is not unseen text: expect less "
    "on papers from elsewhere, above all for names that a paper coins."
)
ALONE = (
    "One reader annotated: how far two readers would agree, which no program can be measured more "
    "finely than, is not known."
)


def page(root):
    evaluation = evaluate(read_gold(root / GOLD), Vocabulary.packaged())
    return markdown(evaluation, gold=GOLD, annotators=ANNOTATORS, limits=(UNSEEN, ALONE))


def test_the_page_in_the_repository_is_what_the_program_makes(root):
    made = page(root).encode()
    assert (root / "EVALUATION.md").read_bytes() == made, "python tests/test_evaluation_page.py"


def bare(*errors):
    return Evaluation(2, (), (), (), (), (), (), (), errors)


def test_names_cannot_break_the_page():
    hostile = Error("p|1", "missed", "Method", "a|b\n# <script> `c` [d](e)")
    lines = markdown(bare(hostile), gold="g*.jsonl", annotators="<b>").splitlines()
    assert lines[-1] == r"| Method | a\|b \# \<script\> \`c\` \[d\](e) | p\|1 |"
    assert r"Measured on g\*.jsonl: 2 papers, annotated by \<b\>." in lines[2]


def test_each_kind_of_error_has_its_heading():
    kinds = ("wrong", "wrong type", "missed", "split", "wrong role")
    made = markdown(
        bare(*(Error("p", kind, "Lab", "x") for kind in kinds)), gold="g", annotators="a"
    )
    assert [line for line in made.splitlines() if line.startswith("### ")] == [
        "### Wrong: found, and not annotated",
        "### Wrong type: annotated under another type",
        "### Missed: annotated, and not found",
        "### Split: one thing found as two unrelated concepts",
        "### Wrong role",
    ]


def test_nothing_to_complain_of_is_said():
    made = markdown(bare(), gold="g", annotators="a", limits=["Mind the gap."])
    assert made.endswith("## Errors\n\nNone.\n")
    assert "No concept was found under an annotated name and the wrong type." in made
    assert "\n- Mind the gap.\n" in made


if __name__ == "__main__":
    Path("EVALUATION.md").write_text(page(Path()), "utf-8")
