"use strict";
/* Panel: what is selected, in words; the overview when nothing is. */

const PANEL = document.getElementById("panel");

onChange((changed) => {
  if (changed.has("selection") || changed.has("path") || (changed.has("filters") && !STATE.selection)) {
    show(STATE.selection);
  }
});

function show(selection) {
  const content = STATE.path ? pathPanel(STATE.path) : selection?.node
    ? (isPaper(NODES.get(selection.node)) ? paperPanel : conceptPanel)(NODES.get(selection.node))
    : selection?.edge ? edgePanel(EDGES.get(selection.edge))
      : selection?.theme != null ? themePanel(THEMES[selection.theme])
        : overviewPanel();
  const close = (selection || STATE.path) && el("button",
    { type: "button", class: "close", "aria-label": "Close", click: () => select(null) }, "×");
  const tools = selection?.node && journeyTools(selection.node);
  PANEL.replaceChildren(...[close, tools, ...content].filter(Boolean));
  PANEL.scrollTop = 0;
  PANEL.classList.toggle("open", Boolean(selection || STATE.path));
}

function eyebrow(kind, ...words) {
  return el("p", { class: `eyebrow kind-${kind ?? ""}` }, kind && glyph(kind), words.filter(Boolean).join(" · "));
}

function overviewPanel() {
  const shown = [...SHOWN].map((id) => NODES.get(id));
  const papers = shown.filter(isPaper);
  const counts = shown.filter((node) => !isPaper(node)).map((node) => [node, papersShown(node)]);
  counts.sort((a, b) => b[1] - a[1] || byPapers(a[0], b[0]));
  const found = NETWORK.nodes.length === 0
    ? "This atlas is empty: no paper was read."
    : "Choose anything on the map, or search. Every link opens the sentence that it was read from.";
  return [
    eyebrow(null, "Overview"),
    el("h2", {}, `${papers.length} papers, ${counts.length} concepts`),
    el("p", { class: "lead" }, found),
    section("Most connected", null, list(counts.slice(0, 14).map(
      ([node, count]) => el("li", {}, chip(node, count))), "chips")),
    section("Newest papers", null, list(papers.sort(byYear).slice(0, 8).map((paper) => paperRow(paper)))),
  ];
}

function themePanel(theme) {
  const papers = theme.members.filter((node) => isPaper(node) && SHOWN.has(node.id)).sort(byYear);
  const concepts = theme.members.filter((node) => !isPaper(node) && SHOWN.has(node.id)).sort(byPapers);
  return [
    eyebrow(null, "Theme"),
    el("h2", {}, theme.name),
    el("p", { class: "lead" }, "A theme gathers papers that name the same concepts; the concepts that are named "
      + "here more than elsewhere give it its name."),
    section("Telling concepts", null,
      list(theme.telling.map((id) => el("li", {}, chip(NODES.get(id), NODES.get(id).papers))), "chips")),
    section("Papers", papers.length, shortList(papers.map((paper) => paperRow(paper)), 12)),
    section("Concepts", concepts.length,
      shortList(concepts.map((node) => el("li", {}, chip(node, node.papers))), 24, "chips")),
  ];
}

function edgePanel(edge) {
  const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
  const evidence = evidenceOf(edge);
  const stated = edge.roles.filter((role) => !evidence.some((mention) => mention.role === role));
  const quotes = evidence.map((mention) => el("li", { class: "evidence" },
    el("p", { class: "role" }, ROLE_WORDS[mention.role]?.[0] ?? mention.role, " · ", confidence(mention)),
    quotation(mention)));
  const fromMetadata = stated.filter((role) => ["publishedBy", "subject"].includes(role));
  return [
    eyebrow(null, "Link"),
    el("h2", { class: "ends" }, chip(from), el("span", { class: "verb" },
      edge.roles.map((role) => (ROLE_WORDS[role]?.[0] ?? role).toLowerCase()).join(", ")), chip(to)),
    fromMetadata.length ? el("p", { class: "lead" }, "The source document's metadata says so.") : null,
    edge.roles.includes("broader") ? el("p", { class: "lead" }, "The vocabulary says so.") : null,
    section("Sentences", evidence.length, list(quotes)),
  ];
}
