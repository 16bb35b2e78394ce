"use strict";
/* Journey: from a node to what is two or three links away, or to another node; in the panel. */

/* What a click on a node does: with Shift, after another was selected, it asks how the two are linked. */
function pick(id, extend) {
  const start = STATE.path?.[0] ?? STATE.selection?.node;
  if (extend && start && start !== id) change({ path: [start, id] });
  else select({ node: id });
}

/* Above the details of a node: how far around it the map lights up, and where to go from it. */
function journeyTools(id) {
  const depths = [1, 2, 3].map((depth) => el("button", {
    type: "button", "data-depth": depth, "aria-pressed": String(STATE.depth === depth), click: () => change({ depth }),
    "aria-label": depth === 1 ? "1 link away" : `up to ${depth} links away`,
  }, String(depth)));
  const name = shorten(fullName(NODES.get(id)), 28);
  const to = () => askFor(`Path from ${name} to …`, (end) => (end === id ? select({ node: id }) : change({ path: [id, end] })));
  return el("div", { class: "journey", role: "group", "aria-label": "Around this on the map" },
    el("span", { class: "note" }, "Links away"), el("span", { class: "segments" }, depths),
    el("button", { type: "button", id: "path-to", click: to }, "Path to …"));
}

function pathPanel([from, to]) {
  const path = shortestPath(from, to);
  const [start, end] = [NODES.get(from), NODES.get(to)];
  const heading = [eyebrow(null, "Path", path && `${path.edges.length} link${path.edges.length === 1 ? "" : "s"}`),
    el("h2", { class: "ends" }, chip(start), el("span", { class: "verb" }, "to"), chip(end))];
  if (!path) return [...heading, noPath(start, end)];
  const steps = path.edges.map((edge, i) => [
    el("li", { class: "stop" }, chip(NODES.get(path.nodes[i]))),
    el("li", { class: "step", "data-edge": edge.id }, ...linkBetween(edge, path.nodes[i])),
  ]).flat();
  return [...heading,
    el("ol", { class: "path" }, steps, el("li", { class: "stop" }, chip(end))),
    el("p", { class: "lead" }, "The shortest chain of links that the filters leave; where several are as short, the one of "
      + "the stronger roles, and not by way of a lab if it can be helped.")];
}

/* One link of the path, as it reads in the direction of travel, with its sentences. */
function linkBetween(edge, from) {
  const forward = edge.from === from;
  const verb = edge.roles.map((role) => (ROLE_WORDS[role]?.[forward ? 0 : 1] ?? role).toLowerCase()).join(", ");
  const evidence = evidenceOf(edge);
  const role = evidence.filter((mention) => edge.roles.includes(mention.role));
  const told = (role.length ? role : evidence).slice(0, 2);
  const why = told.length ? null
    : edge.roles.includes("broader") ? "The vocabulary says so." : "The source document’s metadata says so.";
  return [el("p", { class: "verb" }, verb), why && el("p", { class: "note" }, why),
    ...told.map((mention) => el("button", { type: "button", class: "quote", title: "See this link",
      click: () => select({ edge: edge.id }) }, quotation(mention)))];
}

function noPath(start, end) {
  const away = [start, end].filter((node) => !SHOWN.has(node.id));
  const on = filtersOn().length > 0;
  const words = away.length ? `The filters leave out ${away.map(fullName).join(" and ")}.`
    : on ? "No chain of links joins the two among what the filters leave."
      : "No chain of links joins the two: they stand in separate parts of the map.";
  return el("div", { id: "no-path" }, el("p", { class: "lead" }, words),
    on ? el("button", { type: "button", class: "more", click: clearFilters }, "Clear all filters and look again") : null);
}

onChange((changed) => {
  if (!changed.has("depth")) return;
  for (const button of PANEL.querySelectorAll("[data-depth]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.depth) === STATE.depth));
  }
});
