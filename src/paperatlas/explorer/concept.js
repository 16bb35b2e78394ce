"use strict";
/* Concept: what it is, who works with it and how, what stands near it. What the filters hide is left
   out, and said to be. */

function conceptPanel(concept) {
  const its = detailsOf(concept);
  const edges = TIES.get(concept.id).filter(edgeShown);
  const papers = shownPapersOf(concept).sort(newest);
  const hidden = TIES.get(concept.id).filter((edge) => isOwn(edge, concept)).length - papers.length;
  const ties = TIES.get(concept.id).filter((edge) => edge.roles.includes("broader"));
  const wider = ties.filter((edge) => edge.from === concept.id).map((edge) => NODES.get(edge.to));
  const narrower = ties.filter((edge) => edge.to === concept.id).map((edge) => NODES.get(edge.from));
  const also = (its.also ?? []).filter((label) => label !== fullName(concept));
  const links = [
    ...(its.homepages ?? []).map((url) => link(url)),
    ...(its.sources ?? []).map((url) => link(url, `Introduced in ${url.replace(/^https?:\/\/(arxiv\.org\/abs\/)?/, "")}`)),
    ...(its.matches ?? []).map((url) => link(url, `Same as ${url.split("/").pop()}`)),
  ];
  const theme = THEMES[concept.theme];
  const name = fullName(concept);
  return [
    eyebrow(concept.group, concept.group, its.scheme?.endsWith("candidates") && "candidate: not in the vocabulary"),
    words("h2", {}, name),
    also.length ? words("p", { class: "also" }, `Also: ${also.join(", ")}`) : null,
    its.definition ? words("p", { class: "definition" }, its.definition) : null,
    links.length ? el("p", { class: "links" }, links) : null,
    hidden ? hiddenNote(hidden) : null,
    section("Broader", null, list(wider.sort(byPapers).map((node) => el("li", {}, chip(node))), "chips")),
    section("Narrower", null, shortList(narrower.sort(byPapers), 12, (node) => el("li", {}, chip(node)), "chips")),
    section("Papers over time", papers.length, periodChart(name, papers, concept.group, [concept.id])),
    firstSection(concept),
    labSection(concept, papers),
    ...paperSections(edges.filter((edge) => edge.to === concept.id)),
    concept.group === "Lab" && affiliatedSection(concept),
    neighbourSection(concept, papers),
    writtenSection(concept, papers),
    theme && section("Theme", null, el("button", { type: "button", class: "plain-chip",
      click: () => select({ theme: theme.index }) }, theme.name)),
  ].flat();
}

function hiddenNote(hidden) {
  return el("p", { class: "lead" }, `The filters hide ${many(hidden, "paper")}. `,
    el("button", { type: "button", class: "inline", click: clearFilters }, "Clear filters"));
}

const FIRSTS = { introduces: "introduced", uses: "used", evaluatesOn: "evaluated on", comparesWith: "compared with",
  criticises: "criticised", studies: "studied" };

/* Who named it first, and who did what else first; each paper once, with its sentence. */
function firstSection(concept) {
  if (concept.group === "Lab") return null;
  const edges = TIES.get(concept.id).filter((edge) => isOwn(edge, concept) && edgeShown(edge) && NODES.get(edge.from).year != null);
  edges.sort((a, b) => byDate(NODES.get(a.from), NODES.get(b.from)));
  const firsts = new Map(edges.slice(0, 1).map((edge) => [edge, []]));
  for (const role of Object.keys(FIRSTS)) {
    const edge = edges.find(({ roles }) => roles.includes(role));
    if (edge) firsts.set(edge, [...(firsts.get(edge) ?? []), role]);
  }
  const rows = [...firsts].sort(([a], [b]) => byDate(NODES.get(a.from), NODES.get(b.from)));
  return section("First", null, list(rows.map(([edge, roles]) => {
    const done = [edge === edges[0] && "named", ...roles.map((role) => FIRSTS[role])].filter(Boolean);
    return quotedRow(NODES.get(edge.from), [concept.id], `First ${done.join(", ")}`, roles[0]);
  })));
}

/* A paper, when and by whom, with its first sentence on each of the concepts `about`. */
function quotedRow(paper, about, remark, role) {
  const edges = TIES.get(paper.id).filter((edge) => about.includes(edge.to));
  const labs = labsOf(paper).map((lab) => lab.label);
  return paperRow(paper,
    el("p", { class: "by-line" }, remark && el("b", {}, remark, " · "), [dateWords(detailsOf(paper).issued), ...labs].join(" · ")),
    edges.map((edge) => {
      const [told] = mostTelling(edge, role);
      return told && linkQuote(edge, told);
    }));
}

function labsOf(paper) {
  return TIES.get(paper.id).filter((edge) => edge.roles.includes("publishedBy")).map((edge) => NODES.get(edge.to));
}

/* The mentions behind an edge, those with this role first, or with its strongest. */
function mostTelling(edge, role = edge.roles[0]) {
  const evidence = evidenceOf(edge);
  return evidence.filter((mention) => mention.role === role).concat(evidence);
}

function linkQuote(edge, mention) {
  return el("button", { type: "button", class: "quote", title: "See this link", click: () => select({ edge: edge.id }) },
    quotation(mention));
}

/* Which labs, since when, in how many papers; the first to come first. */
function labSection(concept, papers) {
  if (concept.group === "Lab") return null;
  const labs = new Map();
  for (const paper of [...papers].sort(byDate)) {
    for (const lab of labsOf(paper)) labs.set(lab, [...(labs.get(lab) ?? []), paper]);
  }
  const since = (its) => dateOf(its.find((paper) => dateOf(paper)) ?? its[0]);
  const sorted = [...labs].sort((a, b) => (since(a[1]) || "~").localeCompare(since(b[1]) || "~"));
  return section("Labs", null, shortList(sorted, 8, ([lab, its]) => el("li", { class: "lab" },
    chip(lab), el("span", { class: "note" }, since(its) ? `first ${dateWords(since(its))}` : "undated"),
    countButton(`${fullName(lab)} on ${fullName(concept)}`, its, [concept.id])), "labs"));
}

/* Its papers by role, the newest first; one that has several stands under each. */
function paperSections(edges) {
  return ATLAS.roles.filter((role) => role !== "broader").map((role) => {
    const own = edges.filter((edge) => edge.roles.includes(role) && isPaper(NODES.get(edge.from)));
    own.sort((a, b) => newest(NODES.get(a.from), NODES.get(b.from)));
    return section(ROLE_WORDS[role][1], own.length, shortList(own, 8, (edge) => {
      const [told] = mostTelling(edge, role);
      return paperRow(NODES.get(edge.from), told && linkQuote(edge, told));
    }));
  });
}

/* The concepts that share most papers with this one; the number leads to what they share. */
function neighbourSection(concept, papers) {
  const shared = new Map();
  for (const paper of papers) {
    for (const edge of TIES.get(paper.id).filter(edgeShown)) {
      const node = other(edge, paper.id);
      if (node === concept || isPaper(node)) continue;
      if (!shared.has(node)) shared.set(node, []);
      shared.get(node).push(paper);
    }
  }
  const sorted = [...shared].sort((a, b) => b[1].length - a[1].length || byPapers(a[0], b[0]));
  return section(concept.group === "Lab" ? "Names most" : "Named together with", null, shortList(sorted, 14,
    ([node, its]) => el("li", {}, chip(node, its, `${fullName(concept)} and ${fullName(node)}`)), "chips"));
}

/* Every way it is written, and why that was read as this concept: the reasons that make it one node. */
function writtenSection(concept, papers) {
  const forms = new Map();
  for (const paper of papers) {
    for (const { concept: id, quote, reason } of mentionsOf(paper)) {
      if (id !== concept.id) continue;
      if (!forms.has(quote)) forms.set(quote, { times: 0, papers: new Set(), reasons: new Set() });
      const form = forms.get(quote);
      form.times += 1;
      form.papers.add(paper);
      if (reason) form.reasons.add(reason);
    }
  }
  const sorted = [...forms].sort((a, b) => b[1].times - a[1].times || (a[0] < b[0] ? -1 : 1));
  return section("Why this is one thing", null, shortList(sorted, 6, ([quote, form]) => el("li", {},
    words("span", { class: "form" }, `“${quote}”`), el("span", { class: "note" }, form.times === 1 ? " once, in " : ` ${form.times} times, in `),
    countButton(`“${quote}” as ${fullName(concept)}`, [...form.papers], [concept.id]),
    el("small", {}, [...form.reasons].sort().slice(0, 3).join("; "))), "plain"));
}
