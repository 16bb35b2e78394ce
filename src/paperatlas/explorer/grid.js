"use strict";
/* Grid: which nodes are on the map, sorted into squares, so that looking for what is near is quick. */

const SQUARE = 120;
const FULL = 700; // nodes in view from which on lesser ones wait until the map comes nearer
const SQUARES = new Map();
const LEVELLED = NETWORK.nodes.length > FULL;
const AT_LEVEL = [0, 1, 2].map((level) => NETWORK.nodes.filter((node) => (node.level ?? 0) <= level).length);
let LEVEL = 2; // the last level of detail that is drawn

for (const node of NETWORK.nodes) {
  const key = squareOf(node.x, node.y);
  if (!SQUARES.has(key)) SQUARES.set(key, []);
  SQUARES.get(key).push(node);
}

function squareOf(x, y) {
  return Math.floor(x / SQUARE) * 65_536 + Math.floor(y / SQUARE);
}

/* The level at which about as many nodes as one can look at are in a view of the map. */
function levelOf({ scale, width, height }) {
  if (!LEVELLED) return 2;
  const area = (WHOLE.right - WHOLE.left) * (WHOLE.bottom - WHOLE.top);
  const part = Math.min(1, (width * height) / scale ** 2 / area);
  return AT_LEVEL[2] * part <= FULL ? 2 : AT_LEVEL[1] * part <= FULL ? 1 : 0;
}

/* Whether a node is drawn whatever is selected: the filters leave it, and the map is near enough. */
function onGround(node) {
  return (node.level ?? 0) <= LEVEL && SHOWN.has(node.id);
}

/* Whether a node is to be seen: the same, or lit. */
function seen(node) {
  return onGround(node) || Boolean(LIT?.nodes.has(node.id) && SHOWN.has(node.id));
}

function nodesIn({ left, right, top, bottom }, wanted = seen) {
  const found = [];
  const columns = [Math.floor(left / SQUARE), Math.floor(right / SQUARE)];
  const rows = [Math.floor(top / SQUARE), Math.floor(bottom / SQUARE)];
  const take = (square) => {
    for (const node of square) if (wanted(node)) found.push(node);
  };
  if ((columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1) > SQUARES.size) SQUARES.forEach(take);
  else {
    for (let column = columns[0]; column <= columns[1]; column += 1) {
      for (let row = rows[0]; row <= rows[1]; row += 1) take(SQUARES.get(column * 65_536 + row) ?? []);
    }
  }
  return found;
}

/* The node under a point of the window, or the one nearest to it within `slack` pixels. */
function nodeAt(view, point, slack) {
  const { x, y } = toMap(view, point);
  const reach = LARGEST + slack / view.scale;
  let [best, least] = [null, slack];
  for (const node of nodesIn({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach })) {
    const outside = Math.hypot(node.x - x, node.y - y) * view.scale - radius(node, view.scale);
    const veiled = LIT && !LIT.nodes.has(node.id) ? 3 : 0; // what is lit comes first
    if (outside + veiled <= least) [best, least] = [node, outside + veiled];
  }
  return best;
}

const LARGEST = Math.max(0, ...NETWORK.nodes.map(({ size }) => size));

/* The edge within six pixels of a point: of those that are lit, while any are. */
function edgeAt(view, point) {
  const { x, y } = toMap(view, point);
  const near = 6 / view.scale;
  let [best, least] = [null, near];
  for (const edge of LIT ? LIT.edges : DRAWN) {
    const [from, to] = [NODES.get(edge.from), NODES.get(edge.to)];
    if (!LIT && !(seen(from) && seen(to))) continue;
    const away = distance(x, y, from, to);
    if (away < least) [best, least] = [edge, away];
  }
  return best;
}

function distance(x, y, p, q) {
  if (Math.min(p.x, q.x) - x > 60 || x - Math.max(p.x, q.x) > 60) return Infinity;
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const t = Math.max(0, Math.min(1, ((x - p.x) * dx + (y - p.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - p.x - t * dx, y - p.y - t * dy);
}

/* The nearest node in a quarter of the map, what lies aside counting as much; null where there is none.
   The four quarters leave nothing between them: with wider ones some nodes are nobody's next. */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function nextNode(id, direction) {
  const [right, down] = DIRECTIONS[direction];
  const from = NODES.get(id);
  let [best, least] = [null, Infinity];
  for (const node of NODES.values()) {
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const along = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    if (along <= 0 || aside > along || along + aside >= least || !seen(node)) continue;
    if (LIT && LIT.theme == null && !LIT.nodes.has(node.id)) continue;
    [best, least] = [node.id, along + aside];
  }
  return best;
}
