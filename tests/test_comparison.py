"""Comparison: what is new in an atlas beside an older one."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from scipy.stats import chi2_contingency

import paperatlas
from paperatlas.build import BuildPlan, write_atlas
from paperatlas.cli import main
from paperatlas.comparison.trends import surprise
from paperatlas.decisions.lines import read_line
from paperatlas.errors import GraphError, QuestionError
from paperatlas.ontology import prefixes
from paperatlas.store import Store

HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes().items())
CONCEPTS = """
lab:acme a atlas:Lab ; skos:prefLabel "Acme" .
lab:umbra a atlas:Lab ; skos:prefLabel "Umbra" .
method:foo a atlas:Method ; skos:prefLabel "Foo" .
method:bar a atlas:Method ; skos:prefLabel "Bar" .
"""
BASE = "https://w3id.org/paperatlas/id/"


def atlas(text, evidence=""):
    return Store.of(f"{HEAD}{CONCEPTS}{text}".encode(), f"{HEAD}{evidence}".encode())


def paper(name, said):
    return f'paper:{name} a fabio:ResearchPaper ; dcterms:title "{name}" ; {said} .\n'


def mentions(concept, *names):
    return "".join(f"mention:{name} atlas:concept {concept} .\n" for name in names)


FOO, BAR = "atlas:mentions method:foo", "atlas:mentions method:bar"
A, B = paper("a", FOO), paper("b", FOO)


def papers(old, new):
    return [
        (each.change, each.title, each.what, each.now and each.now.removeprefix(f"{BASE}paper/"))
        for each in paperatlas.compare(old, new).papers
    ]


def concepts(old, new):
    return [
        (each.change, each.name, each.was, each.papers, each.now and each.now.removeprefix(BASE))
        for each in paperatlas.compare(old, new).concepts
    ]


def uses(old, new):
    return [
        (each.role, each.concept_name, each.lab_name, each.first_of_all, each.title)
        for each in paperatlas.compare(old, new).first_uses
    ]


def test_nothing_is_new_in_the_same_atlas(store):
    same = paperatlas.compare(store, store)
    assert (same.papers, same.concepts, same.first_uses, same.trends) == ((), (), (), ())


def test_papers_come_and_go():
    assert papers(atlas(A), atlas(B)) == [("added", "b", "", None), ("gone", "a", "", None)]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ('dcterms:issued "2024-05-31"^^xsd:date', "date"),
        ('dcterms:abstract "Now with words."', "abstract"),
        ("prov:wasDerivedFrom record:notes.txt-L7", "sources"),
        ("atlas:uses method:foo", "concepts"),
        ('atlas:mentions method:bar ; fabio:hasArXivId "1"', "arXiv id, concepts"),
    ],
)
def test_a_paper_that_changed_says_in_what(said, what):
    assert papers(atlas(A), atlas(paper("a", f"{FOO} ; {said}"))) == [("changed", "a", what, None)]


def test_a_record_that_moved_to_another_line_is_no_change():
    lines = [paper("a", f"{FOO} ; prov:wasDerivedFrom record:x.txt-L{line}") for line in (7, 8)]
    assert papers(*map(atlas, lines)) == []


@pytest.mark.parametrize("name", ["dcterms:abstract", "fabio:hasArXivId", "dcterms:title"])
def test_a_paper_is_known_again_under_another_id(name):
    old, new = (f'paper:{at} a fabio:ResearchPaper ; {name} "x" .' for at in ("a", "z"))
    assert [row[0] for row in papers(atlas(old), atlas(new))] == ["renamed"]
    assert papers(atlas(old), atlas(new))[0][3] == "z"


def test_a_paper_that_is_one_with_another_now_is_merged():
    old = atlas(A + 'paper:z a fabio:ResearchPaper ; dcterms:title "a" .')
    assert papers(old, atlas(A)) == [("merged", "a", "", "a")]


def test_two_papers_that_became_a_third_are_merged():
    same = [f'paper:{name} a fabio:ResearchPaper ; dcterms:title "x" .' for name in "pqr"]
    found = papers(atlas(same[0] + same[1]), atlas(same[2]))
    assert found == [("merged", "x", "", "r"), ("merged", "x", "", "r")]


def test_where_two_papers_may_be_meant_none_is():
    same = [f'paper:{name} a fabio:ResearchPaper ; dcterms:title "x" .' for name in "pqr"]
    found = [row[0] for row in papers(atlas(same[0]), atlas(same[1] + same[2]))]
    assert found == ["added", "added", "gone"]


def test_a_paper_without_a_title_is_told_by_how_its_abstract_begins():
    new = atlas('paper:a a fabio:ResearchPaper ; dcterms:abstract "We did it." .')
    assert papers(atlas(""), new) == [("added", "“We did it.…”", "", None)]


def test_concepts_come_and_go_with_the_papers_that_name_them():
    found = concepts(atlas(A), atlas(paper("c", BAR) + paper("d", BAR)))
    assert found == [("gone", "Foo", "", 1, None), ("new", "Bar", "", 2, None)]


def test_a_concept_that_no_paper_names_is_not_told_of():
    assert concepts(atlas(A), atlas(A + 'topic:x a atlas:Topic ; skos:prefLabel "X" .')) == []


def test_a_concept_of_another_label_is_relabelled():
    old, new = (
        atlas(
            f'{paper("a", "atlas:mentions topic:x")} topic:x a atlas:Topic ; skos:prefLabel "{x}" .'
        )
        for x in ("X", "Y")
    )
    assert concepts(old, new) == [("relabelled", "Y", "X", 1, None)]


def test_a_concept_whose_mentions_are_those_of_another_is_merged():
    old = atlas(A + paper("b", BAR), mentions("method:bar", "b.1-2", "b.3-4", "b.5-6"))
    new = atlas(A + B, mentions("method:foo", "b.1-2", "b.3-4"))
    assert concepts(old, new) == [("merged", "Bar", "", 1, "method/foo")]
    assert papers(old, new) == []


def test_half_of_its_mentions_are_not_enough():
    old = atlas(A + paper("b", BAR), mentions("method:bar", "b.1-2", "b.3-4"))
    new = atlas(A + B, mentions("method:foo", "b.1-2"))
    assert concepts(old, new) == [("gone", "Bar", "", 1, None)]


def test_a_concept_of_another_type_is_retyped():
    old = atlas(A, mentions("method:foo", "a.1-2"))
    text = 'topic:foo a atlas:Topic ; skos:prefLabel "Foo" .'
    new = atlas(paper("a", "atlas:mentions topic:foo") + text, mentions("topic:foo", "a.1-2"))
    assert concepts(old, new) == [("retyped", "Foo", "Method", 1, "topic/foo")]


def test_an_unsure_candidate_counts_as_not_there_until_it_is_sure():
    text = 'method:new a atlas:Method ; skos:prefLabel "New" ; skos:inScheme atlas:candidates .'
    said = paper("a", "atlas:mentions method:new") + text
    unsure, sure = (
        atlas(said, f"mention:a.1-2 atlas:concept method:new ; atlas:confidence {confidence} .")
        for confidence in (0.5, 0.6)
    )
    assert concepts(atlas(""), unsure) == []
    assert concepts(unsure, sure) == [("new", "New", "", 1, None)]


ACME, UMBRA = "atlas:publishedBy lab:acme", "atlas:publishedBy lab:umbra"


def test_the_first_use_of_a_lab_may_be_the_second_of_all():
    old = paper("a", f"{FOO} ; atlas:uses method:foo ; {ACME}")
    new = old + paper("b", f"{FOO} ; atlas:uses method:foo ; {UMBRA}")
    assert uses(atlas(old), atlas(new)) == [("uses", "Foo", "Umbra", False, "b")]
    assert (
        uses(atlas(new), atlas(new + paper("c", f"{FOO} ; atlas:uses method:foo ; {ACME}"))) == []
    )


def test_who_has_used_it_may_still_introduce_it_and_not_the_other_way_round():
    used = paper("a", f"{FOO} ; atlas:uses method:foo ; {ACME}")
    made = paper("b", f"{FOO} ; atlas:introduces method:foo ; {ACME}")
    assert uses(atlas(used), atlas(used + made)) == [("introduces", "Foo", "Acme", True, "b")]
    assert uses(atlas(made), atlas(used + made)) == []


def test_the_oldest_paper_is_the_first_and_an_undated_one_the_last():
    said = f"{FOO} ; atlas:uses method:foo ; {ACME}"
    dated = [
        paper(name, f'{said} ; dcterms:issued "{day}"^^xsd:date')
        for name, day in (("b", "2024-02-01"), ("c", "2023-01-01"))
    ]
    new = atlas("".join([paper("a", said), *dated]))
    assert uses(atlas(""), new) == [("uses", "Foo", "Acme", True, "c")]


def test_papers_of_no_known_lab_count_where_nobody_did_it():
    said = f"{FOO} ; atlas:uses method:foo"
    assert uses(atlas(""), atlas(paper("a", said))) == [("uses", "Foo", "", True, "a")]
    assert uses(atlas(paper("a", said)), atlas(paper("a", said) + paper("b", said))) == []


def test_what_is_only_read_better_is_no_first_use():
    assert uses(atlas(A), atlas(paper("a", f"{FOO} ; atlas:uses method:foo ; {ACME}"))) == []


def test_trends_beside_the_earlier_share():
    old = "".join(paper(f"o{n}", FOO if n < 10 else BAR) for n in range(100))
    new = "".join(paper(f"n{n}", FOO if n < 9 else BAR) for n in range(10))
    found = paperatlas.compare(atlas(old), atlas(old + new)).trends
    assert [
        (t.trend, t.concept_name, t.before, t.after, t.share_before, t.share_after, t.surprise)
        for t in found
    ] == [
        ("rising", "Foo", 10, 9, 0.1, 0.9, 29.7223),
        ("falling", "Bar", 90, 1, 0.9, 0.1, 29.7223),
    ]


@pytest.mark.parametrize("counts", [(10, 100, 9, 10), (0, 40, 3, 50), (7, 7, 1, 9), (3, 90, 0, 8)])
def test_the_measure_is_the_log_likelihood_ratio(counts):
    before, of_before, after, of_after = counts
    table = [[before, of_before - before], [after, of_after - after]]
    other = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert surprise(*counts) == pytest.approx(other)


def test_a_difference_that_chance_makes_is_no_trend():
    old = "".join(paper(f"o{n}", FOO if n < 10 else BAR) for n in range(100))
    new = "".join(paper(f"n{n}", FOO if n < 3 else BAR) for n in range(10))
    assert paperatlas.compare(atlas(old), atlas(old + new)).trends == ()


def test_a_concept_that_is_only_known_now_does_not_rise():
    """The earlier papers are read as the newer atlas reads them."""
    old = "".join(paper(f"o{n}", FOO) for n in range(50))
    both = "".join(paper(f"{at}{n}", f"{FOO} ; {BAR}") for at in "on" for n in range(50))
    assert paperatlas.compare(atlas(old), atlas(both)).trends == ()


def test_nothing_rises_over_nothing():
    assert paperatlas.compare(atlas(""), atlas(A)).trends == ()


def test_atlases_of_two_bases_have_nothing_in_common():
    other = Store(atlas(A)._quads, prefixes("https://a.example/"))
    with pytest.raises(QuestionError, match=r"paperatlas/id/ and https://a\.example/ \(build both"):
        paperatlas.compare(atlas(A), other)


def test_a_place_without_an_atlas_is_said(tmp_path, root):
    with pytest.raises(GraphError, match="there is no atlas here"):
        paperatlas.compare(root / "graph", tmp_path)


@pytest.fixture(scope="module")
def built(seeds, tmp_path_factory):
    """The seeds without their first document, with all, and with all and some decisions."""
    folder = tmp_path_factory.mktemp("built")
    files = sorted(seeds.iterdir())
    lines = ['merge method "DPO" into method "RLHF"', 'rename topic "sycophancy" to "flattery"']
    write_atlas(files[1:], folder / "old", BuildPlan(discovery="none"))
    write_atlas(files, folder / "new", BuildPlan(discovery="none"))
    decisions = tuple(map(read_line, lines))
    write_atlas(files, folder / "decided", BuildPlan(discovery="none", decisions=decisions))
    return folder


def told(*words):
    result = CliRunner().invoke(main, ["diff", *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_seeds_with_one_document_more(built):
    """Its seventh record is one of a paper that another document had."""
    lines = told(built / "old", built / "new").splitlines()
    assert [line for line in lines if line.partition(":")[0].isupper()] == [
        "PAPERS: 6 added, 1 changed",
        "CONCEPTS: 41 new",
        "FIRST-USES: 4 introduces, 2 evaluatesOn, 7 uses",
        "TRENDS: 3 rising",
    ]
    assert lines[-3:] == [
        "rising  GPT              Model       0      2           0.0       0.3333   11.4985  model:gpt",
        "rising  societal impact  Topic       0      2           0.0       0.3333   11.4985  topic:societal-impact",
        "rising  GPT-3            Model       1      2         0.012       0.3333    7.7741  model:gpt-3",
    ]


def test_the_other_way_round_what_came_has_gone(built):
    lines = told(built / "new", built / "old").splitlines()
    assert [line for line in lines if line.partition(":")[0].isupper()] == [
        "PAPERS: 1 changed, 6 gone",
        "CONCEPTS: 41 gone",
        "FIRST-USES: nothing new",
        "TRENDS: nothing new",
    ]


def test_decisions_show_as_what_they_are(built):
    found = told(built / "new", built / "decided", "--only", "concepts", "-f", "json")
    rlhf = "https://w3id.org/paperatlas/id/method/rlhf"
    assert [
        (e["change"], e["name"], e["was"], e["now"]) for e in json.loads(found)["concepts"]
    ] == [
        ("merged", "direct preference optimization", "", rlhf),
        ("relabelled", "flattery", "sycophancy", None),
    ]
    assert told(built / "new", built / "decided", "--only", "papers") == "PAPERS: nothing new\n"


def test_it_is_the_same_every_time(built):
    assert told(built / "old", built / "new") == told(built / "old", built / "new")


def test_csv_holds_one_table(built):
    text = told(built / "old", built / "new", "-f", "csv", "--only", "papers")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["change", "issued", "title", "what", "paper", "now"]
    assert len(rows) == 8
    result = CliRunner().invoke(main, ["diff", "a", "b", "-f", "csv"])
    assert result.exit_code == 2
    assert "choose with --only papers|concepts|first-uses|trends" in result.output


def test_it_is_written_to_a_file_whole(built, tmp_path):
    places = built / "old", built / "new"
    assert told(*places, "-o", tmp_path / "news.txt") == ""
    assert (tmp_path / "news.txt").read_text("utf-8") == told(*places)


def test_hostile_titles_do_nothing_to_a_terminal(tmp_path):
    for folder, text in (("old", A), ("new", A + paper("b", FOO).replace('"b"', r'"\u001B[2J=x"'))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "atlas.ttl").write_text(HEAD + CONCEPTS + text)
        (tmp_path / folder / "evidence.ttl").write_text(HEAD)
    for form in ("table", "csv", "json"):
        assert "\x1b" not in told(
            tmp_path / "old", tmp_path / "new", "-f", form, "--only", "papers"
        )


def test_no_atlas_is_one_line_and_exit_code_1(tmp_path):
    result = CliRunner().invoke(main, ["diff", str(tmp_path), str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith(f"paperatlas: {tmp_path}: there is no atlas here: atlas.ttl")
