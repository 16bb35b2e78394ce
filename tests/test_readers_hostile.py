"""Lines, titles and languages that no paper has, or that few have: told, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.papers import merge
from paperatlas.readers import STREAMED, read
from paperatlas.readers.encoding import encoding_of
from paperatlas.readers.language import language_of


def test_a_line_without_end_is_passed_over_and_the_rest_read(monkeypatch) -> None:
    monkeypatch.setattr("paperatlas.readers.lines.LONGEST_ENTRY", 1000)
    text = '{"title": "One two"}\n{"title": "' + "x" * 5000 + '"}\n{"title": "Three four"}\n'
    reading = read(text, "a.jsonl")
    assert [(r.line, r.title) for r in reading.records] == [(1, "One two"), (3, "Three four")]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (2, "the line is longer than 1,000 bytes")
    ]


def test_a_line_of_sixty_four_megabytes_is_not_held(tmp_path: Path) -> None:
    """A child reads it, packed, in less memory than the line takes."""
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"title": "One two"}\n{"title": "')
        for _ in range(1 << 6):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n{"title": "Three four"}\n')
    code = (
        "import resource, sys; from pathlib import Path; from paperatlas.readers import stream, unpacking\n"
        "unpacking.MOST_SWELLING = 10**9\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = list(stream(Path(sys.argv[1]), 'a'))\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print([each.line for each in found], grown < 48 << 10)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[1, 2, 3] True\n"


def test_the_same_record_ten_thousand_times_is_one_paper() -> None:
    line = json.dumps({"title": "Deep Sets", "abstract": "We study sets.", "id": "1703.06114"})
    reading = read(f"{line}\n" * 10_000, "a.jsonl")
    papers, entries = merge(reading.records)
    assert (len(papers), len(entries)) == (1, 10_000)
    assert entries[-1].detail == "same arXiv id 1703.06114 as a.jsonl:1"
    assert len({(entry.source, entry.line) for entry in entries}) == 10_000


@pytest.mark.parametrize(
    "shape",
    [
        '{{"title": "{0}"}}\n{{"title": "Next one"}}\n',
        '[{{"title": "{0}"}},\n{{"title": "Next one"}}]',
        "@misc{{a, title={{{0}}}}}\n@misc{{b, title={{Next one}}}}\n",
        "TY  - JOUR\nTI  - {0}\nER  - \nTY  - JOUR\nTI  - Next one\nER  - \n",
        'title,year\n"{0}",2017\nNext one,2018\n',
    ],
    ids=["JSON Lines", "JSON", "BibTeX", "RIS", "CSV"],
)
def test_a_title_of_a_hundred_thousand_characters_is_refused(shape: str) -> None:
    reading = read(shape.format("long " * 20_000), "a")
    assert [record.title for record in reading.records] == ["Next one"]
    [refusal] = reading.refusals
    assert refusal.why.startswith("the title has ")
    assert refusal.why.endswith(" characters, more than the 2,000 that one may have")


@pytest.mark.parametrize(
    ("abstract", "language"),
    [
        ("Nous proposons une nouvelle architecture simple pour les réseaux de neurones.", "fr"),
        ("Wir schlagen eine neue und einfache Architektur für neuronale Netze vor.", "de"),
        ("Proponemos una nueva arquitectura para las redes que se basa en la atención.", "es"),
        ("我们提出了一种新的简单网络架构，Transformer。", "zh"),
        ("我々は新しい単純なネットワークアーキテクチャを提案する。", "ja"),
        ("우리는 새로운 단순한 네트워크 구조를 제안한다.", "ko"),
        ("Мы предлагаем новую простую архитектуру сети.", "und-Cyrl"),
        ("נציע ארכיטקטורה חדשה ופשוטה של רשת.", "he"),
        ("We propose a new simple network architecture, the Transformer, for 机器翻译.", None),
    ],
)
def test_an_abstract_in_another_language_is_kept_and_marked(abstract: str, language) -> None:
    line = json.dumps({"title": "Transformer", "abstract": abstract}, ensure_ascii=False) + "\n"
    [record] = read(line, "a.jsonl").records
    assert (record.abstract, record.language, record.repairs) == (abstract, language, ())


def test_a_language_that_a_record_states_is_taken_where_the_text_shows_none() -> None:
    line = json.dumps({"title": "Netze", "language": "German"}) + "\n"
    assert read(line, "a.jsonl").records[0].language == "de"


@given(st.text(max_size=200))
def test_the_language_of_any_text_can_be_asked(text: str) -> None:
    language_of(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Une méthode a été proposée à l'école. Élève, café, crème brûlée. ", "cp1252"),
        ("Мы предлагаем новую архитектуру сети. ", "cp1251"),
        ("我们提出了一种新的简单网络架构。", "gb18030"),
        ("私たちは新しい単純なネットワークを提案する。", "cp932"),
    ],
)
def test_encodings_are_told_by_their_letters(text: str, encoding: str) -> None:
    assert encoding_of((text * 8).encode(encoding)) == encoding


def test_a_wrong_byte_in_utf_8_costs_a_letter_and_is_told() -> None:
    lines = [
        b'{"title": "Gr\xc3\xb6\xc3\x9fe und Ma\xc3\x9f"}',
        b'{"title": "Gr\xf6\xdfe caf\xe9s"}',
    ]
    one, _, two = read(b"\n".join([lines[0], *lines]), "a.jsonl").records
    assert (one.title, one.repairs) == ("Größe und Maß", ())
    assert two.title == "Gr\ufffd\ufffde caf\ufffds"
    assert two.repairs == ("bytes without a meaning became U+FFFD",)


@pytest.mark.parametrize("entry", STREAMED, ids=lambda each: each.NAME)
@given(head=st.binary(max_size=300))
def test_anything_can_be_shown_to_every_format(entry, head: bytes) -> None:
    assert 0 <= entry.recognises(head) <= 1


@given(st.binary(max_size=300))
def test_no_document_raises(content: bytes) -> None:
    read(content, "x")


@pytest.mark.parametrize(
    "start", [b"PAR1", b"PK\x03\x04", b"PK\x03\x04xl/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh9",
              b"\xfd7zXZ\x00", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"[{", b"{", b"@a{b, c = {",
              b"TY  - JOUR\n", b"title,abstract\n", b"\xff\xfe", b"\x00\x00\xfe\xff"],
)  # fmt: skip
@given(rest=st.binary(max_size=200))
def test_no_document_that_begins_well_raises(start: bytes, rest: bytes) -> None:
    read(start + rest, "x")
