"use strict";
/* Islands: the soft shape behind each theme. Every node spreads a hill around itself; where the hills
   of a theme add up to a given height, there runs a shore, as the lines of depth on a sea chart. */

const REACH = 62; // how far from its rim a node's hill goes
const SHORES = [[0.1, 0.055], [0.42, 0.055], [1.0, 0.06]]; // how high, how opaque
const MOST_CELLS = 36_000;
let ISLANDS = []; // {theme, nodes, box, shores: [[loop of points]]}

function updateIslands() {
  const area = (WHOLE.right - WHOLE.left) * (WHOLE.bottom - WHOLE.top);
  const step = Math.max(15, Math.sqrt(area / MOST_CELLS));
  const before = new Map(ISLANDS.map((island) => [island.theme, island]));
  ISLANDS = THEMES.map((theme) => {
    const nodes = theme.members.filter((node) => SHOWN.has(node.id));
    const same = before.get(theme);
    if (same?.nodes.length === nodes.length && same.nodes.every((node, i) => node === nodes[i])) return same;
    return { theme, nodes, box: extent(nodes), shores: nodes.length ? shoresOf(nodes, step) : [] };
  }).filter((island) => island.nodes.length);
}

function hill(square, size) {
  const rest = 1 - square / (size + REACH) ** 2;
  return rest > 0 ? rest * rest : 0;
}

/* The heights of a theme on a grid, with a border of nothing, so that every shore closes. */
function shoresOf(nodes, step) {
  const box = extent(nodes);
  const [left, top] = [box.left - REACH - 2 * step, box.top - REACH - 2 * step];
  const columns = Math.ceil((box.right + REACH - left) / step) + 3;
  const rows = Math.ceil((box.bottom + REACH - top) / step) + 3;
  const heights = new Float32Array(columns * rows);
  for (const { x, y, size } of nodes) {
    const reach = size + REACH;
    const [first, last] = [Math.ceil((x - reach - left) / step), Math.floor((x + reach - left) / step)];
    for (let row = Math.ceil((y - reach - top) / step); row <= Math.floor((y + reach - top) / step); row += 1) {
      const across = (row * step + top - y) ** 2;
      for (let column = first; column <= last; column += 1) {
        heights[row * columns + column] += hill(across + (column * step + left - x) ** 2, size);
      }
    }
  }
  return SHORES.map(([level]) => loops(heights, columns, level).map((loop) =>
    loop.map(([column, row]) => ({ x: column * step + left, y: row * step + top }))));
}

/* Marching squares (Lorensen and Cline 1987, in the plane): for each pattern of corners that lie above
   the level, from which side of the cell a shore enters and by which it leaves, land on its right. */
const TURNS = [[], ["LT"], ["TR"], ["LR"], ["RB"], ["LT", "RB"], ["TB"], ["LB"],
  ["BL"], ["BT"], ["TR", "BL"], ["BR"], ["RL"], ["RT"], ["TL"], []];

function loops(heights, columns, level) {
  const next = new Map(); // from the edge where a shore enters a cell to the one where it leaves
  const sides = { T: 0, L: 1, R: 3, B: 2 * columns };
  for (let at = 0; at + columns + 1 < heights.length; at += 1) {
    const pattern = (heights[at] > level ? 1 : 0) + (heights[at + 1] > level ? 2 : 0)
      + (heights[at + columns + 1] > level ? 4 : 0) + (heights[at + columns] > level ? 8 : 0);
    if (pattern === 0 || pattern === 15) continue;
    for (const [from, to] of TURNS[pattern]) next.set(2 * at + sides[from], 2 * at + sides[to]);
  }
  const found = [];
  for (const start of next.keys()) {
    const loop = [];
    for (let edge = start; next.has(edge);) {
      loop.push(crossing(heights, columns, level, edge));
      const following = next.get(edge);
      next.delete(edge);
      edge = following;
    }
    if (loop.length > 2) found.push(loop);
  }
  return found;
}

/* Where a shore crosses an edge of the grid: an even number is the one to the right of a corner, an
   odd number the one below it. */
function crossing(heights, columns, level, edge) {
  const at = edge >> 1;
  const part = (level - heights[at]) / (heights[at + (edge & 1 ? columns : 1)] - heights[at]);
  const [column, row] = [at % columns, Math.floor(at / columns)];
  return edge & 1 ? [column, row + part] : [column + part, row];
}

function paintIslands(pen, view, islands = ISLANDS) {
  const seen = seenBox(view, REACH * view.scale);
  for (const { theme, shores, box } of islands) {
    if (box.left > seen.right || box.right < seen.left || box.top > seen.bottom || box.bottom < seen.top) continue;
    pen.fillStyle = themeColour(theme.index);
    shores.forEach((shore, i) => {
      pen.globalAlpha = SHORES[i][1] * (theme.id === "elsewhere" ? 0.5 : 1);
      pen.beginPath();
      for (const loop of shore) smooth(pen, loop.map((point) => toScreen(view, point)));
      pen.fill();
    });
  }
  pen.globalAlpha = 1;
}

/* A closed curve that touches the middle of every side. */
function smooth(pen, points) {
  let last = points.at(-1);
  pen.moveTo((last.x + points[0].x) / 2, (last.y + points[0].y) / 2);
  for (let i = 0; i < points.length; i += 1) {
    last = points[i];
    const following = points[(i + 1) % points.length];
    pen.quadraticCurveTo(last.x, last.y, (last.x + following.x) / 2, (last.y + following.y) / 2);
  }
  pen.closePath();
}

/* The theme whose island lies under a point of the map, if any. */
function islandAt({ x, y }) {
  const height = ({ nodes }) => nodes.reduce(
    (sum, node) => sum + hill((node.x - x) ** 2 + (node.y - y) ** 2, node.size), 0);
  const [best] = ISLANDS.map((island) => [height(island), island.theme]).sort((a, b) => b[0] - a[0]);
  return best && best[0] > SHORES[0][0] ? best[1] : null;
}
