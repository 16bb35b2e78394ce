"use strict";
/* Matrix: labs against topics or methods, methods against benchmarks; a number is the papers of both. */

const CROSSINGS = {
  "lab-topic": ["Lab", "Topic"],
  "lab-method": ["Lab", "Method"],
  "method-benchmark": ["Method", "Benchmark"],
};
const NO_LAB = { id: "", label: "No lab known", group: "Lab" };
const FIRST_COLUMNS = 15;
const FIRST_ROWS = 24;

/* What the address asks for: "lab-topic", or "lab-topic.all" with every row and column. */
function crossingLook() {
  const [name, all] = STATE.look.split(".");
  return { name: Object.hasOwn(CROSSINGS, name) ? name : "lab-topic", all: all === "all" };
}

/* {rows, columns, cells}: nodes with their papers, the most first, and papers by row and column. */
function crossed([down, across]) {
  const [rows, columns, cells] = [new Map(), new Map(), new Map()];
  const put = (map, key, paper) => (map.has(key) ? map.get(key).push(paper) : map.set(key, [paper]));
  const key = (row, column) => `${row.id}\n${column.id}`;
  for (const paper of shownPapers()) {
    const ends = TIES.get(paper.id).filter(edgeShown);
    const named = (kind) => ends.filter((edge) => kind !== "Lab" || edge.roles.includes("publishedBy"))
      .map((edge) => NODES.get(edge.to)).filter((node) => node.group === kind);
    const its = named(across);
    const own = named(down);
    if (down === "Lab" && !own.length && !STATE.filters.kinds.has("Lab")) own.push(NO_LAB);
    if (!its.length || !own.length) continue;
    for (const column of its) put(columns, column, paper);
    for (const row of own) {
      put(rows, row, paper);
      for (const column of its) put(cells, key(row, column), paper);
    }
  }
  const sorted = (map) => [...map].sort((a, b) =>
    (a[0] === NO_LAB) - (b[0] === NO_LAB) || b[1].length - a[1].length || byPapers(a[0], b[0]));
  return { rows: sorted(rows), columns: sorted(columns), at: (row, column) => cells.get(key(row, column)) ?? [] };
}

function drawMatrix(container) {
  const { name, all } = crossingLook();
  const [down, across] = CROSSINGS[name];
  const { rows, columns, at } = crossed(CROSSINGS[name]);
  const choices = Object.entries(CROSSINGS).map(([look, [row, column]]) =>
    [look, `${PLURAL[row]} × ${PLURAL[column].toLowerCase()}`]);
  const told = `How many of the papers shown name both. Choose a number to read them${
    rows.length ? "; arrow keys walk through the numbers." : "."}`;
  container.append(viewHead("Matrix", told, choices, name));
  if (!rows.length) {
    container.append(whyEmpty(["Paper", down, across],
      `No paper shown names both a ${down.toLowerCase()} and a ${across.toLowerCase()}.`));
    return;
  }
  const seen = { rows: all ? rows : rows.slice(0, FIRST_ROWS), columns: all ? columns : columns.slice(0, FIRST_COLUMNS) };
  const most = Math.max(...seen.rows.flatMap(([row]) => seen.columns.map(([column]) => at(row, column).length)));
  container.append(scrolled(matrixTable(seen, at, most, across), `${PLURAL[down]} and ${PLURAL[across].toLowerCase()}`));
  const left = rows.length - seen.rows.length + columns.length - seen.columns.length;
  if (left || all) {
    const parts = [[rows.length, down], [columns.length, across]].map(([n, kind]) => `${n} ${PLURAL[kind].toLowerCase()}`);
    container.append(el("button", { type: "button", class: "more", "data-more": "",
      click: () => setLook(all ? name : `${name}.all`, "[data-more]") },
    all ? "Show only the most frequent" : `Show all: ${parts.join(", ")}`));
  }
}

function matrixTable({ rows, columns }, at, most, across) {
  const title = (row, column) => (row === NO_LAB ? `${fullName(column)}, no lab known` : `${fullName(row)} and ${fullName(column)}`);
  const head = el("tr", {}, el("td", {}), columns.map(([column]) => el("th", { scope: "col" }, nameButton(column))),
    el("th", { scope: "col", class: "sum" }, el("span", {}, "Any")));
  const body = rows.map(([row, papers]) => el("tr", {},
    el("th", { scope: "row" }, row === NO_LAB ? el("span", { class: "node-name" }, row.label) : nameButton(row)),
    columns.map(([column]) => {
      const both = at(row, column);
      const about = row.group === "Lab" ? [column.id] : [row.id, column.id];
      const cell = el("td", { class: `kind-${across}` }, both.length ? countButton(title(row, column), both, about) : null);
      if (both.length) cell.style.background = `color-mix(in srgb, var(--kind) ${Math.round(8 + 34 * Math.sqrt(both.length / most))}%, transparent)`;
      return cell;
    }),
    el("td", { class: "sum" }, countButton(row.label, papers, row.group === "Lab" ? [] : [row.id]))));
  const foot = el("tr", {}, el("th", { scope: "row", class: "sum" }, "Any"),
    columns.map(([column, papers]) => el("td", { class: "sum" }, countButton(fullName(column), papers, [column.id]))), el("td", {}));
  return asGrid(el("table", { class: "matrix" }, el("thead", {}, head), el("tbody", {}, body), el("tfoot", {}, foot)));
}

function matrixRows() {
  const kinds = CROSSINGS[crossingLook().name];
  const { rows, columns, at } = crossed(kinds);
  return [[kinds[0].toLowerCase(), ...columns.map(([column]) => fullName(column))],
    ...rows.map(([row]) => [fullName(row), ...columns.map(([column]) => at(row, column).length)])];
}

VIEWS.matrix = { label: "Matrix", draw: drawMatrix, rows: matrixRows };
