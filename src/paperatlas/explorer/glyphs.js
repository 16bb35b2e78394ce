"use strict";
/* Glyphs: the shape of each kind, on the map and in the text. */

const SVG = "http://www.w3.org/2000/svg";
const LAB_RING = 3.5;

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* Corners of a kind's polygon around the origin, for a radius of one; null for the round ones. */
const CORNERS = {
  Model: [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => [0.88 * x, 0.88 * y]),
  Benchmark: [[0, -1.14], [1.14, 0], [0, 1.14], [-1.14, 0]],
  Method: [[0, -0.88], [1, 0.85], [-1, 0.85]].map(([x, y]) => [1.12 * x, 1.12 * y]),
  Topic: Array.from({ length: 6 }, (_, i) => [1.04 * Math.cos((i * Math.PI) / 3), 1.04 * Math.sin((i * Math.PI) / 3)]),
};

function glyph(kind) {
  const svg = shape("svg", { class: `glyph kind-${kind}`, viewBox: "-8 -8 16 16", "aria-hidden": "true" });
  const points = CORNERS[kind]?.map(([x, y]) => `${(6 * x).toFixed(2)},${(6 * y).toFixed(2)}`);
  if (points) svg.append(shape("polygon", { points: points.join(" ") }));
  else svg.append(shape("circle", { r: kind === "Lab" ? 4.8 : 4.2, class: kind === "Lab" ? "ring" : "" }));
  return svg;
}

/* Adds a glyph's outline to the pen's path. */
function trace(pen, kind, x, y, r) {
  const corners = CORNERS[kind];
  if (!corners) {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  pen.moveTo(x + r * corners[0][0], y + r * corners[0][1]);
  for (let i = 1; i < corners.length; i += 1) pen.lineTo(x + r * corners[i][0], y + r * corners[i][1]);
  pen.closePath();
}

/* Nodes of a view, kind by kind: each kind is few paths, for a path a node would be slow. */
const PATH_LENGTH = 120;

function paintGlyphs(pen, view, nodes) {
  const groups = new Map();
  for (const node of nodes) {
    if (!groups.has(node.group)) groups.set(node.group, []);
    groups.get(node.group).push(node);
  }
  for (const [kind, all] of groups) {
    const ring = kind === "Lab";
    pen.fillStyle = ring ? COLOURS.ground : COLOURS[kind];
    pen.strokeStyle = ring ? COLOURS.Lab : COLOURS.ground;
    pen.lineWidth = ring ? Math.max(1.4, Math.min(LAB_RING, LAB_RING * view.scale * 1.4)) : 1.2;
    for (let start = 0; start < all.length; start += PATH_LENGTH) {
      pen.beginPath();
      for (let i = start; i < Math.min(start + PATH_LENGTH, all.length); i += 1) {
        const { x, y } = toScreen(view, all[i]);
        trace(pen, kind, x, y, radius(all[i], view.scale));
      }
      // A ring lies on its rim; the others stand out from what they touch by a rim of ground around them.
      if (!ring && view.scale > 0.35) pen.stroke();
      pen.fill();
      if (ring) pen.stroke();
    }
  }
}

/* In pixels: as the map says, but never too small to see. */
function radius(node, scale) {
  return Math.max(node.size * scale, isPaper(node) ? 1.1 : 2);
}
