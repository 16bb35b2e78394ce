"use strict";
/* Legend: what the signs mean, and the switches for types, themes, labs, roles and certainty. */

const ROWS = []; // what brings each row up to date, from the tallies
const FEW = 8;
let TALLY = null;

/* A switch of a filter: how many it has now, of how many. */
function legendRow({ mark, name, note, attributes, click, state }) {
  const count = el("span", { class: "note" });
  const button = el("button", { type: "button", ...attributes, click }, mark, el("span", { class: "name" }, name), count);
  const update = (tally) => {
    const { pressed, of } = state();
    const now = note(tally) ?? 0;
    count.textContent = of == null || now === of ? inThousands(now) : `${inThousands(now)} / ${inThousands(of)}`;
    button.setAttribute("aria-pressed", String(pressed));
    button.classList.toggle("none", !now);
  };
  ROWS.push(update);
  if (TALLY) update(TALLY); // a row that "Show more" brought
  return el("li", {}, button);
}

function kindRow(kind) {
  const of = NETWORK.nodes.filter((node) => node.group === kind).length;
  return legendRow({
    mark: glyph(kind), name: PLURAL[kind], note: ({ kinds }) => kinds.get(kind),
    attributes: { "data-kind": kind, disabled: !of, title: `Show or hide ${PLURAL[kind].toLowerCase()}` },
    click: () => toggleFilter("kinds", kind), state: () => ({ pressed: !STATE.filters.kinds.has(kind), of }),
  });
}

/* A theme's square shows or hides it; its name opens it; "only" hides the others. */
function themeRow(theme) {
  const of = theme.members.filter((node) => isPaper(node)).length;
  const row = legendRow({
    mark: null, name: theme.name, note: ({ themes }) => themes.get(theme.index), attributes: { "data-theme": theme.index },
    click: () => select(STATE.selection?.theme === theme.index ? null : { theme: theme.index }),
    state: () => ({ pressed: STATE.selection?.theme === theme.index, of }),
  });
  const box = el("button", { type: "button", class: "box", "data-hides": theme.index, "aria-label": `Show ${theme.name}`,
    title: "Show or hide", click: () => toggleFilter("themes", theme.index) }, swatch(theme.index));
  const only = el("button", { type: "button", class: "only", "aria-label": `Only ${theme.name}`, click: () => onlyTheme(theme) });
  ROWS.push(() => {
    const { themes } = STATE.filters;
    const alone = !themes.has(theme.index) && themes.size === THEMES.length - 1 && THEMES.length > 1;
    box.setAttribute("aria-pressed", String(!themes.has(theme.index)));
    row.classList.toggle("off", themes.has(theme.index));
    only.textContent = alone ? "all" : "only";
    only.setAttribute("aria-label", alone ? "All themes" : `Only ${theme.name}`);
  });
  row.prepend(box);
  row.append(only);
  return row;
}

function onlyTheme(theme) {
  const others = THEMES.map(({ index }) => index).filter((index) => index !== theme.index);
  const { themes } = STATE.filters;
  const alone = !themes.has(theme.index) && themes.size === others.length;
  change({ filters: { themes: new Set(alone ? [] : others) } });
}

function swatch(index) {
  const svg = shape("svg", { class: "glyph swatch", viewBox: "0 0 12 12", "aria-hidden": "true" });
  const name = THEMES[index].id === "elsewhere" ? "muted" : `theme-${index % THEME_COLOURS}`;
  const square = shape("rect", { x: 0.75, y: 0.75, width: 10.5, height: 10.5, rx: 3 });
  square.style.fill = square.style.stroke = `var(--${name})`;
  svg.append(square);
  return svg;
}

function tick() {
  const svg = shape("svg", { class: "glyph tick", viewBox: "0 0 12 12", "aria-hidden": "true" },
    shape("rect", { x: 0.75, y: 0.75, width: 10.5, height: 10.5, rx: 3 }), shape("path", { d: "M3 6.2 5.2 8.4 9.2 3.8" }));
  return svg;
}

function labRow(lab) {
  return legendRow({
    mark: tick(), name: fullName(lab), note: ({ labs }) => labs.get(lab.id), attributes: { "data-lab": lab.id },
    click: () => toggleFilter("labs", lab.id), state: () => ({ pressed: STATE.filters.labs.has(lab.id) }),
  });
}

function roleRow(role) {
  return legendRow({
    mark: tick(), name: ROLE_WORDS[role][0], note: ({ roles }) => roles.get(role), attributes: { "data-role": role },
    click: () => toggleFilter("roles", role), state: () => ({ pressed: STATE.filters.roles.has(role) }),
  });
}

function updateLegend() {
  TALLY = tallies();
  for (const update of ROWS) update(TALLY);
  const { introduced, confidence } = STATE.filters;
  document.getElementById("introduced").checked = introduced;
  document.getElementById("confidence").value = String(Math.round(confidence * 100));
  document.getElementById("least").textContent = confidence ? `${Math.round(confidence * 100)} %` : "any";
}

function drawLegend() {
  const publishing = new Set(NETWORK.edges.filter((edge) => edge.roles.includes("publishedBy")).map((edge) => edge.to));
  const labs = [...publishing].map((id) => NODES.get(id)).sort(byPapers);
  const roles = READ_ROLES.filter((role) => NETWORK.edges.some((edge) => edge.roles.includes(role)));
  document.getElementById("kinds").replaceChildren(...ATLAS.kinds.map(kindRow));
  document.getElementById("themes").replaceChildren(...THEMES.map(themeRow));
  document.getElementById("labs").replaceChildren(...[shortList(labs, FEW, labRow, "")].flat().filter(Boolean));
  document.getElementById("roles").replaceChildren(...roles.map(roleRow));
  for (const [name, any] of [["labs", labs.length], ["roles", roles.length]]) {
    document.getElementById(`${name}-part`).hidden = !any;
    document.getElementById(`${name}-part`).open = STATE.filters[name].size > 0;
  }
}

document.getElementById("introduced").addEventListener("change", ({ target }) =>
  change({ filters: { introduced: target.checked } }));
document.getElementById("confidence").addEventListener("input", ({ target }) =>
  change({ filters: { confidence: Number(target.value) / 100 } }));

onChange((changed) => {
  if (!ROWS.length) drawLegend();
  if (changed.has("filters") || changed.has("selection")) updateLegend();
});
