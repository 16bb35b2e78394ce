"""RIS: records with their lines, as EndNote, Zotero and Web of Science write them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.readers import read

BERT = """TY  - CONF
TI  - BERT: Pre-training of Deep Bidirectional Transformers
AU  - Devlin, Jacob
AU  - Chang, Ming-Wei
AB  - We introduce a new language representation model
called BERT.
AD  - Google AI Language, Mountain View, CA, USA
PY  - 2019
DA  - 2019/06/02/
DO  - 10.18653/v1/N19-1423
UR  - https://aclanthology.org/N19-1423
ER  -\x20

TY  - JOUR
T1  - Deep Sets
N2  - We study the problem of designing models for sets.
Y1  - 2017///
N1  - arXiv:1703.06114 [cs]
ER  -
"""


def test_a_record_is_read_tag_by_tag() -> None:
    one, two = read(BERT, "a.ris").records
    assert (one.line, two.line) == (1, 14)
    assert one.title == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert one.abstract == "We introduce a new language representation model called BERT."
    assert one.authors == ("Jacob Devlin", "Ming-Wei Chang")
    assert one.affiliations == ("Google AI Language, Mountain View, CA, USA",)
    assert (one.doi, one.issued) == ("10.18653/v1/n19-1423", date(2019, 6, 2))
    assert one.urls == ("https://aclanthology.org/N19-1423",)


def test_older_tags_and_an_arxiv_number_in_the_notes_are_read() -> None:
    record = read(BERT, "a.ris").records[1]
    assert (record.title, record.arxiv_id) == ("Deep Sets", "1703.06114")
    assert record.abstract == "We study the problem of designing models for sets."
    assert record.issued == date(2017, 1, 1)


def test_a_record_without_its_end_loses_nothing() -> None:
    reading = read("TY  - JOUR\nTI  - One two\n\nTY  - JOUR\nTI  - Three four\n", "a.ris")
    assert [(r.line, r.title) for r in reading.records] == [(1, "One two"), (4, "Three four")]


def test_text_before_the_first_record_and_an_empty_record_are_refused() -> None:
    reading = read(
        "Exported by me\nTY  - JOUR\nTI  - One two\nER  - \nTY  - JOUR\nER  - \n", "a.ris"
    )
    assert [r.title for r in reading.records] == ["One two"]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (1, "text stands before the first record"),
        (5, "the entry has neither a title nor an abstract"),
    ]


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_what_rispy_writes_is_read_again(papers: list[tuple[str, str]]) -> None:
    import rispy

    entries = [{"type_of_reference": "JOUR", "title": t, "abstract": a} for t, a in papers]
    found = read(rispy.dumps(entries), "a.ris").records
    assert [(record.title, record.abstract) for record in found] == papers
