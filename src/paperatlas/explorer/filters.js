"use strict";
/* Filters: the legend hides kinds and lights themes, the bars below the map choose years. */

const YEARS = NETWORK.nodes.filter((node) => isPaper(node) && node.year != null).map((node) => node.year);
const YEAR_SPAN = YEARS.length ? [Math.min(...YEARS), Math.max(...YEARS)] : [0, -1];

function drawLegend() {
  document.getElementById("kinds").replaceChildren(...ATLAS.kinds.map((kind) => {
    const all = NETWORK.nodes.filter((node) => node.group === kind);
    const shown = all.filter((node) => SHOWN.has(node.id)).length;
    const on = !STATE.filters.kinds.has(kind);
    return el("li", {}, el("button", {
      type: "button", "data-kind": kind, "aria-pressed": String(on), disabled: !all.length,
      title: `${on ? "Hide" : "Show"} ${PLURAL[kind].toLowerCase()}`, click: () => toggleKind(kind),
    }, glyph(kind), el("span", { class: "name" }, PLURAL[kind]),
    el("span", { class: "note" }, shown === all.length ? String(shown) : `${shown} / ${all.length}`)));
  }));
  document.getElementById("themes").replaceChildren(...THEMES.map((theme) => {
    const papers = theme.members.filter((node) => isPaper(node)).length;
    const lit = STATE.selection?.theme === theme.index;
    return el("li", {}, el("button", {
      type: "button", "data-theme": theme.index, "aria-pressed": String(lit),
      click: () => select(lit ? null : { theme: theme.index }),
    }, swatch(theme.index), el("span", { class: "name" }, theme.name), el("span", { class: "note" }, String(papers))));
  }));
}

function swatch(index) {
  const svg = shape("svg", { class: "glyph swatch", viewBox: "0 0 12 12", "aria-hidden": "true" });
  const name = THEMES[index].id === "elsewhere" ? "muted" : `theme-${index % THEME_COLOURS}`;
  const square = shape("rect", { width: 12, height: 12, rx: 3 });
  square.style.fill = `var(--${name})`;
  svg.append(square);
  return svg;
}

function toggleKind(kind) {
  const kinds = new Set(STATE.filters.kinds);
  if (!kinds.delete(kind)) kinds.add(kind);
  change({ filters: { kinds } });
  document.querySelector(`[data-kind="${kind}"]`).focus();
}

onChange((changed) => {
  if (changed.has("filters")) drawYears();
  if (changed.has("filters") || changed.has("selection")) drawLegend();
});

/* A bar a year, and one for the undated. Choosing with Shift extends the span. */
function drawYears() {
  const [first, last] = YEAR_SPAN;
  const { years } = STATE.filters;
  const steps = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (NETWORK.nodes.some((node) => isPaper(node) && node.year == null)) steps.push(UNDATED);
  const count = (step) => NETWORK.nodes.filter((node) =>
    isPaper(node) && (step === UNDATED ? node.year == null : node.year === step)).length;
  const most = Math.max(1, ...steps.map(count));
  document.getElementById("years").hidden = steps.length < 2;
  document.getElementById("bars").replaceChildren(...steps.map((step) => {
    const on = !years || (step === UNDATED ? years === UNDATED : years[0] <= step && step <= years[1]);
    const papers = count(step);
    const bar = el("span", { class: "bar" });
    bar.style.height = `${papers ? Math.max(3, (papers / most) * 34) : 0}px`;
    return el("button", {
      type: "button", "data-year": step, "aria-pressed": String(on && Boolean(years)),
      class: on ? "" : "off", "aria-label": `${step}: ${papers} papers`, title: `${step}: ${papers} papers`,
      click: (event) => chooseYear(step, event.shiftKey),
    }, bar, el("span", { class: "year" }, typeof step === "number"
      ? [el("span", { class: "century" }, String(step).slice(0, 2)), String(step).slice(2)] : step));
  }));
  document.getElementById("all-years").hidden = !years;
}

function chooseYear(step, extend) {
  const { years } = STATE.filters;
  const [from, to] = Array.isArray(years) ? years : [];
  if (extend && from && step !== UNDATED) change({ filters: { years: [Math.min(from, step), Math.max(to, step)] } });
  else if (step === UNDATED) change({ filters: { years: years === UNDATED ? null : UNDATED } });
  else change({ filters: { years: from === step && to === step ? null : [step, step] } });
  document.querySelector(`[data-year="${step}"]`).focus();
}

document.getElementById("all-years").addEventListener("click", () => change({ filters: { years: null } }));
