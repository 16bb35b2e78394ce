"""Years: chosen by a click, by dragging, by keys, and played."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium

HASH = "return location.hash"


def test_a_bar_chooses_its_year_and_shift_extends_to_another(opened):
    run = opened()
    click = (
        "document.querySelector(`[data-year='${arguments[0]}']`).dispatchEvent("
        "new MouseEvent('click', { bubbles: true, shiftKey: Boolean(arguments[1]) }))"
    )
    run(click, 2021, "")
    assert run(HASH) == "#years=2021..2021"
    run(click, 2023, "with Shift")
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
    steps = driver.execute_script(
        "return [timeText(STEPS[0]), timeText(STEPS.at(-1)), STEPS.length]"
    )
    assert steps == ["2022-01", "2024-07", 31]
    assert driver.execute_script("return filtersOn()[0].text") == "May 2023 – Jun 2023"
    months = "return [...SHOWN].map((id) => detailsOf(NODES.get(id)).issued).filter(Boolean)"
    assert {issued[:7] for issued in driver.execute_script(months)} == {"2023-05", "2023-06"}
