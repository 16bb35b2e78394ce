"""On a small screen filters and details are sheets, and controls fit a thumb."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium


NARROW = (390, 844)


def test_on_a_small_screen_the_filters_are_a_sheet(opened):
    run = opened("", NARROW)
    shown = "return getComputedStyle(LEGEND).display"
    assert run(shown) == "none"
    run("LEGEND_TOGGLE.click()")
    assert run(
        f"{shown} + LEGEND_TOGGLE.getAttribute('aria-expanded') + document.activeElement.id"
    ) == ("blocktruelegend-close")
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


@pytest.mark.parametrize(
    "part", ["", "#method/rlhf&years=2020..2021", "#path=method/rlhf..method/dpo"]
)
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
