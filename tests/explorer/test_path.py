"""What lies around a node, and the shortest path from one to another."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium


def papers(*numbers):
    return {f"paper/p{number}" for number in numbers}


RLHF = "reinforcement learning from human feedback"
HASH = "return location.hash"


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
        "sycophancy", RLHF, RLHF, "MMLU",
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
