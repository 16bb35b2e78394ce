"""The page: one file, no network, no foreign script, and everything that it shows is evidence."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode

import pytest

from paperatlas.errors import OutputError
from paperatlas.explorer import packing, page, write_page
from paperatlas.explorer.details import details, mentions_in
from paperatlas.network import facts_in
from paperatlas.store import Store

BASE = "https://w3id.org/paperatlas/"
PREFIXES = {
    "atlas": f"{BASE}ontology#",
    **{
        k: f"{BASE}id/{k}/"
        for k in ("paper", "record", "mention", "lab", "method", "topic", "model")
    },
    "fabio": "http://purl.org/spar/fabio/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

CONCEPTS = {
    "method/rlhf": ("reinforcement learning from human feedback", "RLHF"),
    "method/dpo": ("direct preference optimization", "DPO"),
    "topic/sycophancy": ("sycophancy", None),
    "topic/markup": ("{{7*7}}", "<b onmouseover=alert(1)>bold</b>"),
    "model/gpt-4": ("GPT-4", None),
    "lab/anthropic": ("Anthropic", None),
}

# id, year, title, abstract, quotes in order: (quote, concept, role)
PAPERS = [
    ("p1", 2022, "Learning 𝔸 with RLHF",
     "We study sycophancy 🙂 in GPT-4. RLHF makes sycophancy worse.", [
        ("RLHF", "method/rlhf", "uses"), ("sycophancy", "topic/sycophancy", "studies"),
        ("GPT-4", "model/gpt-4", "evaluatesOn"), ("RLHF", "method/rlhf", "uses"),
        ("sycophancy", "topic/sycophancy", "studies")]),
    ("p2", 2023, "<script>alert(1)</script>", "Direct preference optimization replaces RLHF.", [
        ("Direct preference optimization", "method/dpo", "introduces"),
        ("RLHF", "method/rlhf", "comparesWith")]),
    ("p3", 2023, "</script><img src=x onerror=\"document.title='owned'\">",
     "We use {{7*7}} and <!--<script> DPO.", [
        ("{{7*7}}", "topic/markup", "mentions"), ("DPO", "method/dpo", "uses")]),
    ("p4", None, None,
     "An untitled text about sycophancy, with \u2028 a line separator & an ampersand.", [
        ("sycophancy", "topic/sycophancy", "studies")]),
    ("p5", 2024, "Sycophancy again", "Does DPO cause sycophancy?", [
        ("Sycophancy", "topic/sycophancy", "studies"), ("DPO", "method/dpo", "uses"),
        ("sycophancy", "topic/sycophancy", "studies")]),
]  # fmt: skip


def text(words):
    return json.dumps(words, ensure_ascii=False).replace("\u2028", "\\u2028")


def sources():
    """The atlas and its evidence as Turtle."""
    atlas, evidence = [HEAD], [HEAD]
    for name, (label, alt) in CONCEPTS.items():
        kind, _, local = name.partition("/")
        more = f" ; skos:altLabel {text(alt)}@en" if alt else ""
        atlas.append(
            f"{kind}:{local} a atlas:{kind.title()}, skos:Concept ; skos:prefLabel {text(label)}@en"
            f" ; skos:inScheme atlas:vocabulary{more} ."
        )
    for name, year, title, abstract, quotes in PAPERS:
        whole = f"{title}\n\n{abstract}" if title else abstract
        at = 0
        facts = [f"dcterms:abstract {text(abstract)}", f"prov:wasDerivedFrom record:{name}"]
        facts += [f"dcterms:title {text(title)}"] if title else []
        facts += [f'dcterms:issued "{year}-01-02"^^xsd:date'] if year else []
        facts += ["atlas:publishedBy lab:anthropic", "foaf:page <https://a.example/p?x=1>"]
        facts += ["foaf:page <javascript:alert(1)>"]
        for quote, concept, role in quotes:
            start = whole.index(quote, at)
            at = start + len(quote)
            local = concept.replace("/", ":")
            facts += [f"atlas:{role} {local}", f"atlas:mentions {local}"]
            sentences = re.finditer(r"[^.\n]+[.\n]?", whole)
            sentence = next(s[0] for s in sentences if s.start() <= start < s.end())
            evidence.append(
                f"mention:{name}.{start}-{at} a atlas:Mention ; atlas:paper paper:{name} ;"
                f" atlas:concept {local} ; atlas:role atlas:{role} ; oa:exact {text(quote)} ;"
                f" oa:start {start} ; oa:end {at} ; atlas:sentence {text(sentence.strip())} ;"
                f' atlas:confidence 0.95 ; atlas:extractor "terms" ; atlas:reason "label" ; atlas:roleReason "a cue" .'
            )
        atlas.append(f"paper:{name} a fabio:ResearchPaper ; {' ; '.join(facts)} .")
        atlas.append(f'record:{name} a atlas:Record ; atlas:source "s.txt" ; atlas:line 7 .')
    return "\n".join(atlas).encode(), "\n".join(evidence).encode()


def store():
    return Store.of(*sources())


# What needs no browser


def test_the_page_is_the_same_in_another_process_with_other_string_hashes(tmp_path):
    for name, content in zip(("atlas.ttl", "evidence.ttl"), sources(), strict=True):
        (tmp_path / name).write_bytes(content)
    code = (
        "import sys, pathlib, hashlib; from paperatlas.store import Store;"
        "from paperatlas.explorer import page;"
        "print(hashlib.sha256(page(Store.open(pathlib.Path(sys.argv[1])))).hexdigest())"
    )
    here = hashlib.sha256(page(store())).hexdigest()
    paths = os.pathsep.join(path for path in sys.path if path)
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        ran = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
        assert ran.stdout.strip() == here


def test_only_our_scripts_and_our_style_may_run():
    html = page(store()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    policy = policy.replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = re.findall(r"<script data-name=[^>]+>(.*?)</script>", html, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)

    def hashes(contents):
        digests = (hashlib.sha256(content.encode()).digest() for content in contents)
        return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)

    assert rules == {
        "default-src": "'none'",
        "script-src": hashes(scripts),
        "style-src": hashes(styles),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_no_text_of_a_paper_stands_in_the_page_as_html():
    html = page(store(), title="</title><script>alert(2)</script>").decode()
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "\u2028" not in html


def test_links_that_are_neither_http_nor_https_are_left_out():
    assert b"javascript:alert" not in page(store())


def test_the_page_is_written_whole_and_a_place_that_cannot_be_written_is_an_error(tmp_path):
    write_page(store(), tmp_path / "network.html")
    assert (tmp_path / "network.html").read_bytes() == page(store())
    with pytest.raises(OutputError):
        write_page(store(), tmp_path / "network.html" / "below.html")


def test_no_colour_vision_merges_the_colours_of_two_kinds():
    """Every two kinds differ by 10 or more in CIE Lab, also as people see who lack a kind of cone.

    Simulation on linear RGB: Viénot, Brettel and Mollon 1999 for protanopes and deuteranopes,
    Machado, Oliveira and Fernandes 2009 for tritanopes.
    """
    style = page(store()).decode()
    kinds = ("Paper", "Topic", "Method", "Model", "Benchmark", "Lab")
    for mode in (0, 1):
        colours = {
            kind: re.search(rf"--{kind}: light-dark\(#(\w+), #(\w+)\)", style)[mode + 1]
            for kind in kinds
        }
        for see in (normal, protanope, deuteranope, tritanope):
            lab = {kind: cie_lab(see(linear(colour))) for kind, colour in colours.items()}
            for a in kinds:
                for b in kinds[kinds.index(a) + 1 :]:
                    assert sum((x - y) ** 2 for x, y in zip(lab[a], lab[b], strict=True)) > 10**2, (
                        see.__name__, a, b,
                    )  # fmt: skip


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def normal(rgb):
    return rgb


def protanope(rgb):
    r, g, b = rgb
    red = 0.11238 * r + 0.88762 * g
    return [red, red, 0.00401 * r - 0.00401 * g + b]


def deuteranope(rgb):
    r, g, b = rgb
    red = 0.29275 * r + 0.70725 * g
    return [red, red, -0.02234 * r + 0.02234 * g + b]


def tritanope(rgb):
    r, g, b = rgb
    seen = (
        1.255528 * r - 0.076749 * g - 0.178779 * b,
        -0.078411 * r + 0.930809 * g + 0.147602 * b,
        0.004733 * r + 0.691367 * g + 0.303900 * b,
    )
    return [min(1, max(0, part)) for part in seen]


def cie_lab(rgb):
    r, g, b = rgb
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


# What a browser shows


@pytest.fixture(scope="module")
def browser(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    write_page(store(), folder / "network.html")
    with chromium(folder) as driver:
        driver.address = (folder / "network.html").as_uri()
        yield driver


@pytest.fixture
def opened(browser):
    """The page, freshly opened; afterwards its console must be empty."""

    def run(script, *arguments):
        return browser.execute_script(script, *arguments)

    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(browser.address)
    run.browser = browser
    yield run
    assert browser.get_log("browser") == []


needs_chromium = pytest.mark.needs_chromium


@needs_chromium
@pytest.mark.parametrize("large", [0, 10**9], ids=["deflated", "plain"])
def test_what_is_packed_comes_out_as_it_went_in(opened, large, monkeypatch):
    monkeypatch.setattr(packing, "LARGE", large)
    rows = [{"id": f"paper/{i}", "x": i / 2, **({"year": None} if i % 2 else {})} for i in range(9)]
    edge = {"id": "paper/1+paper/2", "from": "paper/1", "to": "paper/2", "roles": ["uses"]}
    atlas = {**details(facts_in(store()), mentions_in(store())), "kinds": ["Paper"]}
    atlas["papers"]["paper/p1"]["sentences"].append("not in the text")
    network, told = packing.pack({"nodes": rows, "edges": [edge], "themes": []}, atlas)
    assert isinstance(told, str) == (large == 0)
    unpacked = (
        "const packed = document.createElement('p'); packed.id = 'packed';"
        "packed.textContent = arguments[1]; document.body.append(packed);"
        "const network = unpackNetwork(JSON.parse(arguments[0]));"
        "return [network, unpackAtlas(readJson('packed'), network.nodes)]"
    )
    found = opened(unpacked, json.dumps(network), json.dumps(told))
    assert found == [{"nodes": rows, "edges": [edge], "themes": []}, atlas]


@needs_chromium
def test_the_page_asks_for_nothing_and_draws_every_node(opened):
    assert opened("return performance.getEntriesByType('resource').length") == 0
    drawn = opened(
        "const { width, height } = document.getElementById('map').getBoundingClientRect();"
        "return NETWORK.nodes.filter(seen).filter((node) => { const { x, y } = toScreen(VIEW, node);"
        "return x > 0 && y > 0 && x < width && y < height; }).map((node) => node.id).sort()"
    )
    assert drawn == sorted([*CONCEPTS, *(f"paper/{paper[0]}" for paper in PAPERS)])


@needs_chromium
def test_no_script_of_a_paper_runs(opened):
    assert opened("return document.title") == "Paperatlas"
    for name, *_ in PAPERS:
        opened("select({ node: arguments[0] })", f"paper/{name}")
        assert opened("return document.querySelectorAll('img, #panel script').length") == 0
    assert opened("return document.title") == "Paperatlas"


@needs_chromium
def test_a_script_put_into_the_page_is_refused(browser):
    browser.get(browser.address)
    browser.execute_script("""
        const script = document.createElement("script");
        try { script.textContent = "document.title = 'owned'"; } catch {}
        document.body.append(script);
    """)
    assert browser.title == "Paperatlas"
    assert browser.get_log("browser") != []


@needs_chromium
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper[0])
def test_a_paper_marks_exactly_its_mentions_with_the_text_of_their_quotes(opened, paper):
    name, _, title, abstract, quotes = paper
    opened("select({ node: arguments[0] })", f"paper/{name}")
    marks = opened("return [...PANEL.querySelectorAll('h2 mark, .abstract mark')]"
                   ".map((mark) => [mark.textContent, mark.dataset.concept])")  # fmt: skip
    assert marks == [[quote, concept] for quote, concept, _ in quotes]
    assert opened("return PANEL.querySelector('.abstract').textContent") == abstract
    if title:
        assert opened("return PANEL.querySelector('h2').textContent") == title


@needs_chromium
def test_a_paper_without_title_says_so_and_shows_its_first_words(opened):
    opened("select({ node: 'paper/p4' })")
    assert opened("return PANEL.querySelector('h2.untitled').textContent") == (
        "“An untitled text about sycophancy, with a line…”"
    )
    assert "no source gives this paper a title" in opened("return PANEL.textContent")


@needs_chromium
def test_a_mark_leads_to_its_concept_and_back_returns(opened):
    opened("select({ node: 'paper/p1' })")
    opened("PANEL.querySelector('.abstract mark').click()")
    assert opened("return [location.hash, PANEL.querySelector('h2').textContent]") == [
        "#topic/sycophancy",
        "Sycophancy",
    ]
    opened.browser.back()
    assert opened("return location.hash") == "#paper/p1"
    assert "RLHF" in opened("return PANEL.querySelector('h2').textContent")


@needs_chromium
def test_the_address_opens_what_it_names(browser):
    browser.get("about:blank")
    browser.get(f"{browser.address}#method/dpo")
    heading = "return document.querySelector('#panel h2').textContent"
    assert browser.execute_script(heading) == "Direct preference optimization"
    browser.get("about:blank")
    browser.get(f"{browser.address}#%E0%A4%A")
    assert browser.execute_script(heading) == "5 papers, 6 concepts"


@needs_chromium
def test_the_search_finds_a_concept_by_its_alias_and_enter_opens_it(opened):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    opened.browser.find_element(By.TAG_NAME, "body").send_keys("/")
    opened.browser.switch_to.active_element.send_keys("rlhf")
    first = "return document.querySelector('#found [aria-selected=true]').dataset.node"
    assert opened(first) == "method/rlhf"
    opened.browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert opened(first) == "paper/p1"
    opened.browser.switch_to.active_element.send_keys(Keys.ARROW_UP, Keys.ENTER)
    assert opened("return [location.hash, document.getElementById('found').hidden]") == [
        "#method/rlhf",
        True,
    ]
    assert "RLHF" in opened("return PANEL.querySelector('.also').textContent")
    opened.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert opened("return [location.hash, STATE.selection]") == ["", None]


@needs_chromium
def test_the_legend_counts_each_kind_and_a_click_hides_it(opened):
    legend = "return [...document.querySelectorAll('#kinds button')].map((b) => b.textContent)"
    assert opened(legend) == ["Papers5", "Topics2", "Methods2", "Models1", "Benchmarks0", "Labs1"]
    opened("document.querySelector('[data-kind=Method]').click()")
    hidden = "return NETWORK.nodes.filter((node) => !seen(node)).map((node) => node.id)"
    assert opened(hidden) == ["method/dpo", "method/rlhf"]
    assert opened(legend)[2] == "Methods0 / 2"
    opened("document.querySelector('[data-kind=Method]').click()")
    assert opened(hidden) == []


@needs_chromium
def test_a_year_hides_other_papers_and_what_only_they_name(opened):
    opened("document.querySelector('[data-year=\"2023\"]').click()")
    assert opened("return [...SHOWN].sort()") == [
        "lab/anthropic", "method/dpo", "method/rlhf", "paper/p2", "paper/p3", "topic/markup",
    ]  # fmt: skip
    opened("document.getElementById('all-years').click()")
    assert opened("return SHOWN.size") == len(CONCEPTS) + len(PAPERS)


@needs_chromium
def test_an_edge_shows_its_sentences_with_the_quote_in_bold(opened):
    opened("select({ edge: 'paper/p1+topic/sycophancy' })")
    quotes = (
        "return [...PANEL.querySelectorAll('blockquote')]"
        ".map((quote) => [quote.textContent, quote.querySelector('b').textContent])"
    )
    assert opened(quotes) == [
        ["We study sycophancy 🙂 in GPT-4.", "sycophancy"],
        ["RLHF makes sycophancy worse.", "sycophancy"],
    ]
    assert opened("return location.hash") == "#paper/p1%2Btopic/sycophancy"


@needs_chromium
def test_the_edges_of_labs_are_drawn_only_on_selection(opened):
    labs = [f"paper/{paper[0]}+lab/anthropic" for paper in PAPERS]
    left_out = "return NETWORK.edges.filter((edge) => !DRAWN.includes(edge)).map((edge) => edge.id)"
    assert opened(left_out) == labs
    opened("select({ node: 'lab/anthropic' })")
    assert opened("return LIT.edges.map((edge) => edge.id)") == labs


@needs_chromium
def test_links_open_safely_and_only_over_http(opened):
    opened("select({ node: 'paper/p1' })")
    links = "return [...PANEL.querySelectorAll('a')].map((a) => [a.href, a.rel])"
    assert opened(links) == [["https://a.example/p?x=1", "noopener noreferrer"]]


@needs_chromium
def test_the_mode_button_turns_the_page_dark_and_back(opened):
    ground = "return getComputedStyle(document.querySelector('main')).backgroundColor"
    light = opened(ground)
    opened("document.getElementById('mode').click()")
    assert opened(ground) == opened("return COLOURS.ground") == "rgb(18, 22, 28)"
    opened("document.getElementById('mode').click()")
    assert opened(ground) == light == "rgb(246, 245, 241)"


@needs_chromium
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=str)
def test_no_label_covers_another_or_is_clipped(opened, size):
    width, height = size
    opened.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )
    opened.browser.get(opened.browser.address + "#")
    boxes = opened.browser.execute_async_script(
        "const done = arguments[0]; setTimeout(() => done({ placed: PLACED,"
        "width: FRAME.clientWidth, height: FRAME.clientHeight,"
        "scroll: document.documentElement.scrollWidth }), 300)"
    )
    opened.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    placed = boxes["placed"]
    assert {"Sycophancy", "RLHF", "GPT-4", "Anthropic"} <= {label["text"] for label in placed}
    assert boxes["scroll"] <= width
    for number, label in enumerate(placed):
        a = label["box"]
        assert a["left"] >= 0
        assert a["top"] >= 0
        assert a["right"] <= boxes["width"]
        assert a["bottom"] <= boxes["height"]
        for b in (one["box"] for one in placed[:number]):
            assert a["left"] >= b["right"] or a["right"] <= b["left"] or (
                a["top"] >= b["bottom"] or a["bottom"] <= b["top"]
            )  # fmt: skip
