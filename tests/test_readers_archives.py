"""Archives, folders, patterns and standard input; what is cut off or swells is told by its line."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard

from paperatlas.readers import content_mark, on_disk, read, read_all, sources, stream
from paperatlas.records import Entry, Record, Refusal

LINES = "".join(json.dumps({"title": f"Paper number {n}"}) + "\n" for n in range(1, 2001)).encode()
PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("kind", PACKERS)
def test_a_packed_document_is_read_whatever_its_name(kind: str) -> None:
    reading = read(PACKERS[kind](LINES), "a.bin")
    assert (len(reading.records), reading.refusals) == (2000, ())
    assert (reading.records[-1].source, reading.records[-1].line) == ("a.bin", 2000)


@pytest.mark.parametrize("kind", PACKERS)
def test_two_archives_put_together_are_one_document(kind: str) -> None:
    assert len(read(PACKERS[kind](LINES) * 2, "a").records) == 4000


@pytest.mark.parametrize("kind", PACKERS)
def test_of_an_archive_that_is_cut_off_all_is_read_that_came(kind: str) -> None:
    import random

    chance = random.Random(1)  # noqa: S311  (the same noise each time)
    noisy = "".join(
        json.dumps({"title": f"On {n} {chance.random()} {chance.random()}"}) + "\n"
        for n in range(9000)
    )
    packed = PACKERS[kind](noisy.encode())
    reading = read(packed[: len(packed) * 2 // 3], "a")
    count = len(reading.records)
    assert [record.line for record in reading.records] == [*range(1, count + 1)]
    last = reading.refusals[-1]
    assert last.why.startswith("the archive is damaged or cut off here: ")
    assert last.cure == "get or pack the archive again"
    assert last.line > count
    if kind in {"gz", "zst"}:
        assert count > 1000


def test_the_documents_in_a_zip_have_names_of_their_own() -> None:
    content = zipped(
        {
            "b/list.csv": b"title,year\nDeep Sets,2017\n",
            "a.jsonl": b'{"title": "One two"}\n',
            "notes.txt": b"Abstract: We study it.\n",
            ".hidden": b'{"title": "No"}\n',
            "__MACOSX/a.jsonl": b'{"title": "No"}\n',
            "c.jsonl.gz": gzip.compress(b'{"title": "Three four"}\n'),
        }
    )
    reading = read(content, "dump.zip")
    assert [(r.source, r.line, r.title or r.abstract) for r in reading.records] == [
        ("dump.zip/a.jsonl", 1, "One two"),
        ("dump.zip/b/list.csv", 2, "Deep Sets"),
        ("dump.zip/c.jsonl.gz", 1, "Three four"),
        ("dump.zip/notes.txt", 1, "We study it."),
    ]


def test_an_archive_in_a_zip_is_refused_and_the_others_read() -> None:
    content = zipped({"a.zip": zipped({"x": LINES}), "b.jsonl": b'{"title": "One two"}\n'})
    reading = read(content, "dump.zip")
    assert [r.title for r in reading.records] == ["One two"]
    assert [(r.source, r.why) for r in reading.refusals] == [
        ("dump.zip/a.zip", "an archive inside an archive")
    ]


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda b: zipped({"a.jsonl": b})], ids=["gz", "zip"]
)
def test_what_swells_without_end_is_read_no_further(pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperatlas.readers.unpacking.HARMLESS", 1 << 20)
    bomb = b'{"title": "One two"}\n' + b" " * (1 << 24)
    reading = read(pack(bomb), "bomb")
    assert [r.title for r in reading.records] == ["One two"]
    assert reading.refusals[-1].why.startswith("the archive swells to more than ")


def test_a_workbook_that_swells_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperatlas.readers.spreadsheet.HARMLESS", 1 << 20)
    content = zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b" " * (1 << 24)})
    [refusal] = read(content, "a.xlsx").refusals
    assert (refusal.why, refusal.cure) == (
        "the workbook swells to 16 MB, and is not read",
        "save it anew, or as CSV",
    )


def test_without_its_package_zstandard_is_refused_with_a_cure(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    [refusal] = read(PACKERS["zst"](LINES), "a.zst").refusals
    assert refusal.cure == "pip install 'paperatlas[zstd]', or unpack it"


def test_mixed_files_in_a_folder_are_each_read_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("@misc{x, title={From BibTeX}}\n")
    (tmp_path / "b").write_bytes(gzip.compress(b'{"title": "From JSON Lines"}\n'))
    (tmp_path / "c.json").write_text("TY  - JOUR\nTI  - From RIS\nER  - \n")
    (tmp_path / "d.csv").write_text("Abstract: From abstracts\n")
    (tmp_path / "e.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / ".hidden.bib").write_text("@misc{x, title={Hidden}}\n")
    readings = read_all([tmp_path])
    assert [(r.source, [x.title or x.abstract for x in r.records]) for r in readings] == [
        ("a.txt", ["From BibTeX"]),
        ("b", ["From JSON Lines"]),
        ("c.json", ["From RIS"]),
        ("d.csv", ["From abstracts"]),
        ("e.png", []),
    ]
    assert readings[-1].refusals[0].why == "the document is binary"


def test_a_pattern_names_the_files_that_fit_it(tmp_path: Path) -> None:
    for name in ("b.bib", "a.bib", "c.ris", "deep/d.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for name, _ in sources([f"{tmp_path}/*.bib"])] == ["a.bib", "b.bib"]
    assert [name for name, _ in sources([f"{tmp_path}/**/*.bib"])] == ["a.bib", "b.bib", "d.bib"]
    assert [name for name, _ in sources([f"{tmp_path}/*.csv"])] == ["*.csv"]
    (tmp_path / "[1].bib").write_text("x")
    assert [name for name, _ in sources([f"{tmp_path}/[1].bib"])] == ["[1].bib"]


def test_standard_input_is_recognised_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(gzip.compress(LINES))

    monkeypatch.setattr(sys, "stdin", Input)
    found = list(stream(Path("-"), "standard-input"))
    assert (len(found), found[0].read().title) == (2000, "Paper number 1")


def test_a_pipe_is_read_once_and_named_by_its_path(tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "works"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_bytes, args=[LINES]).start()
    assert [name for name, _ in sources([pipe])] == ["works"]
    with on_disk(pipe) as path:
        assert content_mark(path) == content_mark(path)
        assert len(list(stream(path, "works"))) == 2000


@pytest.mark.parametrize(
    "content",
    [b"[]", b'{"items": []}', b"@comment{none}\n@string{a = {b = {c}}}\n", b"title,year\n", b"{}",
     b'<feed xmlns="http://www.w3.org/2005/Atom"><title>none</title></feed>'],
)  # fmt: skip
def test_a_document_without_entries_is_told(content: bytes) -> None:
    reading = read(content, "a")
    assert reading.records == ()
    assert len(reading.refusals) == 1


def test_an_archive_without_documents_is_told() -> None:
    [refusal] = read(zipped({".hidden": b"x"}), "a.zip").refusals
    assert (refusal.why, refusal.cure) == (
        "the archive holds no document",
        "leave it out or fill it",
    )


def test_the_mark_of_a_document_tells_its_content_and_the_mapping(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in "abc")
    one.write_bytes(LINES)
    same.write_bytes(LINES)
    other.write_bytes(LINES[:-1])
    assert content_mark(one) == content_mark(same)
    assert len({content_mark(one), content_mark(other), content_mark(one, (), {"title": "t"})}) == 3


def test_a_stream_gives_what_reading_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES + b"oops\n")
    found = [e.read() if isinstance(e, Entry) else e for e in stream(path, "a.jsonl")]
    reading = read(path, "a.jsonl")
    assert tuple(each for each in found if isinstance(each, Record)) == reading.records
    assert tuple(each for each in found if isinstance(each, Refusal)) == reading.refusals


def test_what_is_read_of_a_file_is_told_in_bytes_of_the_file(tmp_path):
    lines = "".join(f'{{"title": "Deep Sets {n}", "abstract": "{n}"}}\n' for n in range(20_000))
    path = tmp_path / "many.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode()))
    told = []
    found = stream(path, "many", told=told.append)
    next(found)
    assert 0 < sum(told) < path.stat().st_size
    assert len(list(found)) == 19_999
    assert sum(told) == path.stat().st_size
