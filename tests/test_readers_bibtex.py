"""BibTeX: entries with their lines, letters as people write them, broken ones apart."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.readers import read

ATTENTION = r"""% my library
@string{neurips = {Advances in Neural Information Processing Systems}}
@inproceedings{vaswani2017,
  title     = {Attention Is All You Need},
  author    = {Vaswani, Ashish and Shazeer, Noam and Kaiser, {\L}ukasz},
  booktitle = neurips,
  year      = 2017,
  month     = dec,
  abstract  = {The dominant sequence transduction models are based on complex
               recurrent or convolutional neural networks.},
  eprint    = {1706.03762},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
}

@article{goedel31,
  title  = "{\"U}ber formal unentscheidbare {S}{\"a}tze in $\Theta(n^{2})$",
  author = "Kurt G{\"o}del",
  doi    = "10.1007/BF01700692",
  year   = {1931}
}
"""


def test_an_entry_is_read_field_by_field() -> None:
    one, two = read(ATTENTION, "a.bib").records
    assert (one.line, two.line) == (3, 16)
    assert one.title == "Attention Is All You Need"
    assert one.authors == ("Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser")
    assert one.abstract == (
        "The dominant sequence transduction models are based on complex "
        "recurrent or convolutional neural networks."
    )
    assert (one.arxiv_id, one.issued) == ("1706.03762", date(2017, 12, 1))
    assert one.subjects == ("natural language processing",)


def test_braces_and_accents_become_letters_and_formulas_stay() -> None:
    record = read(ATTENTION, "a.bib").records[1]
    assert record.title == r"Über formal unentscheidbare Sätze in $\Theta(n^{2})$"
    assert (record.authors, record.doi) == (("Kurt Gödel",), "10.1007/bf01700692")


def test_a_broken_entry_in_the_middle_breaks_no_other() -> None:
    broken = "@article{a, title = {One two}}\n@article{b, title = {Open\n@article{c, title={Three four}}\n"
    reading = read(broken, "a.bib")
    assert [(r.line, r.title) for r in reading.records] == [(1, "One two"), (3, "Three four")]
    [refusal] = reading.refusals
    assert (refusal.source, refusal.line) == ("a.bib", 2)
    assert refusal.why == "the entry is broken: Unexpectedly reached end of file."
    assert refusal.cure == "mend its braces, quotes and commas"


def test_a_technical_report_is_of_its_institution() -> None:
    entry = "@techreport{g, title={GPT-4 Technical Report}, institution={OpenAI}, author={{OpenAI, Inc.}}}"
    [record] = read(entry, "a.bib").records
    assert (record.publisher, record.authors) == ("OpenAI", ("OpenAI, Inc.",))


def test_an_arxiv_number_is_found_in_the_journal() -> None:
    entry = "@article{d, title={Deep Sets}, journal={arXiv preprint arXiv:1703.06114}, year={2017}}"
    [record] = read(entry, "a.bib").records
    assert (record.arxiv_id, record.issued) == ("1703.06114", date(2017, 3, 1))


def test_comments_are_no_entries_and_an_entry_without_title_is_refused() -> None:
    reading = read("@comment{jabref}\n@misc{x, title={A b c}}\n@misc{y,\n note={none}}\n", "a.bib")
    assert [r.title for r in reading.records] == ["A b c"]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (3, "the entry has neither a title nor an abstract")
    ]


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_what_bibtexparser_writes_is_read_again(papers: list[tuple[str, str]]) -> None:
    from bibtexparser import Library, write_string
    from bibtexparser.model import Entry, Field

    library = Library(
        [
            Entry("article", f"key{at}", [Field("title", title), Field("abstract", abstract)])
            for at, (title, abstract) in enumerate(papers)
        ]
    )
    found = read(write_string(library), "a.bib").records
    assert [(record.title, record.abstract) for record in found] == papers
