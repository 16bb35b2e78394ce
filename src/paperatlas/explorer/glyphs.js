"use strict";
/* Glyphs: the shape of each kind, on the canvas (as vis-network draws it) and in the text. */

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* Corners of a kind's polygon around the origin; null for the round ones. */
function corners(kind, r) {
  if (kind === "Model") return [[-r, -r], [r, -r], [r, r], [-r, r]];
  if (kind === "Benchmark") return [[0, -r], [r, 0], [0, r], [-r, 0]];
  if (kind === "Method") {
    const [inner, height, low] = [(Math.sqrt(3) / 3) * r, Math.sqrt(3) * r, 0.275 * r];
    return [[0, low - (height - inner)], [r, low + inner], [-r, low + inner]];
  }
  if (kind === "Topic") {
    return Array.from({ length: 6 }, (_, i) =>
      [r * Math.cos((i * Math.PI) / 3), r * Math.sin((i * Math.PI) / 3)]);
  }
  return null;
}

function glyph(kind) {
  const svg = shape("svg", { class: `glyph kind-${kind}`, viewBox: "-8 -8 16 16", "aria-hidden": "true" });
  const points = corners(kind, kind === "Model" ? 5.2 : 6.4);
  if (points) svg.append(shape("polygon", { points: points.map((p) => p.join(",")).join(" ") }));
  else svg.append(shape("circle", { r: kind === "Lab" ? 4.8 : 4.2, class: kind === "Lab" ? "ring" : "" }));
  return svg;
}

function drawGlyph(ctx, node, scale = 1) {
  const r = node.size * scale;
  const points = corners(node.group, r);
  ctx.beginPath();
  if (points) points.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](node.x + x, node.y + y));
  else ctx.arc(node.x, node.y, r, 0, 2 * Math.PI);
  ctx.closePath();
  ctx.fillStyle = node.group === "Lab" ? COLOURS.ground : COLOURS[node.group];
  ctx.fill();
  ctx.lineWidth = node.group === "Lab" ? LAB_RING : 1;
  ctx.strokeStyle = node.group === "Lab" ? COLOURS.Lab : COLOURS.ground;
  ctx.stroke();
}

const LAB_RING = 3.5;
