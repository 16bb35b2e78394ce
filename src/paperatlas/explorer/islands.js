"use strict";
/* Islands: the soft shape behind each theme, two shores like the depth lines of a sea chart. */

const SHORES = [[44, 0.08], [24, 0.12]]; // how far from a node, how opaque
let ISLANDS = [];

/* One path of circles a shore: filled at once, so that circles do not add up. */
function updateIslands() {
  ISLANDS = THEMES.map((theme) => {
    const nodes = theme.members.filter((node) => SHOWN.has(node.id));
    const paths = SHORES.map(([reach]) => {
      const path = new Path2D();
      for (const node of nodes) {
        path.moveTo(node.x + node.size + reach, node.y);
        path.arc(node.x, node.y, node.size + reach, 0, 2 * Math.PI);
      }
      return path;
    });
    return { theme, nodes, paths };
  }).filter((island) => island.nodes.length);
}

function drawIslands(ctx) {
  for (const { theme, paths } of ISLANDS) {
    ctx.fillStyle = themeColour(theme.index);
    paths.forEach((path, i) => {
      ctx.globalAlpha = SHORES[i][1] * (theme.id === "elsewhere" ? 0.5 : 1);
      ctx.fill(path);
    });
  }
  ctx.globalAlpha = 1;
}

/* The theme whose island lies under a point of the map, if any. */
function islandAt(ctx, { x, y }) {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const found = ISLANDS.find(({ paths }) => ctx.isPointInPath(paths[1], x, y));
  ctx.restore();
  return found?.theme ?? null;
}

function extent(nodes) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, size } of nodes) {
    box.left = Math.min(box.left, x - size);
    box.right = Math.max(box.right, x + size);
    box.top = Math.min(box.top, y - size);
    box.bottom = Math.max(box.bottom, y + size);
  }
  return box;
}
