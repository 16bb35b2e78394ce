"""Filters: what they leave, what the legend counts, and how they are taken off again."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium


def papers(*numbers):
    return {f"paper/p{number}" for number in numbers}


LABS = {"lab/anthropic", "lab/openai"}
CONCEPTS = {
    "method/rlhf", "method/dpo", "topic/sycophancy", "topic/islands", "benchmark/mmlu", *LABS,
}  # fmt: skip
ALL = {*CONCEPTS, *papers(1, 2, 3, 4, 5, 6)}
SHOWN = "return [...SHOWN].sort()"
HASH = "return location.hash"


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


def test_a_hidden_theme_takes_its_papers_and_the_concepts_that_only_they_name(driver, seeds_page):
    driver.get(seeds_page.as_uri())
    run = driver.execute_script
    left = "return [...SHOWN].some((id) => NODES.get(id).theme === 0)"
    alone = (
        "return [...SHOWN].map((id) => NODES.get(id)).filter((node) => !isPaper(node))"
        ".filter(({ id }) => !TIES.get(id).some(({ from }) => isPaper(NODES.get(from)) && SHOWN.has(from)))"
        ".map(({ id }) => id)"
    )
    assert run(left) is True
    run("document.querySelector('[data-hides=\"0\"]').click()")
    assert run(left) is False
    assert run(alone) == []
    assert run("return SHOWN.size") > 0


def test_only_one_theme_is_one_click_and_all_again_another(driver, seeds_page):
    driver.get(seeds_page.as_uri())
    run = driver.execute_script
    run("document.querySelectorAll('.only')[1].click()")
    papers_shown = "return [...SHOWN].filter((id) => isPaper(NODES.get(id))).sort()"
    assert run(papers_shown) == run(
        "return THEMES[1].members.filter(isPaper).map(({ id }) => id).sort()"
    )
    run("document.querySelectorAll('.only')[1].click()")
    assert run("return SHOWN.size === NODES.size") is True


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
    run = opened(
        "#hide=Lab&labs=lab/openai&roles=uses&years=2021..2023&introduced=only&confidence=0.8"
    )
    words = "return [...document.querySelectorAll('#on li')].map((li) => li.textContent)"
    assert run(words) == [
        "2021 – 2023×",
        "no labs×",
        "OpenAI×",
        "uses×",
        "introduced here×",
        "≥ 80 % sure×",
    ]
    assert run("return document.querySelector('#on .note').textContent") == "2 of 6 papers"
    for left in range(5, 0, -1):
        run("document.querySelector('#on li button').click()")
        assert len(run(words)) == left
    run("document.querySelector('#on li button').click()")
    assert run("return [document.getElementById('on').innerText, location.hash]") == ["", ""]


def test_all_filters_are_cleared_with_one_click(opened):
    run = opened("#method/rlhf&hide=Lab&labs=lab/openai&years=2021..2023")
    run("document.getElementById('clear-filters').click()")
    assert run(HASH) == "#method/rlhf"
    assert set(run(SHOWN)) == ALL


def test_the_slider_and_the_box_are_filters_too(opened):
    run = opened()
    run(
        "const s = document.getElementById('confidence'); s.value = 75; s.dispatchEvent(new Event('input'))"
    )
    run("document.getElementById('introduced').click()")
    assert run(HASH) == "#introduced=only&confidence=0.75"
    assert run("return document.getElementById('least').textContent") == "75 %"
