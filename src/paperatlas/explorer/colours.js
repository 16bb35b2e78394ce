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

/* A custom property's value is text ("light-dark(…)"); only a real property resolves it, and only a
   pixel tells a mixed colour in the old words that every reader of SVG knows. */
function readColours() {
  const probe = document.body.appendChild(document.createElement("i"));
  const names = ["ground", "ink", "muted", "line", "accent", ...ATLAS.kinds,
    ...Array.from({ length: THEME_COLOURS }, (_, i) => [`theme-${i}`, `name-${i}`]).flat()];
  const canvas = Object.assign(document.createElement("canvas"), { width: names.length, height: 1 });
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  names.forEach((name, i) => {
    probe.style.color = `var(--${name})`;
    ctx.fillStyle = getComputedStyle(probe).color;
    ctx.fillRect(i, 0, 1, 1);
  });
  probe.remove();
  const { data } = ctx.getImageData(0, 0, names.length, 1);
  names.forEach((name, i) => {
    COLOURS[name] = `rgb(${data.slice(4 * i, 4 * i + 3).join(", ")})`;
  });
}

function themeColour(index, use = "theme") {
  return THEMES[index].id === "elsewhere" ? COLOURS.muted : COLOURS[`${use}-${index % THEME_COLOURS}`];
}
