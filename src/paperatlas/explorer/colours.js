"use strict";
/* Colours: the style sheet's, resolved for the canvas, in light and in dark. */

const DARK = window.matchMedia("(prefers-color-scheme: dark)");
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
const COLOURS = {};
const THEME_COLOURS = 10;

function isDark() {
  const chosen = document.documentElement.dataset.mode;
  return chosen ? chosen === "dark" : DARK.matches;
}

/* A custom property's value is text ("light-dark(…)"); only a real property resolves it. */
function readColours() {
  const probe = document.body.appendChild(document.createElement("i"));
  const names = ["ground", "ink", "muted", "line", "accent", ...ATLAS.kinds,
    ...Array.from({ length: THEME_COLOURS }, (_, i) => [`theme-${i}`, `name-${i}`]).flat()];
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    COLOURS[name] = getComputedStyle(probe).color;
  }
  probe.remove();
}

function themeColour(index, use = "theme") {
  return THEMES[index].id === "elsewhere" ? COLOURS.muted : COLOURS[`${use}-${index % THEME_COLOURS}`];
}
