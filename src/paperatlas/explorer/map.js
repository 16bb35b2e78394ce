"use strict";
/* Map: vis-network draws nodes and edges; islands go under it, the selection and labels over it. */

const NODE_SET = new vis.DataSet(NETWORK.nodes.map(({ id, x, y, size, shape: form, group }) =>
  ({ id, x, y, size, shape: form, group })));
const EDGE_SET = new vis.DataSet(NETWORK.edges.map(({ id, from, to, hidden, roles }) =>
  ({ id, from, to, hidden, dashes: roles[0] === "broader" && [2, 4] })));
const MAP = new vis.Network(document.getElementById("map"), { nodes: NODE_SET, edges: EDGE_SET },
  { ...NETWORK.options, ...colourOptions() });

let HOVERED = null;
let LIT = null; // what the selection lights: {nodes: Set, edges: [], centre}

function colourOptions() {
  readColours();
  const groups = {};
  for (const kind of ATLAS.kinds) {
    const ring = kind === "Lab";
    groups[kind] = {
      borderWidth: ring ? LAB_RING : 1,
      color: { background: ring ? COLOURS.ground : COLOURS[kind], border: ring ? COLOURS[kind] : COLOURS.ground },
    };
  }
  return { groups, edges: { ...NETWORK.options.edges, width: 1, color: { color: COLOURS.ink, opacity: 0.13 } } };
}

function recolour() {
  MAP.setOptions(colourOptions());
  NODE_SET.update([...NODES.values()].map(({ id, group }) => ({ id, group })));
}

function redraw() {
  MAP.redraw();
}

function applyShown() {
  updateIslands();
  NODE_SET.update([...NODES.keys()].map((id) => ({ id, hidden: !SHOWN.has(id) })));
  EDGE_SET.update(NETWORK.edges.map((edge) => ({ id: edge.id, hidden: edge.hidden || !edgeShown(edge) })));
}

/* What is lit follows the selection, and the map goes there; a camera in the address wins. */
onChange((changed) => {
  if (changed.has("filters")) applyShown();
  if (!["filters", "selection", "path", "depth", "camera"].some((part) => changed.has(part))) return;
  light(STATE.selection);
  const first = changed.has("camera") && changed.has("view") && changed.has("depth");
  if (STATE.camera && changed.has("camera")) MAP.moveTo({ position: STATE.camera, scale: STATE.camera.scale });
  else if (LIT && !changed.has("filters")) fitTo([...LIT.nodes], 1.3, !first);
  else if (first) fitTo(LIT ? [...LIT.nodes] : [...SHOWN], LIT ? 1.3 : 1.5, false);
});

/* The map's place changes with the window and with the panel: what was in view stays in view. */
new ResizeObserver(() => {
  MAP.setSize("100%", "100%");
  fitTo(LIT ? [...LIT.nodes] : [...SHOWN], LIT ? 1.3 : 1.5, false);
}).observe(document.getElementById("map"));

/* Lights a selection and what it touches; the rest is veiled. */
function light(selection) {
  LIT = null;
  if (STATE.path) {
    const path = shortestPath(...STATE.path);
    LIT = { nodes: new Set(path ? path.nodes : STATE.path), edges: path?.edges ?? [], centre: null };
  } else if (selection?.node) {
    LIT = { ...around(selection.node, STATE.depth), centre: selection.node };
  } else if (selection?.edge) {
    const edge = EDGES.get(selection.edge);
    LIT = { nodes: new Set([edge.from, edge.to]), edges: [edge], centre: null };
  } else if (selection?.theme != null) {
    const members = THEMES[selection.theme].members.filter((node) => SHOWN.has(node.id));
    const ids = new Set(members.map((node) => node.id));
    const edges = NETWORK.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to) && !edge.hidden && edgeShown(edge));
    LIT = { nodes: ids, edges, centre: null, theme: selection.theme };
  }
  redraw();
}

function drawLit(ctx) {
  const { a, d, e, f } = ctx.getTransform();
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = LIT.theme == null ? 0.86 : 0.7;
  ctx.fillStyle = COLOURS.ground;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.setTransform(a, 0, 0, d, e, f);
  if (LIT.theme != null) {
    const island = ISLANDS.find(({ theme }) => theme.index === LIT.theme);
    ctx.fillStyle = themeColour(LIT.theme);
    island?.paths.forEach((path, i) => {
      ctx.globalAlpha = SHORES[i][1];
      ctx.fill(path);
    });
  }
  const line = MAP.canvas.pixelRatio / a;
  for (const edge of LIT.edges) {
    const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
    const concept = isPaper(to) ? from : to;
    ctx.globalAlpha = LIT.theme == null ? 0.55 : 0.2;
    ctx.strokeStyle = COLOURS[concept.group];
    ctx.lineWidth = (edge.roles.some((role) => role !== "mentions") ? 1.6 : 1) * line;
    ctx.setLineDash(edge.roles[0] === "broader" ? [4 * line, 4 * line] : []);
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(to.x, to.y);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  for (const id of LIT.nodes) drawGlyph(ctx, NODES.get(id));
  if (LIT.centre) {
    const node = NODES.get(LIT.centre);
    ctx.beginPath();
    ctx.arc(node.x, node.y, node.size + 7 * line, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 * line;
    ctx.strokeStyle = COLOURS.accent;
    ctx.stroke();
  }
  ctx.restore();
}

/* Hubs first; smaller things as the map comes nearer, papers last. */
function wantedLabels(toScreen, scale) {
  const wanted = [];
  const candidates = [...(LIT ? LIT.nodes : SHOWN)].map((id) => NODES.get(id));
  const rank = (node) => (node.id === LIT?.centre ? 2 : node.id === HOVERED ? 1 : 0);
  candidates.sort((a, b) => rank(b) - rank(a) || isPaper(a) - isPaper(b) || byPapers(a, b));
  if (HOVERED && !candidates.some((node) => node.id === HOVERED)) candidates.unshift(NODES.get(HOVERED));
  const named = LIT && LIT.theme == null;
  const narrow = document.getElementById("map").clientWidth < 600;
  candidates.forEach((node, place) => {
    const near = rank(node) > 0 || node.id === HOVERED;
    if (!near && !named && place >= 12 && node.size * scale < (isPaper(node) ? 9 : 4.8)) return;
    const large = near || (!isPaper(node) && node.papers >= HUB);
    wanted.push({
      id: node.id, ...toScreen(node), r: node.size * scale + (node.id === LIT?.centre ? 8 : 0),
      text: shorten(node.label, near ? 60 : 34),
      size: (large ? 13 : isPaper(node) ? 11 : 11.5) - (narrow ? 2 : 0), weight: large ? 700 : isPaper(node) ? 400 : 600,
      italic: Boolean(node.untitled), colour: isPaper(node) && !near ? COLOURS.muted : COLOURS.ink,
      must: near || place < 20,
    });
  });
  return wanted;
}

const HUB = [...NODES.values()].filter((node) => !isPaper(node)).sort(byPapers)[11]?.papers ?? 0;

function drawLabels(ctx) {
  const ratio = MAP.canvas.pixelRatio;
  const { a, e, f } = ctx.getTransform();
  const scale = a / ratio;
  const toScreen = ({ x, y }) => ({ x: x * scale + e / ratio, y: y * scale + f / ratio });
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const [width, height] = [ctx.canvas.width / ratio, ctx.canvas.height / ratio];
  const words = new Crowd(width, height);
  const nodes = new Crowd(width, height);
  PLACED = [];
  for (const box of reserved()) words.add(box);
  for (const id of LIT ? LIT.nodes : SHOWN) {
    const { size } = NODES.get(id);
    const { x, y } = toScreen(NODES.get(id));
    const r = size * scale - 1;
    nodes.add(boxAt(x - r, y - r, 2 * r, 2 * r));
  }
  const islands = LIT ? ISLANDS.filter(({ theme }) => theme.index === LIT.theme) : ISLANDS;
  const names = islands.map((island) => {
    const box = extent(island.nodes);
    const from = toScreen({ x: box.left, y: box.top });
    const to = toScreen({ x: box.right, y: box.bottom });
    const text = width < 600 ? island.theme.name.split("\u00a0· ")[0] : island.theme.name;
    return { text, x: (from.x + to.x) / 2, top: from.y - 8, bottom: to.y + 8,
      room: Math.max(to.x - from.x, 120), colour: themeColour(island.theme.index, "name") };
  });
  writeNames(ctx, names, words, nodes);
  writeLabels(ctx, wantedLabels(toScreen, scale), words, nodes);
  ctx.restore();
}

/* The map's own buttons: no label goes under them. */
function reserved() {
  const map = document.getElementById("map").getBoundingClientRect();
  return ["tools", "views", "on"].map((id) => {
    const box = document.getElementById(id).getBoundingClientRect();
    return boxAt(box.left - map.left - 4, box.top - map.top - 4, box.width + 8, box.height + 8);
  });
}

/* Shows nodes with room for their islands and labels; never nearer than `most`. */
function fitTo(ids, most = 1.5, animate = true) {
  const nodes = ids.map((id) => NODES.get(id)).filter(Boolean);
  if (!nodes.length) return;
  const { clientWidth: width, clientHeight: height } = document.getElementById("map");
  if (!width || !height) return;
  const box = extent(nodes);
  const [side, head] = width < 600 ? [12, 30] : [44, 58];
  const reach = SHORES[0][0];
  const scale = Math.min(most, (width - 2 * side) / (box.right - box.left + 2 * reach),
    (height - 2 * head) / (box.bottom - box.top + 2 * reach));
  MAP.moveTo({
    position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 },
    scale: Math.max(scale, 0.02),
    animation: animate && !CALM.matches && { duration: 350, easingFunction: "easeInOutCubic" },
  });
}

/* The lit edge under a point of the screen: veiled and hidden ones cannot be clicked. */
function litEdgeAt(pointer) {
  const near = 6 / MAP.getScale();
  const { x, y } = MAP.DOMtoCanvas(pointer);
  return LIT?.edges.find(({ from, to }) => {
    const [p, q] = [NODES.get(from), NODES.get(to)];
    const [dx, dy] = [q.x - p.x, q.y - p.y];
    const t = Math.max(0, Math.min(1, ((x - p.x) * dx + (y - p.y) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - p.x - t * dx, y - p.y - t * dy) < near;
  });
}

MAP.on("beforeDrawing", drawIslands);
MAP.on("afterDrawing", (ctx) => {
  if (LIT) drawLit(ctx);
  drawLabels(ctx);
});
MAP.on("click", ({ nodes, edges, pointer, event }) => {
  const lit = LIT && litEdgeAt(pointer.DOM);
  if (nodes.length) pick(nodes[0], event.srcEvent.shiftKey);
  else if (lit) select({ edge: lit.id });
  else if (edges.length && !LIT) select({ edge: edges[0] });
  else select(null);
});
MAP.on("doubleClick", ({ nodes, pointer }) => {
  const theme = nodes.length ? null : islandAt(MAP.canvas.getContext(), MAP.DOMtoCanvas(pointer.DOM));
  if (theme) select({ theme: theme.index });
});
MAP.on("hoverNode", ({ node }) => {
  HOVERED = node;
  document.getElementById("map").classList.add("pointing");
  redraw();
});
MAP.on("blurNode", () => {
  HOVERED = null;
  document.getElementById("map").classList.remove("pointing");
  redraw();
});
