"""People on the page: who wrote a paper, where they work, what else they wrote."""

from __future__ import annotations

import csv
import io
import json

import pytest

from paperatlas.build import BuildPlan, build_atlas

pytestmark = pytest.mark.needs_chromium

BIBTEX = """
@article{sets, title={On the cost of sets}, eprint={2401.00001}, year={2024},
  author={Smith, Ada and Jones, Ben and Young, Cy and כהן, דן and Ng, Eve and Wu, Fay and Ho, Gus and Ito, Hal},
  affiliation={DeepMind; Institute of Sets, Nowhere},
  abstract={We study the cost of sets with RLHF.}}
@article{again, title={Sets again}, eprint={2402.00001}, year={2024}, author={Smith, Ada},
  abstract={We use RLHF for sets.}}
"""
OPENALEX = {
    "id": "https://openalex.org/W1",
    "display_name": "Sets at last",
    "publication_year": 2025,
    "abstract_inverted_index": {"We": [0], "use": [1], "RLHF.": [2]},
    "authorships": [
        {
            "author": {"display_name": "Zoë Müller"},
            "raw_affiliation_strings": ["OpenAI, San Francisco, CA, USA"],
        }
    ],
}
NAMED = "return [...PANEL.querySelectorAll('.authors > *')].map((one) => one.textContent)"


@pytest.fixture(scope="module")
def people(chromium, tmp_path_factory):
    """The page of three papers, open."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "a.bib").write_text(BIBTEX, "utf-8")
    (folder / "b.jsonl").write_text(json.dumps(OPENALEX) + "\n", "utf-8")
    sources = [folder / "a.bib", folder / "b.jsonl"]
    files = build_atlas(sources, BuildPlan(discovery="none")).files
    (folder / "network.html").write_bytes(files["network.html"])
    with chromium(folder) as driver:
        driver.get((folder / "network.html").as_uri())
        yield driver.execute_script
        assert driver.get_log("browser") == []


def paper(people, title):
    people("select({ node: NETWORK.nodes.find((node) => node.label === arguments[0]).id })", title)


def test_a_paper_names_its_first_authors_and_the_others_behind_a_button(people):
    paper(people, "On the cost of sets")
    assert people(NAMED) == [
        "Ada Smith", "Ben Jones", "Cy Young", "דן כהן", "Eve Ng", "Fay Wu", "2 more",
    ]  # fmt: skip
    people("PANEL.querySelector('.authors > :last-child').click()")
    assert people(NAMED)[-3:] == ["Fay Wu", "Gus Ho", "Hal Ito"]
    assert people("return document.activeElement.textContent") == "Gus Ho"
    assert people("return PANEL.querySelector('.authors').textContent").endswith(
        "Wu, Gus Ho, Hal Ito"
    )


def test_the_name_of_who_wrote_more_leads_to_all_of_it(people):
    paper(people, "On the cost of sets")
    buttons = "return [...PANEL.querySelectorAll('.author')].map((one) => one.textContent)"
    assert people(buttons) == ["Ada Smith"]
    people("PANEL.querySelector('.author').click()")
    assert people("return PANEL.querySelector('h2').textContent") == "Papers by Ada Smith"
    titles = "return [...PANEL.querySelectorAll('.title > span:first-child')].map((one) => one.textContent)"
    assert sorted(people(titles)) == ["On the cost of sets", "Sets again"]


def test_an_affiliation_stands_with_the_lab_that_it_names_and_the_reason(people):
    section = """
        const heading = [...PANEL.querySelectorAll("h3")].find((one) => one.textContent.startsWith("Affiliations"));
        return [...heading.parentElement.querySelectorAll("li")].map((item) =>
          [item.firstChild.textContent, item.querySelector(".chip")?.textContent, item.querySelector("small")?.textContent]);
    """
    paper(people, "On the cost of sets")
    assert people(section) == [
        ["DeepMind", "Google DeepMind", "“DeepMind”: alternative label of Google DeepMind"],
        ["Institute of Sets, Nowhere", None, None],
    ]
    paper(people, "Sets at last")
    assert people(section) == [
        ["OpenAI, San Francisco, CA, USA", "OpenAI", "“OpenAI”: preferred label of OpenAI"]
    ]


def test_a_paper_without_authors_or_affiliations_says_nothing_of_them(people):
    paper(people, "Sets again")
    assert "Affiliations" not in people("return PANEL.textContent")
    people("delete detailsOf(NODES.get(STATE.selection.node)).authors; show(STATE.selection)")
    assert people("return PANEL.querySelector('.authors')") is None


def test_a_lab_shows_what_its_people_wrote(people):
    people("select({ node: 'lab/google-deepmind' })")
    assert "Its people wrote 1On the cost of sets" in people("return PANEL.textContent")


@pytest.mark.parametrize("typed", ["ada smith", "smith", "Smyth", "ada sm"])
def test_the_name_of_an_author_finds_their_papers(people, typed):
    people("QUERY.value = arguments[0]; listFound()", typed)
    found = people(
        "return [...FOUND.querySelectorAll('[data-node]')].map((one) => one.textContent)"
    )
    assert len(found) == 2
    assert all("author Ada Smith" in one for one in found)
    people("stopAsking()")


def test_an_author_is_found_without_accents_and_not_by_initials(people):
    search = "return search(arguments[0]).map(({ node }) => node.label)"
    assert people(search, "zoe muller") == ["Sets at last"]
    assert people(search, "zm") == []


def test_the_tables_and_the_graph_taken_away_have_them_too(people):
    rows = list(csv.DictReader(io.StringIO(people("return csv(paperRows()).slice(1)"))))
    [row] = [row for row in rows if row["title"] == "Sets at last"]
    assert (row["authors"], row["affiliations"]) == ("Zoë Müller", "OpenAI, San Francisco, CA, USA")
    turtle = people("return turtle()")
    assert 'atlas:authors "Zoë Müller"' in turtle
    assert 'atlas:affiliation "OpenAI, San Francisco, CA, USA"' in turtle
    assert "atlas:affiliatedWith lab:openai" in turtle


def test_the_overview_names_only_the_concepts_that_papers_name(people):
    people("select(null)")
    counts = "return NETWORK.nodes.filter((node) => !isPaper(node)).map((node) => node.papers)"
    assert 0 in people(counts)
    chips = "return [...PANEL.querySelectorAll('.chips .chip')].map((chip) => chip.textContent)"
    assert people(chips) == ["RLHF3", "Google DeepMind1", "OpenAI1"]
