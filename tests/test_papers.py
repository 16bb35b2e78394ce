"""Records of one work become one paper, for a stated reason, in whatever order they come."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path
from struct import unpack
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas import likeness
from paperatlas.identifiers import arxiv_id, canonical_url, doi, is_web_url
from paperatlas.likeness import alike_pairs, shingles, sketch_of, words_of
from paperatlas.papers import LONGEST_ID, Paper, merge
from paperatlas.readers import read_all
from paperatlas.records import Record

SEEDS = Path(__file__).parent.parent / "seeds"
ABSTRACT = "We study how a model behaves when nobody looks at it for a very long time indeed."


@pytest.fixture(scope="module")
def papers() -> tuple[Paper, ...]:
    return merge(record for reading in read_all([SEEDS]) for record in reading.records)[0]


def by_id(papers: tuple[Paper, ...], name: str) -> Paper:
    return next(paper for paper in papers if paper.id == name)


def ids(*records: Record) -> list[str]:
    return [paper.id for paper in merge(records)[0]]


# --- the seeds -----------------------------------------------------------------------------------


def test_the_seeds_hold_eighty_nine_papers(papers: tuple[Paper, ...]) -> None:
    """95 records; one paper without abstract, eleven without title."""
    assert len(papers) == 89
    assert sum(len(paper.records) for paper in papers) == 95
    assert [paper.title for paper in papers if paper.abstract is None] == [
        "Hindering Adversarial Attacks with Implicit Neural Representations"
    ]
    assert sum(paper.title is None for paper in papers) == 11
    assert [paper.id for paper in papers] == sorted({paper.id for paper in papers})


def test_the_merged_papers_of_the_seeds(papers: tuple[Paper, ...]) -> None:
    """Id, title, other titles, earliest day and number of records of each."""
    merged = [
        (p.id, p.title, p.titles, str(p.issued), len(p.records))
        for p in papers
        if len(p.records) > 1
    ]
    assert merged == [
        (
            "arxiv-2206.05802",
            "Self-critiquing models for assisting human evaluators",
            ("AI-written critiques help humans notice flaws",),
            "2022-06-12",
            3,
        ),
        (
            "arxiv-2209.07858",
            "Red Teaming Language Models to Reduce Harms: Methods, Scaling Behaviors, and Lessons Learned",
            (),
            "2022-08-22",
            2,
        ),
        (
            "arxiv-2211.03540",
            "Measuring Progress on Scalable Oversight for Large Language Models",
            (),
            "2022-11-04",
            2,
        ),
        (
            "arxiv-2212.08073",
            "Constitutional AI: Harmlessness from AI Feedback",
            (),
            "2022-12-15",
            2,
        ),
        (
            "arxiv-2406.04093",
            "Scaling and evaluating sparse autoencoders",
            ("Extracting Concepts from GPT-4",),
            "2024-06-06",
            2,
        ),
    ]


def test_toy_models_stay_two_papers(papers: tuple[Paper, ...]) -> None:
    """Sheet and listing share no key, so nothing joins them."""
    sheet = by_id(papers, "anthropic.com-research-toy-models-of-superposition")
    listing = by_id(papers, "arxiv-2209.10652")
    assert (sheet.title, listing.title) == ("Toy Models of Superposition", None)


def test_a_merge_keeps_every_source_title_and_address(papers: tuple[Paper, ...]) -> None:
    """Three records of the critiques paper, the one with its arXiv id first."""
    paper = by_id(papers, "arxiv-2206.05802")
    assert [(r.source[:3], r.line) for r in paper.records] == [
        ("000", 2),
        ("001", 579),
        ("001", 632),
    ]
    assert paper.urls == (
        "https://arxiv.org/pdf/2206.05802v2",
        "https://openai.com/research/critiques",
    )
    assert (paper.publishers, paper.categories) == (("OpenAI",), ("Enhancing human feedback",))


def test_ids_of_the_seeds_come_from_the_strongest_key(papers: tuple[Paper, ...]) -> None:
    """arXiv id, address, or the hash of the abstract."""
    names = {paper.id for paper in papers}
    assert "anthropic.com-research-reward-tampering" in names
    assert "deepmind.google-research-publications-78149" in names
    assert sum(name.startswith("arxiv-") for name in names) == 39
    assert sum(re.fullmatch("abstract-[0-9a-f]{12}", name) is not None for name in names) == 6


def test_the_text_of_a_paper_is_title_blank_line_abstract() -> None:
    """Or the one that exists, or nothing."""
    texts = [
        merge([Record("x", 1, title=title, abstract=abstract, arxiv_id="2301.00001")])[0][0].text
        for title, abstract in (("T", "A"), ("T", None), (None, "A"), (None, None))
    ]
    assert texts == ["T\n\nA", "T", "A", ""]


# --- identity ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (
            {"arxiv_id": "2212.08073"},
            {"urls": ("https://arxiv.org/pdf/2212.08073v3.pdf",)},
            "same arXiv id 2212.08073",
        ),
        (
            {"urls": ("https://doi.org/10.48550/arXiv.2212.08073",)},
            {"arxiv_id": "2212.08073"},
            "same arXiv id 2212.08073",
        ),
        (
            {"doi": "10.1145/ABC.1"},
            {"urls": ("https://dx.doi.org/10.1145/abc.1",)},
            "same DOI 10.1145/abc.1",
        ),
        (
            {"urls": ("http://www.x.org/a/?utm_source=t#top",)},
            {"urls": ("https://x.org/a",)},
            "same address x.org/a",
        ),
        ({"title": "A Title: of it"}, {"title": "a title — OF IT."}, "same title"),
        (
            {"title": "word " * 19 + "12345"},
            {"title": "word " * 19 + "12345678"},
            "same title, cut off in one,",
        ),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT.upper()}, "same abstract"),
        (
            {"abstract": ABSTRACT * 3},
            {"abstract": ABSTRACT * 3 + " New end."},
            "abstract 89 % alike",
        ),
    ],
)
def test_records_that_share_a_key_are_one_paper(
    one: dict[str, object], two: dict[str, object], reason: str
) -> None:
    """And the entry of the second says which key."""
    records = [Record("a", 1, **one), Record("b", 2, **two)]  # type: ignore[arg-type]
    found, entries = merge(records)
    assert len(found) == 1
    assert (entries[1].status, entries[1].detail) == ("merged", f"{reason} as a:1")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"title": "Same title"}, {"title": "Other title"}),
        ({"urls": ("https://x.org/",)}, {"urls": ("http://www.x.org",)}),
        ({"urls": ("https://x.org/?id=1",)}, {"urls": ("https://x.org/?id=2",)}),
        ({"title": "Introduction"}, {"title": "Introduction"}),
        ({"title": "One title", "abstract": "See."}, {"title": "Two title", "abstract": "See."}),
        ({"title": "A title"}, {"title": "A title that goes on"}),
        (
            {"title": "Same title", "abstract": ABSTRACT, "arxiv_id": "2301.00001"},
            {"title": "Same title", "abstract": ABSTRACT, "arxiv_id": "2301.00002"},
        ),
        (
            {"title": "Same title", "doi": "10.1000/a"},
            {"title": "Same title", "doi": "10.1000/b"},
        ),
        (
            {"urls": ("https://x.org/code",), "arxiv_id": "2301.00001"},
            {"urls": ("https://x.org/code",), "arxiv_id": "2301.00002"},
        ),
    ],
)
def test_records_that_share_no_key_or_differ_in_a_stronger_one_stay_two(
    one: dict[str, object], two: dict[str, object]
) -> None:
    """Weak keys never join different arXiv ids or DOIs."""
    records = [Record("a", 1, **one), Record("b", 2, **two)]  # type: ignore[arg-type]
    assert len(merge(records)[0]) == 2


def test_weak_keys_do_not_join_different_ids_through_a_third_record() -> None:
    """The record without id joins one of the two, never both."""
    records = [
        Record("a", 1, title="Same title", arxiv_id="2301.00001"),
        Record("b", 1, title="Same title"),
        Record("c", 1, title="Same title", arxiv_id="2301.00002"),
    ]
    assert [(p.arxiv_id, len(p.records)) for p in merge(records)[0]] == [
        ("2301.00001", 2),
        ("2301.00002", 1),
    ]


def test_a_cut_title_gives_way_to_the_whole_one() -> None:
    """The cut one is kept beside it."""
    whole = "word " * 19 + "12345678"
    cut = whole[:100]
    records = [Record("a", 1, title=cut, arxiv_id="2301.00001"), Record("b", 1, title=whole)]
    [paper] = merge(records)[0]
    assert (paper.title, paper.titles) == (whole, (cut,))


def test_issued_is_the_earliest_day_and_lists_are_unique() -> None:
    """Preprint and published version are one work."""
    one = Record("a", 1, arxiv_id="2301.00001", issued=date(2023, 5, 1), publisher="B")
    two = Record("b", 1, arxiv_id="2301.00001", issued=date(2023, 1, 2), publisher="A")
    three = Record("c", 1, arxiv_id="2301.00001", publisher="A", comment="9 pages")
    [paper] = merge([one, two, three])[0]
    assert (paper.issued, paper.publishers) == (date(2023, 1, 2), ("A", "B"))
    assert paper.comments == ("9 pages",)


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (Record("a", 1, arxiv_id="2212.08073", doi="10.1/a"), "arxiv-2212.08073"),
        (Record("a", 1, arxiv_id="hep-th/9901001"), "arxiv-hep-th-9901001"),
        (Record("a", 1, doi="10.1000/XYZ"), "doi-10.1000-xyz"),
        (Record("a", 1, urls=("https://www.x.org/a/b?id=3",)), "x.org-a-b-id-3"),
        (Record("a", 1, title="Some title, here"), "title-some-title-here"),
        (Record("a", 1, abstract="Short one."), "abstract-83f46c8fe0f0"),
    ],
)
def test_an_id_is_named_after_the_strongest_key(record: Record, name: str) -> None:
    """In letters, digits, dots and hyphens."""
    [found] = ids(record)
    assert found == name


def test_a_long_or_foreign_key_is_cut_and_hashed() -> None:
    """Different keys get different ids of bounded length."""
    long = [Record("a", n, title="word " * 40 + str(n)) for n in (1, 2)]
    foreign = [Record("a", n, title=title) for n, title in ((3, "论文 一"), (4, "论文 二"))]
    names = ids(*long, *foreign)
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in names)
    assert max(map(len, names)) <= LONGEST_ID


def test_papers_whose_ids_would_be_alike_get_a_hash_each() -> None:
    """Whichever comes first."""
    records = [
        Record("a", 1, urls=("https://x.org/a_b!",)),
        Record("a", 2, urls=("https://x.org/a_b*",)),
    ]
    names = ids(*records)
    assert names == ids(*reversed(records))
    assert len(set(names)) == 2
    assert all(name.startswith("x.org-a_b-") for name in names)


# --- identifiers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2212.08073v2", "2212.08073"),
        ("arXiv:1312.6114", "1312.6114"),
        ("http://export.arxiv.org/abs/cs/0112017v1", "cs/0112017"),
        ("https://arxiv.org/html/2401.04088v1#S2", "2401.04088"),
        ("https://arxiv.org/list/cs.CL/2401", None),
        ("2213.08073", None),
        ("1312.61145", None),
        ("https://evil.org/arxiv.org/abs/2212.08073", None),
    ],
)
def test_arxiv_ids_are_read_by_their_scheme(text: str, found: str | None) -> None:
    """Month, number of digits and host must be right."""
    assert arxiv_id(text) == found


def test_dois_and_addresses_have_one_spelling() -> None:
    """Case, resolver and tracking go."""
    assert doi("https://www.doi.org/10.1000/AbC.") == "10.1000/abc"
    assert canonical_url("HTTPS://WWW.X.org:443//a//?b=2&utm_id=3&a=1#z") == "x.org/a?a=1&b=2"
    assert canonical_url("ftp://x.org/a") is None
    assert not is_web_url("https://x.org/a<b")


# --- laws ----------------------------------------------------------------------------------------

WORDS = ["alpha beta gamma", "alpha beta", "delta", None]
RECORDS = st.builds(
    Record,
    source=st.sampled_from(["a", "b"]),
    line=st.integers(1, 3),
    title=st.sampled_from(WORDS),
    abstract=st.sampled_from([ABSTRACT, ABSTRACT + " More.", "Short.", None]),
    urls=st.sampled_from([(), ("https://x.org/a",), ("https://arxiv.org/abs/2301.00001",)]),
    arxiv_id=st.sampled_from([None, None, "2301.00001", "2301.00002"]),
    doi=st.sampled_from([None, None, "10.1000/a", "10.1000/b"]),
)


@given(st.lists(RECORDS, max_size=8).flatmap(lambda r: st.tuples(st.just(r), st.permutations(r))))
def test_the_order_of_records_changes_nothing(orders: tuple[list[Record], list[Record]]) -> None:
    """Papers and entries are the same, ids are unique, and no record is lost."""
    papers, entries = merge(orders[0])
    assert (papers, entries) == merge(orders[1])
    assert len({paper.id for paper in papers}) == len(papers)
    assert sum(len(paper.records) for paper in papers) == len(set(orders[0])) == len(entries)


@given(st.text(max_size=150), st.text(max_size=150))
def test_ids_are_safe_whatever_titles_and_addresses_say(title: str, path: str) -> None:
    """Only letters, digits, dots, underscores and hyphens, not too many."""
    [name] = ids(Record("a", 1, title=title, urls=(f"https://x.org/{path}",)))
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,109}", name)


def test_likeness_finds_the_pairs_that_comparing_all_finds() -> None:
    """On every abstract of the seeds: seven pairs, the least 87 % alike, the next 3 %."""
    records = [r for reading in read_all([SEEDS]) for r in reading.records if r.abstract]
    texts = [" ".join(words_of(record.abstract or "")) for record in records]
    sets = [shingles(text) for text in texts]
    every = sorted(
        (len(a & b) / len(a | b), i, j) for j, b in enumerate(sets) for i, a in enumerate(sets[:j])
    )
    assert [(i, j) for _, i, j in sorted(every[-7:], key=lambda x: x[1:])] == [
        (i, j)
        for i, j, _ in sorted(alike_pairs([sketch_of(text) for text in texts], texts.__getitem__))
    ]
    assert (round(every[-7][0], 2), round(every[-8][0], 2)) == (0.87, 0.03)


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=9).map(" ".join), max_size=9),
    st.integers(1, 3),
    st.integers(2, 4),
)
def test_texts_that_share_enough_telling_names_are_compared(texts, rows, most) -> None:
    """However many rows are counted at once, and whatever number of texts makes a name common."""
    sketches = [set(unpack(f">{len(s) // 4}I", s)) for s in map(sketch_of, texts)]
    times = Counter(chain.from_iterable(sketches))
    telling = [{name for name in each if times[name] <= most} for each in sketches]
    near = [
        (i, j)
        for j in range(len(texts))
        for i in range(j)
        if len(telling[i] & telling[j]) >= max(1, len(sketches[j]) // likeness.SHARED)
    ]
    with patch.multiple(likeness, _ROWS=rows, COMMONPLACE=most):
        found = alike_pairs(list(map(sketch_of, texts)), texts.__getitem__, 0)
        assert [(i, j) for i, j, _ in found] == near
