"""JSON and JSON Lines, in the forms that services and managers give them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.readers import read
from paperatlas.readers.json_document import entries
from paperatlas.records import Record

ARXIV_LINE = {
    "id": "arXiv:2503.11731",
    "title": "Industrial-Grade Sensor Simulation via Gaussian Splatting",
    "abstract": "Sensor simulation is pivotal for scalable validation.",
    "year": 2025,
    "authors": ["Xianming Zeng", "Sicong Du"],
    "categories": ["cs.CV", "cs.RO", "cs.LG"],
    "url": "https://arxiv.org/abs/2503.11731",
}
ZOTERO = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "type": "article-journal",
    "title": "Attention Is All You Need",
    "abstract": "<p>The Transformer.</p>",
    "note": "arXiv:1706.03762 [cs]",
    "author": [{"family": "Vaswani", "given": "Ashish"}, {"literal": "Google Brain"}],
    "issued": {"date-parts": [[2017, 6, 12]]},
    "URL": "http://arxiv.org/abs/1706.03762",
    "language": "en",
}
OPENALEX = {
    "id": "https://openalex.org/W2963403868",
    "doi": "https://doi.org/10.5555/3295222",
    "title": "Attention Is All You Need",
    "publication_date": "2017-06-12",
    "publication_year": 2017,
    "language": "en",
    "authorships": [
        {
            "author": {"display_name": "Ashish Vaswani"},
            "institutions": [{"display_name": "Google (United States)"}],
            "raw_affiliation_strings": ["Google Brain, Mountain View, CA"],
        },
        {"author": {"display_name": "Noam Shazeer"}, "institutions": []},
    ],
    "primary_location": {"landing_page_url": "https://arxiv.org/abs/1706.03762"},
    "topics": [{"display_name": "Natural Language Processing Techniques", "score": 0.99}],
    "abstract_inverted_index": {"The": [0], "dominant": [1], "models": [2, 4], "are": [3]},
}
SEMANTIC_SCHOLAR = {
    "paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
    "externalIds": {"ArXiv": "1706.03762", "DOI": "10.48550/arXiv.1706.03762"},
    "title": "Attention is All you Need",
    "abstract": None,
    "year": 2017,
    "publicationDate": "2017-06-12",
    "authors": [{"authorId": "1", "name": "Ashish Vaswani", "affiliations": ["Google"]}],
    "s2FieldsOfStudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
}
CROSSREF = {
    "DOI": "10.1038/NATURE14539",
    "title": ["Deep learning"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Deep learning allows "
    "<jats:italic>computational</jats:italic> models &amp; more.</jats:p>",
    "author": [
        {"given": "Yann", "family": "LeCun", "affiliation": [{"name": "Facebook AI Research"}]},
        {"name": "The Consortium"},
    ],
    "issued": {"date-parts": [[2015, 5, 27]]},
    "URL": "https://doi.org/10.1038/nature14539",
}
SNAPSHOT = {
    "id": "0704.0001",
    "submitter": "Pavel Nadolsky",
    "authors": "C. Balazs, E. L. Berger",
    "title": "Calculation of prompt diphoton production cross sections at Tevatron\n  and LHC energies",
    "comments": "37 pages",
    "doi": "10.1103/PhysRevD.76.013009",
    "categories": "hep-ph cs.CL",
    "abstract": "  A fully differential calculation\nis presented.\n",
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
    "update_date": "2008-11-26",
    "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", ""]],
}


def only(entry: object) -> Record:
    reading = read(json.dumps(entry) + "\n", "a.jsonl")
    assert reading.refusals == ()
    [record] = reading.records
    return record


def test_the_usual_field_names_are_read() -> None:
    record = only(ARXIV_LINE)
    assert (record.source, record.line) == ("a.jsonl", 1)
    assert record.title == "Industrial-Grade Sensor Simulation via Gaussian Splatting"
    assert record.authors == ("Xianming Zeng", "Sicong Du")
    assert (record.arxiv_id, record.urls) == ("2503.11731", ("https://arxiv.org/abs/2503.11731",))
    assert record.repairs == ()


def test_categories_become_subjects_and_never_codes() -> None:
    assert only(ARXIV_LINE).subjects == ("computer vision", "Robotics", "Machine Learning")


def test_a_year_takes_its_month_from_the_arxiv_number() -> None:
    assert only(ARXIV_LINE).issued == date(2025, 3, 1)
    assert only({**ARXIV_LINE, "year": 2026}).issued == date(2026, 1, 1)


def test_csl_json_is_read_as_zotero_writes_it() -> None:
    record = only(ZOTERO)
    assert (record.title, record.abstract) == ("Attention Is All You Need", "The Transformer.")
    assert record.authors == ("Ashish Vaswani", "Google Brain")
    assert (record.arxiv_id, record.issued) == ("1706.03762", date(2017, 6, 12))


def test_openalex_gives_the_abstract_in_the_order_of_its_words() -> None:
    record = only(OPENALEX)
    assert record.abstract == "The dominant models are models"
    assert record.authors == ("Ashish Vaswani", "Noam Shazeer")
    assert record.affiliations == ("Google Brain, Mountain View, CA", "Google (United States)")
    assert (record.doi, record.arxiv_id) == ("10.5555/3295222", "1706.03762")
    assert record.subjects == ("Natural Language Processing Techniques",)


def test_an_inverted_index_that_names_the_place_of_a_billionth_word_fills_no_memory() -> None:
    index = {"far": [10**9], "near": [0], "odd": "x", "less": [-1]}
    assert only({**OPENALEX, "abstract_inverted_index": index}).abstract == "near"


def test_semantic_scholar_is_read() -> None:
    record = only(SEMANTIC_SCHOLAR)
    assert (record.title, record.abstract) == ("Attention is All you Need", None)
    assert (record.arxiv_id, record.issued) == ("1706.03762", date(2017, 6, 12))
    assert (record.authors, record.affiliations) == (("Ashish Vaswani",), ("Google",))
    assert record.subjects == ("Computer Science",)


def test_crossref_is_read_without_the_tags_of_its_abstract() -> None:
    record = only(CROSSREF)
    assert record.abstract == "Deep learning allows computational models & more."
    assert record.authors == ("Yann LeCun", "The Consortium")
    assert record.affiliations == ("Facebook AI Research",)
    assert (record.doi, record.issued) == ("10.1038/nature14539", date(2015, 5, 27))


def test_the_arxiv_snapshot_is_read_with_the_day_of_the_first_version() -> None:
    record = only(SNAPSHOT)
    assert record.title == (
        "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies"
    )
    assert record.abstract == "A fully differential calculation is presented."
    assert (record.arxiv_id, record.issued) == ("0704.0001", date(2007, 4, 2))
    assert record.authors == ("C. Balázs", "E. L. Berger")
    assert record.subjects == ("High Energy Physics, Phenomenology", "natural language processing")
    assert (record.comment, record.repairs) == ("37 pages", ())


@pytest.mark.parametrize(
    "form", [ZOTERO, OPENALEX, SEMANTIC_SCHOLAR, CROSSREF, SNAPSHOT, ARXIV_LINE]
)
@pytest.mark.parametrize(
    "around", ["[{0},\n{0}]", '{{"results": [{0}, {0}]}}', "{0}\n{0}", "{0} {0}"]
)
def test_every_form_is_read_from_a_list_an_answer_and_in_a_row(form: dict, around: str) -> None:
    one = json.dumps(form)
    reading = read(around.format(one), "a.json")
    assert reading.refusals == ()
    assert len({record.title for record in reading.records}) == 1
    assert [record.line for record in reading.records] == [1, 2]


def test_crossrefs_answer_is_opened() -> None:
    answer = {"status": "ok", "message": {"total-results": 1, "items": [CROSSREF]}}
    assert [r.title for r in read(json.dumps(answer), "a.json").records] == ["Deep learning"]


def test_lines_are_those_on_which_entries_begin() -> None:
    text = json.dumps([{"title": "One two"}, {"title": "Three four"}], indent=1)
    assert [(r.line, r.title) for r in read(text, "a.json").records] == [
        (2, "One two"),
        (5, "Three four"),
    ]


def test_one_bad_line_is_refused_and_the_others_read() -> None:
    lines = '{"title": "One two"}\n{"title": oops}\n\n[1]\n{"size": 3}\n{"title": "Five six"}\n'
    reading = read(lines, "a.jsonl")
    assert [(r.line, r.title) for r in reading.records] == [(1, "One two"), (6, "Five six")]
    assert [(r.line, r.why) for r in reading.refusals] == [
        (2, "the line is no JSON: Expecting value"),
        (4, "the entry is no object, but a list"),
        (5, "the entry has neither a title nor an abstract"),
    ]


def test_where_a_document_breaks_is_told_and_what_stands_before_is_kept() -> None:
    reading = read('[{"title": "One two"},\n{"title": oops}, {"title": "Lost"}]', "a.json")
    assert [r.title for r in reading.records] == ["One two"]
    assert [(r.line, r.why, r.cure) for r in reading.refusals] == [
        (2, "this is no JSON: Expecting value", "mend it there; what follows was not read")
    ]


def test_a_list_that_is_nested_without_end_is_refused() -> None:
    assert (
        read("[{}, " + "[" * 200_000, "a.json").refusals[-1].why == "the value is nested too deeply"
    )


@pytest.mark.parametrize(
    "value", [None, 3, True, [], {}, [[]], [{}], {"a": {"b": 1}}, "", "x", ["x", None], 1e300]
)
@pytest.mark.parametrize(
    "form", [ZOTERO, OPENALEX, SEMANTIC_SCHOLAR, CROSSREF, SNAPSHOT, ARXIV_LINE]
)
def test_no_value_of_another_type_stops_a_reader(form: dict, value: object) -> None:
    for key in form:
        read(json.dumps({**form, key: value}) + "\n", "a.jsonl")


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "x", "content": {"title": {"value": "Deep Sets"}, "authors": {"value": ["A B"]}}},
        {"paper": {"title": "Deep Sets", "authors": [{"name": "A B"}]}, "title": "Deep Sets"},
        {"_source": {"title": "Deep Sets", "author": "A B"}},
    ],
)
def test_what_is_said_of_the_paper_may_stand_inside(entry: dict) -> None:
    record = only(entry)
    assert (record.title, record.authors) == ("Deep Sets", ("A B",))


def test_a_mapping_names_other_fields_also_inside() -> None:
    line = json.dumps({"meta": {"headline": "Deep Sets"}, "text": "We study sets."}) + "\n"
    mapping = {"title": "meta.headline", "abstract": "text"}
    [record] = read(line, "a.jsonl", mapping=mapping).records
    assert (record.title, record.abstract) == ("Deep Sets", "We study sets.")


TITLES = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20), min_size=1
)


@given(TITLES, st.sampled_from([None, 1, 3]), st.integers(1, 64))
def test_a_document_is_read_the_same_in_whatever_pieces_it_comes(titles, indent, piece) -> None:
    from io import BytesIO

    class Pieces(BytesIO):
        def read(self, size: int = -1) -> bytes:
            return super().read(min(size, piece) if size > 0 else piece)

    text = json.dumps(
        [{"title": f"On {title}"} for title in titles], indent=indent, ensure_ascii=False
    )
    found = [each.read() for each in entries(Pieces(text.encode()), "a.json", {})]
    whole = [each.read() for each in entries(BytesIO(text.encode()), "a.json", {})]
    assert found == whole
    assert len(found) == len(titles)
