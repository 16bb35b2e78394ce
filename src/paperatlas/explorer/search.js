"use strict";
/* Search: titles, labels and other labels; the best matches in a list that the keyboard walks. */

const QUERY = document.getElementById("query");
const FOUND = document.getElementById("found");
const MOST_FOUND = 10;
let CURSOR = -1;

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-‐-―_\s]+/g, " ").trim();
}

const INDEX = NETWORK.nodes.map((node) => {
  const its = detailsOf(node);
  const names = [fullName(node), node.label, ...(its.also ?? []), its.arxiv, its.doi].filter(Boolean);
  return { node, names: [...new Set(names)].map((name) => [name, folded(name)]) };
});

/* How well a name answers a query: the whole, its beginning, a word's beginning, anywhere, not. */
function quality(name, query) {
  if (name === query) return 4;
  if (name.startsWith(query)) return 3;
  if (name.includes(` ${query}`)) return 2;
  return name.includes(query) ? 1 : 0;
}

function search(text) {
  const query = folded(text);
  if (!query) return [];
  const results = [];
  for (const { node, names } of INDEX) {
    let [best, by] = [0, null];
    for (const [name, plain] of names) {
      const q = quality(plain, query);
      if (q > best) [best, by] = [q, name];
    }
    if (best) results.push({ node, best, by });
  }
  results.sort((a, b) => b.best - a.best || isPaper(a.node) - isPaper(b.node) || byPapers(a.node, b.node));
  return results.slice(0, MOST_FOUND);
}

function listFound() {
  const results = search(QUERY.value);
  CURSOR = results.length ? 0 : -1;
  const items = results.map(({ node, by }, i) => el("li",
    { role: "option", id: `found-${i}`, "data-node": node.id, mousedown: (event) => event.preventDefault(),
      click: () => choose(node.id) },
    glyph(node.group),
    el("span", { class: "name" }, fullName(node), by !== fullName(node) && el("small", {}, ` ${by}`)),
    el("span", { class: "note" }, String(isPaper(node) ? node.year ?? UNDATED : node.papers))));
  if (!results.length && QUERY.value.trim()) {
    items.push(el("li", { class: "nothing", role: "option", "aria-disabled": "true" }, "Nothing has that name."));
  }
  FOUND.replaceChildren(...items);
  FOUND.hidden = !items.length;
  QUERY.setAttribute("aria-expanded", String(!FOUND.hidden));
  moveCursor(0);
}

function moveCursor(step) {
  const options = FOUND.querySelectorAll("[data-node]");
  if (!options.length) return QUERY.removeAttribute("aria-activedescendant");
  CURSOR = (CURSOR + step + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === CURSOR)));
  options[CURSOR].scrollIntoView({ block: "nearest" });
  QUERY.setAttribute("aria-activedescendant", options[CURSOR].id);
}

function closeFound() {
  FOUND.hidden = true;
  QUERY.setAttribute("aria-expanded", "false");
  QUERY.removeAttribute("aria-activedescendant");
}

function choose(id) {
  QUERY.value = "";
  closeFound();
  if (!SHOWN.has(id)) clearFilters();
  select({ node: id });
  PANEL.focus({ preventScroll: true });
}

QUERY.addEventListener("input", listFound);
QUERY.addEventListener("focus", () => QUERY.value && listFound());
QUERY.addEventListener("blur", closeFound);
QUERY.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") moveCursor(1);
  else if (event.key === "ArrowUp") moveCursor(-1);
  else if (event.key === "Enter") FOUND.querySelectorAll("[data-node]")[CURSOR]?.click();
  else if (event.key === "Escape") {
    QUERY.value = "";
    closeFound();
    QUERY.blur();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
