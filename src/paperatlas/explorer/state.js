"use strict";
/* State: what is chosen, kept in the address. Everything that changes it comes through `change`. */

const VIEWS = { map: { label: "Map" } };
const STATE = {
  selection: null, // null, {node: id}, {edge: id}, {theme: index} or {papers: {title, ids, about}}
  view: "map", look: "", // how the view is looked at, in its own words: what it shows, sorted how
  filters: noFilters(), depth: 1,
  path: null, // [from, to]
  camera: null, // {x, y, scale}; null where the map chooses
};
const LISTENERS = [];

function onChange(listener) {
  LISTENERS.push(listener);
}

/* Merges `patch` into the state and tells every listener which parts are no longer the same. A new
   selection ends a path; it, a path and a view let the map choose its camera, unless the patch has one. */
function change(patch) {
  const before = partsOf(STATE);
  if ("selection" in patch) merge({ path: null, camera: null });
  if ("view" in patch || "path" in patch) merge({ camera: null });
  if ("view" in patch) merge({ look: "" });
  if (patch.path) merge({ selection: null });
  merge(patch);
  const changed = differences(before, partsOf(STATE));
  if (!changed.size) return;
  writeAddress(["selection", "view", "path"].some((part) => changed.has(part)));
  announce(changed);
}

/* Browsers take only so many writes in half a minute; whoever drags a slider longer is written later. */
const WRITES = { times: [], most: 60, later: 0 };

function writeAddress(remember) {
  const now = performance.now();
  clearTimeout(WRITES.later);
  WRITES.times = WRITES.times.filter((time) => now - time < 30_000);
  if (!remember && WRITES.times.length >= WRITES.most) WRITES.later = setTimeout(writeAddress, 600);
  else {
    WRITES.times.push(now);
    history[remember ? "pushState" : "replaceState"](null, "", addressOf(STATE));
  }
}

function select(selection) {
  change({ selection });
}

function setView(view) {
  change({ view });
}

function clearFilters() {
  change({ filters: noFilters() });
}

function merge({ filters, ...parts }) {
  Object.assign(STATE, parts);
  if (filters) STATE.filters = { ...STATE.filters, ...filters };
}

function differences(before, after) {
  return new Set(Object.keys(after).filter((part) => before[part] !== after[part]));
}

function announce(changed) {
  if (changed.has("filters")) SHOWN = nodesShown(STATE.filters);
  for (const listener of LISTENERS) listener(changed);
}

/* Reads the state from the address; what it does not say, or says wrongly, is as at the beginning. */
function restore() {
  const before = partsOf(STATE);
  merge(stateOf(location.hash));
  const changed = differences(before, partsOf(STATE));
  if (changed.size) announce(changed);
}

window.addEventListener("popstate", restore);
