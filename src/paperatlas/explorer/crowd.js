"use strict";
/* Crowd: the boxes that are taken in a window, in squares, and what a further one would cover. */

const CELL = 48;

class Crowd {
  constructor(width, height) {
    Object.assign(this, { width, height, cells: new Map() });
  }

  * near(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) yield x * 4099 + y;
    }
  }

  add(box) {
    for (const key of this.near(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  hits(box) {
    for (const key of this.near(box)) {
      for (const taken of this.cells.get(key) ?? []) if (meet(box, taken)) return true;
    }
    return false;
  }

  /* What all that a box covers weighs. */
  weight(box) {
    const covered = new Set();
    for (const key of this.near(box)) {
      for (const taken of this.cells.get(key) ?? []) if (meet(box, taken)) covered.add(taken);
    }
    let sum = 0;
    for (const { weight } of covered) sum += weight;
    return sum;
  }

  holds(box) {
    return box.left >= 4 && box.top >= 4 && box.right <= this.width - 4 && box.bottom <= this.height - 4;
  }
}

function meet(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

function boxAt(x, y, width, height) {
  return { left: x, top: y, right: x + width, bottom: y + height };
}
