"""MEDLINE: what PubMed saves for citation managers, with its lines."""

from __future__ import annotations

from datetime import date

import pytest

from paperatlas.readers import read

TWO = """
PMID- 26017442
OWN - NLM
TI  - Deep learning.
PG  - 436-44
LID - 10.1038/nature14539 [doi]
AB  - Deep learning allows models of many layers to learn
      representations of data.
FAU - LeCun, Yann
AU  - LeCun Y
AD  - Facebook AI Research, New York, USA.
FAU - Bengio, Yoshua
AU  - Bengio Y
LA  - eng
DP  - 2015 May 28
AID - nature14539 [pii]
AID - 10.1038/nature14539 [doi]

PMID- 7
TI  - [On nets].
LA  - ger
DEP - 20200115
"""


def test_an_article_is_read_with_what_its_tags_say():
    first, second = read(TWO, "pubmed.nbib").records
    assert (first.source, first.line, second.line) == ("pubmed.nbib", 2, 19)
    assert first.title == "Deep learning"
    assert first.abstract == (
        "Deep learning allows models of many layers to learn representations of data."
    )
    assert first.authors == ("Yann LeCun", "Yoshua Bengio")
    assert first.affiliations == ("Facebook AI Research, New York, USA.",)
    assert first.doi == "10.1038/nature14539"
    assert first.urls == ("https://pubmed.ncbi.nlm.nih.gov/26017442/",)
    assert first.issued == date(2015, 5, 28)


def test_a_title_in_brackets_is_translated_and_its_day_may_be_one_number():
    second = read(TWO, "pubmed.nbib").records[1]
    assert (second.title, second.language, second.issued) == ("On nets", None, date(2020, 1, 15))


def test_short_names_stand_in_for_full_ones():
    [record] = read("PMID- 7\nTI  - On nets.\nAU  - LeCun Y\n", "a.nbib").records
    assert record.authors == ("LeCun Y",)


def test_an_article_without_title_and_abstract_is_refused_where_it_begins():
    reading = read(f"{TWO}\nPMID- 8\nLA  - eng\n", "a.nbib")
    assert len(reading.records) == 2
    [refusal] = reading.refusals
    assert (refusal.line, refusal.why) == (24, "the entry has neither a title nor an abstract")


def test_text_before_the_first_article_is_refused_and_the_rest_goes_on():
    reading = read(f"saved by me\n{TWO}", "a.nbib")
    assert len(reading.records) == 2
    assert [refusal.line for refusal in reading.refusals] == [1]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_byte_order_mark_and_line_ends_do_no_harm(ends):
    document = f"\ufeff{TWO.lstrip()}".replace("\n", ends).encode()
    assert [r.title for r in read(document, "a.nbib").records] == ["Deep learning", "On nets"]
