"""Evaluation: what counts as right, wrong, missed and split, and what does not count."""

from __future__ import annotations

import gzip
import json

import pytest

from paperatlas.errors import InputError
from paperatlas.evaluation import evaluate, read_gold, report, with_texts
from paperatlas.vocabulary import Concept, Vocabulary

VOCABULARY = Vocabulary(
    [
        Concept("method/dpo", "Method", "direct preference optimization", ("DPO",)),
        Concept("method/rlhf", "Method", "reinforcement learning from human feedback", ("RLHF",)),
        Concept("topic/safety", "Topic", "safety"),
        Concept("topic/ai-safety", "Topic", "AI safety"),
        Concept("topic/ai-safety-research", "Topic", "safety work", broader=("topic/ai-safety",)),
    ]
)


def entity(name, types="METHOD", *, aliases=(), core=True, introduced="no"):
    return {
        "types": types.split("/"),
        "name": name,
        "aliases": list(aliases),
        "core": core,
        "introduced": introduced,
    }


@pytest.fixture
def judge(tmp_path):
    def judge(abstract, *entities, title=None):
        gold = tmp_path / "gold.jsonl"
        row = {"id": "p", "title": title, "abstract": abstract, "entities": entities}
        gold.write_text(json.dumps(row))
        evaluation = evaluate(read_gold(gold), VOCABULARY)
        errors = [(e.kind, e.type, e.what) for e in evaluation.errors]
        return {s.name: (s.right, s.wrong, s.missed) for s in evaluation.scores}, errors

    return judge


def test_an_entity_is_right_by_its_name(judge):
    scores, errors = judge("DPO works.", entity("Direct Preference Optimisation"))
    assert (scores["Method"], errors) == ((1, 0, 0), [])


def test_an_entity_is_right_by_an_alias(judge):
    scores, _ = judge("DPO works.", entity("a method", aliases=["DPO"]))
    assert scores["Method"] == (1, 0, 0)


def test_latex_hides_no_name(judge):
    marked = r"\textbf{\underline{D}}PO"
    for alias in ("DPO", marked):
        scores, _ = judge(f"{marked} works.", entity("a method", aliases=[alias]))
        assert scores["Method"] == (1, 0, 0)


def test_the_type_must_agree(judge):
    scores, errors = judge("DPO works.", entity("DPO", "MODEL"))
    assert (scores["Method"], scores["Model"]) == ((0, 1, 0), (0, 0, 1))
    assert errors == [
        ("wrong type", "Method", "direct preference optimization: annotated as Model"),
        ("missed", "Model", "DPO"),
    ]


def test_either_of_two_types_is_right(judge):
    assert judge("DPO works.", entity("DPO", "TOPIC/METHOD"))[0]["Method"] == (1, 0, 0)


def test_what_gold_does_not_list_is_wrong(judge):
    scores, errors = judge("DPO beats RLHF.", entity("DPO"))
    assert scores["Method"] == (1, 1, 0)
    assert errors == [("wrong", "Method", "reinforcement learning from human feedback")]


def test_what_gold_holds_optional_neither_helps_nor_hurts(judge):
    found, _ = judge("DPO works.", entity("DPO", core=False))
    absent, _ = judge("Nothing.", entity("DPO", core=False))
    assert found["Method"] == absent["Method"] == (0, 0, 0)


def test_what_is_not_found_is_missed(judge):
    assert judge("Nothing.", entity("DPO"))[0]["Method"] == (0, 0, 1)


def test_one_thing_on_two_unrelated_nodes_is_split(judge):
    gold = entity("AI safety", "TOPIC", aliases=["safety"])
    assert judge("AI safety and safety.", gold)[1] == [
        ("split", "Topic", "AI safety: topic/ai-safety and topic/safety")
    ]


def test_a_concept_and_its_broader_one_are_not_split(judge):
    gold = entity("AI safety", "TOPIC", aliases=["safety work"])
    assert judge("AI safety and safety work.", gold)[1] == []


@pytest.mark.parametrize(
    ("text", "introduced", "counts"),
    [
        ("We introduce DPO.", "yes", (1, 0, 0)),
        ("We introduce DPO.", "no", (0, 1, 0)),
        ("We introduce DPO.", "maybe", (0, 0, 0)),
        ("DPO is known.", "yes", (0, 0, 1)),
        ("DPO is known.", "no", (0, 0, 0)),
    ],
)
def test_what_is_introduced_is_scored_apart(judge, text, introduced, counts):
    assert judge(text, entity("DPO", introduced=introduced))[0]["introduces"] == counts


def test_the_group_adds_four_types_up(judge):
    scores, _ = judge("DPO works.", entity("DPO"), entity("GPT-9", "MODEL"))
    assert scores["lab+method+model+benchmark"] == (1, 0, 1)


def test_the_interval_holds_the_figure_and_is_the_same_each_time(root):
    gold = read_gold(root / "tests" / "gold" / "seeds.jsonl")[:8]
    once, again = evaluate(gold, Vocabulary.packaged()), evaluate(gold, Vocabulary.packaged())
    assert once == again
    for score in once.scores:
        low, high = score.f1_interval
        assert low <= score.f1 <= high


def test_the_report_lists_errors_where_asked(tmp_path):
    row = {"id": "p1", "title": None, "abstract": "Nothing.", "entities": [entity("DPO")]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row))
    evaluation = evaluate(read_gold(tmp_path / "gold.jsonl"), VOCABULARY)
    assert "missed     Method     DPO  [p1]" in report(evaluation, errors=True)
    assert "[p1]" not in report(evaluation)


def test_only_the_records_asked_for_are_read(tmp_path):
    rows = [
        {"origin": o, "id": o, "title": None, "abstract": "x", "entities": []} for o in ("a", "b")
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    read = read_gold(tmp_path / "gold.jsonl", {"origin": "b"})
    assert [item.paper.id for item in read] == ["b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"gold\.jsonl:1: not a gold record"),
        (b"[]", r"gold\.jsonl:1: not a gold record"),
        (
            b'{"id": 1, "title": "x", "abstract": "", "entities": [{"name": "a", "roles": ["loves"]}]}',
            r"gold\.jsonl:1: not a gold record: ValueError 'loves' is no role",
        ),
        (b'\n{"id": 1}', r"gold\.jsonl:2: not a gold record: KeyError 'entities'"),
        (b"\xff\xfe", r"gold\.jsonl: it is not UTF-8 text"),
        (b"", r"gold\.jsonl: no annotated paper found"),
    ],
)
def test_a_bad_gold_file_is_named_with_its_line(tmp_path, content, message):
    (tmp_path / "gold.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_gold(tmp_path / "gold.jsonl")


def test_a_missing_gold_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
        read_gold(tmp_path / "none.jsonl")


def unlisted(gold, **options):
    """How many concepts are found that the one annotated paper does not name."""
    scores = evaluate(gold, VOCABULARY, **options).scores
    return sum(score.wrong for score in scores[1:6])


def test_candidates_can_be_left_out_by_finder_and_by_confidence(tmp_path):
    row = {"id": "p", "title": None, "abstract": "We introduce FooNet, a method.", "entities": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row))
    gold = read_gold(tmp_path / "gold.jsonl")
    assert unlisted(gold, discovery="") == 1
    assert unlisted(gold, discovery="", least=1.0) == 0
    assert unlisted(gold, discovery="none") == 0


@pytest.fixture
def bare(tmp_path):
    rows = [{"id": f"arXiv:{n}", "entities": [entity("DPO")]} for n in (1, 2)]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return read_gold(tmp_path / "gold.jsonl")


TEXTS = (
    '{"id": "0", "title": "x", "abstract": "y"}\n{"id": "2", "title": "On\\n DPO", "abstract": "b"}\n'
    '{"id": "arXiv:1", "title": "a", "abstract": "DPO works."}\nnot read\n'
)


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_texts_that_are_kept_elsewhere_join_their_gold(tmp_path, bare, name):
    packed = gzip.compress(TEXTS.encode()) if name.endswith(".gz") else TEXTS.encode()
    (tmp_path / name).write_bytes(packed)
    read = with_texts(bare, tmp_path / name)
    assert [item.paper.text for item in read] == ["a\n\nDPO works.", "On DPO\n\nb"]
    assert evaluate(read, VOCABULARY).scores[0].right == 2


def test_gold_without_text_is_not_scored(bare):
    with pytest.raises(InputError, match="2 annotated papers have no text here, the first arXiv:1"):
        evaluate(bare, VOCABULARY)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"texts\.jsonl: 2 annotated papers are not there, the first arXiv:1"),
        (b'{"id": "1"}\n{', r"texts\.jsonl:2: Expecting property name"),
        (b"7", r"texts\.jsonl:1: .int. object is not iterable"),
        (b"\xff", r"texts\.jsonl: 'utf-8' codec can't decode"),
    ],
)
def test_bad_texts_are_named_with_their_line(tmp_path, bare, content, message):
    (tmp_path / "texts.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=message):
        with_texts(bare, tmp_path / "texts.jsonl")


def test_the_annotated_papers_of_arxiv_come_in_two_parts_of_forty(root):
    gold = root / "tests" / "gold" / "arxiv.jsonl"
    assert [len(read_gold(gold, {"part": part})) for part in "ab"] == [40, 40]
