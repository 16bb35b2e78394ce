"""The address holds the whole state, and what it says wrongly does no harm."""

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


def test_back_and_forward_go_through_selections_paths_and_views(opened, go):
    run = opened()
    run("VIEWS.test = { label: 'Test', draw: (to) => to.append('drawn') }")
    steps = [
        "#method/rlhf",
        "#path=method/rlhf..method/dpo",
        "#path=method/rlhf..method/dpo&view=test",
    ]
    run("select({ node: 'method/rlhf' })")
    run("pick('method/dpo', true)")
    run("setView('test')")
    assert run("return [location.hash, document.getElementById('view').textContent]") == [
        steps[2],
        "drawn",
    ]
    go(-1)
    assert run("return [location.hash, STATE.view, document.getElementById('view').hidden]") == [
        steps[1],
        "map",
        True,
    ]
    go(-1)
    assert run("return [location.hash, STATE.path, STATE.selection.node]") == [
        steps[0],
        None,
        "method/rlhf",
    ]
    go(-1)
    assert run("return [location.hash, STATE.selection]") == ["", None]
    go(1)
    go(1)
    assert run("return [location.hash, PANEL.querySelectorAll('.step').length]") == [steps[1], 2]


def test_a_filter_is_no_step_of_the_history(opened, go):
    run = opened()
    run("select({ node: 'method/rlhf' })")
    run("change({ filters: { introduced: true } })")
    go(-1)
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
