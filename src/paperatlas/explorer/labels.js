"use strict";
/* Labels: written last, in screen pixels, each where it covers no other and nothing clips it. */

const FONT = '"Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const CELL = 48;
const WIDTHS = new Map();
let PLACED = []; // what the last picture shows: {id, text, box}, for tests and hover

class Crowd {
  constructor(width, height) {
    Object.assign(this, { width, height, cells: new Map() });
  }

  * keys(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) yield x * 4099 + y;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  hits(box) {
    for (const key of this.keys(box)) {
      for (const taken of this.cells.get(key) ?? []) {
        if (box.left < taken.right && box.right > taken.left
          && box.top < taken.bottom && box.bottom > taken.top) return true;
      }
    }
    return false;
  }

  holds(box) {
    return box.left >= 4 && box.top >= 4 && box.right <= this.width - 4 && box.bottom <= this.height - 4;
  }
}

function widthOf(ctx, text, font) {
  const key = `${font}|${text}`;
  if (!WIDTHS.has(key)) {
    ctx.font = font;
    WIDTHS.set(key, ctx.measureText(text).width);
  }
  return WIDTHS.get(key);
}

function boxAt(x, y, width, height) {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/* Places around a node, the best first; {x, y, r} in screen pixels. */
function* sides({ x, y, r }, width, height) {
  const gap = r + 4;
  yield boxAt(x + gap, y - height / 2, width, height);
  yield boxAt(x - gap - width, y - height / 2, width, height);
  yield boxAt(x - width / 2, y + gap - 1, width, height);
  yield boxAt(x - width / 2, y - gap - height + 1, width, height);
  for (const dy of [gap * 0.6, -gap * 0.6 - height]) {
    yield boxAt(x + gap * 0.7, y + dy, width, height);
    yield boxAt(x - gap * 0.7 - width, y + dy, width, height);
  }
}

function shorten(text, most) {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most - 10)).trimEnd()}…`;
}

/* `wanted`: {id, text, x, y, r, size, weight, italic, colour, must}, the most important first.
   A label that `must` stand may cover nodes, but never another label. */
function writeLabels(ctx, wanted, words, nodes) {
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  for (const want of wanted) {
    const font = `${want.italic ? "italic " : ""}${want.weight} ${want.size}px ${FONT}`;
    const width = widthOf(ctx, want.text, font) + 6;
    const height = want.size + 5;
    const free = [...sides(want, width, height)].filter((box) => words.holds(box) && !words.hits(box));
    const box = free.find((side) => !nodes.hits(side)) ?? (want.must ? free[0] : undefined);
    if (!box) continue;
    words.add(box);
    PLACED.push({ id: want.id, text: want.text, box });
    ctx.font = font;
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = COLOURS.ground;
    ctx.globalAlpha = 0.85;
    ctx.strokeText(want.text, box.left + 3, box.top + height / 2);
    ctx.globalAlpha = 1;
    ctx.fillStyle = want.colour;
    ctx.fillText(want.text, box.left + 3, box.top + height / 2);
  }
}

/* The names of the islands, above them or else below, in spaced capitals on one or two lines. */
function writeNames(ctx, names, words, nodes) {
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  const size = words.width < 600 ? 9.5 : 11;
  const font = `700 ${size}px ${FONT}`;
  for (const { text, x, top, bottom, room, colour } of names) {
    ctx.letterSpacing = "1px";
    const parts = text.toUpperCase().split("\u00a0· ");
    const whole = parts.join(" · ");
    const lines = widthOf(ctx, whole, font) <= room ? [whole] : parts;
    const width = Math.max(...lines.map((line) => widthOf(ctx, line, font))) + 8;
    const height = lines.length * (size + 4);
    const shifts = [0, -width / 4, width / 4, -width / 2, width / 2];
    const free = [top - height, bottom, top - height * 2, bottom + height]
      .flatMap((y) => shifts.map((shift) => boxAt(x - width / 2 + shift, y, width, height)))
      .filter((side) => words.holds(side) && !words.hits(side));
    const box = free.find((side) => !nodes.hits(side)) ?? free[0];
    if (box) {
      words.add(box);
      PLACED.push({ id: null, text: lines.join(" "), box });
      ctx.font = font;
      ctx.fillStyle = colour;
      lines.forEach((line, i) => {
        const y = box.top + (i + 0.5) * (size + 4);
        ctx.lineWidth = 3;
        ctx.strokeStyle = COLOURS.ground;
        ctx.strokeText(line, box.left + width / 2, y);
        ctx.fillText(line, box.left + width / 2, y);
      });
    }
    ctx.letterSpacing = "0px";
  }
}
