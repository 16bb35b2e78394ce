"use strict";
/* Frames: the canvas, one picture at a time. Ground and light are painted with a margin into bitmaps
   of their own; while the map moves they are moved and scaled, and painted sharp again when it rests,
   or on the way as often as that is cheap. */

const CANVAS = FRAME.appendChild(document.createElement("canvas"));
CANVAS.hidden = true; // black until it is painted
const CONTEXT = CANVAS.getContext("2d", { alpha: false });
const MARGIN = 1.4; // a bitmap's sides, in those of the window
const REST = 120; // milliseconds without a move
const SHARE = 4; // on the way, at most one part in so many of the time is spent on painting
const QUICK = 6; // milliseconds in which a layer can be painted in every frame
const LAYERS = {
  ground: { paint: paintGround, clear: false },
  light: { paint: paintLit, clear: true },
};
let RATIO = 1;
let WAITING = 0;
let LAST_MOVE = -Infinity;
let RENAME = true; // the labels are to be chosen anew at once
let SETTLING = 0;
let LAST_FRAME = 0;

/* Something else is to be seen: the layers named are painted again, all unless told. */
function redraw(...names) {
  for (const name of names.length ? names : Object.keys(LAYERS)) LAYERS[name].stale = true;
  RENAME = true;
  nextFrame();
}

function nextFrame() {
  WAITING ||= requestAnimationFrame(frame);
}

/* The camera moved. */
function moved() {
  LAST_MOVE = performance.now();
  clearTimeout(SETTLING);
  SETTLING = setTimeout(() => {
    nextFrame();
    settled();
  }, REST + 10);
  nextFrame();
}

function resize() {
  RATIO = window.devicePixelRatio || 1;
  Object.assign(VIEW, { width: FRAME.clientWidth, height: FRAME.clientHeight });
  CANVAS.width = Math.round(VIEW.width * RATIO);
  CANVAS.height = Math.round(VIEW.height * RATIO);
  for (const layer of Object.values(LAYERS)) {
    layer.bitmap ??= document.createElement("canvas");
    layer.bitmap.width = Math.ceil(CANVAS.width * MARGIN);
    layer.bitmap.height = Math.ceil(CANVAS.height * MARGIN);
    layer.context = layer.bitmap.getContext("2d", { alpha: layer.clear });
  }
  redraw();
}

/* For a canvas that was resized, and so is black, the next frame is too late. */
function frameAtOnce() {
  cancelAnimationFrame(WAITING);
  frame(performance.now());
}

function frame(now) {
  WAITING = 0;
  if (!VIEW.width || !VIEW.height || !COLOURS.ground) return;
  CANVAS.hidden = false;
  fly(now);
  const began = performance.now();
  const resting = began - LAST_MOVE > REST;
  // Raster work is done behind our back, and shows as a late next frame.
  for (const layer of Object.values(LAYERS)) {
    if (layer.painted > LAST_FRAME && !resting) layer.took = Math.max(layer.took, began - LAST_FRAME);
  }
  LAST_FRAME = began;
  const level = levelOf(VIEW);
  if (level !== LEVEL) {
    LEVEL = level;
    redraw("ground");
  }
  compose(LAYERS.ground, resting);
  if (LIT) {
    CONTEXT.globalAlpha = veil();
    CONTEXT.fillStyle = COLOURS.ground;
    CONTEXT.fillRect(0, 0, CANVAS.width, CANVAS.height);
    CONTEXT.globalAlpha = 1;
    compose(LAYERS.light, resting);
  }
  CONTEXT.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  paintMarks(CONTEXT, VIEW);
  if (RENAME) reserve();
  const fading = writeLabels(CONTEXT, VIEW, RENAME || (resting && CHOICE.at < LAST_MOVE));
  CONTEXT.setTransform(1, 0, 0, 1, 0, 0);
  RENAME = false;
  if (FLIGHT || fading) nextFrame();
}

/* Puts a layer's bitmap where it belongs, painted again first if it must be, or if there is time. */
function compose(layer, resting) {
  const began = performance.now();
  const away = !layer.view || ["x", "y", "scale"].some((part) => layer.view[part] !== VIEW[part]);
  const due = began - layer.painted > SHARE * layer.took;
  const repaint = layer.stale || (away && (resting || (due && !serves(layer))));
  if (repaint) paintLayer(layer);
  const scale = VIEW.scale / layer.view.scale;
  const [width, height] = [layer.bitmap.width * scale, layer.bitmap.height * scale];
  let left = CANVAS.width / 2 + (layer.view.x - VIEW.x) * VIEW.scale * RATIO - width / 2;
  let top = CANVAS.height / 2 + (layer.view.y - VIEW.y) * VIEW.scale * RATIO - height / 2;
  if (scale === 1) [left, top] = [Math.round(left), Math.round(top)]; // pixel upon pixel: sharp, and quick
  if (!layer.clear && !repaint && !covers(layer.view)) {
    CONTEXT.fillStyle = COLOURS.ground;
    CONTEXT.fillRect(0, 0, CANVAS.width, CANVAS.height);
  }
  CONTEXT.imageSmoothingQuality = "low";
  CONTEXT.drawImage(layer.bitmap, left, top, width, height);
  if (repaint) Object.assign(layer, { took: performance.now() - began, painted: performance.now() });
}

function paintLayer(layer) {
  const { context, bitmap, paint, clear } = layer;
  layer.view = { ...VIEW, width: bitmap.width / RATIO, height: bitmap.height / RATIO };
  if (clear) context.clearRect(0, 0, bitmap.width, bitmap.height);
  else {
    context.fillStyle = COLOURS.ground;
    context.fillRect(0, 0, bitmap.width, bitmap.height);
  }
  context.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  paint(context, layer.view);
  context.setTransform(1, 0, 0, 1, 0, 0);
  layer.stale = false;
}

/* Whether a layer's bitmap, moved and scaled, is good enough on the way. */
function serves({ view, took }) {
  const scale = VIEW.scale / view.scale;
  return covers(view) && (scale === 1 || (took > QUICK && scale > 0.75 && scale < 1.5));
}

/* Whether a painted view still fills the window. */
function covers(view) {
  const [old, box] = [seenBox(view), seenBox(VIEW)];
  return old.left <= box.left && old.right >= box.right && old.top <= box.top && old.bottom >= box.bottom;
}
