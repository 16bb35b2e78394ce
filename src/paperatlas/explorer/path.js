"use strict";
/* Path: what lies around a node, and how two nodes are linked, over the links that are shown. */

const STEP = 10; // what a link costs; the weaker its role, the dearer, but never by a whole step
const LAB_STEP = 25; // that one lab published both says little: two other links are cheaper

/* Nodes within `depth` links of a node, and the links among which they were reached. Only the first
   step crosses the links of labs: a further one would bring all that they ever published. */
function around(id, depth) {
  const nodes = new Set([id]);
  const edges = new Set();
  let ring = [id];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const at of ring) {
      for (const edge of TIES.get(at)) {
        const end = other(edge, at);
        if (step > 0 && edge.hidden) continue;
        if (!SHOWN.has(end.id) || !edgePasses(edge, STATE.filters)) continue;
        edges.add(edge);
        if (!nodes.has(end.id)) next.push(end.id);
        nodes.add(end.id);
      }
    }
    ring = next;
  }
  return { nodes, edges: [...edges] };
}

function costOf(edge) {
  return edge.roles.includes("publishedBy") ? LAB_STEP : STEP + ATLAS.roles.indexOf(edge.roles[0]);
}

/* The cheapest path, after Dijkstra, with a bucket a cost (Dial 1969): {nodes: [ids], edges}, or null. */
function shortestPath(from, to) {
  if (!SHOWN.has(from) || !SHOWN.has(to)) return null;
  const reached = new Map([[from, { cost: 0, edge: null }]]);
  const waiting = [[from]];
  for (let cost = 0; cost < waiting.length; cost += 1) {
    for (const id of waiting[cost] ?? []) {
      if (reached.get(id).cost < cost) continue;
      if (id === to) return walked(reached, to);
      for (const edge of TIES.get(id)) {
        const [next, sum] = [other(edge, id).id, cost + costOf(edge)];
        if (sum >= (reached.get(next)?.cost ?? Infinity) || !edgeShown(edge)) continue;
        reached.set(next, { cost: sum, edge });
        (waiting[sum] ??= []).push(next);
      }
    }
  }
  return null;
}

function walked(reached, to) {
  const path = { nodes: [to], edges: [] };
  for (let { edge } = reached.get(to); edge; { edge } = reached.get(path.nodes[0])) {
    path.edges.unshift(edge);
    path.nodes.unshift(other(edge, path.nodes[0]).id);
  }
  return path;
}
