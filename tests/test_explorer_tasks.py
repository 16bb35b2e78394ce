"""Twelve things that a reader wants to know, each found on the seeds' page in five actions or fewer.

The truth of each is asked of the graph; `docs/explorer.md` lists them.
"""

from __future__ import annotations

import re

import pytest

from paperatlas.network import capitalised
from paperatlas.store import Store

pytestmark = pytest.mark.needs_chromium

NAMED = "atlas:mentions|atlas:publishedBy|dcterms:subject"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


class Reader:
    """Somebody with a mouse and a keyboard, whose actions are counted."""

    def __init__(self, driver, page):
        self.driver, self.actions = driver, 0
        driver.get("about:blank")
        driver.get(page.as_uri())

    def click(self, selector, text=""):
        """Click the first thing seen that matches and says ``text``."""
        self.actions += 1
        self.see(selector, text).click()

    def see(self, selector, text=""):
        found = self.driver.find_elements("css selector", selector)
        return next(e for e in found if e.is_displayed() and text in e.text)

    def look_up(self, words):
        """Search: three actions, the key, the words and Enter."""
        from selenium.webdriver.common.keys import Keys

        self.actions += 3
        self.driver.find_element("tag name", "body").send_keys("/")
        self.driver.switch_to.active_element.send_keys(words)
        self.driver.switch_to.active_element.send_keys(Keys.ENTER)

    def section(self, heading):
        """The lines of the panel under a heading."""
        sections = self.driver.find_elements("css selector", "#panel section")
        found = [s.text for s in sections if s.text.upper().startswith(heading.upper())]
        return found[0].splitlines()[1:] if found else []

    def texts(self, selector):
        return [e.text for e in self.driver.find_elements("css selector", selector)]


@pytest.fixture(scope="module")
def driver(chromium, tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("tasks")) as started:
        yield started


@pytest.fixture
def reader(driver, seeds_page):
    reader = Reader(driver, seeds_page)
    yield reader
    assert 1 <= reader.actions <= 5
    assert driver.get_log("browser") == []


@pytest.fixture(scope="module")
def ask(root):
    """Ask the graph; "Sycophancy" for a label as the page writes it."""
    store = Store.open(root / "graph")
    return lambda query: store.select(query).rows


def day(date):
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def test_which_lab_used_a_method_first_and_where_it_says_so(reader, ask):
    title, issued, lab, sentence = ask("""
        SELECT ?title ?issued ?lab ?sentence {
          ?paper atlas:uses method:rlhf ; dcterms:title ?title ; dcterms:issued ?issued ;
            atlas:publishedBy/skos:prefLabel ?lab
          GRAPH ?g { ?m atlas:paper ?paper ; atlas:concept method:rlhf ; atlas:role atlas:uses ;
            atlas:sentence ?sentence ; oa:start ?start } } ORDER BY ?issued ?start LIMIT 1""")[0]
    reader.look_up("rlhf")
    lines = reader.section("First")
    told = next(i for i, line in enumerate(lines) if "used" in line)
    assert title in lines[:told]
    assert day(issued) in lines[told]
    assert lab in lines[told]
    assert lines[told + 1] == sentence


def test_what_a_paper_introduces_and_in_which_sentence(reader, ask):
    label, sentence = ask("""
        SELECT ?label ?sentence { ?paper dcterms:title ?title ; atlas:introduces ?c .
          FILTER(STRSTARTS(?title, "UnUnlearning: ")) ?c skos:prefLabel ?label
          GRAPH ?g { ?m atlas:paper ?paper ; atlas:concept ?c ; atlas:role atlas:introduces ;
            atlas:sentence ?sentence ; oa:start ?start } } ORDER BY ?start""")[0]
    reader.look_up("unlearning is not suff")
    lines = reader.section("Introduces")
    assert lines[0] == capitalised(label)
    assert sentence in lines


def test_which_benchmarks_go_with_a_method(reader, ask):
    labels = ask("""
        SELECT DISTINCT ?label { ?paper atlas:mentions method:reinforcement-learning , ?benchmark .
          ?benchmark a atlas:Benchmark ; skos:prefLabel ?label }""")
    reader.click("#views button", "Matrix")
    reader.click(".choices button", "Methods × benchmarks")
    row = reader.see(".matrix tbody tr", "Reinforcement learning")
    heads = reader.driver.find_elements("css selector", ".matrix thead tr > *")
    cells = row.find_elements("css selector", ":scope > *")
    full = [h.text for h, cell in zip(heads[1:-1], cells[1:-1], strict=True) if cell.text]
    assert sorted(full) == sorted(capitalised(label) for (label,) in labels)


def test_how_many_papers_of_a_lab_are_on_a_topic(reader, ask):
    titles = ask(f"""
        SELECT DISTINCT ?title {{ ?topic skos:prefLabel "AI alignment"@en .
          ?paper atlas:publishedBy lab:google-deepmind ; dcterms:title ?title ; {NAMED} ?topic }}""")
    reader.click("#views button", "Matrix")
    number = reader.see('.matrix button[aria-label^="Google DeepMind and AI alignment"]')
    assert int(number.text) == len(titles) > 1
    reader.click('.matrix button[aria-label^="Google DeepMind and AI alignment"]')
    assert sorted(reader.texts("#panel .title > span:first-child")) == sorted(t for (t,) in titles)


def test_what_rises_most(reader, ask):
    dated = ask("SELECT ?p ?d { ?p a fabio:ResearchPaper ; dcterms:issued ?d } ORDER BY ?d")
    middle = dated[len(dated) // 2][1]
    counts = {}
    for label, issued in ask(f"""
        SELECT ?label ?d {{ ?p dcterms:issued ?d ; {NAMED} ?c . ?c skos:prefLabel ?label
          FILTER(!EXISTS {{ ?c a atlas:Lab }} || EXISTS {{ ?p atlas:publishedBy ?c }}) }}"""):
        counts.setdefault(label, set())
        counts[label] = counts[label] | {(issued, len(counts[label]))}

    def trend(label):
        late = sum(issued >= middle for issued, _ in counts[label])
        return (2 * late - len(counts[label])) / len(counts[label]) ** 0.5

    best = max(map(trend, counts))
    reader.click("#views button", "Timeline")
    first = reader.texts(".timeline tbody th")[0]
    assert first in {capitalised(label) for label in counts if trend(label) == best}


def test_who_criticises_a_method_and_with_what_words(reader, ask):
    found = ask("""
        SELECT DISTINCT ?title ?sentence { ?paper atlas:criticises method:rlhf ; dcterms:title ?title
          GRAPH ?g { ?m atlas:paper ?paper ; atlas:concept method:rlhf ; atlas:role atlas:criticises ;
            atlas:sentence ?sentence } }""")
    reader.look_up("rlhf")
    lines = reader.section("Criticised by")
    assert {title for title, _ in found} <= set(lines)
    assert {sentence for _, sentence in found} & set(lines)


def test_what_a_lab_published_last(reader, ask):
    title, issued = ask("""
        SELECT ?title ?d { ?paper atlas:publishedBy lab:openai ; dcterms:title ?title ;
          dcterms:issued ?d } ORDER BY DESC(?d) LIMIT 1""")[0]
    reader.look_up("openai")
    assert reader.section("Published")[0] == title
    reader.click("#panel .title", title)
    assert day(issued) in reader.see("#panel .eyebrow").text


def test_what_most_papers_name(reader, ask):
    label, papers = ask(f"""
        SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) {{ ?paper {NAMED} ?c . ?c skos:prefLabel ?label
          FILTER(!EXISTS {{ ?c a atlas:Lab }} || EXISTS {{ ?paper atlas:publishedBy ?c }}) }}
        GROUP BY ?label ORDER BY DESC(?papers) LIMIT 1""")[0]
    reader.click("#views button", "Table")
    reader.click(".choices button", "Concepts")
    line = reader.texts(".lines tbody tr")[0]
    assert line.startswith(capitalised(label))
    assert f" {papers} " in line.replace("\n", " ")


def test_how_surely_a_link_was_read_and_by_whom(reader, ask):
    sentence, confidence, extractor, reason = ask("""
        SELECT ?sentence ?confidence ?extractor ?reason {
          GRAPH ?g { ?m atlas:concept method:auxiliary-confidence-loss ; atlas:sentence ?sentence ;
            atlas:confidence ?confidence ; atlas:extractor ?extractor ; atlas:reason ?reason } }""")[
        0
    ]
    reader.look_up("auxiliary confidence loss")
    reader.click("#panel .quote")
    lines = reader.section("Sentences")
    at = lines.index(sentence)
    assert f"{round(confidence * 100)} % sure · found by {extractor}: {reason}" in lines[at + 1]


def test_what_is_narrower_than_a_concept(reader, ask):
    labels = ask(
        "SELECT ?label { ?c skos:broader method:learning-from-human-feedback ; skos:prefLabel ?label }"
    )
    reader.look_up("learning from human feedback")
    chips = reader.driver.execute_script(
        "return [...PANEL.querySelectorAll('section')].find((s) => s.textContent.startsWith('Narrower'))"
        " && [...PANEL.querySelectorAll('section')].find((s) => s.textContent.startsWith('Narrower'))"
        ".querySelectorAll('[data-node]').length"
    )
    assert chips == len(labels) > 0


def test_how_a_concept_is_written_and_why_that_is_one_thing(reader, ask):
    forms = ask("""
        SELECT ?exact (COUNT(*) AS ?n) { GRAPH ?g { ?m atlas:concept topic:sycophancy ; oa:exact ?exact } }
        GROUP BY ?exact ORDER BY DESC(?n)""")
    reader.look_up("sycophancy")
    text = " ".join(reader.section("Why this is one thing"))
    for exact, times in forms[:6]:
        assert f"“{exact}” " + ("once" if times == 1 else f"{times} times") in text
    assert "preferred label" in text


def test_which_line_of_which_source_a_paper_was_read_from(reader, ask):
    source, line = ask("""
        SELECT ?source ?line { ?paper dcterms:title ?title FILTER(STRSTARTS(?title, "On scalable"))
          ?paper prov:wasDerivedFrom ?r . ?r atlas:source ?source ; atlas:line ?line } ORDER BY ?source ?line""")[
        0
    ]
    reader.look_up("oversight with weak")
    assert f"{source}, line {line}" in " ".join(reader.section("Source records"))


def test_the_guide_lists_these_tasks_and_no_others(root, request):
    guide = (
        (root / "docs" / "explorer.md")
        .read_text("utf-8")
        .partition("## Twelve questions")[2]
        .partition("## Keys")[0]
    )
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| ")][1:]
    listed = ["test_" + re.sub(r"\W+", "_", row.strip().lower()) for row in rows]
    tasks = [name for name in vars(request.module) if name.startswith("test_")]
    assert listed == tasks[:-1]
    assert len(listed) == 12
