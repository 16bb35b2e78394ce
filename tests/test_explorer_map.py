"""The map: what is written on it, how hand and keys move it, and what can be taken away."""

from __future__ import annotations

import base64
import json
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from paperatlas.explorer import write_page
from paperatlas.store import Store

pytestmark = pytest.mark.needs_chromium

SVG = "{http://www.w3.org/2000/svg}"


class Map:
    """The map of the seeds in a browser, with hands and keys."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address

    def __call__(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def later(self, script="", milliseconds=400):
        """Let the map come to rest, then ask it."""
        return self.driver.execute_async_script(
            f"const done = arguments[0];"
            f"setTimeout(() => done((() => {{ {script} }})()), {milliseconds})"
        )

    def open(self, hash_="", width=1440, height=900, ratio=1):
        size = {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **size)
        self.driver.get("about:blank")
        self.driver.get(self.address + hash_)
        self.later()

    def mouse(self, kind, x, y, **more):
        self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def drag(self, x, y, dx, dy):
        self.mouse("mousePressed", x, y, button="left", clickCount=1)
        for part in (0.5, 1):
            self.mouse("mouseMoved", x + dx * part, y + dy * part, button="left", buttons=1)
        self.mouse("mouseReleased", x + dx, y + dy, button="left", clickCount=1)

    def touch(self, kind, *points):
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.command("Input.dispatchTouchEvent", type=kind, touchPoints=touches)

    def key(self, name, **more):
        self.command("Input.dispatchKeyEvent", type="keyDown", key=name, **more)
        self.command("Input.dispatchKeyEvent", type="keyUp", key=name, **more)

    def view(self):
        return self("return { ...VIEW }")


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory, seeds_page):
    with chromium(tmp_path_factory.mktemp("map")) as driver:
        yield Map(driver, seeds_page.as_uri())


@pytest.fixture
def atlas(page):
    """The map of the seeds, freshly opened; afterwards the console must be empty."""
    page.driver.get_log("browser")
    page.open()
    yield page
    assert page.driver.get_log("browser") == []


def overlap(a, b):
    aside = a["left"] >= b["right"] or a["right"] <= b["left"]
    return not (aside or a["top"] >= b["bottom"] or a["bottom"] <= b["top"])


BARS = """
    return ["views", "tools"].map((id) => document.getElementById(id).getBoundingClientRect())
      .map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
"""


@pytest.mark.parametrize("width", [390, 600, 820, 821, 900, 960, 1000, 1024, 1121, 1440])
def test_in_no_window_do_the_buttons_of_map_and_views_cover_each_other(page, width):
    page.open("", width, 800)
    views, tools = page(BARS)
    assert not overlap(views, tools)
    assert tools["right"] - tools["left"] > 100


@pytest.mark.parametrize("width", [390, 820, 821, 900, 1121])
@pytest.mark.parametrize("view", ["matrix", "timeline", "table"])
def test_beside_the_other_views_the_buttons_that_stay_are_covered_by_nothing(page, view, width):
    page.open(f"#view={view}", width, 800)
    assert not overlap(*page(BARS))
    assert page("return document.body.dataset.view") == view
    on_top = """
        return ["mode", "take"].map((id) => {
          const { left, right, top, bottom } = document.getElementById(id).getBoundingClientRect();
          return document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest("button")?.id;
        });
    """
    assert page(on_top) == ["mode", "take"]


# Labels

LABELS = """
    reserve();
    const nodes = RANKED.filter((node) => seen(node) && inView(VIEW, node));
    const top = nodes.slice(0, 20).map(({ id }) => id);
    return { top, nodes: nodes.length, width: VIEW.width, height: VIEW.height, taken: RESERVED,
      placed: PLACED.map(({ id, size, box }) => ({ id, size, box })) };
"""


@pytest.mark.parametrize("window", [(1440, 900), (1024, 768), (390, 844)], ids=str)
def test_at_every_zoom_the_hubs_are_named_and_no_label_covers_another_or_is_clipped(page, window):
    page.open("", *window)
    for zoom in (1, 1.6, 2.5, 4, 6):
        page(
            "showWhole(false); moveTo({ ...RANKED.find(seen), scale: VIEW.scale * arguments[0] })",
            zoom,
        )
        seen = page.later(LABELS)
        boxes = [label["box"] for label in seen["placed"]]
        assert not any(overlap(a, b) for a, b in combinations([*boxes, *seen["taken"]], 2))
        for box in boxes:
            assert min(box["left"], box["top"]) >= 0
            assert box["right"] <= seen["width"]
            assert box["bottom"] <= seen["height"]
        assert set(seen["top"]) <= {label["id"] for label in seen["placed"]}
        assert min(label["size"] for label in seen["placed"]) >= 11
        # Near by, sixty labels would have to name more than there is: then two nodes in three.
        assert len(boxes) >= min(60, 2 / 3 * seen["nodes"])


def test_a_long_name_stands_on_two_lines_or_by_its_initials(atlas):
    forms = "return namesOf(NODES.get(arguments[0]), 99).map(({ lines }) => lines)"
    assert atlas(forms, "topic/large-language-model") == [
        ["Large language model"],
        ["Large", "language model"],
        ["LLM"],
    ]
    assert atlas(forms, "topic/superposition") == [["Superposition"]]


def test_the_whole_map_has_the_names_of_the_themes(atlas):
    themes = set(atlas("return THEMES.map((theme) => theme.index)"))
    assert set(atlas("return PLACED.filter((one) => !one.id).map((one) => one.theme)")) == themes


def test_a_box_in_two_crowds_is_met_in_both(atlas):
    met = """
        const [box, one, two] = [boxAt(0, 0, 9, 9), new Crowd(99, 99), new Crowd(99, 99)];
        one.add(box);
        two.add(box);
        return [one.hits(box), two.hits(box), two.hits(boxAt(9, 0, 9, 9))];
    """
    assert atlas(met) == [True, True, False]


def test_labels_keep_their_sides_while_the_map_is_moved(atlas):
    sides = "return Object.fromEntries(CHOSEN.map(({ key }) => [key, KEPT.get(key)]))"
    before, after = atlas(sides), atlas("panBy(60, 25)") or atlas.later(sides)
    both = before.keys() & after.keys()
    assert len(both) > 40
    assert sum(before[key] == after[key] for key in both) >= 0.9 * len(both)


def test_a_selection_names_what_it_lights_and_nothing_else(atlas):
    atlas("select({ node: 'method/rlhf' })")
    named, lit = atlas.later(
        "return [PLACED.filter((one) => one.id).map((one) => one.id), [...LIT.nodes]]", 900
    )
    assert "method/rlhf" in named
    assert set(named) <= set(lit)


# The first picture

# What the canvas, once it is to be seen, has in its corner after each frame.
CORNERS = """
    window.corners = [];
    const looks = new MessageChannel();
    looks.port1.onmessage = () => {
      const canvas = document.querySelector("#map canvas");
      if (!canvas?.getClientRects().length) return;
      const [red, green, blue] = canvas.getContext("2d").getImageData(1, 1, 1, 1).data;
      corners.push(`rgb(${red}, ${green}, ${blue})`);
    };
    const look = () => { looks.port2.postMessage(0); requestAnimationFrame(look); };
    requestAnimationFrame(look);
"""


@pytest.mark.parametrize(
    ("mode", "ground"), [("light", "rgb(246, 245, 241)"), ("dark", "rgb(18, 22, 28)")]
)
def test_no_frame_shows_another_ground_than_the_page_s_not_even_the_first(page, mode, ground):
    scheme = [{"name": "prefers-color-scheme", "value": mode}]
    page.command("Emulation.setEmulatedMedia", features=scheme)
    script = page.command("Page.addScriptToEvaluateOnNewDocument", source=CORNERS)
    page.open()
    page.command(
        "Emulation.setDeviceMetricsOverride",
        width=1100, height=800, deviceScaleFactor=1, mobile=False,
    )  # fmt: skip
    seen = page.later("return corners")
    page.command("Page.removeScriptToEvaluateOnNewDocument", **script)
    page.command("Emulation.setEmulatedMedia", features=[])
    page.driver.get_log("browser")  # Chromium advises against reading a canvas so often
    assert set(seen) == {ground}


# Hands


def test_every_node_is_found_where_it_stands(atlas):
    missed = atlas(
        "return NETWORK.nodes.filter((node) => nodeAt(VIEW, toScreen(VIEW, node), 5) !== node)"
    )
    assert missed == []


def test_a_finger_may_miss_by_eleven_pixels_and_a_mouse_may_not(atlas):
    atlas("moveTo({ ...NODES.get('lab/google-deepmind'), scale: 3 })")
    beside = """
        const node = NODES.get('lab/google-deepmind');
        const { x, y } = toScreen(VIEW, node);
        const around = Array.from({ length: 24 }, (_, i) => (i * Math.PI) / 12).map((angle) => {
          const r = radius(node, VIEW.scale) + 11;
          return { x: x + r * Math.cos(angle), y: y + r * Math.sin(angle) };
        });
        return around.map((point) => nodeAt(VIEW, point, SLACK[arguments[0]]) === node);
    """
    assert any(atlas(beside, "touch"))
    assert not any(atlas(beside, "mouse"))


def test_a_click_selects_a_node_and_one_on_the_ground_nothing(atlas):
    at = atlas("return screenOf('lab/anthropic')")
    atlas.mouse("mousePressed", **at, button="left", clickCount=1)
    atlas.mouse("mouseReleased", **at, button="left", clickCount=1)
    assert atlas("return STATE.selection") == {"node": "lab/anthropic"}
    atlas.later("", 900)
    atlas.mouse("mousePressed", 290, 760, button="left", clickCount=1)
    atlas.mouse("mouseReleased", 290, 760, button="left", clickCount=1)
    assert atlas("return STATE.selection") is None


def test_a_click_beside_a_lit_edge_opens_its_sentences(atlas):
    atlas("select({ node: 'method/rlhf' })")
    edge, x, y = atlas.later(
        """
        const { left, top } = FRAME.getBoundingClientRect();
        for (const edge of LIT.edges) {
          const [p, q] = [edge.from, edge.to].map((id) => toScreen(VIEW, NODES.get(id)));
          const point = { x: 0.6 * p.x + 0.4 * q.x, y: 0.6 * p.y + 0.4 * q.y };
          if (meantAt(point)?.edge === edge.id) return [edge.id, point.x + left, point.y + top];
        }""",
        900,
    )
    atlas.mouse("mousePressed", x, y, button="left", clickCount=1)
    atlas.mouse("mouseReleased", x, y, button="left", clickCount=1)
    assert atlas("return STATE.selection") == {"edge": edge}


def test_a_drag_moves_the_map_by_its_own_length_and_selects_nothing(atlas):
    before = atlas("return screenOf('method/rlhf')")
    atlas.drag(600, 400, 80, -30)
    after = atlas("return screenOf('method/rlhf')")
    assert after["x"] - before["x"] == pytest.approx(80)
    assert after["y"] - before["y"] == pytest.approx(-30)
    assert atlas("return STATE.selection") is None


def test_the_wheel_zooms_about_the_pointer(atlas):
    before = atlas("return { at: screenOf('method/rlhf'), scale: VIEW.scale }")
    atlas.mouse("mouseWheel", **before["at"], deltaX=0, deltaY=-300)
    after = atlas.later("return { at: screenOf('method/rlhf'), scale: VIEW.scale }")
    assert after["scale"] > 1.3 * before["scale"]
    assert after["at"] == pytest.approx(before["at"], abs=1)


def test_two_fingers_zoom_and_one_moves(atlas):
    before = atlas.view()
    atlas.touch("touchStart", (600, 400), (700, 400))
    atlas.touch("touchMove", (580, 400), (720, 400))
    atlas.touch("touchMove", (550, 400), (750, 400))
    atlas.touch("touchEnd")
    after = atlas.view()
    assert after["scale"] / before["scale"] == pytest.approx(2, rel=0.15)
    atlas.touch("touchStart", (600, 400))
    atlas.touch("touchMove", (640, 400))
    atlas.touch("touchMove", (660, 400))
    atlas.touch("touchEnd")
    moved = atlas.view()
    assert moved["scale"] == after["scale"]
    assert (after["x"] - moved["x"]) * moved["scale"] == pytest.approx(60, abs=1)


def test_the_map_cannot_be_lost(atlas):
    atlas("moveTo({ x: 1e9, y: -1e9, scale: 1e-9 })")
    lost = atlas.view()
    box = atlas("return WHOLE")
    assert (lost["x"], lost["y"]) == (box["right"], box["top"])
    assert lost["scale"] == pytest.approx(atlas("return 0.5 * cameraFor(WHOLE, 1).scale"))


def test_where_a_hand_took_the_map_is_in_the_address(atlas):
    atlas.drag(600, 400, 80, -30)
    view = atlas.later("return { ...VIEW }")
    address = atlas("return location.hash")
    assert address.startswith("#at=")
    atlas.open(address)
    again = atlas.view()
    assert again["x"] == pytest.approx(view["x"], abs=1)
    assert again["scale"] == pytest.approx(view["scale"], rel=0.01)


def test_whoever_wants_no_motion_sees_none(atlas):
    reduced = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    atlas.command("Emulation.setEmulatedMedia", features=reduced)
    flights = "fitTo(['method/rlhf']); const calm = FLIGHT; return [calm, VIEW.x]"
    assert atlas(flights) == [None, atlas("return NODES.get('method/rlhf').x")]
    atlas.command("Emulation.setEmulatedMedia", features=[])
    assert atlas("fitTo([RANKED[0].id]); return FLIGHT !== null") is True


# Keys


def test_the_arrows_walk_from_node_to_node_and_say_where_they_are(atlas):
    atlas("FRAME.focus({ focusVisible: true })")
    first = atlas("return FOCUSED")
    assert atlas("return SAID.textContent").startswith(atlas("return fullName(NODES.get(FOCUSED))"))
    atlas.key("ArrowRight")
    second = atlas("return FOCUSED")
    assert second == atlas("return nextNode(arguments[0], 'ArrowRight')", first)
    places = atlas(
        "return [arguments[0], arguments[1]].map((id) => NODES.get(id).x)", first, second
    )
    assert places[0] < places[1]
    atlas.key("Enter")
    assert atlas("return STATE.selection") == {"node": second}


def test_the_arrows_reach_every_node(atlas):
    reached = atlas("""
        const found = new Set([RANKED[0].id]);
        for (const id of found) {
          for (const arrow of Object.keys(DIRECTIONS)) {
            const next = nextNode(id, arrow);
            if (next) found.add(next);
          }
        }
        return found.size""")
    assert reached == atlas("return NODES.size")


def test_plus_and_minus_zoom_and_zero_shows_the_whole(atlas):
    atlas("FRAME.focus()")
    whole = atlas.view()["scale"]
    atlas.key("+")
    near = atlas.later("return VIEW.scale", 600)
    assert near == pytest.approx(1.5 * whole)
    atlas.key("-")
    assert atlas.later("return VIEW.scale", 600) == pytest.approx(whole)
    atlas.key("+")
    atlas.key("0")
    assert atlas.later("return [VIEW.scale, location.hash]", 600) == [pytest.approx(whole), ""]


def test_what_the_keyboard_reaches_outside_the_window_is_brought_into_it(atlas):
    atlas("FRAME.focus(); moveTo({ ...RANKED[0], scale: 4 }); focusNode(RANKED[1].id)")
    x, y, width, height = atlas.later(
        "const { x, y } = toScreen(VIEW, RANKED[1]); return [x, y, VIEW.width, VIEW.height]", 900
    )
    assert (0 < x < width, 0 < y < height) == (True, True)


# Detail


def large():
    """Return an atlas of 800 topics and 40 papers; the first topics are named by most papers."""
    base = "https://w3id.org/paperatlas/"
    lines = [
        f"@prefix atlas: <{base}ontology#> . @prefix topic: <{base}id/topic/> .",
        f"@prefix paper: <{base}id/paper/> . @prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix fabio: <http://purl.org/spar/fabio/> .",
    ]
    lines += [
        f'topic:t{n} a atlas:Topic, skos:Concept ; skos:prefLabel "Topic {n}"@en .'
        for n in range(800)
    ]
    for n in range(40):
        topics = {n % 5, *range(20 * n, 20 * n + 20)}
        named = ", ".join(f"topic:t{topic}" for topic in sorted(topics))
        lines.append(
            f'paper:p{n} a fabio:ResearchPaper ; dcterms:title "{n}" ; atlas:mentions {named} .'
        )
    return Store.of("\n".join(lines).encode(), b"")


def test_a_large_map_shows_papers_when_it_is_near_and_what_is_lit_always(atlas, tmp_path):
    write_page(large(), tmp_path / "large.html")
    atlas.driver.get((tmp_path / "large.html").as_uri())
    atlas.later()
    seen = "return ['topic/t0', 'paper/p0', 'topic/t799'].map((id) => seen(NODES.get(id)))"
    assert atlas(seen) == [True, False, False]
    atlas("select({ node: 'paper/p39' }); fitTo([...SHOWN], 1, false)")
    assert atlas.later(seen) == [True, False, True]
    atlas("select(null); moveTo({ ...NODES.get('paper/p0'), scale: 3 })")
    assert atlas.later(seen) == [True, True, True]


def test_a_fine_screen_gets_a_fine_picture(page):
    page.open(ratio=2)
    assert page(
        "return [CANVAS.width / FRAME.clientWidth, CANVAS.clientWidth / FRAME.clientWidth]"
    ) == [2, 1]


# What is taken away


def test_the_png_is_twice_as_large_as_the_map(atlas):
    text = atlas.driver.execute_async_script("""
        const done = arguments[0];
        picture().then(async (blob) => {
          const bytes = new Uint8Array(await blob.arrayBuffer()).slice(0, 24);
          done(btoa(String.fromCharCode(...bytes)));
        });""")
    head = base64.b64decode(text)
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = [int.from_bytes(head[16:20]), int.from_bytes(head[20:24])]
    assert size == atlas("return [2 * FRAME.clientWidth, 2 * FRAME.clientHeight]")


def test_the_svg_is_well_formed_and_has_every_label_as_text(atlas):
    atlas("select({ node: 'method/rlhf' })")
    atlas.later("", 900)
    picture = ET.fromstring(atlas("return vector()"))  # noqa: S314  (ours)
    written = {text.text for text in picture.iter(f"{SVG}text")}
    assert picture.tag == f"{SVG}svg"
    assert set(atlas("return PLACED.flatMap((label) => label.lines)")) == written
    assert {element.tag for element in picture.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "rect", "path", "text")
    }


def test_hostile_text_stays_text_in_the_svg(atlas):
    hostile = "</text><script>alert(1)</script>\x00\x0b\ud800 & \" ' ]]> שלום"
    svg = atlas(
        """
        const pen = new SvgPen(10, 10);
        pen.font = '600 12px "A" <b>';
        pen.fillText(JSON.parse(arguments[0]), 1, 2);
        return pen.toString()""",
        json.dumps(hostile),
    )
    [text] = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314  (ours)
    assert text.text == "</text><script>alert(1)</script>� & \" ' ]]> שלום"
    assert text.get("font-family") == '"A" <b>'


def test_a_name_that_runs_from_right_to_left_is_written_so(atlas):
    names = ["למידה חישובית (GPT-4)", "“تعلم الآلة”", "GPT-4 שלום"]
    rtl = atlas("return arguments[0].map((name) => RIGHT_TO_LEFT.test(name))", names)
    assert rtl == [True, True, False]
