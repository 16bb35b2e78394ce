"""Whatever the sources say, none of it runs: every text field holds every payload, and all is opened."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph

from paperatlas.explorer import write_page
from paperatlas.store import Store

pytestmark = pytest.mark.needs_chromium

RUN = "window.owned=1;document.title='owned'"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea></noscript><script>{RUN}</script>",
    f"<!--<script>{RUN}//-->",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f"<svg/onload={RUN}>",
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s>',
    f'<details open ontoggle="{RUN}">',
    f'<input autofocus onfocus="{RUN}">',
    '<iframe srcdoc="<script>parent.owned=1</script>">',
    f'<object data="javascript:{RUN}">',
    f'<a href="javascript:{RUN}">link</a>',
    f'"><b onmouseover="{RUN}">bold</b>',
    f"' onclick='{RUN}' x='",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button>go</button></form>",
    "{{7*7}}{% raw %}${7*7}#{7*7}<%= 7*7 %>",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e &lt;script&gt;{RUN}&lt;/script&gt;",
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    '@SUM(1)\t"; DROP TABLE papers; --',
    "-1\n} INSERT DATA { <a:a> <b:b> <c:c> } #\n",
    "\u202e\u2028\u2029\u0085'\"`\\ \U0001f600 __proto__ constructor toString",
]  # fmt: skip
IRIS = (
    "javascript:window.owned=1", "data:text/html,x", "https://evil.example/');window.owned=1//", "mailto:x@evil.example",
    "vbscript:x", "file:///etc/passwd",
)  # fmt: skip
HEAD = """
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix paper: <https://w3id.org/paperatlas/id/paper/> .
@prefix record: <https://w3id.org/paperatlas/id/record/> .
@prefix mention: <https://w3id.org/paperatlas/id/mention/> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
@prefix benchmark: <https://w3id.org/paperatlas/id/benchmark/> .
@prefix lab: <https://w3id.org/paperatlas/id/lab/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prism: <http://prismstandard.org/namespaces/basic/2.0/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def text(words):
    return json.dumps(words, ensure_ascii=False)


def iris(predicate):
    return " ".join(f"; {predicate} <{iri}>" for iri in IRIS)


def sources():
    """An atlas of a paper, a method, a benchmark and a lab for each payload; no field is left out."""
    atlas, evidence = [HEAD], [HEAD]
    for i, payload in enumerate(PAYLOADS):
        title, abstract = f"{payload} {i}", f"We study {payload} and more {i}."
        start = len(title) + 2 + abstract.index(payload)
        said = text(payload)
        atlas.append(f"""
        paper:p{i} a fabio:ResearchPaper ; dcterms:title {text(title)} ; dcterms:alternative {said} ;
          dcterms:abstract {text(abstract)} ; dcterms:issued "20{10 + i % 9}-05-04"^^xsd:date ;
          fabio:hasArXivId {said} ; prism:doi {said} {iris("foaf:page")} ;
          atlas:authors {text(f"{payload}; Ada {i}")} ; atlas:affiliation {said} ; atlas:affiliatedWith lab:l{i} ;
          atlas:affiliationReason {text(f"“{payload}” in “{payload}”: preferred label of {payload}")} ;
          prov:wasDerivedFrom record:r{i}, record:s{i} ; atlas:publishedBy lab:l{i} ; dcterms:subject method:m{i} ;
          atlas:introduces method:m{i} ; atlas:evaluatesOn benchmark:b{i} ; atlas:uses method:m{(i + 1) % len(PAYLOADS)} ;
          atlas:mentions method:m{i} , benchmark:b{i} , method:m{(i + 1) % len(PAYLOADS)} .
        record:r{i} a atlas:Record ; atlas:source {said} ; atlas:line {i} ; dcterms:title {said} ;
          atlas:repair {said} ; rdfs:comment {said} {iris("foaf:page")} .
        record:s{i} a atlas:Record ; atlas:source {said} .""")
        for kind, name in (
            ("Method", f"method:m{i}"),
            ("Benchmark", f"benchmark:b{i}"),
            ("Lab", f"lab:l{i}"),
        ):
            atlas.append(f"""
            {name} a atlas:{kind} , skos:Concept ; skos:prefLabel {said}@en ; skos:altLabel {text(payload + " too")}@en ;
              skos:definition {said}@en ; skos:broader method:m0 ; skos:inScheme atlas:vocabulary
              {iris("foaf:homepage")} {iris("dcterms:source")} {iris("skos:exactMatch")} .""")
        for concept, role in ((f"method:m{i}", "introduces"), (f"benchmark:b{i}", "evaluatesOn")):
            evidence.append(f"""
            mention:{role}{i} a atlas:Mention ; atlas:paper paper:p{i} ; atlas:concept {concept} ; atlas:role atlas:{role} ;
              oa:exact {said} ; oa:start {start} ; oa:end {start + len(payload)} ; atlas:sentence {text(abstract)} ;
              atlas:confidence 0.5 ; atlas:extractor {said} ; atlas:reason {said} ; atlas:roleReason {said} .""")
    return "\n".join(atlas).encode(), "\n".join(evidence).encode()


@pytest.fixture(scope="module")
def hostile(chromium, tmp_path_factory):
    """The page of that atlas, open; its console collects what was refused."""
    folder = tmp_path_factory.mktemp("hostile")
    write_page(Store.of(*sources()), folder / "network.html", title=PAYLOADS[2])
    with chromium(folder) as driver:
        driver.address = (folder / "network.html").as_uri()
        driver.folder = folder
        yield driver


@pytest.fixture
def run(hostile):
    """Open the page; afterwards nothing has run, and nothing was even tried."""
    hostile.get("about:blank")
    hostile.get(hostile.address)
    yield hostile.execute_script
    assert hostile.execute_script("return [window.owned ?? null, document.title]") == [
        None,
        PAYLOADS[2],
    ]
    assert (
        hostile.execute_script(
            "return performance.getEntriesByType('resource').map(({ name }) => name)"
        )
        == []
    )
    assert hostile.execute_script("return [...document.querySelectorAll('a[href]')].map((a) => a.protocol)"
                                  ".filter((scheme) => !/^https?:$/.test(scheme))") == []  # fmt: skip
    foreign = "iframe, object, embed, img, base, form:not([method=dialog]), link, body style, body script:not([data-name], [type])"
    assert (
        hostile.execute_script("return document.querySelectorAll(arguments[0]).length", foreign)
        == 0
    )
    assert hostile.current_url.split("#")[0] == hostile.address
    assert len(hostile.window_handles) == 1
    assert hostile.get_log("browser") == []


def test_there_are_thirty_payloads_and_all_stand_in_the_page_as_text(run):
    assert len(set(PAYLOADS)) == 30
    for i, payload in enumerate(PAYLOADS):
        run("select({ node: arguments[0] })", f"paper/p{i}")
        assert run("return PANEL.querySelector('h2').textContent") == f"{payload} {i}"
        assert (
            run("return PANEL.querySelector('.abstract').textContent")
            == f"We study {payload} and more {i}."
        )


def test_no_panel_runs_what_it_shows(run):
    run("""
        for (const id of NODES.keys()) select({ node: id });
        for (const id of EDGES.keys()) select({ edge: id });
        THEMES.forEach((_, theme) => select({ theme }));
        for (const more of PANEL.querySelectorAll(".more")) more.click();""")
    for payload in PAYLOADS:
        run("openPapers(arguments[0], shownPapers(), ['method/m0', 'method/m6'])", payload)
        assert run("return PANEL.querySelector('h2').textContent") == payload
    run("change({ path: ['paper/p1', 'paper/p6'] })")


def test_no_view_runs_what_it_shows(run):
    run(
        """
        for (const [view, looks] of Object.entries({
          matrix: Object.keys(CROSSINGS).map((name) => `${name}.all`), timeline: Object.keys(ORDERS).map((name) => `${name}.600`),
          table: ["papers", "concepts", ...COLUMNS.papers.map(({ id }) => `papers.-${id}`), ...COLUMNS.concepts.map(({ id }) => `concepts.${id}.2`)],
        })) {
          setView(view);
          for (const look of [...looks, ...arguments[0]]) {
            change({ look });
            for (const one of document.querySelectorAll("#view button")) one.dispatchEvent(new Event("mouseover", { bubbles: true }));
          }
        }""",
        PAYLOADS,
    )


def test_no_search_runs_what_is_typed_or_found(run):
    for payload in PAYLOADS:
        run(
            "QUERY.focus(); QUERY.value = arguments[0]; QUERY.dispatchEvent(new Event('input', { bubbles: true }))",
            payload,
        )
        run(
            "FOUND.querySelectorAll('[data-node]').forEach((one) => one.dispatchEvent(new Event('mouseover', { bubbles: true })))"
        )


def test_no_address_runs_what_it_says(run, hostile):
    node = quote("paper/p1")
    for payload in PAYLOADS:
        said = quote(payload, safe="")
        for hash_ in (said, f"papers={said}..{node}&about={said}", f"view={said}&look={said}", f"view=table&look={said}",
                      f"labs={said}&roles={said}&hide={said}&without={said}", f"path={said}..{node}", f"years={said}&at={said}",
                      "view=matrix&look=__proto__", "view=constructor&__proto__=1"):  # fmt: skip
            hostile.execute_script("location.hash = arguments[0]", f"#{hash_}")
    assert run("return Boolean(STATE.view in VIEWS)")


def test_what_is_taken_away_runs_nowhere_else(run, hostile):
    whole = Graph().parse(data=sources()[0].decode(), format="turtle")
    part = set(Graph().parse(data=run("return turtle()"), format="turtle"))
    assert part <= set(whole)
    assert len({s for s, _, _ in part}) == 4 * len(PAYLOADS)
    rows = Store.of(*sources()).select(run("return sparql()")).rows
    assert len(rows) == len(PAYLOADS)
    views = {"matrix": "matrixRows()", "timeline": "timelineRows()", "table": "tableRows()"}
    for view, rows_of in list(views.items()) + [
        ("map", f"{name}Rows()") for name in ("paper", "concept", "link")
    ]:
        run("setView(arguments[0])", view)
        for row in csv.reader(
            io.StringIO(run(f"return csv({rows_of})").removeprefix("\ufeff"), newline="")
        ):
            assert not [cell for cell in row if re.match(r"[=+@\t\r]|-(?!\d+$)", cell)]
    run("setView('map'); openTaking(true)")
    drawing = run("return typeof vector === 'function' ? vector() : null")
    tree = ET.fromstring(drawing)  # noqa: S314  (what we wrote ourselves)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {
        "script",
        "foreignObject",
        "a",
        "image",
        "use",
        "animate",
        "set",
        "iframe",
        "handler",
    }
    names = {name.rpartition("}")[2].lower() for element in tree.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name in {"href", "style"}]
    (hostile.folder / "drawing.svg").write_text(drawing, encoding="utf-8")
    hostile.get((hostile.folder / "drawing.svg").as_uri())
    assert hostile.execute_script("return window.owned ?? null") is None
    hostile.get(hostile.address)
