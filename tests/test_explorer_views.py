"""Beside the map: matrix, timeline and table count what the graph says, and everything can be taken."""

from __future__ import annotations

import csv
import io
import re
import struct
import time
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import Graph

from paperatlas.store import Store

needs_chromium = pytest.mark.needs_chromium

SCRIPTS = Path(__file__).parents[1] / "src/paperatlas/explorer"
ID = "https://w3id.org/paperatlas/id/"

# What a reader may have chosen, as the address says it.
FILTERS = {
    "all": "",
    "years": "&years=2023-01..2024-05",
    "undated": "&years=undated",
    "labs": "&labs=lab/openai,lab/anthropic",
    "roles": "&roles=criticises,introduces",
    "only mentioned": "&roles=mentions",
    "mentioned or used": "&roles=mentions,uses",
    "introduced": "&introduced=only",
    "sure": "&confidence=0.85",
    "roles that are sure": "&roles=uses,studies&confidence=0.9&years=2022-01..2022-12",
    "introduced and compared": "&roles=comparesWith&introduced=only",
    "without a theme": "&without=elsewhere",
    "without labs": "&hide=Lab",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("views")


@pytest.fixture(scope="module")
def driver(chromium, folder):
    with chromium(folder) as started:
        yield started


@pytest.fixture
def opened(driver, seeds_page):
    """Open the seeds' page at an address; afterwards the console must be empty."""

    def at(hash_=""):
        driver.get("about:blank")
        driver.get(seeds_page.as_uri() + hash_)
        return driver.execute_script

    yield at
    assert driver.get_log("browser") == []


@pytest.fixture(scope="module")
def store(root):
    return Store.open(root / "graph")


def test_no_two_scripts_give_one_name_to_two_things():
    names = {
        path.name: set(re.findall(
            r"^(?:async )?(?:function\*? ?|const |let |class )(\w+)", path.read_text("utf-8"), re.MULTILINE))
        for path in SCRIPTS.glob("*.js")
    }  # fmt: skip
    assert [
        (a, b, names[a] & names[b]) for a, b in combinations(names, 2) if names[a] & names[b]
    ] == []


# Seeing the field


@needs_chromium
def test_a_matrix_counts_the_papers_of_both_and_a_number_leads_to_them(opened, store):
    counts = {
        (lab, topic): number for lab, topic, number in store.select("""
            SELECT ?lab ?topic (COUNT(DISTINCT ?paper) AS ?n) {
              ?paper atlas:publishedBy ?lab ; atlas:mentions|dcterms:subject ?topic .
              ?topic a atlas:Topic } GROUP BY ?lab ?topic""").rows
    }  # fmt: skip
    run = opened("#view=matrix&look=lab-topic.all")
    cells = run("""
        const { rows, columns, at } = crossed(CROSSINGS["lab-topic"]);
        return rows.filter(([row]) => row.id).flatMap(([row]) => columns.map(([column]) =>
          [iriOf(row.id), iriOf(column.id), at(row, column).length])).filter(([, , n]) => n);""")
    assert {(lab, topic): number for lab, topic, number in cells} == counts
    drawn = run(
        "return [...document.querySelectorAll('.matrix tbody td:not(.sum) button')].map((b) => b.textContent)"
    )
    without_lab = run("return crossed(CROSSINGS['lab-topic']).rows.some(([row]) => !row.id)")
    assert len(drawn) >= len(counts) if without_lab else len(drawn) == len(counts)
    run("document.querySelector('.matrix tbody td button').click()")
    listed = run("return PANEL.querySelectorAll('.row').length")
    assert listed == int(drawn[0])


@needs_chromium
def test_a_timeline_shows_each_concept_as_often_as_it_is_named(opened, store):
    dates = [
        date.isoformat() for (date,) in store.select("""
            SELECT ?date { ?paper atlas:mentions|dcterms:subject method:rlhf ; dcterms:issued ?date }
            ORDER BY ?date""").rows
    ]  # fmt: skip
    run = opened("#view=timeline&look=papers.600")
    row = run("""
        const row = document.querySelector('.timeline [data-node="method/rlhf"]').closest("tr");
        return { bars: [...row.querySelectorAll(".period")].map((b) => Number(b.textContent)),
          halves: [...row.querySelectorAll(".half")].slice(0, 2).map((c) => Number(c.textContent)),
          since: row.querySelector(".since").textContent };""")
    assert sum(row["bars"]) == sum(row["halves"]) == len(dates)
    assert row["since"].split()[-1] == dates[0][:4]
    all_dates = sorted(date.isoformat() for (_, date) in store.select(
        "SELECT ?p ?d { ?p a fabio:ResearchPaper ; dcterms:issued ?d }").rows)  # fmt: skip
    middle = all_dates[len(all_dates) // 2]
    assert row["halves"] == [sum(d < middle for d in dates), sum(d >= middle for d in dates)]


@needs_chromium
def test_a_table_sorts_by_each_column_says_so_and_turns_its_pages(opened):
    run = opened("#view=table&look=concepts")
    heads = run(
        "return [...document.querySelectorAll('[data-column]')].map((b) => b.dataset.column)"
    )
    for column in heads:
        for _ in range(2):
            run("document.querySelector(`[data-column='${arguments[0]}']`).click()", column)
            order = run(
                "return [...document.querySelectorAll('th[aria-sort]')]"
                ".map((th) => [th.querySelector('button').dataset.column, th.ariaSort])")  # fmt: skip
            assert [name for name, _ in order] == [column]
            values = run(
                """
                const column = COLUMNS.concepts.find(({ id }) => id === arguments[0]);
                return [...document.querySelectorAll("[data-line]")].map((line) => column.value(NODES.get(line.dataset.line)))
                  .filter((value) => value !== "");""",
                column,
            )
            sign = -1 if order[0][1] == "descending" else 1
            assert run("return arguments[0].every((value, i, all) => !i || arguments[1] * (typeof value === 'number'"
                       " ? value - all[i - 1] : ORDER.compare(value, all[i - 1])) >= 0)", values, sign)  # fmt: skip
            assert run("return document.activeElement.dataset.column") == column
    pages = [
        run("return [...document.querySelectorAll('[data-line]')].map((line) => line.dataset.line)")
    ]
    while run("return !document.querySelector('[data-page=Next]').disabled"):
        run("document.querySelector('[data-page=Next]').click()")
        pages.append(
            run(
                "return [...document.querySelectorAll('[data-line]')].map((line) => line.dataset.line)"
            )
        )
    assert sorted(line for page in pages for line in page) == run(
        "return [...SHOWN].filter((id) => !isPaper(NODES.get(id))).sort()")  # fmt: skip


@needs_chromium
def test_a_line_of_the_table_opens_what_it_names_and_stands_out(opened):
    run = opened("#view=table")
    run("document.querySelector('[data-line] td').click()")
    first = run("return document.querySelector('[data-line]').dataset.line")
    assert run(
        "return [STATE.selection.node, document.querySelector('.current').dataset.line]"
    ) == [first, first]


@needs_chromium
@pytest.mark.parametrize("view", ["matrix", "timeline", "table"])
def test_a_view_that_shows_nothing_says_why_and_how_to_go_on(opened, view):
    run = opened(f"#view={view}&hide=Paper")
    text = "return document.querySelector('#view .nothing').textContent"
    assert "Papers are hidden" in run(text)
    run("document.querySelector('#view .nothing button').click()")
    assert run("return [document.querySelector('#view .nothing'), STATE.filters.kinds.size]") == [
        None,
        0,
    ]
    run = opened(f"#view={view}&years=1900-01..1900-02")
    assert "The filters leave no paper" in run(text)
    run("document.querySelector('#view .nothing button').click()")
    assert run("return [document.querySelector('#view .nothing'), SHOWN.size === NODES.size]") == [
        None,
        True,
    ]


@needs_chromium
def test_arrow_keys_walk_through_a_matrix_that_is_one_stop_for_tab(opened, driver):
    from selenium.webdriver.common.keys import Keys

    run = opened("#view=matrix")
    assert run("return document.querySelectorAll('.matrix button[tabindex=\"0\"]').length") == 1
    run("document.querySelector('.matrix tbody button').focus()")
    where = "return [document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td, th').cellIndex]"
    steps = [run(where)]
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.HOME):
        driver.switch_to.active_element.send_keys(key)
        steps.append(run(where))
    assert steps == [[1, 0], [1, 1], [1, 2], [2, 2], [1, 2], [1, 0]]


@needs_chromium
def test_a_view_and_a_list_of_papers_are_kept_in_the_address(opened, driver):
    run = opened("#view=matrix&look=method-benchmark&years=2022-01..2023-12")
    run("document.querySelector('.matrix tbody td button').click()")
    panel = run("return PANEL.textContent")
    address = run("return location.hash")
    run = opened(address)
    assert run("return [STATE.view, STATE.look, PANEL.textContent]") == [
        "matrix",
        "method-benchmark",
        panel,
    ]
    run("document.querySelector('.close').click()")
    driver.back()
    assert run("return PANEL.textContent") == panel


@needs_chromium
@pytest.mark.parametrize(
    "title", ["A title..with dots...", "a, b & c=d #e", "../x/%2E%2e", "100 %"]
)
def test_a_list_of_papers_keeps_its_title_in_the_address(opened, title):
    run = opened()
    run("openPapers(arguments[0], shownPapers().slice(0, 3), ['method/rlhf'])", title)
    kept = run("return [location.hash, STATE.selection.papers]")
    assert opened(kept[0])("return STATE.selection.papers") == kept[1]


# Reading


@needs_chromium
def test_what_the_filters_hide_is_left_out_of_the_panel_and_said_to_be(opened, store):
    papers = store.select("""
        SELECT DISTINCT ?p ?lab { ?p atlas:mentions|dcterms:subject method:rlhf
          OPTIONAL { ?p atlas:publishedBy ?lab } }""").rows  # fmt: skip
    openai = sum(lab == f"{ID}lab/openai" for _, lab in papers)
    run = opened("#method/rlhf&labs=lab/openai")
    assert f"The filters hide {len({p for p, _ in papers}) - openai} papers" in run(
        "return PANEL.textContent"
    )
    assert run(
        "return [...PANEL.querySelectorAll('.labs .name')].map((name) => name.textContent)"
    ) == ["OpenAI"]


@needs_chromium
def test_a_paper_stands_under_each_role_that_it_has(opened, store):
    for role, heading in (
        ("uses", "Used by"),
        ("criticises", "Criticised by"),
        ("studies", "Studied by"),
    ):
        found = store.select(f"SELECT ?p {{ ?p atlas:{role} method:rlhf }}").rows
        run = opened("#method/rlhf")
        assert run("return [...PANEL.querySelectorAll('h3')].map((h) => h.textContent)").count(
            f"{heading} {len(found)}") == (1 if found else 0)  # fmt: skip


# Taking away


@needs_chromium
@pytest.mark.parametrize("chosen", FILTERS.values(), ids=FILTERS)
def test_the_query_of_a_view_finds_exactly_its_papers(opened, store, chosen):
    run = opened(f"#view=table{chosen}")
    assert run("return SHOWN.size < NODES.size") is bool(chosen)
    shown = run("return shownPapers().map(({ id }) => iriOf(id))")
    rows = store.select(run("return sparql()")).rows
    assert len(rows) == len(shown) > 0
    assert {str(paper) for paper, *_ in rows} == set(shown)


@needs_chromium
@pytest.mark.parametrize("chosen", ["", "&labs=lab/openai&roles=introduces", "&hide=Paper"])
def test_the_turtle_of_a_view_is_a_part_of_the_atlas(opened, root, chosen):
    whole = Graph().parse(root / "graph" / "atlas.ttl")
    run = opened(f"#view=table{chosen}")
    part = Graph().parse(data=run("return turtle()"), format="turtle")
    assert set(part) <= set(whole)
    shown = set(run("return [...SHOWN].map(iriOf)"))
    assert {str(subject) for subject in part.subjects()} == shown
    if not chosen:
        records = "prov#wasDerivedFrom"
        about = {t for t in whole if str(t[0]) in shown and not t[1].endswith(records)}
        assert set(part) == about


@needs_chromium
def test_the_tables_are_csv_that_no_spreadsheet_runs(opened, store):
    run = opened("#view=table")
    papers = list(
        csv.DictReader(
            io.StringIO(run("return csv(paperRows())").removeprefix("\ufeff"), newline="")
        )
    )
    stated = dict(
        store.select(
            "SELECT ?p ?a { ?p a fabio:ResearchPaper OPTIONAL { ?p dcterms:abstract ?a } }"
        ).rows
    )
    assert {ID + row["id"]: row["abstract"] or None for row in papers} == stated
    links = list(
        csv.DictReader(
            io.StringIO(run("return csv(linkRows())").removeprefix("\ufeff"), newline="")
        )
    )
    assert len(links) == run(
        "return NETWORK.edges.reduce((sum, edge) => sum + edge.roles.length, 0)"
    )
    assert all(row["quote"] in row["sentence"] for row in links)
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'a "b", c', "two\nlines", "plain"]
    text = run("return csv([arguments[0], [1, -2]])", cells)
    assert text == (
        '\ufeff"\'=1+1","\'+1","\'-1","\'@x","\'\tx","\'\rx","a ""b"", c","two\nlines","plain"\r\n1,-2\r\n'
    )


@needs_chromium
def test_every_kind_of_file_is_saved_under_a_harmless_name(opened, driver, folder):
    run = opened("#view=matrix")
    run("document.title = '../../Evil \\u202e <name>.exe'")
    for name in ("this matrix", "papers", "concepts", "links with", "atlas's own", "a query that"):
        run("openTaking(true)")
        run(
            "[...TAKING.querySelectorAll('button')].find((b) => b.textContent.includes(arguments[0])).click()",
            name,
        )
    expected = {
        f"evil-name-exe-{end}"
        for end in ("matrix.csv", "papers.csv", "concepts.csv", "links.csv", "view.ttl", "view.rq")
    }
    for _ in range(100):
        saved = {path.name for path in folder.glob("evil*") if path.stat().st_size}
        if saved == expected:
            break
        time.sleep(0.05)
    assert saved == expected
    assert (folder / "evil-name-exe-view.rq").read_text("utf-8") == run("return sparql()")


@needs_chromium
def test_the_map_is_saved_as_it_is_seen(opened, folder):
    run = opened("#method/rlhf")
    width, height = run(
        "const { clientWidth, clientHeight } = document.getElementById('map'); return [clientWidth, clientHeight]"
    )
    for name in ("PNG", "SVG"):
        run("openTaking(true)")
        run(
            "[...TAKING.querySelectorAll('button')].find((b) => b.textContent.startsWith(arguments[0])).click()",
            name,
        )
    paths = [folder / "paperatlas-map.png", folder / "paperatlas-map.svg"]
    for _ in range(100):
        if all(path.exists() and path.stat().st_size for path in paths):
            break
        time.sleep(0.05)
    png = paths[0].read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (2 * width, 2 * height)
    assert "RLHF" in paths[1].read_text("utf-8")


@needs_chromium
def test_the_menu_closes_with_escape_and_gives_the_focus_back(opened, driver):
    from selenium.webdriver.common.keys import Keys

    run = opened()
    run("TAKE.focus()")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert run("return [TAKING.hidden, TAKING.contains(document.activeElement)]") == [False, True]
    driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ESCAPE)
    assert run("return [TAKING.hidden, document.activeElement === TAKE]") == [True, True]
