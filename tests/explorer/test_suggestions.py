"""Suggestions: what the search lists while one types."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium

HASH = "return location.hash"


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
