"use strict";
/* Play: the window of years moves on by itself, when told to, a step at a time, until the last. */

const PLAY = document.getElementById("play");
const BEAT = 1200; // milliseconds that a step is seen
let PLAYING = null;

/* The window as it is, or the first year or three months of all; at the end, from the beginning. */
function startPlaying() {
  const { years } = STATE.filters;
  const [from, to] = Array.isArray(years) ? years : [SPAN[0], SPAN[0] + (MONTHLY ? 2 : 0)];
  if (to === SPAN[1]) change({ filters: { years: [SPAN[0], SPAN[0] + to - from] } });
  else change({ filters: { years: [from, to] } });
  PLAYING = setInterval(playOn, BEAT);
  showPlaying();
}

function playOn() {
  const [from, to] = chosenYears();
  if (!STATE.filters.years || to >= SPAN[1]) return stopPlaying();
  change({ filters: { years: [from + 1, to + 1] } });
  if (to + 1 >= SPAN[1]) stopPlaying();
}

function stopPlaying() {
  if (PLAYING == null) return;
  clearInterval(PLAYING);
  PLAYING = null;
  showPlaying();
}

function showPlaying() {
  const name = PLAYING == null ? "Play the years" : "Pause";
  PLAY.setAttribute("aria-label", name);
  PLAY.title = name;
  PLAY.classList.toggle("playing", PLAYING != null);
}

PLAY.addEventListener("click", () => (PLAYING == null ? startPlaying() : stopPlaying()));
document.addEventListener("visibilitychange", () => document.hidden && stopPlaying());
window.addEventListener("popstate", stopPlaying);
PLAY.hidden = STEPS.length < 3;
showPlaying();
