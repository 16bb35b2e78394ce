"use strict";
/* Main: one selection, kept in the address; everything that changes it comes through here. */

let SELECTION = null; // null, {node: id}, {edge: id} or {theme: index}

function hashOf(selection) {
  const plain = (id) => encodeURIComponent(id).replaceAll("%2F", "/");
  if (selection?.node) return `#${plain(selection.node)}`;
  if (selection?.edge) return `#${plain(selection.edge)}`;
  if (selection?.theme != null) return `#theme/${plain(THEMES[selection.theme].id)}`;
  return "";
}

function selectionOf(hash) {
  let id = "";
  try {
    id = decodeURIComponent(hash.slice(1));
  } catch {
    return null;
  }
  if (NODES.has(id)) return { node: id };
  if (EDGES.has(id)) return { edge: id };
  const theme = THEMES.find((one) => `theme/${one.id}` === id);
  return theme ? { theme: theme.index } : null;
}

/* Selects and remembers it: Back returns to what was selected before. */
function select(selection) {
  const hash = hashOf(selection);
  if (hash !== hashOf(SELECTION)) history.pushState(null, "", hash || location.pathname + location.search);
  follow(selection);
}

function follow(selection, animate = true) {
  SELECTION = selection;
  show(selection);
  light(selection);
  drawLegend();
  document.body.classList.toggle("selected", Boolean(selection));
  document.getElementById("legend").classList.remove("open");
  if (LIT) fitTo([...LIT.nodes], 1.3, animate);
}

function start() {
  updateShown();
  updateIslands();
  drawYears();
  const [papers, concepts] = [NETWORK.nodes.filter(isPaper).length, NETWORK.nodes.filter((n) => !isPaper(n)).length];
  document.getElementById("counts").textContent = `${papers} papers · ${concepts} concepts · ${NETWORK.edges.length} links`;
  setMode();
  follow(selectionOf(location.hash), false);
  if (!LIT) fitTo([...SHOWN], 1.5, false);
}

function setMode() {
  document.getElementById("mode").textContent = isDark() ? "Light" : "Dark";
  recolour();
}

document.getElementById("mode").addEventListener("click", () => {
  document.documentElement.dataset.mode = isDark() ? "light" : "dark";
  setMode();
});
DARK.addEventListener("change", setMode);
document.getElementById("fit").addEventListener("click", () => fitTo([...SHOWN]));
for (const [id, factor] of [["zoom-in", 1.4], ["zoom-out", 1 / 1.4]]) {
  document.getElementById(id).addEventListener("click", () => MAP.moveTo({
    scale: MAP.getScale() * factor, animation: !CALM.matches && { duration: 200, easingFunction: "easeInOutQuad" },
  }));
}
document.getElementById("legend-toggle").addEventListener("click", (event) => {
  const open = document.getElementById("legend").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== QUERY && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    QUERY.focus();
  } else if (event.key === "Escape") {
    document.getElementById("legend").classList.remove("open");
    select(null);
  }
});
window.addEventListener("popstate", () => follow(selectionOf(location.hash)));

/* The map's place changes with the window and with the panel: what was in view stays in view. */
new ResizeObserver(() => {
  MAP.setSize("100%", "100%");
  fitTo(LIT ? [...LIT.nodes] : [...SHOWN], LIT ? 1.3 : 1.5, false);
}).observe(document.getElementById("map"));

start();
