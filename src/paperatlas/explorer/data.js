"use strict";
/* Data: the two JSON blocks of the page, indexed. Drawing and panel read from here only. */

const NETWORK = unpackNetwork(readJson("network-data"));
const ATLAS = unpackAtlas(readJson("atlas-data"), NETWORK.nodes);

const NODES = new Map(NETWORK.nodes.map((node) => [node.id, node]));
const EDGES = new Map(NETWORK.edges.map((edge) => [edge.id, edge]));
const THEMES = NETWORK.themes.map((theme, index) => ({
  ...theme,
  index,
  name: theme.name.replaceAll(" · ", "\u00a0· "),
  id: theme.telling[0] ?? "elsewhere",
  members: NETWORK.nodes.filter((node) => node.theme === index),
}));

const TIES = new Map(NETWORK.nodes.map((node) => [node.id, []]));
for (const edge of NETWORK.edges) {
  TIES.get(edge.from).push(edge);
  TIES.get(edge.to).push(edge);
}

const PLURAL = {
  Paper: "Papers", Topic: "Topics", Method: "Methods", Model: "Models",
  Benchmark: "Benchmarks", Lab: "Labs",
};

/* How a role reads from the paper, and from the concept. */
const ROLE_WORDS = {
  publishedBy: ["Published by", "Published"],
  subject: ["Filed under", "Papers filed here"],
  introduces: ["Introduces", "Introduced by"],
  evaluatesOn: ["Evaluates on", "Used to evaluate by"],
  uses: ["Uses", "Used by"],
  comparesWith: ["Compares with", "Compared with by"],
  criticises: ["Criticises", "Criticised by"],
  studies: ["Studies", "Studied by"],
  mentions: ["Also mentions", "Also mentioned by"],
  broader: ["Is a kind of", "Kinds"],
};

const THOUSANDS = new Intl.NumberFormat("en"); // made once: making it is slow

function inThousands(count) {
  return THOUSANDS.format(count);
}

function isPaper(node) {
  return node.group === "Paper";
}

function fullName(node) {
  return node.name ?? node.label;
}

function other(edge, id) {
  return NODES.get(edge.from === id ? edge.to : edge.from);
}

function detailsOf(node) {
  const all = isPaper(node) ? ATLAS.papers : ATLAS.concepts;
  return Object.hasOwn(all, node.id) ? all[node.id] : {};
}

function mentionsOf(paper) {
  return (detailsOf(paper).mentions ?? []).map(
    ([start, end, concept, role, quote, sentence, confidence, extractor, reason, cue]) => ({
      paper: paper.id, start, end, concept, role, quote, confidence, extractor, reason, cue,
      sentence: detailsOf(paper).sentences[sentence],
    }),
  );
}

/* The mentions behind one edge, from a paper to a concept. */
function evidenceOf(edge) {
  const paper = NODES.get(edge.from);
  return isPaper(paper) ? mentionsOf(paper).filter((mention) => mention.concept === edge.to) : [];
}

/* A paper's text as the offsets of its mentions count it, in code points. */
function textOf(paper) {
  const { title, abstract } = detailsOf(paper);
  return [title, abstract].filter((part) => part != null).join("\n\n");
}

function byPapers(a, b) {
  return b.papers - a.papers || (a.id < b.id ? -1 : 1);
}
