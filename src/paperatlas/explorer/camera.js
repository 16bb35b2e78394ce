"use strict";
/* Camera: from where the map is looked at, how it moves, and where it may not go. A view is a camera
   with a window: {x, y, scale, width, height}, x and y in its middle, scale in pixels a unit. */

const FRAME = document.getElementById("map");
const NEAREST = 6;
const WHOLE = extent(NETWORK.nodes);
const VIEW = { x: 0, y: 0, scale: 1, width: 0, height: 0 };
let FLIGHT = null; // {from, to, began, lasts}

function extent(nodes) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, size } of nodes) {
    box.left = Math.min(box.left, x - size);
    box.right = Math.max(box.right, x + size);
    box.top = Math.min(box.top, y - size);
    box.bottom = Math.max(box.bottom, y + size);
  }
  return box;
}

function toScreen(view, { x, y }) {
  return { x: (x - view.x) * view.scale + view.width / 2, y: (y - view.y) * view.scale + view.height / 2 };
}

function toMap(view, { x, y }) {
  return { x: (x - view.width / 2) / view.scale + view.x, y: (y - view.height / 2) / view.scale + view.y };
}

/* What part of the map a view holds, and `more` pixels around it. */
function seenBox({ x, y, scale, width, height }, more = 0) {
  const [halfWidth, halfHeight] = [(width / 2 + more) / scale, (height / 2 + more) / scale];
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

/* The camera that shows a part of the map with room for its islands and labels. */
function cameraFor(box, most) {
  const [side, head] = VIEW.width < 600 ? [10, 34] : [44, 58];
  const reach = 2 * 0.8 * REACH;
  const scale = Math.min(most, (VIEW.width - 2 * side) / (box.right - box.left + reach),
    (VIEW.height - 2 * head) / (box.bottom - box.top + reach));
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: Math.max(scale, 1e-3) };
}

/* Neither so far, so near nor so much aside that the map is lost. */
function clamped({ x, y, scale }) {
  if (!NETWORK.nodes.length) return { x: 0, y: 0, scale: 1 };
  return {
    x: Math.max(WHOLE.left, Math.min(WHOLE.right, x)),
    y: Math.max(WHOLE.top, Math.min(WHOLE.bottom, y)),
    scale: Math.max(0.5 * cameraFor(WHOLE, 1).scale, Math.min(NEAREST, scale)),
  };
}

function moveTo(camera, animate = false) {
  const to = clamped(camera);
  FLIGHT = null;
  if (animate && !CALM.matches && VIEW.width) {
    FLIGHT = { from: { ...VIEW }, to, began: performance.now(), lasts: 350 };
  } else Object.assign(VIEW, to);
  moved();
}

/* Takes the camera along its flight; scale goes in equal ratios, as the eye expects. */
function fly(now) {
  if (!FLIGHT) return;
  const { from, to, began, lasts } = FLIGHT;
  const t = Math.min(1, Math.max(0, (now - began) / lasts));
  const eased = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
  const scale = from.scale * (to.scale / from.scale) ** eased;
  // A point keeps its place on a straight line on the screen only if its weight follows the scale.
  const part = Math.abs(to.scale - from.scale) < 1e-9 ? eased
    : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
  Object.assign(VIEW, { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, scale });
  if (t === 1) {
    Object.assign(VIEW, to);
    FLIGHT = null;
  }
  moved();
}

/* Zooms about a point of the window, which keeps its place; about the middle unless told. */
function zoomBy(factor, point = { x: VIEW.width / 2, y: VIEW.height / 2 }, animate = false) {
  const { scale } = clamped({ ...VIEW, scale: (FLIGHT?.to.scale ?? VIEW.scale) * factor });
  const fixed = toMap(VIEW, point);
  moveTo({
    x: fixed.x - (point.x - VIEW.width / 2) / scale, y: fixed.y - (point.y - VIEW.height / 2) / scale, scale,
  }, animate);
}

function panBy(dx, dy, animate = false) {
  const { x, y } = FLIGHT?.to ?? VIEW;
  moveTo({ x: x - dx / VIEW.scale, y: y - dy / VIEW.scale, scale: VIEW.scale }, animate);
}

/* Shows nodes with room for their islands and labels; never nearer than `most`. */
function fitTo(ids, most = 1.5, animate = true) {
  const nodes = ids.map((id) => NODES.get(id)).filter(Boolean);
  if (nodes.length && VIEW.width && VIEW.height) moveTo(cameraFor(extent(nodes), most), animate);
}

/* A node's place in pixels of the page. */
function screenOf(id) {
  const { left, top } = FRAME.getBoundingClientRect();
  const { x, y } = toScreen(VIEW, NODES.get(id));
  return { x: x + left, y: y + top };
}
