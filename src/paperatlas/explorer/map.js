"use strict";
/* Map: what is lit, and how the map follows the state of the page. */

let HOVERED = null; // the node under the pointer, or null
let HOVERED_EDGE = null;
let FOCUSED = null; // the node that the keyboard is on
let WALKING = false; // whether the keyboard is what moves about the map
let LIT = null; // what the selection or the path lights: {nodes: Set of ids, edges, centre}

function lightOf({ selection, path, depth }) {
  if (path) {
    const found = shortestPath(...path);
    return { nodes: new Set(found?.nodes ?? path), edges: found?.edges ?? [], centre: null, path: true };
  }
  if (selection?.node) return { ...around(selection.node, depth), centre: selection.node };
  if (selection?.edge) {
    const edge = EDGES.get(selection.edge);
    return { nodes: new Set([edge.from, edge.to]), edges: [edge], centre: null };
  }
  if (selection?.papers) return { nodes: new Set(selection.papers.ids), edges: [], centre: null };
  if (selection?.theme == null) return null;
  const members = THEMES[selection.theme].members.filter((node) => SHOWN.has(node.id));
  const nodes = new Set(members.map((node) => node.id));
  const edges = DRAWN.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to));
  return { nodes, edges, centre: null, theme: selection.theme };
}

function recolour() {
  readColours();
  redraw();
}

function showWhole(animate = true) {
  fitTo(LIT ? [...LIT.nodes] : [...SHOWN], LIT ? 1.3 : 1.5, animate);
}

/* Whether what is lit can be read where the map is: then it need not move. */
function wellSeen() {
  const box = extent([...LIT.nodes].map((id) => NODES.get(id)));
  const [from, to] = [toScreen(VIEW, { x: box.left, y: box.top }), toScreen(VIEW, { x: box.right, y: box.bottom })];
  const room = Math.max((to.x - from.x) / VIEW.width, (to.y - from.y) / VIEW.height);
  return from.x > 30 && from.y > 30 && to.x < VIEW.width - 30 && to.y < VIEW.height - 30 && room > 0.45;
}

/* What is lit follows the selection, and the map goes there; a camera in the address wins. */
onChange((changed) => {
  if (changed.has("filters")) {
    updateIslands();
    updateEdges();
    redraw();
  }
  if (["filters", "selection", "path", "depth"].some((part) => changed.has(part))) {
    LIT = lightOf(STATE);
    HOVERED_EDGE = null;
    redraw("light");
  }
  if (settling) return;
  const first = changed.has("view") && changed.has("depth");
  if (STATE.camera && changed.has("camera")) moveTo(STATE.camera, !first);
  else if (first) showWhole(false);
  else if (changed.has("selection") || changed.has("path") || changed.has("depth")) {
    if (LIT && !wellSeen()) showWhole();
  }
});

/* The camera rests: where somebody took it belongs to the address, where the map went by itself not. */
let TAKEN = false;
let settling = false;

function settled() {
  if (!TAKEN) return;
  TAKEN = false;
  settling = true;
  change({ camera: { x: VIEW.x, y: VIEW.y, scale: VIEW.scale } });
  settling = false;
}

/* Somebody moves the map with hand or keys. */
function taken() {
  TAKEN = true;
}

/* The map's place changes with the window and with the panel: what was in view stays in view. */
new ResizeObserver(() => {
  resize();
  if (STATE.camera) moveTo(STATE.camera);
  else showWhole(false);
  frameAtOnce();
}).observe(FRAME);
