"""For everyone: what a screen reader, a keyboard, a narrow screen and right-to-left text need."""

from __future__ import annotations

from importlib.resources import files

import pytest

from paperatlas.explorer import write_page
from paperatlas.store import Store

pytestmark = pytest.mark.needs_chromium

VIEWS = {
    "map": "",
    "matrix": "#view=matrix",
    "timeline": "#view=timeline",
    "table": "#view=table&look=concepts",
    "empty": "#view=matrix&years=1900-01..1900-02",
}
PANELS = {
    "concept": "method/rlhf",
    "paper": "paper/arxiv-2309.00267",
    "theme": "theme/",
    "papers": "papers=Two~..",
}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


@pytest.fixture(scope="module")
def driver(chromium, tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("access")) as started:
        yield started


@pytest.fixture
def opened(driver, seeds_page):
    """Open the seeds' page at an address, light or dark, wide or narrow."""

    def at(hash_="", mode="light", size="wide"):
        width, height = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": mode},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        driver.get("about:blank")
        driver.get(seeds_page.as_uri() + hash_)
        return driver.execute_script

    yield at
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def faults(driver):
    """What axe-core finds, as (rule, place, why).

    Its rule for the size of targets is off at first; the bars of the years may be narrower, since
    the two handles below them do the same.
    """
    axe = (
        files("selenium_axe_python").joinpath("axe-core", "axe.min.js").read_text(encoding="utf-8")
    )
    driver.execute_script(axe)
    found = driver.execute_async_script("""
        const done = arguments[0];
        axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
          .then((result) => done(result.violations), (error) => done([{ id: String(error), nodes: [] }]));""")
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
        if not (rule["id"] == "target-size" and "data-year" in str(node["target"]))
    ] + [rule["id"] for rule in found if not rule["nodes"]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_any_view(opened, driver, view, mode, size):
    run = opened(VIEWS[view], mode, size)
    assert run("return isDark()") is (mode == "dark")
    assert faults(driver) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_in_any_panel_or_menu(opened, driver, mode, size):
    run = opened("#method/rlhf", mode, size)
    paper = run("return shownPapers()[0].id")
    people = """
        for (const paper of shownPapers().slice(0, 2)) Object.assign(detailsOf(paper), {
          authors: Array.from({ length: 12 }, (_, i) => `Ada Smith the ${i}th`).join("; "),
          affiliations: ["OpenAI, Nowhere"], affiliated: ["lab/openai"],
          why: ["“OpenAI” in “OpenAI, Nowhere”: preferred label of OpenAI"] });
        select({ node: arguments[0] });
    """
    openings = (
        "select({ node: arguments[0] })",
        people,
        "select({ edge: TIES.get(arguments[0])[0].id })",
        "select({ theme: 0 })",
        "openPapers('Two', shownPapers().slice(0, 2), ['method/rlhf'])",
        "select(null)",
        "openTaking(true)",
    )
    for opening in openings:
        run(opening, paper)
        assert (opening, faults(driver)) == (opening, [])


def test_the_keyboard_alone_reaches_everything_that_can_be_clicked(opened, driver):
    """Tab goes through the controls; within a grid the arrows do, which counts as one stop."""
    from selenium.webdriver.common.keys import Keys

    for address in ("#method/rlhf", "#view=matrix", "#view=table"):
        run = opened(address)
        wanted = run("""
            window.controls = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0);
            document.activeElement.blur();
            return controls.length;""")
        reached = set()
        for _ in range(wanted + 20):
            driver.switch_to.active_element.send_keys(Keys.TAB)
            reached.add(run("return controls.indexOf(document.activeElement)"))
            if len(reached - {-1}) == wanted:
                break
        missed = run("return controls.filter((_, i) => !arguments[0].includes(i)).map((one) => one.outerHTML.slice(0, 120))",
                     sorted(reached))  # fmt: skip
        assert missed == []


def test_every_node_can_be_reached_by_keyboard_in_the_table(opened):
    run = opened("#view=table")
    for what in ("papers", "concepts"):
        run("setView('table'); change({ look: arguments[0] })", what)
        names = run("""
            const names = [];
            for (let page = 1; page < 100; page += 1) {
              const lines = [...document.querySelectorAll("[data-line]")];
              names.push(...lines.map((line) => line.querySelector("th button").dataset.node));
              const next = document.querySelector("[data-page=Next]");
              if (!next || next.disabled) break;
              next.click();
            }
            return names.sort();""")
        kind = "isPaper(node)" if what == "papers" else "!isPaper(node)"
        assert names == run(
            f"return NETWORK.nodes.filter((node) => {kind}).map((node) => node.id).sort()"
        )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_makes_the_page_wider_than_the_screen(opened, view, size):
    run = opened(VIEWS[view], size=size)
    assert run("return document.documentElement.scrollWidth") <= SIZES[size][0]


ARABIC = "تعلم الآلة من آراء البشر"
HEAD = """
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix paper: <https://w3id.org/paperatlas/id/paper/> .
@prefix topic: <https://w3id.org/paperatlas/id/topic/> .
@prefix mention: <https://w3id.org/paperatlas/id/mention/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
"""


def test_text_that_runs_from_right_to_left_does_and_other_scripts_are_whole(driver, tmp_path):
    atlas = f"""{HEAD}
    paper:ar a fabio:ResearchPaper ; dcterms:title "{ARABIC}" ; dcterms:abstract "ندرس التملق." ;
      atlas:studies topic:t ; atlas:mentions topic:t .
    paper:ja a fabio:ResearchPaper ; dcterms:title "人間のフィードバックによる強化学習" ; atlas:mentions topic:t .
    topic:t a atlas:Topic , skos:Concept ; skos:prefLabel "التملق"@ar ; skos:inScheme atlas:vocabulary ."""
    evidence = f"""{HEAD}
    mention:1 a atlas:Mention ; atlas:paper paper:ar ; atlas:concept topic:t ; atlas:role atlas:studies ;
      oa:exact "التملق" ; oa:start {len(ARABIC) + 7} ; oa:end {len(ARABIC) + 13} ; atlas:sentence "ندرس التملق." ."""
    write_page(Store.of(atlas.encode(), evidence.encode()), tmp_path / "network.html")
    driver.get((tmp_path / "network.html").as_uri() + "#paper/ar")
    directions = "return [...PANEL.querySelectorAll(arguments[0])].map((one) => getComputedStyle(one).direction)"
    for place in ("h2", ".abstract", "blockquote", ".evidence .chip .name"):
        assert (place, driver.execute_script(directions, place)) == (place, ["rtl"])
    assert driver.execute_script("return PANEL.querySelector('h2').textContent") == ARABIC
    assert (
        driver.execute_script("return PANEL.querySelector('.abstract mark').textContent")
        == "التملق"
    )
    driver.execute_script("setView('table'); select({ node: 'topic/t' })")
    assert driver.execute_script(directions, "h2, .row blockquote") == ["rtl", "rtl", "rtl"][: len(
        driver.execute_script(directions, "h2, .row blockquote"))]  # fmt: skip
    cells = driver.execute_script(
        "return [...document.querySelectorAll('.lines th[scope=row] .node-name > span')]"
        ".map((name) => [name.textContent, getComputedStyle(name).direction]).sort()")  # fmt: skip
    assert cells == sorted([[ARABIC, "rtl"], ["人間のフィードバックによる強化学習", "ltr"]])
