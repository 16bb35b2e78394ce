"use strict";
/* Walking: the map without a pointer. The arrows go from node to node, and what they reach is said. */

const SAID = document.getElementById("said");

function told(node) {
  const where = isPaper(node) ? node.year ?? "undated" : `${node.papers} ${node.papers === 1 ? "paper" : "papers"}`;
  return `${fullName(node)}, ${node.group.toLowerCase()}, ${where}`;
}

/* Where the keyboard begins: at the selection, or at the most connected node near the middle. */
function firstFocus() {
  if (STATE.selection?.node && SHOWN.has(STATE.selection.node)) return STATE.selection.node;
  const nodes = nodesIn(seenBox(VIEW)).filter((node) => !LIT || LIT.nodes.has(node.id));
  nodes.sort((a, b) => isPaper(a) - isPaper(b) || byPapers(a, b));
  return (nodes[0] ?? RANKED.find(seen))?.id ?? null;
}

function focusNode(id) {
  FOCUSED = id;
  if (!id) return;
  SAID.textContent = told(NODES.get(id));
  const { x, y } = toScreen(VIEW, NODES.get(id));
  const [besideX, besideY] = [Math.min(120, VIEW.width / 5), Math.min(80, VIEW.height / 5)];
  if (x < besideX || y < besideY || x > VIEW.width - besideX || y > VIEW.height - besideY) {
    taken();
    moveTo({ x: NODES.get(id).x, y: NODES.get(id).y, scale: VIEW.scale }, true);
  }
  nextFrame();
}

FRAME.addEventListener("focus", () => {
  if (!FRAME.matches(":focus-visible")) return;
  WALKING = true;
  focusNode(FOCUSED && seen(NODES.get(FOCUSED)) ? FOCUSED : firstFocus());
});
FRAME.addEventListener("blur", () => {
  WALKING = false;
  nextFrame();
});

FRAME.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in DIRECTIONS) WALKING = true;
  if (event.key in DIRECTIONS && event.shiftKey) {
    const [right, down] = DIRECTIONS[event.key];
    taken();
    panBy(-120 * right, -120 * down, true);
  } else if (event.key in DIRECTIONS) {
    const from = FOCUSED && seen(NODES.get(FOCUSED)) ? FOCUSED : null;
    focusNode(from ? nextNode(from, event.key) ?? from : firstFocus());
  } else if (event.key === "Enter" || event.key === " ") {
    if (FOCUSED && SHOWN.has(FOCUSED)) pick(FOCUSED, event.shiftKey);
  } else if (["+", "=", "-"].includes(event.key)) {
    taken();
    const point = FOCUSED && seen(NODES.get(FOCUSED)) ? toScreen(VIEW, NODES.get(FOCUSED)) : undefined;
    zoomBy(event.key === "-" ? 1 / 1.5 : 1.5, point, true);
  } else if (event.key === "0") {
    wholeMap();
  } else return;
  event.preventDefault();
});
