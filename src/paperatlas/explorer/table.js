"use strict";
/* Table: every paper or concept shown, in lines that sort; what the map says, without the map. */

const PAGE_LINES = 50;

/* A column: what it is called, how a node's value sorts, and what its cell shows. */
const COLUMNS = {
  papers: [
    { id: "title", label: "Title", value: fullName },
    { id: "date", label: "Date", value: dateOf, cell: (node) => (dateOf(node) ? dateWords(dateOf(node)) : UNDATED) },
    { id: "lab", label: "Lab", value: (node) => labsOf(node).map((lab) => lab.label).join(", "), nodes: labsOf },
    { id: "introduces", label: "Introduces", value: (node) => endsOf(node, "introduces").map((end) => end.label).join(", "),
      nodes: (node) => endsOf(node, "introduces") },
    { id: "concepts", label: "Concepts", number: true, value: (node) => TIES.get(node.id).filter(edgeShown).length },
  ],
  concepts: [
    { id: "name", label: "Name", value: fullName },
    { id: "type", label: "Type", value: (node) => node.group },
    { id: "papers", label: "Papers", number: true, value: (node) => shownPapersOf(node).length, papers: shownPapersOf },
    { id: "labs", label: "Labs", number: true, value: (node) => (node.group === "Lab" ? "" : new Set(shownPapersOf(node).flatMap(labsOf)).size) },
    { id: "since", label: "First seen", value: (node) => firstDate(node), cell: (node) => (firstDate(node) ? dateWords(firstDate(node)) : UNDATED) },
    { id: "introduced", label: "Introduced by", value: (node) => introducers(node).map(fullName).join("; "), nodes: introducers, most: 1 },
  ],
};

function endsOf(paper, role) {
  return TIES.get(paper.id).filter((edge) => edgeShown(edge) && edge.roles.includes(role)).map((edge) => NODES.get(edge.to));
}

function introducers(concept) {
  return TIES.get(concept.id).filter((edge) => edgeShown(edge) && edge.roles.includes("introduces")).map((edge) => NODES.get(edge.from)).sort(byDate);
}

function firstDate(concept) {
  return shownPapersOf(concept).map(dateOf).filter(Boolean).reduce((a, b) => (a && a < b ? a : b), "");
}

/* "papers", "concepts.-papers" (sorted downwards), "papers.title.3" (its third page). */
function tableLook() {
  const [of, sort, page] = STATE.look.split(".");
  const what = Object.hasOwn(COLUMNS, of) ? of : "papers";
  const down = (sort || "-").startsWith("-");
  const id = (sort || "").replace("-", "");
  const column = COLUMNS[what].find((one) => one.id === id) ?? COLUMNS[what].find((one) => ["date", "papers"].includes(one.id));
  return { what, column, down, page: Math.max(1, Math.floor(Number(page)) || 1) };
}

const ORDER = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
let SORTED = { key: null };

/* The nodes in order; kept until the look or what is shown changes. What has no value comes last. */
function sortedNodes({ what, column, down }) {
  const key = `${what}.${column.id}.${down}`;
  if (SORTED.key === key && SORTED.shown === SHOWN) return SORTED.nodes;
  const lines = [...SHOWN].map((id) => NODES.get(id)).filter((node) => isPaper(node) === (what === "papers"))
    .map((node) => ({ node, value: column.value(node) }));
  const sign = down ? -1 : 1;
  const compare = column.number ? (a, b) => a - b : ORDER.compare;
  lines.sort((a, b) => (a.value === "") - (b.value === "") || sign * compare(a.value, b.value)
    || byPapers(a.node, b.node));
  SORTED = { key, shown: SHOWN, nodes: lines.map(({ node }) => node) };
  return SORTED.nodes;
}

function drawTable(container) {
  const look = tableLook();
  const nodes = sortedNodes(look);
  const counts = { papers: 0, concepts: 0 };
  for (const id of SHOWN) counts[isPaper(NODES.get(id)) ? "papers" : "concepts"] += 1;
  container.append(viewHead("Table", "Choose a heading to sort, a line to read.",
    [["papers", `Papers ${inThousands(counts.papers)}`], ["concepts", `Concepts ${inThousands(counts.concepts)}`]], look.what));
  if (!nodes.length) {
    container.append(whyEmpty(look.what === "papers" ? ["Paper"] : [], SHOWN.size < NODES.size ? "The filters leave no concept." : "The papers name no concept."));
    return;
  }
  const pages = Math.ceil(nodes.length / PAGE_LINES);
  const page = Math.min(look.page, pages);
  const seen = nodes.slice((page - 1) * PAGE_LINES, page * PAGE_LINES);
  const table = el("table", { class: `lines ${look.what}`, "aria-rowcount": String(nodes.length + 1) },
    el("thead", {}, el("tr", {}, COLUMNS[look.what].map((column) => columnHead(column, look)))),
    el("tbody", {}, seen.map((node) => tableLine(node, COLUMNS[look.what]))));
  container.append(scrolled(table, look.what === "papers" ? "Papers" : "Concepts"));
  if (pages > 1) container.append(pager(look, page, pages, nodes.length));
  markSelected();
}

function lookText({ what, column, down }, page) {
  return `${what}.${down ? "-" : ""}${column.id}${page > 1 ? `.${page}` : ""}`;
}

function columnHead(column, look) {
  const sorted = column === look.column;
  const down = sorted ? !look.down : Boolean(column.number) || column.id === "date";
  return el("th", { scope: "col", class: column.number ? "number" : "", "aria-sort": sorted ? (look.down ? "descending" : "ascending") : null },
    el("button", { type: "button", "data-column": column.id,
      click: () => setLook(lookText({ ...look, column, down }, 1), `[data-column="${column.id}"]`) },
    column.label, el("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (look.down ? "↓" : "↑") : "")));
}

function tableLine(node, columns) {
  const open = (event) => event.target.closest("button") || getSelection().toString() || select({ node: node.id });
  return el("tr", { "data-line": node.id, click: open }, columns.map((column, i) => {
    if (i === 0) return el("th", { scope: "row" }, nameButton(node, { class: `node-name kind-${node.group}${node.untitled ? " untitled" : ""}` }));
    if (column.nodes) {
      const [ends, most] = [column.nodes(node), column.most ?? 3];
      const rest = ends.length > most && el("span", { class: "more-nodes" }, `and ${ends.length - most} more`);
      return el("td", {}, ends.slice(0, most).map((end) => nameButton(end)), rest);
    }
    if (column.papers) return el("td", { class: "number" }, countButton(fullName(node), column.papers(node), [node.id]));
    return el("td", { class: column.number ? "number" : "" }, column.cell ? column.cell(node) : String(column.value(node)));
  }));
}

function pager(look, page, pages, lines) {
  const go = (label, to, name) => el("button", { type: "button", "data-page": name, disabled: to < 1 || to > pages || to === page,
    "aria-label": `${name} page`, click: () => {
      setLook(lookText(look, to), `[data-page="${name}"]:not(:disabled), .pager button:not(:disabled)`);
      document.querySelector("#view .scrolled").scrollTop = 0;
    } }, label);
  const [from, to] = [(page - 1) * PAGE_LINES + 1, Math.min(page * PAGE_LINES, lines)];
  return el("nav", { class: "pager", "aria-label": "Pages of the table" }, go("«", 1, "First"), go("‹", page - 1, "Previous"),
    el("span", { class: "note" }, `${from}–${to} of ${lines}`), go("›", page + 1, "Next"), go("»", pages, "Last"));
}

function markSelected() {
  for (const line of document.querySelectorAll("#view [data-line]")) {
    line.classList.toggle("current", line.dataset.line === STATE.selection?.node);
  }
}

onChange((changed) => changed.has("selection") && markSelected());

function tableRows() {
  const look = tableLook();
  return [COLUMNS[look.what].map((column) => column.label.toLowerCase()),
    ...sortedNodes(look).map((node) => COLUMNS[look.what].map((column) => column.value(node)))];
}

VIEWS.table = { label: "Table", draw: drawTable, rows: tableRows };
