"use strict";
/* Panel: what is selected, in words; the overview when nothing is. */

const PANEL = document.getElementById("panel");

onChange((changed) => {
  if (changed.has("selection") || changed.has("path")) show(STATE.selection);
  else if (changed.has("filters")) show(STATE.selection, PANEL.scrollTop);
});

function show(selection, scrolled = 0) {
  const content = STATE.path ? pathPanel(STATE.path) : selection?.node
    ? (isPaper(NODES.get(selection.node)) ? paperPanel : conceptPanel)(NODES.get(selection.node))
    : selection?.edge ? edgePanel(EDGES.get(selection.edge))
      : selection?.theme != null ? themePanel(THEMES[selection.theme])
        : selection?.papers ? papersPanel(selection.papers)
          : overviewPanel();
  const close = (selection || STATE.path) && el("button",
    { type: "button", class: "close", "aria-label": "Close", click: () => select(null) }, "×");
  const tools = selection?.node && journeyTools(selection.node);
  PANEL.replaceChildren(...[close, tools, ...content].filter(Boolean));
  requestAnimationFrame(() => { // sooner, the page would be laid out twice
    PANEL.scrollTop = scrolled;
  });
  PANEL.classList.toggle("open", Boolean(selection || STATE.path));
}

/* Lists papers, the newest first, each with its sentences on the concepts `about`. */
function openPapers(title, papers, about = []) {
  const ids = [...papers].sort(newest).map((paper) => paper.id);
  select({ papers: { title, ids, about } });
}

function eyebrow(kind, ...said) {
  return el("p", { class: `eyebrow kind-${kind ?? ""}` }, kind && glyph(kind), said.filter(Boolean).join(" · "));
}

function papersPanel({ title, ids, about = [] }) {
  const papers = ids.map((id) => NODES.get(id));
  return [
    eyebrow("Paper", many(papers.length, "paper")),
    words("h2", {}, title),
    about.length ? list(about.map((id) => el("li", {}, chip(NODES.get(id)))), "chips") : null,
    section("Newest first", null, shortList(papers, 20, (paper) => quotedRow(paper, about))),
  ];
}

function overviewPanel() {
  const shown = [...SHOWN].map((id) => NODES.get(id));
  const papers = shown.filter(isPaper);
  const counts = shown.filter((node) => !isPaper(node)).map((node) => [node, shownPapersOf(node).length]);
  counts.sort((a, b) => b[1] - a[1] || byPapers(a[0], b[0]));
  const named = counts.filter(([, papers]) => papers > 0);
  const found = NETWORK.nodes.length === 0
    ? "This atlas is empty: no paper was read."
    : shown.length === 0 ? ["The filters leave nothing. ",
      el("button", { type: "button", class: "inline", click: clearFilters }, "Clear filters")]
      : "Choose anything, or search. Every link opens the sentence that it was read from.";
  return [
    eyebrow(null, "Overview"),
    el("h2", {}, `${many(papers.length, "paper")}, ${many(counts.length, "concept")}`),
    el("p", { class: "lead" }, found),
    section("Most connected", null, list(named.slice(0, 14).map(([node]) => el("li", {},
      chip(node, shownPapersOf(node)))), "chips")),
    section("Newest papers", null, shortList(papers.sort(newest), 8, (paper) => paperRow(paper))),
  ];
}

/* Links that count as a concept's own: a lab's are of the papers it published, not those that name it. */
function isOwn(edge, concept) {
  return isPaper(NODES.get(edge.from)) && edge.to === concept.id
    && (concept.group !== "Lab" || edge.roles.includes("publishedBy"));
}

/* The papers of a concept that the filters leave. */
function shownPapersOf(concept) {
  return TIES.get(concept.id).filter((edge) => isOwn(edge, concept) && edgeShown(edge)).map((edge) => NODES.get(edge.from));
}

function themePanel(theme) {
  const papers = theme.members.filter((node) => isPaper(node) && SHOWN.has(node.id)).sort(newest);
  const concepts = theme.members.filter((node) => !isPaper(node) && SHOWN.has(node.id)).sort(byPapers);
  const item = (node) => el("li", {}, chip(node, shownPapersOf(node)));
  return [
    eyebrow(null, "Theme"),
    el("h2", {}, theme.name),
    el("p", { class: "lead" }, "A theme gathers papers that name the same concepts; the concepts that are named "
      + "here more than elsewhere give it its name."),
    section("Telling concepts", null, list(theme.telling.map((id) => item(NODES.get(id))), "chips")),
    section("Papers over time", papers.length, periodChart(theme.name, papers, "Paper", [])),
    section("Papers", papers.length, shortList(papers, 12, (paper) => paperRow(paper))),
    section("Concepts", concepts.length, shortList(concepts, 24, item, "chips")),
  ];
}

/* A link: what it says, and every sentence or source that says so. */
function edgePanel(edge) {
  const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
  const evidence = evidenceOf(edge);
  const stated = edge.roles.filter((role) => !evidence.some((mention) => mention.role === role));
  const quotes = evidence.map((mention) => el("li", { class: "evidence" },
    el("p", { class: "role" }, ROLE_WORDS[mention.role]?.[0] ?? mention.role),
    quotation(mention), howFound(mention)));
  const byMetadata = stated.some((role) => ["publishedBy", "subject"].includes(role));
  return [
    eyebrow(null, "Link"),
    el("h2", { class: "ends" }, chip(from), el("span", { class: "verb" },
      edge.roles.map((role) => (ROLE_WORDS[role]?.[0] ?? role).toLowerCase()).join(", ")), chip(to)),
    byMetadata ? el("p", { class: "lead" }, "The source document's metadata says so.") : null,
    edge.roles.includes("broader") ? el("p", { class: "lead" }, "The vocabulary says so.") : null,
    section("Sentences", evidence.length, list(quotes)),
    byMetadata ? recordSection(detailsOf(from).records ?? []) : null,
  ];
}
