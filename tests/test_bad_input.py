"""Bad input is refused by name, line and cure, and never loses good input."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperatlas.errors import InputError
from paperatlas.papers import merge
from paperatlas.readers import read, read_all, sources
from paperatlas.readers.blocks import LONGEST_RECORD

GOOD = "Abstract: We study it.\n"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


def refusal_of(content: bytes | str) -> tuple[int, str, str]:
    reading = read(content, "x.txt")
    assert reading.records == ()
    [refusal] = reading.refusals
    assert refusal.source == "x.txt"
    return refusal.line, refusal.why, refusal.cure


def test_a_missing_file_is_refused_and_the_good_one_read(good: Path) -> None:
    """One bad path stops nothing."""
    missing, fine = read_all([good.parent / "none.txt", good])
    assert [(r.source, r.line, r.why) for r in missing.refusals] == [
        ("none.txt", 1, "there is no such file")
    ]
    assert [record.abstract for record in fine.records] == ["We study it."]


def test_when_nothing_can_be_read_the_build_fails_and_says_why(tmp_path: Path) -> None:
    """InputError names the first document and a cure, and counts the others."""
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(InputError) as caught:
        read_all([tmp_path / "empty.txt", tmp_path / "none.txt"])
    assert str(caught.value) == (
        "empty.txt:1: no record was found: the document is empty; and 1 more "
        "(leave it out or fill it)"
    )
    assert str(tmp_path) not in str(caught.value)


def test_no_path_at_all_is_an_input_error() -> None:
    """There must be something to read."""
    with pytest.raises(InputError, match="no record was found"):
        read_all([])


@pytest.mark.parametrize("content", [b"", b"  \n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_document_is_refused(content: bytes) -> None:
    """Blank is empty."""
    assert refusal_of(content) == (1, "the document is empty", "leave it out or fill it")


def test_an_empty_folder_is_refused(tmp_path: Path, good: Path) -> None:
    """A folder without documents is named."""
    (tmp_path / "void").mkdir()
    empty, _ = read_all([tmp_path / "void", good])
    assert [(r.source, r.why) for r in empty.refusals] == [("void", "the folder holds no document")]


def test_a_folder_gives_its_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    """Also those of folders below."""
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    assert [name for name, _ in sources([tmp_path])] == ["a.txt", "b.txt", "c.txt"]


def test_files_of_one_name_get_their_folder_in_front(tmp_path: Path) -> None:
    """Names are distinct, the same file counts once, and no name is a whole path."""
    for folder in ("one/deep", "two/deep", "three"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "same.txt").write_text(GOOD)
    found = sources([tmp_path, tmp_path / "three" / "same.txt"])
    assert [name for name, _ in found] == [
        "one/deep/same.txt",
        "three/same.txt",
        "two/deep/same.txt",
    ]


def test_control_characters_leave_a_files_name(tmp_path: Path) -> None:
    """A name is printed in reports and must not steer a terminal."""
    (tmp_path / "a\x1b[31m\nb.txt").write_text(GOOD)
    assert [name for name, _ in sources([tmp_path])] == ["a_[31m_b.txt"]


def test_a_binary_document_is_refused() -> None:
    """A picture is no text."""
    cure = "convert it to plain text in UTF-8"
    assert refusal_of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") == (1, "the document is binary", cure)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    """The cure names the shapes."""
    line, why, cure = refusal_of("Dear diary,\ntoday I read a paper.\n")
    assert (line, why) == (1, "the document has no format that is known")
    assert cure == (
        "known are rows that begin with a line of their number alone and hold a date or an "
        "address; abstracts each closed by a line that begins 'arXiv:' and an id; "
        "lines that begin 'Abstract:'; Parquet; Excel workbooks (.xlsx); Atom of the arXiv API; XML "
        "of the ACL Anthology; XML of PubMed; JSON Lines; JSON (CSL-JSON, OpenAlex, Semantic "
        "Scholar, Crossref, arXiv, or the usual field names); BibTeX; MEDLINE (.nbib); RIS; CSV or TSV with named "
        "columns"
    )


def test_an_unreadable_file_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's refusal becomes one of ours."""

    def forbidden(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("paperatlas.readers.unpacking.Watched", forbidden)
    assert read(good, "good.txt").refusals[0].why == "the file may not be read"


def test_bytes_that_are_not_utf8_are_replaced_and_told_by_line() -> None:
    """The record that they stand in says so; the others do not."""
    reading = read(b"Abstract: fine\nAbstract: caf\xe9 au\nlait\nAbstract: fine too", "x.txt")
    assert [record.abstract for record in reading.records] == [
        "fine",
        "caf\ufffd au lait",
        "fine too",
    ]
    told = [[say for say in r.repairs if "UTF-8" in say] for r in reading.records]
    assert told == [[], ["line 2: bytes that are not UTF-8 became U+FFFD"], []]
    assert reading.notes == ("line 2 holds bytes that are not UTF-8",)


def test_utf16_with_its_mark_is_read() -> None:
    """Notepad writes it."""
    reading = read("Abstract: é\r\n".encode("utf-16"), "x.txt")
    assert [record.abstract for record in reading.records] == ["é"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Abstract: ", "\nAbstract: kept", 1),
        ("", "\narXiv:2301.00001Kept.\narXiv:2301.00002", 1),
        (
            "1\nOpenAIA2-Jun-24\nhttps://openai.com/a\nSafetyWe ",
            "\n2\nOpenAIKept2-Jun-24\nhttps://openai.com/b\nSafetyYou see.\n",
            2,
        ),
    ],
)
def test_a_record_of_ten_megabytes_is_refused_and_the_rest_read(
    before: str, after: str, line: int
) -> None:
    """The limit and the line are named."""
    reading = read(before + "long " * 2_000_000 + after, "x.txt")
    assert len(reading.records) == 1
    assert "ept" in f"{reading.records[0].title}{reading.records[0].abstract}"
    [refusal] = reading.refusals
    assert refusal.line == line
    assert f"more than the {LONGEST_RECORD:,} that one may have" in refusal.why


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 999_000,
        "a-" * 499_000,
        " " * 999_000,
        "\\emph{" * 160_000,
        "`" * 999_000,
        "$" * 999_000,
        "f " * 499_000,
        "\n" * 999_000,
        "1\n" * 499_000,
        "x. \n" * 240_000,
    ],
)
@pytest.mark.parametrize(
    "shape", ["Abstract: {}", "{}We.\narXiv:2301.00001", "1\nA2-Jun-24https://x.org/{}"]
)
def test_no_text_within_the_limit_stalls_a_reader(hostile: str, shape: str) -> None:
    """Reading takes time in proportion to the text; a stall would run for minutes."""
    assert read(shape.format(hostile), "x.txt").source == "x.txt"


SHEET = "4\nOpenAI\n{}\n2-Jun-24\n{}\nSafetyWe see.\n"


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('Say "no" & <b>go</b>', 'Say "no" & <b>go</b>'),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Bell\x07 and \x1b[31mred", "Bell and [31mred"),
    ],
)
def test_markup_and_quotes_in_titles_are_text(title: str, read_as: str) -> None:
    """A title is kept as it stands; only control characters go."""
    [record] = read(SHEET.format(title, "https://openai.com/x"), "x.txt", ["OpenAI"]).records
    assert (record.publisher, record.title) == ("OpenAI", read_as)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://x.org/a b",
        'https://x.org/"><script>',
        "https://",
        "https://[::1",
    ],
)
def test_a_hostile_address_becomes_a_comment_and_names_nothing(address: str) -> None:
    """Only whole http(s) addresses are addresses; no id is made of the others."""
    [record] = read(SHEET.format("Notes on it", address), "x.txt", ["OpenAI"]).records
    assert (record.urls, record.comment) == ((), address)
    assert "the address is not an http(s) one and became a comment" in record.repairs
    assert record.category == "Safety"
    assert [paper.id for paper in merge([record])[0]] == ["title-notes-on-it"]
