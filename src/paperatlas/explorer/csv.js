"use strict";
/* CSV after RFC 4180: lines end in CR LF, quotes are doubled, and no spreadsheet takes a cell for a
   formula. A byte order mark tells Excel that it is UTF-8. */

function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value ?? "");
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function csv(rows) {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

const MANY = " | "; // between the items of one cell

function paperRows() {
  const name = (nodes) => nodes.map(fullName).join(MANY);
  return [["id", "title", "authors", "issued", "arxiv", "doi", "affiliations", "labs", "introduces", "concepts", "pages", "abstract"],
    ...shownPapers().map((paper) => {
      const its = detailsOf(paper);
      const ends = TIES.get(paper.id).filter(edgeShown).map((edge) => NODES.get(edge.to)).filter((node) => node.group !== "Lab");
      return [paper.id, its.title ?? "", authorsOf(paper).join(MANY), its.issued ?? "", its.arxiv ?? "", its.doi ?? "",
        (its.affiliations ?? []).join(MANY), name(labsOf(paper)), name(endsOf(paper, "introduces")), name(ends), (its.pages ?? []).join(MANY), its.abstract ?? ""];
    })];
}

function shownConcepts() {
  return NETWORK.nodes.filter((node) => !isPaper(node) && SHOWN.has(node.id));
}

function conceptRows() {
  return [["id", "type", "label", "other labels", "definition", "first seen", "papers", "theme"],
    ...shownConcepts().map((node) => {
      const its = detailsOf(node);
      return [node.id, node.group, prefLabelOf(node), (its.also ?? []).join(MANY), its.definition ?? "", firstDate(node),
        shownPapersOf(node).length, THEMES[node.theme]?.name.replaceAll("\u00a0", " ") ?? ""];
    })];
}

/* A line for each role of each link, with the first sentence that says so. */
function linkRows() {
  return [["from", "from name", "role", "to", "to name", "mentions", "quote", "sentence", "confidence"],
    ...NETWORK.edges.filter(edgeShown).flatMap((edge) => edge.roles.map((role) => {
      const evidence = evidenceOf(edge).filter((mention) => mention.role === role);
      const [first] = evidence;
      return [edge.from, fullName(NODES.get(edge.from)), role, edge.to, fullName(NODES.get(edge.to)), evidence.length,
        first?.quote ?? "", first?.sentence ?? "", first?.confidence ?? ""];
    }))];
}
