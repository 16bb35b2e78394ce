"use strict";
/* Shortcuts: what a single key does anywhere on the page, and what Escape closes first. */

const HELP = document.getElementById("help");
const LEGEND = document.getElementById("legend");
const LEGEND_CLOSE = document.getElementById("legend-close");
const LEGEND_TOGGLE = document.getElementById("legend-toggle");

function toggleLegend(open) {
  LEGEND.classList.toggle("open", open);
  LEGEND_TOGGLE.setAttribute("aria-expanded", String(LEGEND.classList.contains("open")));
}

/* The innermost thing that is open; filters stay, they have a button of their own. */
function escape() {
  if (CHOOSING) stopAsking();
  else if (LEGEND.classList.contains("open")) {
    toggleLegend(false);
    LEGEND_TOGGLE.focus();
  } else if (PLAYING != null) stopPlaying();
  else select(null);
}

const KEYS = {
  "/": () => QUERY.focus(),
  "?": () => HELP.showModal(),
  1: () => STATE.selection?.node && change({ depth: 1 }),
  2: () => STATE.selection?.node && change({ depth: 2 }),
  3: () => STATE.selection?.node && change({ depth: 3 }),
  p: () => !PLAY.hidden && PLAY.click(),
};

function isTyping({ target }) {
  return target.matches("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (HELP.open || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") return escape();
  if (isTyping(event) || !document.getElementById("single-keys").checked || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});
LEGEND_TOGGLE.addEventListener("click", () => {
  toggleLegend();
  if (LEGEND.classList.contains("open")) LEGEND_CLOSE.focus({ preventScroll: true });
});
LEGEND_CLOSE.addEventListener("click", () => {
  toggleLegend(false);
  LEGEND_TOGGLE.focus();
});
document.querySelector("main").addEventListener("pointerdown", () => toggleLegend(false));
document.getElementById("help-open").addEventListener("click", () => HELP.showModal());
document.getElementById("help-close").addEventListener("click", () => HELP.close());
HELP.addEventListener("click", (event) => event.target === HELP && HELP.close());
onChange((changed) => changed.has("selection") && STATE.selection && toggleLegend(false));
