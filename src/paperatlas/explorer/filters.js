"use strict";
/* Filters: which are on, in words, each with a button that takes it off; and what each would leave. */

const READ_ROLES = ATLAS.roles.filter((role) => !["publishedBy", "broader"].includes(role));

function toggled(set, item) {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
}

function toggleFilter(name, item) {
  change({ filters: { [name]: toggled(STATE.filters[name], item) } });
}

/* How many papers (and nodes) each row of the legend has, as the other filters leave them. */
function tallies() {
  const { filters } = STATE;
  const all = nodesShown({ ...filters, kinds: new Set(), themes: new Set() });
  const tally = { kinds: new Map(), themes: new Map(), labs: new Map(), roles: new Map() };
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const id of SHOWN) count(tally.kinds, NODES.get(id).group);
  for (const id of all) {
    const node = NODES.get(id);
    if (isPaper(node)) count(tally.themes, node.theme);
  }
  for (const id of filters.labs.size ? papersWithout({ labs: new Set() }) : papersWithout({})) {
    for (const edge of TIES.get(id)) if (edge.roles.includes("publishedBy")) count(tally.labs, edge.to);
  }
  for (const id of filters.roles.size ? papersWithout({ roles: new Set() }) : papersWithout({})) {
    const its = new Set();
    for (const edge of TIES.get(id)) {
      if (edgePasses(edge, { ...filters, roles: new Set() })) for (const role of edge.roles) its.add(role);
    }
    for (const role of its) count(tally.roles, role);
  }
  return tally;
}

/* The papers that the filters leave, with some of the filters otherwise. */
function papersWithout(otherwise) {
  const kinds = new Set();
  return [...nodesShown({ ...STATE.filters, kinds, ...otherwise })].filter((id) => isPaper(NODES.get(id)));
}

/* The filters that are on: [{text, off: the patch that takes it off}]. */
function filtersOn() {
  const { kinds, themes, labs, roles, years, introduced, confidence } = STATE.filters;
  const each = (name, set, text) => [...set].map((item) => ({ text: text(item), off: { [name]: toggled(set, item) } }));
  return [
    years && { text: yearsLabel(years), off: { years: null } },
    ...each("kinds", kinds, (kind) => `no ${PLURAL[kind].toLowerCase()}`),
    ...(themes.size && THEMES.length - themes.size === 1
      ? [{ text: THEMES.find(({ index }) => !themes.has(index)).name, off: { themes: new Set() } }]
      : each("themes", themes, (index) => `without ${THEMES[index].name}`)),
    ...each("labs", labs, (id) => fullName(NODES.get(id))),
    ...each("roles", roles, (role) => ROLE_WORDS[role][0].toLowerCase()),
    introduced && { text: "introduced here", off: { introduced: false } },
    confidence && { text: `≥ ${Math.round(confidence * 100)} % sure`, off: { confidence: 0 } },
  ].filter(Boolean);
}

function drawFiltersOn() {
  const on = filtersOn();
  const line = document.getElementById("on");
  line.hidden = !on.length;
  if (!on.length) return;
  const papers = [...SHOWN].filter((id) => isPaper(NODES.get(id))).length;
  const focused = line.contains(document.activeElement);
  line.replaceChildren(
    el("span", { class: "note", role: "status" }, `${papers} of ${TIMES.size} papers`),
    el("ul", {}, on.map(({ text, off }) => el("li", {}, el("button",
      { type: "button", "aria-label": `Remove filter: ${text}`, click: () => change({ filters: off }) },
      el("span", {}, text), el("span", { class: "cross", "aria-hidden": "true" }, "×"))))),
    el("button", { type: "button", id: "clear-filters", click: clearFilters }, on.length > 1 ? "Clear all" : "Clear"));
  if (focused) (line.querySelector("li button") ?? line).focus();
}

onChange((changed) => changed.has("filters") && drawFiltersOn());
