"use strict";
/* Labels: which names stand on the map, and where. They are chosen when the map rests, keep their
   sides as long as they can, and go along with their nodes while it moves; in every frame a label is
   left out that would cover a more important one or be clipped. */

const ENOUGH = 64; // labels; up to here they may cover a small glyph or two, or stand apart
let CHOSEN = []; // {key, id, text, box: (view) => box, …}, the most important first
let PLACED = []; // the same as the last frame shows them, box a box
const STAYING = 3; // what a label may cover rather than change its side
const KEPT = new Map(); // the side on which a label stood last
const CHOICE = { at: -Infinity, took: 0 };

/* Sides of a glyph: where from its middle a label is tied, in radii, and by which point of itself. */
const SIDES = [
  [1, 0, 1, 0], [-1, 0, -1, 0], [0, 0.9, 0, 1], [0, -0.9, 0, -1],
  [0.7, 0.6, 1, 1], [0.7, -0.6, 1, -1], [-0.7, 0.6, -1, 1], [-0.7, -0.6, -1, -1],
].map(([x, y, tieX, tieY]) => ({ x, y, tieX, tieY, far: 0 }));
const FAR_SIDES = [8, 20, 34, 50, 70, 95, 125].flatMap((far) => Array.from({ length: 12 }, (_, i) => {
  const [x, y] = [Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6)];
  return { x, y, tieX: x, tieY: y, far };
}));
const ALL_SIDES = [...SIDES, ...FAR_SIDES, { x: 0, y: 0, tieX: 0, tieY: 0, far: 0 }]; // the last: upon the glyph
const NEAR_SIDES = ALL_SIDES.slice(0, ALL_SIDES.findIndex(({ far }) => far > 50));

function sideBox(view, node, label, side) {
  const { x, y } = toScreen(view, node);
  const gap = radius(node, view.scale) + (node.id === LIT?.centre ? 12 : 4) + side.far;
  return boxAt(x + side.x * gap + ((side.tieX - 1) / 2) * label.width,
    y + side.y * gap + ((side.tieY - 1) / 2) * label.height, label.width, label.height);
}

/* Whether a node is in the window, and not behind a button. */
function inView(view, node) {
  const { x, y } = toScreen(view, node);
  return x >= 0 && y >= 0 && x <= view.width && y <= view.height
    && !RESERVED.some(({ left, right, top, bottom }) => left < x && x < right && top < y && y < bottom);
}

/* Nodes in view: hubs first, papers last; those that are still small only where there are few others. */
function wanted(view, most) {
  const from = LIT ? RANKED.filter((node) => LIT.nodes.has(node.id)) : RANKED;
  if (LIT?.centre) from.unshift(NODES.get(LIT.centre));
  const named = LIT && LIT.theme == null;
  const [nodes, small] = [[], []];
  for (const node of new Set(from)) {
    if (nodes.length >= most) break;
    if (!seen(node) || !inView(view, node)) continue;
    (isPaper(node) && !named && node.size * view.scale < 5.5 ? small : nodes).push(node);
  }
  return [...nodes, ...small.slice(0, Math.max(0, ENOUGH - nodes.length))].map(namesOf);
}

/* What a label had better not cover, and how much less so. */
function glyphsIn(view, top) {
  const glyphs = new Crowd(view.width, view.height);
  for (const node of nodesIn(seenBox(view, 40))) {
    if (LIT && !LIT.nodes.has(node.id)) continue;
    const { x, y } = toScreen(view, node);
    const r = Math.max(1, radius(node, view.scale) - 1);
    const weight = top.has(node.id) ? 14 : isPaper(node) || r < 3 ? 0.6 : r < 6 ? 1.5 : 4;
    glyphs.add({ ...boxAt(x - r, y - r, 2 * r, 2 * r), weight });
  }
  return glyphs;
}

function long(forms) {
  return forms.filter(({ brief }) => !brief);
}

/* The last resort. */
function cut([label]) {
  return [measured({ ...label, lines: [shorten(label.node.label, 14)] })];
}

/* Each label is given as its forms; the first that has room is taken. */
function chooseLabels(view) {
  const words = new Crowd(view.width, view.height);
  for (const box of RESERVED) words.add(box);
  const most = Math.max(20, Math.min(170, (view.width * view.height) / 5500));
  const labels = wanted(view, 2 * most);
  const glyphs = glyphsIn(view, new Set(labels.slice(0, TOP).map(([{ id }]) => id)));
  const chosen = [];
  const take = (label, sides, boxOf, cost) => {
    const weigh = (box, limit) => glyphs.weight(box, limit) + (label.id ? 0 : abroad(view, label.theme, box));
    const side = sideFor(label.key, sides, (one) => boxOf(view, one), words, weigh, cost);
    if (side == null) return false;
    KEPT.set(label.key, side);
    const box = (at) => boxOf(at, sides[side]);
    words.add(box(view));
    chosen.push({ ...label, place: box, far: sides[side].far > 0, tieX: sides[side].tieX ?? 0 });
    return true;
  };
  const put = (forms, sides, cost) => forms.some((label) =>
    take(label, sides, (at, side) => sideBox(at, label.node, label, side), cost));
  const name = (cost) => (one) => !take(one, NAME_SIDES, one.boxOf, cost);
  const names = themeNames(view).filter(name(1));
  const [first, others] = [labels.filter(([{ must }]) => must), labels.filter(([{ must }]) => !must)];
  for (const forms of first) {
    put(long(forms), SIDES, 3) || put(long(forms), NEAR_SIDES, 6) || put(forms, SIDES, 3) || put(forms, ALL_SIDES, Infinity)
      || put(cut(forms), ALL_SIDES, Infinity);
  }
  names.filter(name(ABROAD));
  let left = others;
  for (const [upTo, sides, cost] of [[most, SIDES, 1], [ENOUGH, SIDES, 3], [ENOUGH, NEAR_SIDES, 8], [ENOUGH, ALL_SIDES, 24]]) {
    left = left.filter((forms) => chosen.length >= upTo || !put(cost > 1 ? forms : long(forms), sides, cost));
  }
  return chosen;
}

/* The side where a label stood, or the first, that covers least and less than `most`; far ones only
   for want of good ones. Null where there is none. */
function sideFor(key, sides, boxOf, words, weigh, most) {
  const kept = KEPT.get(key);
  let [best, least] = [null, most];
  for (let i = -1; i < sides.length; i += 1) {
    const at = i < 0 ? kept : i;
    if (at == null || at >= sides.length || (i >= 0 && i === kept)) continue;
    if (i === SIDES.length && least < 6 && sides !== NAME_SIDES) break;
    const box = boxOf(sides[at]);
    if (!words.holds(box) || words.hits(box)) continue;
    const weight = weigh(box, least + STAYING);
    const cost = i < 0 ? Math.max(0, weight - STAYING) : weight + 0.02 * i + 0.2 * (sides[at].far ?? 0);
    if (cost < least) [best, least] = [at, cost];
    if (cost < 0.02 * (i + 2)) break;
  }
  return best;
}

/* The buttons on the map: no label goes under them. */
let RESERVED = [];

function reserve() {
  const { left, top } = FRAME.getBoundingClientRect();
  RESERVED = [...document.querySelectorAll("#tools, #views, #on")].map((element) => element.getBoundingClientRect())
    .filter(({ width }) => width).map((box) => boxAt(box.left - left - 4, box.top - top - 4, box.width + 8, box.height + 8));
}

/* An island's name upon another island would be taken for its name. */
const ABROAD = 60;

function abroad(view, theme, box) {
  const [a, b] = [toMap(view, { x: box.left, y: box.top }), toMap(view, { x: box.right, y: box.bottom })];
  const land = { left: a.x, top: a.y, right: b.x, bottom: b.y };
  return ISLANDS.some((island) => island.theme.index !== theme && meet(land, island.box)) ? ABROAD : 0;
}

/* Names of the islands, in spaced capitals above them or else below, on one or two lines. */
const NAME_SIDES = [0, 1, 2, -2, -4, -7].flatMap((lift) => [0, 1].flatMap((below) =>
  [0, -0.12, 0.12, -0.25, 0.25, -0.5, 0.5].map((shift) => ({ below, lift, shift }))));

function themeNames(view) {
  const islands = LIT ? ISLANDS.filter(({ theme }) => theme.index === LIT.theme) : ISLANDS;
  return islands.map(({ theme, box }) => {
    const parts = theme.name.split(/\u00a0?· /);
    const room = Math.max((box.right - box.left) * view.scale, 130);
    const label = { key: `theme ${theme.index}`, id: null, theme: theme.index, must: false, size: 11, weight: 700,
      spacing: 1, leading: 15, colour: themeColour(theme.index, "name") };
    const whole = measured({ ...label, lines: [parts.join(" · ").toUpperCase()] });
    const name = whole.width <= room ? whole
      : measured({ ...label, lines: (view.width < 600 ? parts.slice(0, 1) : parts).map((part) => part.toUpperCase()) });
    const boxOf = (at, { below, lift, shift }) => {
      const { x, y } = toScreen(at, { x: (box.left + box.right) / 2, y: below ? box.bottom : box.top });
      const off = 8 + lift * 0.7 * name.height;
      return boxAt(x + (shift - 0.5) * name.width, below ? y + off : y - off - name.height, name.width, name.height);
    };
    return { ...name, boxOf };
  });
}
