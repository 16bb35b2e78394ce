"""The query page in a real browser: typing, completing, mistakes, ready questions."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs_chromium


@pytest.fixture(scope="module")
def browser(chromium, tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("query")) as driver:
        driver.set_window_size(1100, 900)
        yield driver


@pytest.fixture
def page(browser, served):
    """The page once its questions and names have come; find(css) waits until there is one."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f"{served.address}query#")
    browser.refresh()
    wait = WebDriverWait(browser, 20)

    def find(css):
        return wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, css))

    browser.find, browser.until = find, wait.until
    find("#question option[value=papers-of-lab]")
    wait.until(lambda _: browser.execute_script("return document.body.dataset.base"))
    return browser


def write(page, text):
    from selenium.webdriver.common.keys import Keys

    (area,) = page.find("#sparql")
    area.send_keys(Keys.CONTROL, "a")
    area.send_keys(text)
    return area


def test_the_first_query_runs_as_it_stands(page):
    page.find("#own button")[0].click()
    assert len(page.find("#answer tbody tr")) == 20
    assert page.find("#told")[0].text.endswith("20 rows")
    links = [link.get_attribute("href") for link in page.find("#answer td a")]
    assert all("/id/" in link for link in links)


def test_what_is_typed_stands_in_colours_over_itself(page):
    write(page, "ASK { ?a atlas:uses <http://e.org/> } # <b>no</b>")
    kinds = [span.get_attribute("class") for span in page.find("#colours span")]
    assert kinds == ["word", "variable", "name", "iri", "comment"]
    assert page.find("#colours")[0].text == "ASK { ?a atlas:uses <http://e.org/> } # <b>no</b>"


def test_a_name_is_completed_by_the_keyboard(page):
    from selenium.webdriver.common.keys import Keys

    area = write(page, "ASK { ?p atlas:crit")
    area.send_keys(Keys.CONTROL, " ")
    assert [item.text for item in page.find("#names li")] == ["atlas:criticises"]
    area.send_keys(Keys.ENTER)
    assert area.get_property("value") == "ASK { ?p atlas:criticises"


def test_a_mistake_is_told_and_shown_where_it_is(page):
    from selenium.webdriver.common.keys import Keys

    area = write(page, "SELECT ?p\nWHER { ?p a ?c")
    area.send_keys(Keys.CONTROL, Keys.ENTER)
    page.until(lambda _: page.find("#fault")[0].text)
    told = "line 2, column 1: 'WHER' is no word of SPARQL (did you mean WHERE?)"
    assert page.find("#fault")[0].text == told
    assert page.find("#lines .fault")[0].text == "2"
    assert area.get_property("selectionStart") == len("SELECT ?p\n")


def test_a_ready_question_has_a_form_of_its_own(page):
    from selenium.webdriver.support.ui import Select

    Select(page.find("#question")[0]).select_by_value("papers-of-lab")
    (lab, since) = page.find("#parameters input")
    assert (lab.get_property("value"), since.get_property("value")) == ("Anthropic", "")
    lab.clear()
    lab.send_keys("OpenAI")
    page.find("#ask")[0].click()
    assert len(page.find("#answer tbody tr")) == 11


def test_the_keyboard_gets_out_of_the_field(page):
    from selenium.webdriver.common.keys import Keys

    area = write(page, "ASK {}")
    area.send_keys(Keys.ESCAPE, Keys.TAB)
    assert page.switch_to.active_element.text == "Run"


@pytest.mark.parametrize("path", ["query", "questions", "id/method/rlhf", ""])
def test_no_page_breaks_its_own_policy(browser, served, path):
    browser.get_log("browser")
    browser.get(served.address + path)
    told = [entry["message"] for entry in browser.get_log("browser")]
    assert [message for message in told if "favicon" not in message] == []
