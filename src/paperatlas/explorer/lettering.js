"use strict";
/* Lettering: labels as text, measured and written with any pen, each with a rim of ground around it. */

const FONT = '"Helvetica Neue", "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FADE = 140; // milliseconds in which a new label appears
const WIDTHS = new Map();
let BORN = new Map(); // since when a label has been there

function fontOf({ italic, weight, size }) {
  return `${italic ? "italic " : ""}${weight} ${size}px ${FONT}`;
}

/* A label with its width and height, in pixels, and room for its rim. */
function measured(label) {
  const font = fontOf(label);
  const widths = label.lines.map((text) => {
    const key = `${font}|${label.spacing ?? 0}|${text}`;
    if (!WIDTHS.has(key)) {
      CONTEXT.font = font;
      CONTEXT.letterSpacing = `${label.spacing ?? 0}px`;
      WIDTHS.set(key, CONTEXT.measureText(text).width);
      CONTEXT.letterSpacing = "0px";
    }
    return WIDTHS.get(key);
  });
  return { ...label, font, widths, width: Math.ceil(Math.max(...widths)) + 6, height: label.lines.length * label.leading + 1 };
}

/* Chooses anew if it is time, then writes what has room in this very view; whether some still fade. */
function writeLabels(pen, view, afresh) {
  const now = performance.now();
  if (afresh || (LAST_MOVE > CHOICE.at && now - CHOICE.at > Math.max(200, 12 * CHOICE.took))) {
    CHOSEN = chooseLabels(view);
    Object.assign(CHOICE, { at: performance.now(), took: performance.now() - now });
    BORN = new Map(CHOSEN.map(({ key }) => [key, BORN.get(key) ?? now]));
  }
  place(view);
  let fading = false;
  for (const label of PLACED) {
    const age = CALM.matches ? FADE : now - (BORN.get(label.key) ?? -Infinity);
    fading ||= age < FADE;
    writeLabel(pen, label, Math.max(0.05, Math.min(1, age / FADE)));
  }
  return fading;
}

/* Where each chosen label stands in a view, without those that would be covered or clipped. */
function place(view) {
  const words = new Crowd(view.width, view.height);
  RESERVED.forEach((box) => words.add(box));
  const marked = HOVERED ?? (WALKING ? FOCUSED : null);
  const own = marked && seen(NODES.get(marked)) ? ownLabel(view, NODES.get(marked), words) : [];
  PLACED = [];
  for (const label of [...own, ...CHOSEN]) {
    if (label.id && own.length && label.id === marked && label !== own[0]) continue;
    const box = label.place(view);
    if (!words.holds(box) || words.hits(box)) continue;
    words.add(box);
    PLACED.push({ ...label, text: label.lines.join(" "), box, tie: label.far ? tieOf(view, label.node, box) : null });
  }
}

/* The line from a glyph's rim to a label that had to stand apart. */
function tieOf(view, node, box) {
  const { x, y } = toScreen(view, node);
  const to = { x: Math.max(box.left, Math.min(box.right, x)), y: Math.max(box.top + 3, Math.min(box.bottom - 3, y)) };
  const [dx, dy] = [to.x - x, to.y - y];
  const rim = (radius(node, view.scale) + 1) / (Math.hypot(dx, dy) || 1);
  return rim < 1 ? { from: { x: x + dx * rim, y: y + dy * rim }, to } : null;
}

/* The label of what the pointer or the keyboard is on, on the side where it stands anyhow. */
function ownLabel(view, node, words) {
  const kept = CHOSEN.some(({ id }) => id === node.id) ? ALL_SIDES[KEPT.get(node.id)] : null;
  const free = (box) => words.holds(box) && !words.hits(box);
  for (const label of namesOf(node, 0)) {
    const side = [kept, ...ALL_SIDES].find((one) => one && free(sideBox(view, node, label, one)));
    if (side) return [{ ...label, plate: true, tieX: side.tieX, place: (at) => sideBox(at, node, label, side) }];
  }
  return [];
}

function writeLabel(pen, label, opacity = 1) {
  const { box, lines, widths, leading, plate, tie } = label;
  const slack = (box.right - box.left - 6) / 2; // lines begin, or end, where their glyph is
  const towards = Math.abs(label.tieX ?? 0) > 0.5 ? Math.sign(label.tieX) : 0;
  pen.font = label.font;
  pen.letterSpacing = `${label.spacing ?? 0}px`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  if (tie) {
    pen.globalAlpha = 0.6 * opacity;
    pen.strokeStyle = label.colour;
    pen.lineWidth = 1;
    pen.beginPath();
    line(pen, tie.from, tie.to);
    pen.stroke();
  }
  if (plate) {
    pen.globalAlpha = 0.92;
    pen.fillStyle = COLOURS.ground;
    pen.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  }
  lines.forEach((text, i) => {
    const y = box.top + (i + 0.5) * leading + 0.5;
    const middle = (box.left + box.right) / 2 - towards * (slack - widths[i] / 2);
    pen.direction = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
    pen.globalAlpha = 0.85 * opacity;
    pen.lineWidth = 3.5;
    pen.strokeStyle = COLOURS.ground;
    pen.strokeText(text, middle, y);
    pen.globalAlpha = opacity;
    pen.fillStyle = label.colour;
    pen.fillText(text, middle, y);
  });
  pen.letterSpacing = "0px";
  pen.globalAlpha = 1;
}
