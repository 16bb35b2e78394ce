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

/* How many each row of the legend has: nodes of a kind as they are shown, papers of the rest as the
   other filters leave them. */
function tallies() {
  const { filters } = STATE;
  const left = papersWithout({});
  const without = (name) => (filters[name].size ? papersWithout({ [name]: new Set() }) : left);
  const tally = { kinds: new Map(), themes: new Map(), labs: new Map(), roles: new Map() };
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const id of SHOWN) count(tally.kinds, NODES.get(id).group);
  for (const paper of without("themes")) count(tally.themes, paper.theme);
  for (const paper of without("labs")) {
    for (const edge of TIES.get(paper.id)) if (edge.roles.includes("publishedBy")) count(tally.labs, edge.to);
  }
  const anyRole = { ...filters, roles: new Set() };
  for (const paper of without("roles")) {
    const its = new Set();
    for (const edge of TIES.get(paper.id)) if (edgePasses(edge, anyRole)) for (const role of edge.roles) its.add(role);
    for (const role of its) count(tally.roles, role);
  }
  return tally;
}

/* The papers that the filters leave, whether papers are drawn or not, with some of the filters otherwise. */
function papersWithout(otherwise) {
  const left = nodesShown({ ...STATE.filters, kinds: new Set(), ...otherwise });
  return NETWORK.nodes.filter((node) => isPaper(node) && left.has(node.id));
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
  const focused = line.contains(document.activeElement);
  const papers = [...SHOWN].filter((id) => isPaper(NODES.get(id))).length;
  line.classList.toggle("none", !on.length);
  document.getElementById("legend-toggle").textContent = on.length ? `Filters · ${on.length}` : "Filters";
  document.getElementById("left").textContent = on.length ? `${inThousands(papers)} of ${inThousands(TIMES.size)} papers` : "";
  document.getElementById("filters-on").replaceChildren(...on.map(({ text, off }) => el("li", {}, el("button",
    { type: "button", "aria-label": `Remove filter: ${text}`, click: () => change({ filters: off }) },
    el("span", {}, text), el("span", { class: "cross", "aria-hidden": "true" }, "×")))));
  if (focused) (line.querySelector("li button") ?? document.getElementById("panel")).focus({ preventScroll: true });
}

document.getElementById("clear-filters").addEventListener("click", clearFilters);
onChange((changed) => changed.has("filters") && drawFiltersOn());
