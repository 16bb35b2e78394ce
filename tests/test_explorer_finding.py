"""Finding on the page: filters, years, ways around a node and between two, all in the address."""

from __future__ import annotations

import pytest

from paperatlas.explorer import write_page
from paperatlas.ontology import prefixes
from paperatlas.store import Store

pytestmark = pytest.mark.needs_chromium

CONCEPTS = {
    "method/rlhf": ("reinforcement learning from human feedback", "RLHF"),
    "method/dpo": ("direct preference optimization", "DPO"),
    "topic/sycophancy": ("sycophancy", "flattery"),
    "topic/islands": ("islands", "atolls"),
    "benchmark/mmlu": ("MMLU", "MMLU-2"),
    "lab/anthropic": ("Anthropic", "Anthropic PBC"),
    "lab/openai": ("OpenAI", "Open AI"),
}

# id, issued, labs, (concept, role, confidence)
PAPERS = [
    ("p1", "2020-01-05", ["anthropic"],
        [("method/rlhf", "introduces", 0.9), ("topic/sycophancy", "studies", 0.8)]),
    ("p2", "2021-03-05", ["openai"],
        [("method/rlhf", "uses", 0.95), ("benchmark/mmlu", "evaluatesOn", 0.7)]),
    ("p3", "2022-05-05", ["openai"],
        [("method/dpo", "introduces", 0.9), ("method/rlhf", "comparesWith", 0.6)]),
    ("p4", "2023-07-05", ["anthropic", "openai"],
        [("method/dpo", "uses", 0.95), ("topic/sycophancy", "studies", 0.95)]),
    ("p5", None, ["anthropic"], [("topic/sycophancy", "studies", 0.5)]),
    ("p6", "2024-02-05", [], [("topic/islands", "studies", 0.9)]),
]  # fmt: skip


def store():
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes().items())
    atlas, evidence = [head], [head]
    for name, (label, also) in CONCEPTS.items():
        kind, _, local = name.partition("/")
        atlas.append(
            f'{kind}:{local} a atlas:{kind.title()}, skos:Concept ; skos:prefLabel "{label}"@en'
            f' ; skos:altLabel "{also}"@en ; skos:inScheme atlas:vocabulary .\n'
        )
    for name, issued, labs, links in PAPERS:
        said = [f"We look at {CONCEPTS[concept][0]} in {name}." for concept, *_ in links]
        facts = [f'dcterms:title "Notes {name}" ; dcterms:abstract "{" ".join(said)}"']
        facts += [f'dcterms:issued "{issued}"^^xsd:date'] if issued else []
        facts += [f"atlas:publishedBy lab:{lab}" for lab in labs]
        at = len(f"Notes {name}\n\n")
        for sentence, (concept, role, confidence) in zip(said, links, strict=True):
            local, quote = concept.replace("/", ":"), CONCEPTS[concept][0]
            start = at + len("We look at ")
            facts += [f"atlas:{role} {local} ; atlas:mentions {local}"]
            evidence.append(
                f"mention:{name}.{start} a atlas:Mention ; atlas:paper paper:{name} ;"
                f" atlas:concept {local} ; atlas:role atlas:{role} ; oa:start {start} ;"
                f' oa:end {start + len(quote)} ; oa:exact "{quote}" ; atlas:sentence "{sentence}" ;'
                f" atlas:confidence {confidence} .\n"
            )
            at += len(sentence) + 1
        atlas.append(f"paper:{name} a fabio:ResearchPaper ; {' ; '.join(facts)} .\n")
    return Store.of("".join(atlas).encode(), "".join(evidence).encode())


@pytest.fixture(scope="module")
def driver(chromium, tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("finding")) as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "network.html"
    write_page(store(), path)
    return path.as_uri()


@pytest.fixture
def opened(driver, address):
    """Open the page at a part of its address; afterwards its console must be empty."""

    def at(part="", size=(1440, 900)):
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
        )
        driver.get("about:blank")
        driver.get_log("browser")
        driver.get(address + part)
        return lambda script, *arguments: driver.execute_script(script, *arguments)

    yield at
    assert driver.get_log("browser") == []
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture
def press(driver):
    """Press keys where the focus is."""
    return lambda *keys: driver.switch_to.active_element.send_keys(*keys)


@pytest.fixture
def drag(driver):
    """Drag an element so many pixels to the right and down."""
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.by import By

    def by(selector, right, down=0):
        element = driver.find_element(By.CSS_SELECTOR, selector)
        hold = ActionChains(driver, duration=50).click_and_hold(element)
        hold.move_by_offset(right, down).release().perform()

    return by


def papers(*numbers):
    return {f"paper/p{number}" for number in numbers}


LABS = {"lab/anthropic", "lab/openai"}
ALL = {*CONCEPTS, *papers(1, 2, 3, 4, 5, 6)}
SHOWN = "return [...SHOWN].sort()"
HASH = "return location.hash"


# Filters


@pytest.mark.parametrize(("part", "left"), [
    ("", ALL),
    ("hide=Lab,Benchmark", ALL - LABS - {"benchmark/mmlu"}),
    ("roles=introduces", {*papers(1, 3), "method/rlhf", "method/dpo", *LABS}),
    ("roles=introduces,evaluatesOn",
     {*papers(1, 2, 3), "method/rlhf", "method/dpo", "benchmark/mmlu", *LABS}),
    ("introduced=only", {*papers(1, 2, 3, 4), "method/rlhf", "method/dpo", *LABS}),
    ("confidence=0.95",
     {*papers(2, 4), "method/rlhf", "method/dpo", "topic/sycophancy", *LABS}),
    ("confidence=0.96", set()),
    ("labs=lab/openai", {*papers(2, 3, 4), "method/rlhf", "method/dpo", "topic/sycophancy",
                         "benchmark/mmlu", *LABS}),
    ("years=2020..2021", {*papers(1, 2), "method/rlhf", "topic/sycophancy", "benchmark/mmlu", *LABS}),
    ("years=undated", {*papers(5), "topic/sycophancy", "lab/anthropic"}),
    ("years=2020..2020&hide=Paper", {"method/rlhf", "topic/sycophancy", "lab/anthropic"}),
    ("labs=lab/openai&years=2023..2024&roles=uses", {*papers(4), "method/dpo", *LABS}),
])  # fmt: skip
def test_a_filter_leaves_the_papers_that_pass_and_what_they_link_to(opened, part, left):
    assert set(opened(f"#{part}")(SHOWN)) == left


def test_an_edge_is_shown_if_it_passes_and_both_its_ends_are_shown(opened):
    run = opened("#roles=studies&years=2020..2020")
    shown = "return NETWORK.edges.filter(edgeShown).map((edge) => edge.id)"
    assert run(shown) == ["paper/p1+lab/anthropic", "paper/p1+topic/sycophancy"]


def test_a_hidden_theme_takes_its_papers_and_the_concepts_that_only_they_name(opened):
    run = opened()
    theme = run("return NODES.get('topic/islands').theme")
    assert run("return THEMES.length") > 1
    run(f"document.querySelector('[data-hides=\"{theme}\"]').click()")
    assert "topic/islands" not in run(SHOWN)
    assert "paper/p6" not in run(SHOWN)
    assert "method/rlhf" in run(SHOWN)


def test_only_one_theme_is_one_click_and_all_again_another(opened):
    run = opened()
    only = "return document.querySelector(`[data-hides=\"${NODES.get('topic/islands').theme}\"]`)" \
           ".parentNode.querySelector('.only')"  # fmt: skip
    run(f"{only}.click()".replace("return ", ""))
    assert set(run(SHOWN)) == {"topic/islands", "paper/p6"}
    run(f"{only}.click()".replace("return ", ""))
    assert set(run(SHOWN)) == ALL


def test_the_legend_counts_what_is_left_of_each_kind_and_what_each_lab_and_role_would_leave(opened):
    run = opened("#labs=lab/anthropic&years=2020..2022")
    rows = (
        "return Object.fromEntries([...document.querySelectorAll(arguments[0])]"
        ".map((b) => [b.querySelector('.name').textContent, b.querySelector('.note').textContent]))"
    )
    assert run(rows, "#kinds button") == {
        "Papers": "1 / 6", "Topics": "1 / 2", "Methods": "1 / 2", "Models": "0",
        "Benchmarks": "0 / 1", "Labs": "1 / 2",
    }  # fmt: skip
    assert run(rows, "#labs button") == {"Anthropic": "1", "OpenAI": "2"}
    assert run(rows, "#roles button") == {
        "Introduces": "1", "Evaluates on": "0", "Uses": "0", "Compares with": "0", "Studies": "1",
    }  # fmt: skip


def test_one_line_says_what_is_on_and_each_part_can_be_taken_off(opened):
    run = opened("#hide=Lab&labs=lab/openai&roles=uses&years=2021..2023&introduced=only&confidence=0.8")
    words = "return [...document.querySelectorAll('#on li')].map((li) => li.textContent)"
    assert run(words) == ["2021 – 2023×", "no labs×", "OpenAI×", "uses×", "introduced here×", "≥ 80 % sure×"]
    assert run("return document.querySelector('#on .note').textContent") == "2 of 6 papers"
    for left in range(5, 0, -1):
        run("document.querySelector('#on li button').click()")
        assert len(run(words)) == left
    run("document.querySelector('#on li button').click()")
    assert run("return [document.getElementById('on').hidden, location.hash]") == [True, ""]


def test_all_filters_are_cleared_with_one_click(opened):
    run = opened("#method/rlhf&hide=Lab&labs=lab/openai&years=2021..2023")
    run("document.getElementById('clear-filters').click()")
    assert run(HASH) == "#method/rlhf"
    assert set(run(SHOWN)) == ALL


def test_the_slider_and_the_box_are_filters_too(opened):
    run = opened()
    run("const s = document.getElementById('confidence'); s.value = 75; s.dispatchEvent(new Event('input'))")
    run("document.getElementById('introduced').click()")
    assert run(HASH) == "#introduced=only&confidence=0.75"
    assert run("return document.getElementById('least').textContent") == "75 %"


# Years


def test_a_bar_chooses_its_year_and_shift_extends_to_another(opened):
    run = opened()
    click = "document.querySelector('[data-year=\"{}\"]').dispatchEvent(" \
            "new MouseEvent('click', {{ bubbles: true, shiftKey: {} }}))"  # fmt: skip
    run(click.format(2021, "false"))
    assert run(HASH) == "#years=2021..2021"
    run(click.format(2023, "true"))
    assert run(HASH) == "#years=2021..2023"


def test_the_undated_have_a_bar_of_their_own(opened):
    run = opened()
    run("document.querySelector('#undated button').click()")
    assert run(HASH) == "#years=undated"


def test_dragging_a_handle_moves_one_end_and_dragging_between_them_both(opened, drag):
    run = opened()
    year = run("return document.getElementById('bars').clientWidth / STEPS.length")
    drag("#from", round(2 * year))
    assert run(HASH) == "#years=2022..2024"
    year = run("return document.getElementById('bars').clientWidth / STEPS.length")
    drag("#to", round(-year))
    assert run(HASH) == "#years=2022..2023"
    drag("#window", round(-2 * year))
    assert run(HASH) == "#years=2020..2021"


def test_dragging_over_the_bars_chooses_what_it_passes(opened, drag):
    run = opened()
    year = run("return document.getElementById('bars').clientWidth / STEPS.length")
    drag('[data-year="2021"]', round(2 * year))
    assert run(HASH) == "#years=2021..2023"


def test_the_handles_obey_the_arrow_keys_and_say_their_year(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened()
    run("document.getElementById('from').focus()")
    press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert run("return document.activeElement.getAttribute('aria-valuetext')") == "2022"
    run("document.getElementById('to').focus()")
    press(Keys.HOME)
    assert run(HASH) == "#years=2022..2022"
    press(Keys.END)
    assert run(HASH) == "#years=2022..2024"


def test_playing_moves_the_window_a_year_at_a_time_and_stops_at_the_last(opened):
    run = opened("#years=2021..2022")
    run("PLAY.click()")
    assert run("return PLAY.getAttribute('aria-label')") == "Pause"
    run("playOn()")
    assert run(HASH) == "#years=2022..2023"
    run("playOn()")
    assert run("return [location.hash, PLAYING]") == ["#years=2023..2024", None]


def test_nothing_plays_by_itself_and_pause_stops_it(opened):
    run = opened()
    assert run("return PLAYING") is None
    run("PLAY.click()")
    assert run(HASH) == "#years=2020..2020"
    run("PLAY.click()")
    assert run("return [PLAYING, location.hash]") == [None, "#years=2020..2020"]


def test_an_atlas_of_less_than_three_years_counts_months(driver, seeds_page):
    driver.get("about:blank")
    driver.get(f"{seeds_page.as_uri()}#years=2023-05..2023-06")
    steps = driver.execute_script("return [timeText(STEPS[0]), timeText(STEPS.at(-1)), STEPS.length]")
    assert steps == ["2022-01", "2024-07", 31]
    assert driver.execute_script("return filtersOn()[0].text") == "May 2023 – Jun 2023"
    months = "return [...SHOWN].map((id) => detailsOf(NODES.get(id)).issued).filter(Boolean)"
    assert {issued[:7] for issued in driver.execute_script(months)} == {"2023-05", "2023-06"}


# Around a node, and from one to another


@pytest.mark.parametrize(("depth", "lit"), [
    (1, {"paper/p2"}),
    (2, {*papers(2), "method/rlhf"}),
    (3, {*papers(1, 2, 3), "method/rlhf"}),
])  # fmt: skip
def test_the_selection_lights_what_is_so_many_links_away(opened, depth, lit):
    run = opened("#benchmark/mmlu")
    run(f"document.querySelector('[data-depth=\"{depth}\"]').click()")
    # The first step alone crosses the links of labs, and a benchmark has none.
    assert set(run("return [...LIT.nodes]")) == {"benchmark/mmlu", *lit}
    assert run(HASH) == "#benchmark/mmlu" + (f"&depth={depth}" if depth > 1 else "")


def test_the_shortest_path_prefers_concepts_to_labs(opened):
    run = opened()
    assert run("return shortestPath('paper/p1', 'paper/p4').nodes") == [
        "paper/p1", "topic/sycophancy", "paper/p4",
    ]  # fmt: skip
    assert run("return shortestPath('topic/sycophancy', 'benchmark/mmlu').nodes") == [
        "topic/sycophancy", "paper/p1", "method/rlhf", "paper/p2", "benchmark/mmlu",
    ]  # fmt: skip


def test_a_second_node_with_shift_shows_the_path_and_the_sentence_of_every_link(opened):
    run = opened("#topic/sycophancy")
    run("pick('benchmark/mmlu', true)")
    assert run(HASH) == "#path=topic/sycophancy..benchmark/mmlu"
    assert run("return [...PANEL.querySelectorAll('.stop .name')].map((n) => n.textContent)") == [
        "Sycophancy", "Notes p1", "RLHF", "Notes p2", "MMLU",
    ]  # fmt: skip
    assert run("return [...PANEL.querySelectorAll('.step')].map((s) => s.innerText.split('\\n')[0])") == [
        "studied by", "introduces", "used by", "evaluates on",
    ]  # fmt: skip
    assert run("return [...PANEL.querySelectorAll('blockquote b')].map((b) => b.textContent)") == [
        "sycophancy", CONCEPTS["method/rlhf"][0], CONCEPTS["method/rlhf"][0], "MMLU",
    ]  # fmt: skip
    assert run("return [...LIT.nodes].sort()") == [
        "benchmark/mmlu", "method/rlhf", "paper/p1", "paper/p2", "topic/sycophancy",
    ]  # fmt: skip


def test_path_to_asks_the_search_for_the_other_end(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened("#topic/sycophancy")
    run("document.getElementById('path-to').click()")
    assert run("return QUERY.placeholder") == "Path from Sycophancy to …"
    press("rlhf", Keys.ENTER)
    assert run(HASH) == "#path=topic/sycophancy..method/rlhf"
    assert run("return QUERY.placeholder") == "Title, method, lab …"


def test_escape_gives_up_asking_for_the_other_end(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened("#topic/sycophancy")
    run("document.getElementById('path-to').click()")
    press(Keys.ESCAPE)
    assert run("return [CHOOSING, location.hash]") == [None, "#topic/sycophancy"]


def test_where_there_is_no_path_the_panel_says_so(opened):
    run = opened("#path=topic/islands..method/rlhf")
    assert run("return document.getElementById('no-path').textContent") == (
        "No chain of links joins the two: they stand in separate parts of the map."
    )
    assert run("return [...LIT.nodes].sort()") == ["method/rlhf", "topic/islands"]


def test_where_the_filters_cut_the_path_they_can_be_cleared_there(opened):
    run = opened("#path=method/rlhf..benchmark/mmlu&hide=Benchmark")
    assert "The filters leave out MMLU." in run("return PANEL.textContent")
    run("document.querySelector('#no-path button').click()")
    assert run("return PANEL.querySelectorAll('.step').length") == 2


# The address


def test_back_and_forward_go_through_selections_paths_and_views(opened, driver):
    run = opened()
    run("VIEWS.test = { label: 'Test', draw: (to) => to.append('drawn') }")
    steps = ["#method/rlhf", "#path=method/rlhf..method/dpo", "#path=method/rlhf..method/dpo&view=test"]
    run("select({ node: 'method/rlhf' })")
    run("pick('method/dpo', true)")
    run("setView('test')")
    assert run("return [location.hash, document.getElementById('view').textContent]") == [steps[2], "drawn"]
    driver.back()
    assert run("return [location.hash, STATE.view, document.getElementById('view').hidden]") == [steps[1], "map", True]
    driver.back()
    assert run("return [location.hash, STATE.path, STATE.selection.node]") == [steps[0], None, "method/rlhf"]
    driver.back()
    assert run("return [location.hash, STATE.selection]") == ["", None]
    driver.forward()
    driver.forward()
    assert run("return [location.hash, PANEL.querySelectorAll('.step').length]") == [steps[1], 2]


def test_a_filter_is_no_step_of_the_history(opened, driver):
    run = opened()
    run("select({ node: 'method/rlhf' })")
    run("change({ filters: { introduced: true } })")
    driver.back()
    assert run("return [location.hash, STATE.selection]") == ["", None]


WHOLE = (
    "#method/rlhf&hide=Lab&labs=lab/openai&roles=introduces,uses&years=2020..2022"
    "&introduced=only&confidence=0.6&depth=2&at=12,-7,1.25"
)


def test_the_address_holds_the_whole_state_and_brings_it_back(opened):
    run = opened(WHOLE)
    assert run("return addressOf(STATE)") == WHOLE
    assert run("return STATE.camera") == {"x": 12, "y": -7, "scale": 1.25}
    assert run("return [STATE.depth, STATE.filters.confidence, [...STATE.filters.roles]]") == [
        2, 0.6, ["introduces", "uses"],
    ]  # fmt: skip


@pytest.mark.parametrize("part", [
    "nothing/known", "%E0%A4%A", "view=none", "view=constructor", "depth=4", "depth=", "path=method/rlhf",
    "path=method/rlhf..method/rlhf", "path=method/rlhf..x", "papers=Some..x", "at=1,2", "at=1,2,0",
    "at=a,b,c", "hide=Planet", "without=none", "labs=method/rlhf", "roles=adores", "years=2022..2020",
    "years=x..y", "years=2020", "introduced=yes", "confidence=2", "confidence=x", "toString=1", "=", "&&&",
])  # fmt: skip
def test_what_an_address_says_wrongly_is_ignored(opened, part):
    run = opened(f"#{part}")
    assert run("return addressOf(STATE)").endswith("network.html")
    assert set(run(SHOWN)) == ALL


def test_the_rest_of_a_partly_wrong_address_holds(opened):
    assert opened("#method/rlhf&depth=9&years=2020..2021")("return addressOf(STATE)") == (
        "#method/rlhf&years=2020..2021"
    )


# Search


def listed(run):
    return run(
        "return [...document.querySelectorAll('#found [data-node]')].map((li) =>"
        "[li.dataset.node, li.querySelector('.kind').textContent, li.querySelector('small')?.textContent ?? null])"
    )


def asking(run, words):
    run("QUERY.focus(); QUERY.value = arguments[0]; QUERY.dispatchEvent(new Event('input'))", words)


@pytest.mark.parametrize(("words", "first"), [
    ("sycophncy", ["topic/sycophancy", "Topic", None]),
    ("flattery", ["topic/sycophancy", "Topic", "also flattery"]),
    ("rhlf", ["method/rlhf", "Method", "also RLHF"]),
    ("rlfhf", ["method/rlhf", "Method", "initials"]),
    ("feedback human", ["method/rlhf", "Method", None]),
    ("dpo", ["method/dpo", "Method", "also DPO"]),
    ("reinf learn", ["method/rlhf", "Method", None]),
    ("openai", ["lab/openai", "Lab", None]),
    ("mmlu2", ["benchmark/mmlu", "Benchmark", "also MMLU-2"]),
    ("look islands", ["paper/p6", "Paper", "abstract We look at islands in p6."]),
])  # fmt: skip
def test_a_suggestion_says_its_kind_and_what_matched(opened, words, first):
    run = opened()
    asking(run, words)
    assert listed(run)[0] == first


def test_initials_find_a_name_that_states_no_abbreviation(driver, seeds_page):
    driver.get("about:blank")
    driver.get(seeds_page.as_uri())
    initials = "return search('htec').map(({ node, initials }) => [node.id, initials])"
    known = "return fullName(NODES.get('topic/large-language-model'))"
    assert driver.execute_script(known) == "Large language model"
    assert driver.execute_script("return search('llm')[0].node.id") == "topic/large-language-model"
    assert driver.execute_script(initials) == []


def test_the_list_is_a_combobox_that_the_arrows_walk(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened()
    state = (
        "return [QUERY.getAttribute('aria-expanded'), QUERY.getAttribute('aria-activedescendant'),"
        "document.querySelector('#found [aria-selected=true]')?.id ?? null, document.activeElement.id]"
    )
    run("QUERY.focus()")
    assert run(state) == ["false", None, None, "query"]
    press("notes")
    assert run(state) == ["true", "found-0", "found-0", "query"]
    press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert run(state) == ["true", "found-2", "found-2", "query"]
    press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP)
    assert run(state) == ["true", "found-5", "found-5", "query"]
    assert run("return document.getElementById('hits').textContent") == "6 results"
    press(Keys.ESCAPE)
    assert run(state) == ["false", None, None, "query"]
    assert run("return document.getElementById('found').hidden") is True


def test_a_search_without_result_says_so(opened):
    run = opened()
    asking(run, "qqqq zzzz")
    assert run("return document.getElementById('found').textContent") == (
        "Nothing in titles, names or abstracts is like that."
    )
    assert run("return document.getElementById('hits').textContent") == "No results"


def test_what_the_filters_leave_out_is_found_and_choosing_it_clears_them(opened):
    run = opened("#years=2024..2024")
    asking(run, "sycophancy")
    assert listed(run)[0] == ["topic/sycophancy", "Topic", "left out by the filters"]
    run("document.querySelector('#found [data-node]').click()")
    assert run(HASH) == "#topic/sycophancy"


# Keys


def test_a_question_mark_opens_the_help_and_escape_closes_it_alone(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened("#method/rlhf")
    press("?")
    assert run("return HELP.open") is True
    press(Keys.ESCAPE)
    assert run("return [HELP.open, location.hash]") == [False, "#method/rlhf"]


def test_escape_closes_the_innermost_and_leaves_the_filters(opened, press):
    from selenium.webdriver.common.keys import Keys

    run = opened("#method/rlhf&hide=Lab", (390, 844))
    run("LEGEND_TOGGLE.click()")
    press(Keys.ESCAPE)
    assert run("return [LEGEND.classList.contains('open'), location.hash]") == [False, "#method/rlhf&hide=Lab"]
    press(Keys.ESCAPE)
    assert run(HASH) == "#hide=Lab"


def test_single_keys_can_be_switched_off(opened, press):
    run = opened("#method/rlhf")
    press("2")
    assert run("return STATE.depth") == 2
    run("document.getElementById('single-keys').click()")
    press("3")
    assert run("return STATE.depth") == 2


# The small screen

NARROW = (390, 844)


def test_on_a_small_screen_the_filters_are_a_sheet(opened):
    run = opened("", NARROW)
    shown = "return getComputedStyle(LEGEND).display"
    assert run(shown) == "none"
    run("LEGEND_TOGGLE.click()")
    assert run(f"{shown} + LEGEND_TOGGLE.getAttribute('aria-expanded') + document.activeElement.id") == (
        "blocktruelegend-close"
    )
    run("LEGEND_CLOSE.click()")
    assert run(shown) == "none"


def test_on_a_small_screen_the_details_are_a_sheet_that_a_tap_or_a_drag_enlarges(opened, drag):
    run = opened("#method/rlhf", NARROW)
    state = "return [document.body.dataset.sheet, GRIP.getAttribute('aria-label')]"
    assert run(state) == ["half", "Enlarge details"]
    drag("#grip", 0, -260)
    assert run(state) == ["full", "Fold details away"]
    run("GRIP.click()")
    assert run(state) == ["closed", "Show details"]
    assert run("return GRIP.textContent") == "Reinforcement learning from human feedback"


@pytest.mark.parametrize("part", ["", "#method/rlhf&years=2020..2021", "#path=method/rlhf..method/dpo"])
def test_on_a_small_screen_every_control_is_large_enough_for_a_thumb(opened, part):
    run = opened(part, NARROW)
    small = (
        "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility())"
        ".map((e) => [e.id || e.className, e.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < arguments[1] || box.width < arguments[1]).map(([name]) => name)"
    )
    main = "#query, #legend-toggle, #play, .handle, #path-to, .segments button, #panel .close"
    assert run(small, main, 44) == []
    assert run(small, "#on button, #tools button, #panel .chip, #panel .title, #grip", 24) == []
    run("LEGEND_TOGGLE.click()")
    assert run(small, "#legend button, #legend input[type=range]", 44) == []


def test_on_a_small_screen_nothing_is_wider_than_it(opened):
    run = opened("#method/rlhf&hide=Lab,Benchmark&labs=lab/openai&years=2020..2022", NARROW)
    assert run("return document.documentElement.scrollWidth") == 390
