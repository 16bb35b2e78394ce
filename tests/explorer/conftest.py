"""A small atlas, opened in a browser: what the tests of finding share."""

from __future__ import annotations

import pytest

from paperatlas.explorer import write_page
from paperatlas.ontology import prefixes
from paperatlas.store import Store

CONCEPTS = {
    "method/rlhf": ("reinforcement learning from human feedback", "RLHF"),
    "method/dpo": ("direct preference optimization", "DPO"),
    "topic/sycophancy": ("sycophancy", "flattery"),
    "topic/islands": ("islands", "atolls"),
    "benchmark/mmlu": ("MMLU", "MMLU-2"),
    "lab/anthropic": ("Anthropic", "Anthropic PBC"),
    "lab/openai": ("OpenAI", "Open AI"),
}

# A name, a day, labs, and what is read in it: concepts, each in a role, how surely.
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
        return driver.execute_script

    yield at
    assert driver.get_log("browser") == []
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture
def press(driver):
    """Press keys where the focus is."""

    def keys(*pressed):
        driver.switch_to.active_element.send_keys(*pressed)

    return keys


@pytest.fixture
def go(driver):
    """Go so many steps through the history of the page.

    By script, because the browser's own Back leaves out steps that no user asked for; in a tab of
    its own, because one keeps fifty steps, and the tests before have taken them.
    """

    def by(steps):
        driver.execute_async_script(
            "const [steps, done] = arguments;"
            "addEventListener('popstate', () => setTimeout(done), { once: true });"
            "history.go(steps)",
            steps,
        )

    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    yield by
    driver.close()
    driver.switch_to.window(first)


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
