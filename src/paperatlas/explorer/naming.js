"use strict";
/* Naming: how a node is called on the map, in the forms that its label may take: whole, on two lines,
   by its abbreviation, cut short. */

const TOP = 20; // the most connected in view, which are always named
const RANKED = [...NODES.values()].sort((a, b) => isPaper(a) - isPaper(b) || byPapers(a, b));
const HUB = RANKED[Math.min(11, RANKED.length - 1)]?.papers ?? 0;
const BRIEF = new Map(); // a node's shortest abbreviation, or null

function shorten(text, most) {
  const points = Array.from(text);
  if (points.length <= most) return text;
  const cut = points.slice(0, most).join("");
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), cut.length - 10)).trimEnd()}…`;
}

/* A text on two lines, parted at the space next to its middle; null where it is short or has none. */
function halved(text) {
  if (text.length < 12) return null;
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  if (!spaces.length) return null;
  const away = (index) => Math.abs(2 * index + 1 - text.length);
  const at = spaces.reduce((a, b) => (away(b) < away(a) ? b : a));
  return [text.slice(0, at), text.slice(at + 1)];
}

/* "LLM" for a large language model: the shortest of its other labels that is all capitals and begins
   with the same letter. */
function abbreviation(node) {
  if (!BRIEF.has(node.id)) {
    const also = isPaper(node) ? [] : detailsOf(node).also ?? [];
    const short = also.filter((label) => /^[\p{Lu}\p{N}-]{2,6}$/u.test(label)
      && 2 * label.length < node.label.length && label[0] === node.label[0].toUpperCase());
    BRIEF.set(node.id, short.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? null);
  }
  return BRIEF.get(node.id);
}

/* A node's label in its forms, the most wanted first: the nearer to what one does, the larger. */
function namesOf(node, place) {
  const near = node.id === LIT?.centre || node.id === HOVERED || (WALKING && node.id === FOCUSED);
  const large = near || (!isPaper(node) && node.papers >= HUB);
  const narrow = VIEW.width < 600;
  const size = large ? (narrow ? 12 : 13) : isPaper(node) || narrow ? 11 : 12;
  const must = near || place < TOP;
  const label = { key: node.id, id: node.id, node, must, near, size, leading: size + (narrow ? 2 : 4),
    weight: large ? 700 : isPaper(node) || (narrow && !must) ? 400 : 600, italic: Boolean(node.untitled),
    colour: isPaper(node) && !near ? COLOURS.muted : COLOURS.ink };
  const most = near ? 60 : narrow ? 24 : 34;
  const [line, lines] = [shorten(node.label, most), halved(shorten(node.label, near ? 60 : 44))];
  const brief = abbreviation(node);
  const whole = line === node.label || !lines ? [[line], lines] : [lines, [line]]; // rather on two lines than cut
  return [...whole.filter(Boolean).map((form) => measured({ ...label, lines: form })),
    ...(brief ? [measured({ ...label, lines: [brief], brief: true })] : [])];
}
