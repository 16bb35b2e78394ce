"use strict";
/* Concept: what it is, who works with it and how, what stands near it. */

function conceptPanel(concept) {
  const its = detailsOf(concept);
  const edges = TIES.get(concept.id);
  const papers = edges.map((edge) => other(edge, concept.id)).filter(isPaper).sort(byYear);
  const wider = edges.filter((edge) => edge.roles.includes("broader") && edge.from === concept.id);
  const narrower = edges.filter((edge) => edge.roles.includes("broader") && edge.to === concept.id);
  const also = (its.also ?? []).filter((label) => label !== fullName(concept));
  const links = [
    ...(its.homepages ?? []).map((url) => link(url)),
    ...(its.sources ?? []).map((url) => link(url, `Introduced in ${url.replace(/^https?:\/\/(arxiv\.org\/abs\/)?/, "")}`)),
    ...(its.matches ?? []).map((url) => link(url, `Same as ${url.split("/").pop()}`)),
  ];
  const theme = THEMES[concept.theme];
  return [
    eyebrow(concept.group, concept.group, its.scheme?.endsWith("candidates") && "candidate: not in the vocabulary"),
    el("h2", {}, fullName(concept)),
    also.length ? el("p", { class: "also" }, `Also: ${also.join(", ")}`) : null,
    its.definition ? el("p", { class: "definition" }, its.definition) : null,
    links.length ? el("p", { class: "links" }, links) : null,
    section("Broader", null, list(wider.map((edge) => el("li", {}, chip(NODES.get(edge.to)))), "chips")),
    section("Narrower", null, shortList(narrower.map((edge) => el("li", {}, chip(NODES.get(edge.from)))), 12, "chips")),
    section("Papers by year", papers.length, yearChart(papers, concept.group)),
    ...paperSections(concept, edges),
    section("Named together with", null, list(neighbours(concept, papers).map(
      ([node, count]) => el("li", {}, chip(node, count))), "chips")),
    theme && section("Theme", null, el("button", { type: "button", class: "chip",
      click: () => select({ theme: theme.index }) }, theme.name)),
  ].flat();
}

/* Its papers, each once, under the strongest role. */
function paperSections(concept, edges) {
  return ATLAS.roles.filter((role) => role !== "broader").map((role) => {
    const own = edges.filter((edge) => edge.to === concept.id && edge.roles[0] === role && isPaper(NODES.get(edge.from)));
    own.sort((a, b) => byYear(NODES.get(a.from), NODES.get(b.from)));
    const rows = own.map((edge) => {
      const evidence = evidenceOf(edge);
      const told = evidence.find((mention) => mention.role === role) ?? evidence[0];
      return paperRow(NODES.get(edge.from), told && el("button",
        { type: "button", class: "quote", title: "See this link", click: () => select({ edge: edge.id }) },
        quotation(told)));
    });
    return section(ROLE_WORDS[role][1], own.length, shortList(rows, 8));
  });
}

/* The concepts that share most papers with this one, as [node, papers]. */
function neighbours(concept, papers) {
  const counts = new Map();
  for (const paper of papers) {
    for (const edge of TIES.get(paper.id)) {
      const node = other(edge, paper.id);
      if (node !== concept && !isPaper(node)) counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || byPapers(a[0], b[0])).slice(0, 14);
}
