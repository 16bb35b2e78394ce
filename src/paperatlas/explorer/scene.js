"use strict";
/* Scene: what stands on the map, painted with any pen, from the islands up to what is lit. */

let DRAWN = []; // edges on the map while nothing is selected: those of labs only join in then
let STYLES = []; // the same by style: [{edges, opacity}]
const ACROSS = 0.06; // how opaque an edge from theme to theme is, and one within
const WITHIN = 0.16;

function updateEdges() {
  DRAWN = NETWORK.edges.filter((edge) => !edge.hidden && edgeShown(edge));
  const [across, within] = [[], []];
  for (const edge of DRAWN) (NODES.get(edge.from).theme === NODES.get(edge.to).theme ? within : across).push(edge);
  STYLES = [{ edges: across, opacity: ACROSS }, { edges: within, opacity: WITHIN }];
}

/* Edges in few paths, without dashes: both cost much where there is no graphics card. */
function paintEdges(pen, view) {
  const box = seenBox(view);
  pen.strokeStyle = COLOURS.ink;
  pen.lineWidth = 1;
  for (const { edges, opacity } of STYLES) {
    pen.globalAlpha = opacity;
    let length = 0;
    pen.beginPath();
    for (const edge of edges) {
      const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
      if (outside(box, from, to) || !onGround(from) || !onGround(to)) continue;
      if (length === PATH_LENGTH) {
        pen.stroke();
        pen.beginPath();
        length = 0;
      }
      line(pen, toScreen(view, from), toScreen(view, to));
      length += 1;
    }
    if (length) pen.stroke();
  }
  pen.globalAlpha = 1;
}

function outside(box, p, q) {
  return Math.max(p.x, q.x) < box.left || Math.min(p.x, q.x) > box.right
    || Math.max(p.y, q.y) < box.top || Math.min(p.y, q.y) > box.bottom;
}

function line(pen, from, to) {
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
}

/* All that needs no selection. */
function paintGround(pen, view) {
  paintIslands(pen, view);
  paintEdges(pen, view);
  paintGlyphs(pen, view, nodesIn(seenBox(view, LARGEST * view.scale), onGround));
}

/* What a selection veils the rest with. */
function veil() {
  return LIT.theme == null ? 0.85 : 0.72;
}

/* What is lit, painted again above the veil. */
function paintLit(pen, view) {
  if (LIT.theme != null) paintIslands(pen, view, ISLANDS.filter(({ theme }) => theme.index === LIT.theme));
  const box = seenBox(view);
  const many = LIT.edges.length > 60;
  pen.globalAlpha = LIT.theme != null ? 0.22 : Math.max(0.14, Math.min(0.55, 0.55 * Math.sqrt(60 / LIT.edges.length)));
  const groups = new Map();
  for (const edge of LIT.edges) {
    const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
    if (outside(box, from, to)) continue;
    const kind = (isPaper(to) ? from : to).group;
    const telling = edge.roles.some((role) => role !== "mentions");
    const key = `${kind} ${telling} ${edge.roles[0] === "broader"}`;
    if (!groups.has(key)) {
      const dash = edge.roles[0] === "broader" ? [4, 4] : [];
      groups.set(key, { kind, width: telling ? 1.6 : 1, dash, edges: [] });
    }
    groups.get(key).edges.push([from, to]);
  }
  for (const { kind, width, dash, edges } of groups.values()) {
    pen.strokeStyle = COLOURS[kind];
    pen.lineWidth = LIT.path ? 2.5 : many ? 1 : width;
    pen.setLineDash(dash);
    for (let start = 0; start < edges.length; start += PATH_LENGTH) {
      pen.beginPath();
      for (const [from, to] of edges.slice(start, start + PATH_LENGTH)) line(pen, toScreen(view, from), toScreen(view, to));
      pen.stroke();
    }
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  paintGlyphs(pen, view, nodesIn(seenBox(view, LARGEST * view.scale)).filter((node) => LIT.nodes.has(node.id)));
  if (LIT.centre) paintRing(pen, view, LIT.centre, 2.5, COLOURS.accent);
}

function paintRing(pen, view, id, width, colour, dash = []) {
  const node = NODES.get(id);
  const { x, y } = toScreen(view, node);
  const r = radius(node, view.scale) + 5 + width / 2;
  pen.beginPath();
  pen.moveTo(x + r, y);
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
}

/* What follows the pointer and the keyboard. */
function paintMarks(pen, view) {
  if (HOVERED_EDGE) {
    const [from, to] = [NODES.get(HOVERED_EDGE.from), NODES.get(HOVERED_EDGE.to)];
    pen.beginPath();
    line(pen, toScreen(view, from), toScreen(view, to));
    pen.strokeStyle = COLOURS.accent;
    pen.lineWidth = 2;
    pen.stroke();
    paintGlyphs(pen, view, [from, to]);
  }
  if (HOVERED && NODES.has(HOVERED)) {
    paintGlyphs(pen, view, [NODES.get(HOVERED)]);
    if (HOVERED !== LIT?.centre) paintRing(pen, view, HOVERED, 1.5, COLOURS.muted);
  }
  if (FOCUSED && WALKING && seen(NODES.get(FOCUSED))) paintRing(pen, view, FOCUSED, 2.5, COLOURS.accent, [5, 3]);
}

/* The whole picture, once, with one pen: what is taken away as PNG or SVG. */
function paintPicture(pen, view) {
  pen.fillStyle = COLOURS.ground;
  pen.fillRect(0, 0, view.width, view.height);
  paintGround(pen, view);
  if (LIT) {
    pen.globalAlpha = veil();
    pen.fillStyle = COLOURS.ground;
    pen.fillRect(0, 0, view.width, view.height);
    pen.globalAlpha = 1;
    paintLit(pen, view);
  }
  for (const label of PLACED) writeLabel(pen, label);
}
