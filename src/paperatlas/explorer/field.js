"use strict";
/* Field: what the views beside the map share: their head, why they are empty, keys within a grid. */

function shownPapers() {
  return NETWORK.nodes.filter((node) => isPaper(node) && SHOWN.has(node.id));
}

/* Heading, a line that says what is seen, and buttons to look at it another way. */
function viewHead(title, told, choices, chosen) {
  return el("header", { class: "view-head" },
    el("h2", {}, title),
    el("div", { class: "choices", role: "group", "aria-label": `Ways to look at the ${title.toLowerCase()}` },
      choices.map(([look, label]) => el("button", { type: "button", "data-look": look,
        "aria-pressed": String(look === chosen), click: () => setLook(look, `[data-look="${look}"]`) }, label))),
    el("p", { class: "lead" }, told));
}

/* Looks another way; the view is drawn again, and what had the focus has it still. */
function setLook(look, focus) {
  change({ look });
  document.getElementById("view").querySelector(focus)?.focus();
}

/* Why a view that needs these kinds shows nothing, and the way out. */
function whyEmpty(kinds, otherwise) {
  const { kinds: hidden } = STATE.filters;
  const missing = kinds.filter((kind) => hidden.has(kind));
  const all = [...missing].map((kind) => PLURAL[kind]);
  if (!NETWORK.nodes.length) return el("p", { class: "nothing" }, "This atlas is empty: no paper was read.");
  if (missing.length) {
    const shown = new Set([...hidden].filter((kind) => !missing.includes(kind)));
    return el("p", { class: "nothing" }, `${all.join(" and ")} are hidden, and this view counts them. `,
      el("button", { type: "button", class: "inline", click: () => change({ filters: { kinds: shown } }) },
        `Show ${all.join(" and ").toLowerCase()}`));
  }
  const narrowed = SHOWN.size < NODES.size;
  return el("p", { class: "nothing" }, shownPapers().length ? otherwise : "The filters leave no paper.", " ",
    narrowed && el("button", { type: "button", class: "inline", click: clearFilters }, "Clear filters"));
}

/* One stop for Tab; arrows, Home and End walk from button to button by rows and columns. */
function asGrid(table) {
  const stops = [...table.querySelectorAll("button")];
  const places = stops.map((button) => {
    const { left, top, width, height } = { left: 0, top: 0, width: 0, height: 0, ...gridPlace(button) };
    return { button, x: left + width / 2, y: top + height / 2 };
  });
  const enter = (button) => stops.forEach((stop) => stop.setAttribute("tabindex", stop === button ? "0" : "-1"));
  if (stops.length) enter(stops[0]);
  table.setAttribute("role", "grid");
  table.addEventListener("focusin", (event) => stops.includes(event.target) && enter(event.target));
  table.addEventListener("keydown", (event) => {
    const at = places.find(({ button }) => button === event.target);
    const next = at && nextStop(places, at, event.key);
    if (!next) return;
    event.preventDefault();
    next.button.focus();
  });
  return table;
}

/* Where a button stands, counted in cells: the same however wide the table is drawn. */
function gridPlace(button) {
  const cell = button.closest("td, th");
  let left = 0;
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) left += before.colSpan;
  return { left: left + 0.01 * [...cell.querySelectorAll("button")].indexOf(button), top: cell.parentElement.rowIndex };
}

function nextStop(places, at, key) {
  const row = places.filter(({ y }) => y === at.y).sort((a, b) => a.x - b.x);
  if (key === "Home") return row[0];
  if (key === "End") return row.at(-1);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step) return row[row.indexOf(at) + step];
  const down = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!down) return null;
  const beyond = places.filter(({ y }) => (y - at.y) * down > 0);
  const nearest = beyond.reduce((best, { y }) => (best == null || Math.abs(y - at.y) < Math.abs(best - at.y) ? y : best), null);
  return beyond.filter(({ y }) => y === nearest).sort((a, b) => Math.abs(a.x - at.x) - Math.abs(b.x - at.x))[0];
}

/* A table that scrolls within its place, so that its heads stay in sight. */
function scrolled(table, label) {
  return el("div", { class: "scrolled", role: "region", "aria-label": label, tabindex: "0" }, table);
}

function nameButton(node, attributes = {}) {
  return el("button", { type: "button", class: `node-name kind-${node.group}`, "data-node": node.id,
    click: () => select({ node: node.id }), ...attributes }, glyph(node.group), words("span", {}, node.label));
}
