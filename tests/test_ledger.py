"""A ledger that has met the versions of a document holds what one holds that met the last alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperatlas.catalogue import Catalogue
from paperatlas.identity import keys_of
from paperatlas.ledger import Ledger
from paperatlas.papers import outline_of
from paperatlas.readers import stream
from paperatlas.records import Entry, Record, Refusal

ABSTRACT = (
    "We learn functions of sets, and show that all of them have one form that can be learned."
)


def jsonl(*entries):
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in entries)


# A document's beginning, its end, what stands between entries, and entries, some of them at fault.
FORMATS = {
    "JSON Lines": (
        jsonl({"title": "First"}), "", "", jsonl({"title": "Deep Sets", "abstract": ABSTRACT}),
        jsonl({"title": "Deep \\emph{Sets}", "id": "1703.06114"}), jsonl({"year": 2017}),
        jsonl({"title": "G\u00f6del"}), jsonl("{oops"), jsonl([1]), "\n", '{"title": "K\ufffd"}\n',
        jsonl({"title": "Sets", "abstract": ABSTRACT.replace("learn", "find", 1)}),
    ),
    "JSON": (
        '[{"title": "First"}', "]", ",\n", '{"title": "Deep Sets"}', '{"year": 2017}', "7",
        f'{{"title": "Deep\\nSets", "abstract": "{ABSTRACT}"}}', '{"title": "G\u00f6del"}',
    ),
    "CSV": (
        "Title,Abstract,Year\n", "", "", f'Deep Sets,"{ABSTRACT}",2017\n', "Deep Sets,,\n", "One\n",
        ",,2017\n", "Title,Abstract,Year\n", "G\u00f6del,,1931\n", '"Deep\nSets",,\n', "a,b,c,d\n",
    ),
    "BibTeX": (
        "@misc{first, title = {First}}\n", "", "\n", "@misc{a, title = {Deep Sets}}",
        "@misc{b, title = lab # { tells}, abstract = {It is told of sets.}}", "@misc{c, year = 3}",
        "@string{lab = {Foo Lab}}", "@string{lab = {Bar Lab}}", "@misc{d, title = {Deep", "% none",
    ),
    "RIS": (
        "TY  - JOUR\nTI  - First\nER  - \n", "", "", "TY  - JOUR\nTI  - Deep Sets\nER  - \n",
        "TY  - JOUR\nPY  - 2017\nER  - \n", f"TY  - JOUR\nTI  - Sets\nAB  - {ABSTRACT}\n",
    ),
    "abstracts": (
        "Abstract:First.\n", "", "", f"Abstract:{ABSTRACT}\n", "Abstract:We f ind a f ine way.\n",
        "Abstract:\n", "\n", "Abstract: We find a fine way\nof learning.\n",
    ),
}  # fmt: skip


@st.composite
def versions(draw):
    """Draw three versions of a document of one format, each with its encoding."""
    begin, end, between, *entries = FORMATS[draw(st.sampled_from(sorted(FORMATS)))]
    bodies = st.lists(st.sampled_from(entries), max_size=7)
    encodings = st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-16"])
    return [
        (between.join([begin, *draw(bodies)]) + end).encode(draw(encodings), "replace")
        for _ in range(3)
    ]


def held(ledger):
    """All that a ledger tells of its documents, but for the numbers it gives."""
    known = [each._replace(number=0) for each in ledger.known()]
    records = [ledger.record(each.number) for each in ledger.known()]
    catalogue = Catalogue(ledger, b"")
    papers = [each._replace(records=()) for each in catalogue.papers]
    merged = [catalogue.paper(each) for each in catalogue.papers]
    return known, records, [*ledger.refusals()], papers, merged, catalogue.intake


LAB = b"@string{lab = {%s}}\n@misc{b, title = lab # { tells}}"


@given(versions())
@example([LAB % b"Foo", LAB % b"Bar"])
def test_after_any_edits_of_a_document_all_is_as_if_it_were_read_first(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("edited") / "document"
    with Ledger.open(None) as edited, Ledger.open(None) as fresh:
        for content in documents:
            path.write_bytes(content)
            list(edited.take_in("document", content, stream(path, "document")))
        list(fresh.take_in("document", documents[-1], stream(path, "document")))
        assert held(edited) == held(fresh)
        assert edited.documents() == fresh.documents()


def entry(line, title, made=None):
    return Entry("a.txt", line, title, made or (lambda *place: Record(*place, title=title)))


def never(*place):
    pytest.fail(f"the entry at {place} was read again")


def test_an_entry_that_was_there_before_is_not_read_again_wherever_it_stands():
    with Ledger.open(None) as ledger:
        new = list(ledger.take_in("a.txt", b"1", [entry(1, "One"), entry(2, "Two")]))
        assert [record.title for record in new] == ["One", "Two"]
        moved = [entry(1, "New"), entry(2, "One", never), entry(4, "Two", never)]
        assert [r.title for r in ledger.take_in("a.txt", b"2", moved)] == ["New"]
        records = [ledger.record(each.number) for each in ledger.known()]
        assert [(r.line, r.title) for r in records] == [(1, "New"), (2, "One"), (4, "Two")]


def test_an_entry_stands_as_often_as_it_is_there_now():
    with Ledger.open(None) as ledger:
        for lines in ((1, 2, 3), (2,), (1, 2)):
            list(ledger.take_in("a.txt", bytes(lines), [entry(line, "One") for line in lines]))
            assert [each.line for each in ledger.known()] == [*lines]


def test_what_no_file_can_hold_is_known_as_it_was_read():
    said = {
        "doi": "10.1000/\ud800",
        "urls": ("https://e.org/\ud800/a b",),
        "title": "G\u00f6del \ud800",
    }
    record = Record("a.txt", 1, abstract=ABSTRACT, affiliations=("\ud800",), **said)
    with Ledger.open(None) as ledger:
        [alone] = ledger.take_in("a.txt", b"", [record])
        [known] = ledger.known()
        assert (known.keys, known.alone) == (keys_of(record), outline_of(alone))
        assert (known.source, known.line, known.repairs) == ("a.txt", 1, ())


def test_what_is_refused_is_read_each_time_and_refused_where_it_stands_now():
    def refused(source, line):
        return Refusal(source, line, "no title")

    with Ledger.open(None) as ledger:
        for line in (1, 5):
            assert list(ledger.take_in("a.txt", b"", [entry(line, "", refused)])) == []
            assert [each.line for each in ledger.refusals()] == [line]


def test_entries_of_a_document_that_is_read_half_are_known_to_the_next_build():
    with Ledger.open(None) as ledger:
        half = ledger.take_in("a.txt", b"1", [entry(1, "One"), entry(2, "Two")])
        next(half)
        ledger.put_findings([])  # which keeps what was read
        half.close()
        assert ledger.mark_of("a.txt") == b""
        whole = ledger.take_in("a.txt", b"1", [entry(1, "One", never), entry(2, "Two")])
        assert [record.title for record in whole] == ["Two"]
        assert [each.line for each in ledger.known()] == [1, 2]
