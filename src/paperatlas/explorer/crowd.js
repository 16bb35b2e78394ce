"use strict";
/* Crowd: the boxes that are taken in a window, in squares, and what a further one would cover. */

const CELL = 48;
let ASKED = 0; // how often any crowd was asked: a box may be in several

class Crowd {
  constructor(width, height) {
    Object.assign(this, { width, height, cells: new Map() });
  }

  add(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
        const cell = this.cells.get(x * 4099 + y);
        if (cell) cell.push(box);
        else this.cells.set(x * 4099 + y, [box]);
      }
    }
  }

  hits(box) {
    return this.weight(box, 0) > 0;
  }

  /* What all that a box covers weighs; no more is counted once it is more than `most`. */
  weight(box, most = Infinity) {
    ASKED += 1; // what lies in two squares counts once
    let sum = 0;
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
        const cell = this.cells.get(x * 4099 + y);
        if (!cell) continue;
        for (const taken of cell) {
          if (taken.asked === ASKED || !meet(box, taken)) continue;
          taken.asked = ASKED;
          sum += taken.weight ?? 1;
          if (sum > most) return sum;
        }
      }
    }
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
