"use strict";
/* Shown: which nodes and edges the filters leave. */

const SURE = ["publishedBy", "subject", "broader"]; // stated by metadata or vocabulary, not read in a text
let SHOWN = new Set(NODES.keys());

function noFilters() {
  return {
    kinds: new Set(), themes: new Set(), // hidden
    labs: new Set(), roles: new Set(), // chosen; none is all
    years: null, // [from, to] as steps of time, or UNDATED
    introduced: false, confidence: 0,
  };
}

/* The best confidence among the mentions behind an edge; what was not read in a text is sure. */
const CONFIDENCE = new Map();

function confidenceOf(edge) {
  if (!CONFIDENCE.size) measureConfidence();
  return CONFIDENCE.get(edge.id) ?? 1;
}

function measureConfidence() {
  for (const paper of NETWORK.nodes.filter(isPaper)) {
    const best = new Map();
    for (const { concept, confidence } of mentionsOf(paper)) {
      if (confidence != null) best.set(concept, Math.max(best.get(concept) ?? 0, confidence));
    }
    for (const edge of TIES.get(paper.id)) {
      if (best.has(edge.to) && !edge.roles.some((role) => SURE.includes(role))) CONFIDENCE.set(edge.id, best.get(edge.to));
    }
  }
  CONFIDENCE.set(null, 1); // measured, even where nothing was read
}

const INTRODUCED = new Set(NETWORK.edges.filter((edge) => edge.roles.includes("introduces")).map((edge) => edge.to));

/* Whether an edge passes the filters that speak of links; those of its ends are another matter. */
function edgePasses(edge, { roles, introduced, confidence }) {
  if (edge.roles.includes("publishedBy")) return true;
  if (roles.size && !edge.roles.some((role) => roles.has(role))) return false;
  if (introduced && isPaper(NODES.get(edge.from)) && !INTRODUCED.has(edge.to)) return false;
  return !confidence || confidenceOf(edge) >= confidence;
}

function edgeShown(edge) {
  return SHOWN.has(edge.from) && SHOWN.has(edge.to) && edgePasses(edge, STATE.filters);
}

/* A paper by its theme, year and labs, and by its links where some are left out; a concept, while any
   filter is on, only if such a paper, of whatever kind shown, is linked to it. */
function nodesShown(filters) {
  const { kinds, themes, labs, years } = filters;
  const byLinks = filters.roles.size > 0 || filters.introduced || filters.confidence > 0;
  const narrowed = byLinks || labs.size > 0 || themes.size > 0 || Boolean(years);
  const named = new Set();
  const shown = new Set();
  for (const paper of NETWORK.nodes) {
    if (!isPaper(paper) || themes.has(paper.theme) || !inYears(paper, years)) continue;
    const edges = TIES.get(paper.id);
    if (labs.size && !edges.some((edge) => labs.has(edge.to) && edge.roles.includes("publishedBy"))) continue;
    const passing = byLinks ? edges.filter((edge) => edgePasses(edge, filters)) : edges;
    if (byLinks && !passing.some((edge) => !edge.roles.includes("publishedBy"))) continue;
    if (!kinds.has("Paper")) shown.add(paper.id);
    if (narrowed) for (const edge of passing) named.add(edge.to);
  }
  for (const node of NETWORK.nodes) {
    if (isPaper(node) || kinds.has(node.group) || themes.has(node.theme)) continue;
    if (filters.introduced && node.group !== "Lab" && !INTRODUCED.has(node.id)) continue;
    if (!narrowed || named.has(node.id)) shown.add(node.id);
  }
  return shown;
}
