"""How quick and how legible the explorer is in a real Chromium, beside pyvis's own page.

    python benchmarks/explorer.py [CORPUS.jsonl.gz] [--nodes 350 2000 10000] [--patience SECONDS]

The pages hold about so many nodes of real abstracts (see corpus.py), or, without a corpus, of
generated ones. Times are medians, in milliseconds, from an action to the end of the frame that
shows it; first pictures are in seconds from the beginning of loading; frames are those that the
browser drew a second while a hand moved the map without pause. Rendering is by software.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import corpus
from clients import write_atlas
from playwright.sync_api import Error, sync_playwright
from pyvis.network import Network

from paperatlas.explorer import page
from paperatlas.network import network
from paperatlas.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    from playwright.sync_api import Browser, Page

_REAL = {350: 36, 2000: 290, 10_000: 2290}  # papers of a corpus that give so many nodes
_MADE = {350: 36, 2000: 700, 10_000: 8500}
_WINDOWS = ((1440, 900), (1024, 768), (390, 844))
_ZOOMS = (1, 1.6, 2.5, 4, 6.5)
_MOVING = 2.5  # seconds

# Runs before the page's own scripts; a name of theirs is looked for until it is there.
_WATCH = """
const drawn = () => {
  try { if (CHOSEN.length && PLACED.length) return true; } catch {}
  try { return network.body.data.nodes.length > 0 && window.__after > 0; } catch {}
  return false;
};
const look = () => {
  try {
    if (!window.__after) {
      window.__after = -1;
      network.once("afterDrawing", () => { window.__after = 1; });
    }
  } catch { window.__after = 0; }
  if (drawn()) setTimeout(() => { window.__first = performance.now(); });
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""

# From an action to the end of the frame that shows it.
_TIMED = """async () => {
  const times = [];
  for (let i = 0; i < 9; i += 1) {
    await new Promise((go) => setTimeout(go, 450));
    const began = performance.now();
    (ACTION)(i);
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    times.push(performance.now() - began);
  }
  return times;
}"""

_OURS = {
    "select": "(i) => select({ node: RANKED[i % 5].id })",
    "hover": """(i) => { const { x, y } = screenOf(RANKED[i % 5].id);
        const at = { clientX: x, clientY: y, pointerType: "mouse" };
        FRAME.dispatchEvent(new PointerEvent("pointermove", at)); }""",
    "filter": "(i) => change({ filters: { kinds: new Set(i % 2 ? [] : ['Method']) } })",
}
_THEIRS = {
    "select": "(i) => network.selectNodes([network.body.nodeIndices[i]])",
    "filter": """(i) => nodes.update(nodes.get({ filter: (n) => n.group === 'Method' })
        .map(({ id }) => ({ id, hidden: !(i % 2) })))""",
}
_KEYSTROKE = """(words) => words.map((word) => {
  const times = [];
  for (let end = 1; end <= word.length; end += 1) {
    const began = performance.now();
    QUERY.value = word.slice(0, end);
    QUERY.dispatchEvent(new Event("input"));
    times.push(performance.now() - began);
  }
  return times;
}).flat()"""

_COUNT = """() => {
  window.__frames = 0;
  window.__on = true;
  const count = () => {
    window.__frames += 1;
    if (window.__on) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}"""

_LABELS = """async (zoom) => {
  const hub = RANKED.find(seen);
  showWhole(false);
  const whole = VIEW.scale;
  moveTo({ ...(zoom === 1 ? VIEW : hub), scale: whole * zoom });
  await new Promise((go) => setTimeout(go, 700));
  reserve();
  const nodes = RANKED.filter((node) => seen(node) && inView(VIEW, node));
  return { width: VIEW.width, height: VIEW.height, nodes: nodes.length,
    top: nodes.slice(0, 20).map(({ id }) => id),
    taken: RESERVED,
    placed: PLACED.map(({ id, box, size }) => ({ id, box, size })) };
}"""


def main() -> None:
    """Print a block a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--nodes", nargs="+", type=int, default=sorted(_REAL), choices=_REAL)
    parser.add_argument("--patience", type=int, default=150, help="seconds for pyvis's page")
    parser.add_argument("--alone", action="store_true", help="without pyvis's page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for size in asked.nodes:
            folder = Path(place, str(size))
            if asked.corpus:
                corpus.written(asked.corpus, _REAL[size], folder)
            else:
                write_atlas(folder, _MADE[size])
            store = Store.open(folder)
            ours = folder / "ours.html"
            ours.write_bytes(page(store))
            graph = network(store)
            print(f"\n{len(graph):,} nodes, {graph.number_of_edges():,} edges", flush=True)
            tell("ours", ours, of_page(browser, ours, _OURS, patience=60))
            if not asked.alone:
                theirs = folder / "theirs.html"
                theirs.write_text(default_page(graph), encoding="utf-8")
                told = of_page(browser, theirs, _THEIRS, patience=asked.patience)
                tell("pyvis", theirs, told)
            legibility(browser, ours)
        browser.close()


def default_page(graph: nx.DiGraph) -> str:
    """Return what pyvis makes of the same graph when told nothing, its scripts in line."""
    net = Network(directed=True, cdn_resources="in_line")
    for node, its in graph.nodes(data=True):
        net.add_node(node, label=its["short"], group=its["kind"])
    net.edges.extend({"from": source, "to": target} for source, target in graph.edges)
    return str(net.generate_html())


def of_page(
    browser: Browser, file: Path, actions: dict[str, str], patience: int
) -> dict[str, float]:
    """Open a page and return its figures; none where it draws nothing in ``patience`` seconds."""
    figures: dict[str, float] = {}
    firsts = []
    for _ in range(3):
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.route("http*://**", lambda route: route.abort())
        tab.add_init_script(_WATCH)
        try:
            tab.goto(file.as_uri(), wait_until="commit")
            until(tab, "window.__first > 0", patience)
        except (Error, TimeoutError):
            tab.close()
            return figures
        firsts.append(tab.evaluate("window.__first") / 1000)
        if len(firsts) < 3 and firsts[0] < 5:
            tab.close()
            continue
        break
    figures["first picture s"] = median(firsts)
    tab.wait_for_timeout(1500)
    figures["panning /s"] = frames(tab, panning)
    figures["zooming /s"] = frames(tab, zooming)
    for name, action in actions.items():
        figures[f"{name} ms"] = median(tab.evaluate(_TIMED.replace("ACTION", action)))
    if "hover" in actions:
        words = ["reinforcement", "large language", "diffuson model"]
        figures["keystroke ms"] = max(tab.evaluate(_KEYSTROKE, words))
    tab.close()
    return figures


def until(tab: Page, condition: str, patience: int) -> None:
    """Wait; the page's own policy forbids the browser's way of waiting for text."""
    began = time.monotonic()
    while not tab.evaluate(condition):
        if time.monotonic() - began > patience:
            raise TimeoutError
        tab.wait_for_timeout(50)


def frames(tab: Page, move: Callable[[Page, int], None]) -> float:
    """Return the frames a second that were drawn while a hand moved without pause."""
    tab.evaluate(_COUNT)
    began = time.monotonic()
    step = 0
    while time.monotonic() - began < _MOVING:
        move(tab, step)
        step += 1
    lasted = time.monotonic() - began
    tab.evaluate("window.__on = false")
    tab.mouse.up()
    tab.wait_for_timeout(400)
    return float(tab.evaluate("window.__frames")) / lasted


def panning(tab: Page, step: int) -> None:
    """Drag the map to and fro across half of it."""
    if step == 0:
        tab.mouse.move(560, 700)
        tab.mouse.down()
    tab.mouse.move(560 + 3 * abs((step + 60) % 120 - 60), 700 - 2 * abs((step + 45) % 90 - 45))


def zooming(tab: Page, step: int) -> None:
    """Turn the wheel, in and out again."""
    if step == 0:
        tab.mouse.move(620, 420)
    tab.mouse.wheel(0, -40 if step % 80 < 40 else 40)


def tell(name: str, file: Path, figures: dict[str, float]) -> None:
    """Print one page's figures on a line."""
    raw = file.read_bytes()
    sizes = f"{len(raw) / 1e6:.2f} MB, {len(gzip.compress(raw)) / 1e3:.0f} kB gz"
    told = ", ".join(f"{what} {value:.3g}" for what, value in figures.items())
    print(f"{name:>6}: {sizes}; {told or 'no picture'}", flush=True)


def legibility(browser: Browser, file: Path) -> None:
    """Print what the labels are like in three windows and at five zooms."""
    print("labels: window, zoom: labels, of the top ones in view, overlaps, clipped, smallest px")
    for width, height in _WINDOWS:
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.goto(file.as_uri())
        for zoom in _ZOOMS:
            seen = tab.evaluate(_LABELS, zoom)
            boxes = [label["box"] for label in seen["placed"]]
            overlaps = sum(meet(a, b) for a, b in combinations([*boxes, *seen["taken"]], 2))
            clipped = sum(
                box["left"] < 0
                or box["top"] < 0
                or box["right"] > seen["width"]
                or box["bottom"] > seen["height"]
                for box in boxes
            )
            named = {label["id"] for label in seen["placed"]}
            top = f"{len(named & set(seen['top']))} of {len(seen['top'])}"
            smallest = min((label["size"] for label in seen["placed"]), default=0)
            print(
                f"{width:>8} x {height}, {zoom:3} x: {len(boxes):3}, {top}, {overlaps},"
                f" {clipped}, {smallest} ({seen['nodes']} nodes in view)",
                flush=True,
            )
        tab.close()


def meet(a: dict[str, float], b: dict[str, float]) -> bool:
    """Return whether two boxes overlap."""
    aside = a["left"] >= b["right"] or a["right"] <= b["left"]
    return not (aside or a["top"] >= b["bottom"] or a["bottom"] <= b["top"])


if __name__ == "__main__":
    main()
