"""Formats are known by their content and read whatever companies, categories and line ends."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.readers import read
from paperatlas.readers.cleaning import clean
from paperatlas.readers.columns import learn_values
from paperatlas.readers.sheet_rows import part_rows
from paperatlas.readers.split_words import count_words, join_ligatures
from paperatlas.records import Record

SEEDS = Path(__file__).parent.parent / "seeds"
ABSTRACTS = "000_d11e05cc7f062c32.txt"
SHEET = "001_65e12ee1781831be.txt"
LISTING = "002_b55e028bf21fd9bc.txt"


def only(text: str | bytes, *known: str) -> Record:
    reading = read(text, "x.txt", known)
    assert reading.refusals == ()
    [record] = reading.records
    return record


# --- abstracts -----------------------------------------------------------------------------------


def test_abstracts_of_the_seeds_are_seven_with_line_and_nothing_else() -> None:
    """A record of this format has an abstract; it has no title, id or company."""
    reading = read(SEEDS / ABSTRACTS, ABSTRACTS)
    assert (reading.format, reading.refusals, reading.notes) == ("abstracts", (), ())
    assert [(r.line, (r.abstract or "")[:22]) for r in reading.records] == [
        (1, "Mechanistic interpreta"),
        (2, "We fine-tune large lan"),
        (3, "Language models demons"),
        (4, "We fine-tune GPT-3 to "),
        (5, "In many contexts, lyin"),
        (6, "We introduce Codex, a "),
        (7, "AI systems are increas"),
    ]
    bare = [(r.title, r.arxiv_id, r.publisher, r.urls, r.repairs) for r in reading.records]
    assert bare == [(None, None, None, (), ())] * 7


def test_text_before_the_first_abstract_is_refused_and_the_rest_read() -> None:
    """No text disappears without a word."""
    reading = read("My list\nAbstract: One.\n\nAbstract:\nAbstract: Two.", "x.txt")
    assert [(r.line, r.abstract) for r in reading.records] == [(2, "One."), (5, "Two.")]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (1, "text stands before the first 'Abstract:'"),
        (4, "no abstract follows 'Abstract:'"),
    ]


# --- arXiv listing -------------------------------------------------------------------------------


def test_listing_of_the_seeds_gives_each_abstract_the_id_that_closes_it() -> None:
    """Ids, lines, comments, addresses and first words of all eight."""
    reading = read(SEEDS / LISTING, LISTING)
    assert (reading.format, reading.refusals) == ("arXiv listing", ())
    toy = "https://transformer-circuits.pub/2022/toy_model/index.html"
    assert [
        (r.line, r.arxiv_id, r.comment, r.urls, (r.abstract or "")[:18]) for r in reading.records
    ] == [
        (1, "2212.08073", None, (), "As AI systems beco"),
        (2, "2211.09169", "31 pages, 26 figures", (), "In some neural net"),
        (4, "2211.03232", "22 pages,5 figures, accepted at NeurIPS 2022", (), "Recent work shows "),
        (6, "2211.03540", None, (), "Developing safe an"),
        (7, "2209.10652", f"Also available at {toy}", (toy,), "Neural networks of"),
        (9, "2209.07858", None, (), "We describe our ea"),
        (10, "2207.05221", "23+17 pages", (), "We study whether l"),
        (12, "1901.04452", "16 pages", (), "The FoundationDB R"),
    ]


def test_listing_of_the_seeds_loses_its_macros_and_keeps_its_formulas() -> None:
    """``features'' and \\emph become plain; $O(\\log n)$ stays."""
    records = read(SEEDS / LISTING, LISTING).records
    assert 'natural "features" in the input. Such monosemantic neurons' in str(records[1].abstract)
    assert "with exponentially lower complexity" in str(records[2].abstract)
    assert r"consists of only $O(\log n)$ bits" in str(records[2].abstract)


@pytest.mark.parametrize(
    ("closing", "identifier", "following"),
    [
        ("arXiv:2212.080732D models are it.", "2212.08073", "2D models are it."),
        ("arXiv:1312.611412 monkeys type.", "1312.6114", "12 monkeys type."),
        ("arXiv:2212.08073v2We type.", "2212.08073", "We type."),
        ("arXiv:2212.08073v13D models.", "2212.08073", "3D models."),
        ("arXiv:hep-th/9901001$n$ apes.", "hep-th/9901001", "$n$ apes."),
        ("arXiv:math.GT/0309136v1\nWe type.", "math/0309136", "We type."),
        ("arXiv:2212.08073 [cs.CL]\nWe type.", "2212.08073", "We type."),
    ],
)
def test_ids_end_where_the_arxiv_scheme_ends_them(
    closing: str, identifier: str, following: str
) -> None:
    """Four digits to 2014, five since 2015, seven before 2007; versions and classes go."""
    first, second = read(f"One.\n{closing}\narXiv:2301.00001", "x.txt").records
    assert (first.arxiv_id, second.abstract) == (identifier, following)


def test_an_id_that_is_cited_in_a_wrapped_abstract_closes_nothing() -> None:
    """Neither '(arXiv:…)' nor 'arXiv:…, who' ends a record."""
    text = "We extend\narXiv:1706.03762, who study it (arXiv:1810.04805).\narXiv:2301.00001"
    record = only(text)
    assert record.arxiv_id == "2301.00001"
    assert record.abstract == "We extend arXiv:1706.03762, who study it (arXiv:1810.04805)."


def test_a_last_paragraph_is_abstract_and_a_last_remark_is_comment() -> None:
    """Only a line that tells of pages or places, after a finished sentence, is metadata."""
    text = "We study it.\nOur code is available at https://x.org/code.\narXiv:2301.00001"
    assert only(text).comment is None
    text = "We study it.\nAccepted at ICML.\narXiv:2301.00001"
    assert only(text).comment == "Accepted at ICML."
    text = "We study it and that on\n12 pages of text.\narXiv:2301.00001"
    assert only(text).comment is None


# --- printed sheet -------------------------------------------------------------------------------

HEADER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\n1\nCompanyTitleDateURL\nSafety_category\nAbstract\n"
ZOO = HEADER + (
    "2\nCohereCommand R under shift3-Mar-2024https://cohere.com/research/command-r"
    "EvaluationWe evaluate models.\n"
    "3\n"
    "5\nRedwood ResearchCausal scrubbing for ReLU nets2022-12-05\n"
    "https://www.alignmentforum.org/posts/abc/causal-scrubbing-for-relu-nets\n"
    "Reverse engineeringCausal scrubbing is a\nmethod.\n"
    "6\nMistral AI\nMixtral of\nExperts\n8-Jan-24\nhttps://arxiv.org/abs/2401.04088v1"
    "EvaluationMixtral is sparse.\n"
)


def test_companies_and_categories_seen_once_are_told_apart() -> None:
    """By address, by standing alone, by the seam of small letter and capital."""
    reading = read(ZOO, "zoo.txt")
    assert reading.notes == ("1 empty row",)
    assert [
        (r.line, r.publisher, r.title, r.issued, r.category, r.abstract) for r in reading.records
    ] == [
        (
            7,
            "Cohere",
            "Command R under shift",
            date(2024, 3, 3),
            "Evaluation",
            "We evaluate models.",
        ),
        (
            10,
            "Redwood Research",
            "Causal scrubbing for ReLU nets",
            date(2022, 12, 5),
            "Reverse engineering",
            "Causal scrubbing is a method.",
        ),
        (
            15,
            "Mistral AI",
            "Mixtral of Experts",
            date(2024, 1, 8),
            "Evaluation",
            "Mixtral is sparse.",
        ),
    ]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("name", [ABSTRACTS, SHEET, LISTING])
def test_line_ends_of_other_systems_change_nothing(name: str, line_end: str) -> None:
    """CRLF, CR, and a byte-order mark before them."""
    content = (SEEDS / name).read_text(encoding="utf-8")
    other = "\ufeff" + content.replace("\n", line_end)
    assert read(other.encode(), name).records == read(content, name).records


def test_rows_in_any_order_are_read_alike() -> None:
    """Shuffled, every row of the seeds gives the record that it gives in its place."""
    content = (SEEDS / SHEET).read_text(encoding="utf-8")
    rows = part_rows(content)[1][1:]
    random.Random(7).shuffle(rows)  # noqa: S311  (a shuffle, no secret)
    shuffled = "".join(f"{number}\n{row.text}\n" for number, row in enumerate(rows, start=2))
    assert facts(read(shuffled, SHEET).records) == facts(read(content, SHEET).records)


def facts(records: tuple[Record, ...]) -> set[tuple[object, ...]]:
    return {
        (r.publisher, r.title, r.issued, r.urls, r.category, r.abstract, r.repairs) for r in records
    }


def test_one_row_of_the_seeds_alone_is_read_right_or_says_that_it_is_not() -> None:
    """Without other rows to learn from: no wrong company or category, and few unknown ones."""
    content = (SEEDS / SHEET).read_text(encoding="utf-8")
    whole = read(content, SHEET).records
    unknown = 0
    for row, expected in zip(part_rows(content)[1][1:], whole, strict=True):
        record = only(f"9\n{row.text}\n")
        assert record.category == expected.category
        assert (record.issued, record.urls) == (expected.issued, expected.urls)
        if record.publisher is None:
            unknown += 1
            assert record.title == f"{expected.publisher}{expected.title}"
            say = "company and title could not be told apart: all of it is the title"
            assert say in record.repairs
        else:
            assert (record.publisher, record.title) == (expected.publisher, expected.title)
    assert unknown == 19


def test_known_publishers_tell_company_and_title_apart() -> None:
    """What the sheet does not show, the caller may know."""
    row = (
        "9\nGoogle DeepMindModel risks24-May-23\nhttps://arxiv.org/abs/2305.15324\nSafetyWe see.\n"
    )
    assert only(row).publisher is None
    assert only(row, "DeepMind", "Google DeepMind").publisher == "Google DeepMind"
    assert only(row, "Google DeepMind").title == "Model risks"


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        ("OpenAIConcepts from GPT-46-Jun-24", "Concepts from GPT-4", date(2024, 6, 6)),
        ("OpenAIConcepts from GPT-416-Jun-24", "Concepts from GPT-4", date(2024, 6, 16)),
        ("OpenAIUpdates — May 202324-May-23", "Updates — May 2023", date(2023, 5, 24)),
        ("OpenAIWords on PaLM 25-May-2023", "Words on PaLM 2", date(2023, 5, 5)),
        ("OpenAITraining15-Jan-24", "Training", date(2024, 1, 15)),
        ("OpenAITraining\n15-Jan-24", "Training", date(2024, 1, 15)),
        ("OpenAIGPT-42024-06-06", "GPT-4", date(2024, 6, 6)),
        ("OpenAITraining31-Feb-24", "Training", None),
    ],
)
def test_a_title_that_ends_in_a_digit_is_parted_from_its_date(
    head: str, title: str, day: date | None
) -> None:
    """Impossible days and dangling titles are put aside, then two digits come before one."""
    row = f"4\n{head}https://openai.com/x/y1\nSafetyWe see.\n"
    record = only(row, "OpenAI")
    assert (record.title, record.issued) == (title, day)


def test_the_address_says_which_digits_are_the_titles() -> None:
    """'Part 1' + 2-Jun or 'Part' + 12-Jun: the slug knows."""
    row = "4\nOpenAINotes part12-Jun-24\nhttps://openai.com/x/notes-{}\nSafetyWe see.\n"
    assert only(row.format("part1"), "OpenAI").title == "Notes part1"
    assert only(row.format("part"), "OpenAI").title == "Notes part"


def test_a_number_that_an_abstract_wraps_alone_begins_no_row() -> None:
    """'in⏎2023⏎the things' goes on."""
    text = "4\nOpenAINotes2-Jun-24\nhttps://openai.com/x\nSafetyWe saw in\n2023\nthe things.\n5\n"
    assert only(text, "OpenAI").abstract == "We saw in 2023 the things."


def test_a_row_without_date_and_address_is_refused_and_the_rest_read() -> None:
    """The refusal names the line and the cure."""
    text = "3\nsome words.\n4\nOpenAINotes2-Jun-24\nhttps://openai.com/x\nSafetyWe see.\n"
    reading = read(text, "x.txt")
    assert [r.title for r in reading.records] == ["Notes"]
    assert [(r.line, r.why, r.cure) for r in reading.refusals] == [
        (
            2,
            "the row has neither a date nor an address",
            "give it a date such as 17-Jun-24 or an https:// address",
        )
    ]


def test_a_row_lacking_only_its_date_or_only_its_address_is_kept() -> None:
    """What there is is read."""
    text = (
        "3\nOpenAI\nNotes\nhttps://openai.com/x\nSafetyWe see.\n"
        "4\nOpenAI\nMore notes\n2-Jun-24\nSafetyYou see.\n"
    )
    first, second = read(text, "x.txt").records
    assert (first.title, first.issued, first.category) == ("Notes", None, "Safety")
    assert "the row has no date" in first.repairs
    assert (second.title, second.urls, second.category) == ("More notes", (), "Safety")


def test_a_broken_off_abstract_does_not_swallow_the_bad_row_after_it() -> None:
    """A number that is in its turn begins a row, which is refused when it holds nothing."""
    text = "4\nOpenAINotes2-Jun-24\nhttps://openai.com/x\nSafetyWe saw the\n5\nNo date here.\n"
    reading = read(text, "x.txt", ["OpenAI"])
    assert [record.abstract for record in reading.records] == ["We saw the"]
    assert [refusal.line for refusal in reading.refusals] == [6]


def test_of_prefixes_with_as_many_followers_the_longest_is_the_value() -> None:
    """'Google Deep' comes before as many words as 'Google DeepMind'."""
    texts = ["Google DeepMindOne thing", "Google DeepMindTwo things", "MetaOther"]
    assert learn_values(texts) == {"Google DeepMind"}


# --- cleaning ------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from(["f", "of", "ine", "fine", "coef", "ficient", "fi", "nd", "the", " "]))
)
def test_split_words_are_joined_whether_or_not_other_words_are_counted(parts: list[str]) -> None:
    text = " ".join(parts)
    assert join_ligatures(text, {}) == join_ligatures(text, {"elsewhere": 1})


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (r"\textbf{bold \emph{and} plain}", "bold and plain"),
        (r"G\"odel, Poincar\'e, \v{S}, na\"{\i}ve, \o re", "Gödel, Poincaré, Š, naïve, øre"),
        (r"5\% of R\&D", "5% of R&D"),
        ("``quoted'' and `single'", "\"quoted\" and 'single'"),
        (r"$\emph{n}$ and $5 and $6", r"$\emph{n}$ and $5 and $6"),
        ("ef\ufb01cient \ufb02ow", "efficient flow"),
        ("inter\u00adpret", "interpret"),
        ("a\u200bb\x00c\x1b[31m\u202e", "abc[31m"),
        ("state-of-the-\nart", "state-of-the-art"),
        ("interpret-\nability", "interpretability"),
        ("e\u0301", "é"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        (r"it\'s \"so\" C:\users\b c", r"it\'s \"so\" C:\users\b c"),
        ("functions f or g", "functions f or g"),
        ("the f irst ef fect", "the first effect"),
        (r"\textbf{\underline{F}}oo-Aware \textbf{\uline{N}}et", "Foo-Aware Net"),
        (r"a {\color{black} clear} \textcolor{red}{tool}", "a clear tool"),
        (r"$\textbf{FooNet}$ and $\texttt{Bar}$-Net", "FooNet and Bar-Net"),
        (r"$\mathbf{x}$ in $\mathcal{O}(n)$", r"$\mathbf{x}$ in $\mathcal{O}(n)$"),
    ],
)
def test_cleaning_makes_plain_text_and_nothing_else(raw: str, plain: str) -> None:
    """LaTeX, ligatures, hyphens and control characters are mended; markup is text."""
    assert clean(raw)[0] == plain


def test_halves_that_are_words_stay_apart_in_a_document_that_has_the_whole() -> None:
    """'f or' is not 'for' where 'for' is written."""
    text = "functions f or g for all"
    assert clean(text, count_words(text)) == (text, ())


@given(
    st.text(
        alphabet=st.sampled_from("ab f\\emph{}$`'\"~%&-\n\u00ad\ufb01\u0301\x00é "), max_size=60
    )
)
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    """Cleaning is idempotent."""
    once, _ = clean(text)
    assert clean(once) == (once, ())


@given(st.text(max_size=200))
def test_clean_text_is_one_line_of_printable_characters(text: str) -> None:
    """No control character, no line break, no outer space is left."""
    cleaned, _ = clean(text)
    assert cleaned == cleaned.strip()
    assert not any(ord(sign) < ord(" ") for sign in cleaned)


@given(st.text(max_size=300))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    """Whatever is read is records, or refusals with a reason."""
    reading = read(text, "x.txt")
    assert reading.records or reading.refusals
    assert all(refusal.why for refusal in reading.refusals)


@given(st.lists(st.sampled_from([
    "7", "OpenAI", "Notes", "2-Jun-24", "https://x.org/a", "Abstract:", "arXiv:2212.08073", "We see.",
    "\x00", "31-Feb-24", "javascript:x", "[Duplicate]", "Safety", " ",
]), max_size=12), st.sampled_from(["", "\n"]))  # fmt: skip
def test_no_arrangement_of_cells_makes_a_reader_fail(cells: list[str], between: str) -> None:
    """Cells in any order, glued or not."""
    reading = read(between.join(cells), "x.txt")
    assert reading.records or reading.refusals
