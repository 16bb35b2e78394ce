"""Authors, affiliations and languages: from the record through the paper into the graph."""

from __future__ import annotations

import json
from datetime import date

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from paperatlas.build import BuildPlan, build_atlas, write_atlas
from paperatlas.cli import main
from paperatlas.decisions.lines import read_line
from paperatlas.linking import Linker
from paperatlas.papers import merge
from paperatlas.records import Record, decode, encode
from paperatlas.vocabulary import Vocabulary

ATLAS = "https://w3id.org/paperatlas/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
LINE = {
    "title": "On the cost of sets",
    "abstract": "We study the cost of sets.",
    "authors": ["Ada Smith; MD", "Ben Jones"],
    "affiliations": ["OpenAI, San Francisco, CA, USA", "Institute of Sets, Nowhere", "DeepMind"],
    "categories": ["cs.CL", "cs.DB"],
    "id": "2401.00001",
}


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(Vocabulary.packaged())


def said(files: dict[str, bytes], predicate: str) -> list[str]:
    triples = ox.parse(files["atlas.ttl"], format=ox.RdfFormat.TURTLE)
    return sorted(t.object.value for t in triples if t.predicate.value == predicate)


@pytest.mark.parametrize(
    ("affiliation", "labs"),
    [
        ("OpenAI", ["lab/openai"]),
        ("OpenAI (United States)", ["lab/openai"]),
        ("Department of CS, Stanford University, CA 94305.", ["lab/stanford-university"]),
        ("Google DeepMind, London; University of Oxford", ["lab/google-deepmind", "lab/university-of-oxford"]),
        ("Meta, Menlo Park", ["lab/meta"]),
        ("Faculty of Letters, Meta", []),
        ("Work done at OpenAI", []),
        ("OpenAl, San Francisco", []),
        ("University, Tokyo", []),
        ("Research Institute", []),
        ("transformer, BERT", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_lab_is_named_by_a_whole_part_of_an_affiliation(linker, affiliation, labs):
    assert [lab for lab, _ in linker.affiliated(affiliation)] == labs


def test_the_reason_quotes_the_part_and_the_affiliation(linker):
    assert linker.affiliated("DeepMind, London, UK") == (
        (
            "lab/google-deepmind",
            "“DeepMind” in “DeepMind, London, UK”: alternative label of Google DeepMind",
        ),
    )


def test_a_paper_has_the_authors_of_the_first_record_and_the_affiliations_of_all():
    one = Record("a", 1, title="On x", arxiv_id="2301.00001", affiliations=("X",))
    two = Record("b", 1, title="On x", authors=("Ada Smith", "Ben Jones"), affiliations=("Y", "X"))
    three = Record("c", 1, title="On x", authors=("A. Smith",))
    [paper] = merge([three, two, one])[0]
    assert paper.authors == ("Ada Smith", "Ben Jones")
    assert paper.affiliations == ("X", "Y")


def test_a_whole_day_stands_before_the_year_that_it_is_in():
    one = Record("a", 1, arxiv_id="2301.00001", issued=date(2023, 1, 1))
    two = Record("b", 1, arxiv_id="2301.00001", issued=date(2023, 5, 2))
    assert merge([one, two])[0][0].issued == date(2023, 5, 2)


def test_a_record_is_written_and_read_with_all_that_it_says():
    record = Record("a", 1, authors=("Ada",), affiliations=("X",), subjects=("y",), language="fr")
    assert decode(encode(record)) == record


def test_the_graph_states_people_places_and_labs_with_the_reason(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE) + "\n")
    files = build_atlas([tmp_path / "a.jsonl"], BuildPlan(discovery="none")).files
    assert said(files, ATLAS + "authors") == ["Ada Smith, MD; Ben Jones"]
    assert said(files, DCTERMS + "creator") == ["Ada Smith; MD", "Ben Jones"]
    assert said(files, ATLAS + "affiliation") == sorted(LINE["affiliations"])
    assert [iri.rpartition("/")[2] for iri in said(files, ATLAS + "affiliatedWith")] == [
        "google-deepmind",
        "openai",
    ]
    assert said(files, ATLAS + "affiliationReason") == [
        "“DeepMind” in “DeepMind”: alternative label of Google DeepMind",
        "“OpenAI” in “OpenAI, San Francisco, CA, USA”: preferred label of OpenAI",
    ]
    assert [iri.rpartition("/")[2] for iri in said(files, DCTERMS + "subject")] == [
        "database",
        "natural-language-processing",
    ]


@pytest.mark.parametrize(
    ("stated", "labs"),
    [({}, ["google-deepmind", "openai"]), ({"lab": "Anthropic"}, ["anthropic"])],
    ids=["none", "stated"],
)
def test_the_labs_of_affiliations_publish_what_nobody_else_does(tmp_path, stated, labs):
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE | stated) + "\n")
    files = build_atlas([tmp_path / "a.jsonl"], BuildPlan(discovery="none")).files
    assert [iri.rpartition("/")[2] for iri in said(files, ATLAS + "publishedBy")] == labs


def test_a_language_other_than_english_is_stated(tmp_path):
    french = {
        "title": "Les réseaux",
        "abstract": "Nous proposons une nouvelle architecture pour les réseaux de neurones.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE) + "\n" + json.dumps(french) + "\n")
    files = build_atlas([tmp_path / "a.jsonl"], BuildPlan(discovery="none")).files
    assert said(files, DCTERMS + "language") == ["fr"]


def test_a_decision_that_merges_labs_holds_for_affiliations_too(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE) + "\n")
    run = BuildPlan(
        discovery="none", decisions=(read_line('merge lab "OpenAI" into lab "Anthropic"'),)
    )
    files = build_atlas([tmp_path / "a.jsonl"], run).files
    assert [iri.rpartition("/")[2] for iri in said(files, ATLAS + "affiliatedWith")] == [
        "anthropic",
        "google-deepmind",
    ]


def test_the_documents_of_an_archive_are_taken_in_once_each(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.jsonl", json.dumps(LINE) + "\noops\n")
        archive.writestr("two.jsonl", json.dumps(LINE) + "\n")
    tally = write_atlas([tmp_path / "a.zip"], tmp_path / "graph", BuildPlan(discovery="none"))
    assert [(e.source, e.line, e.status) for e in tally.intake] == [
        ("a.zip/one.jsonl", 1, "read"),
        ("a.zip/one.jsonl", 2, "refused"),
        ("a.zip/two.jsonl", 1, "merged"),
    ]


def test_columns_are_mapped_on_the_command_line(tmp_path):
    (tmp_path / "a.csv").write_text("Titel,Wer\nOn the cost of sets,Ada Smith\n")
    done = CliRunner().invoke(
        main,
        ["build", str(tmp_path / "a.csv"), "-o", str(tmp_path / "graph"), "--discovery", "none",
         "--map", "title=Titel", "--map", "authors=Wer"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "1 record read" in done.output
    assert 'dcterms:creator "Ada Smith"' in (tmp_path / "graph" / "atlas.ttl").read_text("utf-8")


def test_a_field_that_there_is_not_is_wrong_usage(tmp_path):
    done = CliRunner().invoke(main, ["build", "x.csv", "--map", "titel=Titel"])
    assert done.exit_code == 2
    assert "there is no field 'titel'" in done.output
