"use strict";
/* Pointing: mouse, pen and fingers on the map. One drags, two pinch, the wheel zooms, a tap selects. */

const POINTERS = new Map(); // those that are down, by id: {x, y} in the window of the map
const WOBBLE = { mouse: 4, pen: 6, touch: 9 }; // pixels that a tap may move
const SLACK = { mouse: 5, pen: 8, touch: 12 }; // pixels beside a node that still mean it
let PRESSED = null; // where a press began, until it has become a drag

function pointOf(event) {
  const { left, top } = FRAME.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/* What is meant at a point: a node, or its label; an edge; a theme by its name. */
function meantAt(point, kind = "mouse") {
  const node = nodeAt(VIEW, point, SLACK[kind] ?? SLACK.mouse);
  if (node) return { node: node.id };
  const spot = { left: point.x, right: point.x, top: point.y, bottom: point.y };
  const label = PLACED.find(({ box }) => meet(spot, box));
  if (label) return label.id ? { node: label.id } : { theme: label.theme };
  const edge = edgeAt(VIEW, point);
  return edge ? { edge: edge.id } : null;
}

function pointedAt(meant) {
  const [node, edge] = [meant?.node ?? null, LIT && meant?.edge ? EDGES.get(meant.edge) : null];
  FRAME.classList.toggle("pointing", Boolean(meant));
  if (node === HOVERED && edge === HOVERED_EDGE) return;
  [HOVERED, HOVERED_EDGE] = [node, edge];
  nextFrame();
}

FRAME.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  WALKING = false;
  FRAME.setPointerCapture(event.pointerId);
  POINTERS.set(event.pointerId, pointOf(event));
  PRESSED = POINTERS.size === 1 ? { ...pointOf(event), kind: event.pointerType } : null;
  moveTo(VIEW); // a touch stops a flight
});

FRAME.addEventListener("pointermove", (event) => {
  const point = pointOf(event);
  const before = POINTERS.get(event.pointerId);
  if (!before) {
    if (event.pointerType !== "touch" && !POINTERS.size) pointedAt(meantAt(point, event.pointerType));
    return;
  }
  if (PRESSED && Math.hypot(point.x - PRESSED.x, point.y - PRESSED.y) <= (WOBBLE[PRESSED.kind] ?? 4)) return;
  if (PRESSED) pointedAt(null);
  PRESSED = null;
  taken();
  FRAME.classList.add("dragging");
  const other = [...POINTERS].find(([id]) => id !== event.pointerId)?.[1];
  POINTERS.set(event.pointerId, point);
  if (!other) {
    panBy(point.x - before.x, point.y - before.y);
    return;
  }
  const apart = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
  const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
  panBy((point.x - before.x) / 2, (point.y - before.y) / 2);
  zoomBy(apart(point) / apart(before), middle);
});

FRAME.addEventListener("pointerup", (event) => {
  if (PRESSED && POINTERS.has(event.pointerId)) {
    const meant = meantAt(pointOf(event), event.pointerType);
    if (meant?.node) pick(meant.node, event.shiftKey);
    else select(meant);
    FOCUSED = STATE.selection?.node ?? FOCUSED;
  }
  released(event);
});
FRAME.addEventListener("pointercancel", released);

function released(event) {
  POINTERS.delete(event.pointerId);
  PRESSED = null;
  if (!POINTERS.size) FRAME.classList.remove("dragging");
}

FRAME.addEventListener("pointerleave", () => pointedAt(null));

FRAME.addEventListener("dblclick", (event) => {
  const point = pointOf(event);
  if (meantAt(point)) return;
  const theme = islandAt(toMap(VIEW, point));
  if (theme) select({ theme: theme.index });
});

/* A wheel's notch is about 100 pixels; a trackpad sends few at a time, and pinches as a wheel with Ctrl. */
FRAME.addEventListener("wheel", (event) => {
  event.preventDefault();
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? VIEW.height : 1);
  taken();
  zoomBy(Math.exp(-Math.max(-200, Math.min(200, pixels)) * (event.ctrlKey ? 0.01 : 0.0018)), pointOf(event));
}, { passive: false });

for (const [id, factor] of [["zoom-in", 1.5], ["zoom-out", 1 / 1.5]]) {
  document.getElementById(id).addEventListener("click", () => {
    taken();
    zoomBy(factor, undefined, true);
  });
}
document.getElementById("fit").addEventListener("click", wholeMap);

function wholeMap() {
  TAKEN = false;
  change({ camera: null });
  fitTo([...SHOWN]);
}
