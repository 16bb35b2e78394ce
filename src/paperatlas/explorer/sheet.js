"use strict";
/* Sheet: on a small screen the details come up from below, and are dragged or switched to a height. */

const GRIP = document.getElementById("grip");
const HEIGHTS = { closed: 0, half: 0.45, full: 0.82 };
let SHEET = "closed";

function setSheet(name) {
  SHEET = name;
  document.body.dataset.sheet = name;
  document.body.style.setProperty("--sheet", `${HEIGHTS[name] * 100}dvh`);
  GRIP.setAttribute("aria-expanded", String(name !== "closed"));
  GRIP.querySelector("span").textContent = name === "closed" ? PANEL.querySelector("h2")?.textContent ?? "Details" : "";
  GRIP.setAttribute("aria-label", name === "closed" ? "Show details" : name === "half" ? "Enlarge details" : "Fold details away");
}

function nextSheet() {
  setSheet({ closed: "half", half: "full", full: "closed" }[SHEET]);
}

GRIP.addEventListener("pointerdown", (down) => {
  const start = HEIGHTS[SHEET] * window.innerHeight;
  let height = null;
  GRIP.setPointerCapture(down.pointerId);
  const move = ({ clientY }) => {
    if (height == null && Math.abs(clientY - down.clientY) < 6) return;
    height = Math.max(0, Math.min(HEIGHTS.full * window.innerHeight, start + down.clientY - clientY));
    document.body.dataset.sheet = "dragged";
    document.body.style.setProperty("--sheet", `${height}px`);
  };
  const done = () => {
    GRIP.removeEventListener("pointermove", move);
    GRIP.removeEventListener("pointerup", done);
    GRIP.removeEventListener("pointercancel", done);
    if (height == null) return;
    DRAGGED = true;
    const share = height / window.innerHeight;
    const near = Object.entries(HEIGHTS).sort((a, b) => Math.abs(a[1] - share) - Math.abs(b[1] - share));
    setSheet(near[0][0]);
  };
  GRIP.addEventListener("pointermove", move);
  GRIP.addEventListener("pointerup", done);
  GRIP.addEventListener("pointercancel", done);
});

let DRAGGED = false; // the click that ends a drag switches nothing

GRIP.addEventListener("click", () => {
  if (!DRAGGED) nextSheet();
  DRAGGED = false;
});

onChange((changed) => {
  if (changed.has("selection") || changed.has("path")) {
    setSheet(!STATE.selection && !STATE.path ? "closed" : SHEET === "closed" ? "half" : SHEET);
  } else if (changed.has("filters")) setSheet(SHEET);
});
