"use strict";
/* Years: a bar a step of time; click one, drag over some, or move the two handles below them. */

const AXIS = document.getElementById("years");
const BARS = document.getElementById("bars");
const HANDLES = [document.getElementById("from"), document.getElementById("to")];
const WINDOW = document.getElementById("window");
const BAR_HEIGHT = 34;
let BAR_OF = new Map(); // step -> {button, bar}

function chosenYears() {
  return Array.isArray(STATE.filters.years) ? STATE.filters.years : SPAN;
}

/* The whole axis is no filter. */
function chooseYears(from, to) {
  const [first, last] = SPAN;
  const years = [Math.max(first, Math.min(from, to)), Math.min(last, Math.max(from, to))];
  change({ filters: { years: years[0] === first && years[1] === last ? null : years } });
}

function drawYears() {
  const steps = [...STEPS, ...(ANY_UNDATED ? [UNDATED] : [])];
  AXIS.classList.toggle("empty", steps.length < 2);
  const every = Math.ceil(STEPS.length / 12);
  const named = (step, i) => (MONTHLY ? step % 12 === 0 || i === 0 : i % every === 0);
  BAR_OF = new Map(steps.map((step, i) => {
    const bar = el("span", { class: "bar" });
    const label = step === UNDATED ? step : named(step, i) ? axisLabel(step) : "";
    const button = el("button", { type: "button", "data-year": step === UNDATED ? step : timeText(step) },
      bar, el("span", { class: "year" }, label));
    return [step, { button, bar }];
  }));
  BARS.replaceChildren(...STEPS.map((step) => BAR_OF.get(step).button));
  document.getElementById("undated").replaceChildren(...(ANY_UNDATED ? [BAR_OF.get(UNDATED).button] : []));
  document.getElementById("range").hidden = STEPS.length < 2;
}

function axisLabel(step) {
  if (MONTHLY) return step % 12 === 0 ? String(step / 12) : timeLabel(step);
  return [el("span", { class: "century" }, String(step).slice(0, -2)), String(step).slice(-2)];
}

/* Bars as high as the papers that the other filters leave, beside all that there are. */
function updateYears() {
  const { years } = STATE.filters;
  const [all, left] = [new Map(), new Map()];
  for (const time of TIMES.values()) all.set(time ?? UNDATED, (all.get(time ?? UNDATED) ?? 0) + 1);
  for (const paper of papersWithout({ years: null })) {
    const step = TIMES.get(paper.id) ?? UNDATED;
    left.set(step, (left.get(step) ?? 0) + 1);
  }
  const most = Math.max(1, ...STEPS.map((step) => all.get(step) ?? 0)); // many undated must not flatten the rest
  for (const [step, { button, bar }] of BAR_OF) {
    const [papers, of] = [left.get(step) ?? 0, all.get(step) ?? 0];
    const on = !years || (step === UNDATED ? years === UNDATED : years !== UNDATED && years[0] <= step && step <= years[1]);
    const words = `${timeLabel(step)}: ${papers === of ? papersNoun(of) : `${papers} of ${papersNoun(of)}`}`;
    bar.style.height = `${papers ? Math.min(BAR_HEIGHT, Math.max(3, (papers / most) * BAR_HEIGHT)) : 0}px`;
    button.className = on ? "" : "off";
    button.title = words;
    button.setAttribute("aria-label", words);
    button.setAttribute("aria-pressed", String(on && Boolean(years)));
  }
  document.getElementById("all-years").hidden = !years;
  placeHandles();
}

function placeHandles() {
  const chosen = chosenYears();
  const width = 100 / Math.max(1, STEPS.length);
  const edges = [(chosen[0] - SPAN[0]) * width, (chosen[1] - SPAN[0] + 1) * width];
  WINDOW.style.left = `${edges[0]}%`;
  WINDOW.style.width = `${edges[1] - edges[0]}%`;
  AXIS.classList.toggle("without-dates", STATE.filters.years === UNDATED);
  HANDLES.forEach((handle, i) => {
    handle.style.left = `${edges[i]}%`;
    for (const [name, value] of [["min", i ? chosen[0] : SPAN[0]], ["max", i ? SPAN[1] : chosen[1]], ["now", chosen[i]]]) {
      handle.setAttribute(`aria-value${name}`, String(value));
    }
    handle.setAttribute("aria-valuetext", timeLabel(chosen[i]));
  });
}

/* A click chooses one year, or all again; Shift extends; dragging over bars chooses what it passes. */
function chooseYear(step, extend) {
  const { years } = STATE.filters;
  if (step === UNDATED) change({ filters: { years: years === UNDATED ? null : UNDATED } });
  else if (extend && Array.isArray(years)) chooseYears(Math.min(years[0], step), Math.max(years[1], step));
  else if (Array.isArray(years) && years[0] === step && years[1] === step) change({ filters: { years: null } });
  else change({ filters: { years: [step, step] } });
}

function stepAt(x) {
  const { left, width } = BARS.getBoundingClientRect();
  const place = Math.floor(((x - left) / width) * STEPS.length);
  return SPAN[0] + Math.max(0, Math.min(STEPS.length - 1, place));
}

/* Follows a pointer from where it is pressed until it is let go; true if it moved to another step. */
function follow(target, begin) {
  target.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !STEPS.length) return;
    const move = begin(down, stepAt(down.clientX));
    const moved = (event) => move(event.clientX, event);
    const done = () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", done);
      window.removeEventListener("pointercancel", done);
    };
    stopPlaying();
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", done);
    window.addEventListener("pointercancel", done);
  });
}

let BRUSHED = false; // the click that ends a brush chooses nothing

follow(BARS, (_, start) => {
  BRUSHED = false;
  return (x) => {
    const step = stepAt(x);
    if (step === start && !BRUSHED) return;
    BRUSHED = true;
    chooseYears(start, step);
  };
});
follow(WINDOW, (down, start) => {
  const [from, to] = chosenYears();
  down.preventDefault();
  return (x) => {
    const shift = Math.max(SPAN[0] - from, Math.min(SPAN[1] - to, stepAt(x) - start));
    chooseYears(from + shift, to + shift);
  };
});
HANDLES.forEach((handle, i) => {
  follow(handle, () => (x) => {
    const [from, to] = chosenYears();
    const { left, width } = BARS.getBoundingClientRect();
    const edge = SPAN[0] + Math.round(((x - left) / width) * STEPS.length); // where a year begins
    if (i) chooseYears(from, Math.max(from, edge - 1));
    else chooseYears(Math.min(edge, to), to);
  });
  handle.addEventListener("keydown", (event) => {
    const years = [...chosenYears()];
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -Infinity, End: Infinity }[event.key];
    if (by == null) return;
    event.preventDefault();
    years[i] = Math.max(i ? years[0] : SPAN[0], Math.min(i ? SPAN[1] : years[1], years[i] + by));
    chooseYears(...years);
  });
});
for (const place of [BARS, document.getElementById("undated")]) {
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-year]");
    if (!button || BRUSHED) {
      BRUSHED = false;
      return;
    }
    stopPlaying();
    chooseYear(button.dataset.year === UNDATED ? UNDATED : timeFrom(button.dataset.year), event.shiftKey);
  });
}
document.getElementById("all-years").addEventListener("click", () => change({ filters: { years: null } }));

onChange((changed) => {
  if (!BAR_OF.size) drawYears();
  if (changed.has("filters")) updateYears();
});
