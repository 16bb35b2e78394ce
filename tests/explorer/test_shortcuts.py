"""Single keys, and what Escape closes first."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium

HASH = "return location.hash"


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
    assert run("return [LEGEND.classList.contains('open'), location.hash]") == [
        False,
        "#method/rlhf&hide=Lab",
    ]
    press(Keys.ESCAPE)
    assert run(HASH) == "#hide=Lab"


def test_single_keys_can_be_switched_off(opened, press):
    run = opened("#method/rlhf")
    press("2")
    assert run("return STATE.depth") == 2
    run("document.getElementById('single-keys').click()")
    press("3")
    assert run("return STATE.depth") == 2
