"use strict";
/* Paper: its text with every mention marked, what it does with each concept, where it came from. */

function paperPanel(paper) {
  const its = detailsOf(paper);
  const mentions = mentionsOf(paper);
  const points = Array.from(textOf(paper));
  const titleEnd = its.title == null ? 0 : Array.from(its.title).length;
  const abstractStart = its.title == null ? 0 : titleEnd + 2;
  const edges = TIES.get(paper.id);
  const ends = (role) => edges.filter((edge) => edge.roles.includes(role)).map((edge) => NODES.get(edge.to));
  const links = [
    its.arxiv && link(`https://arxiv.org/abs/${its.arxiv}`, `arXiv:${its.arxiv}`),
    its.doi && link(`https://doi.org/${its.doi}`, `doi:${its.doi}`),
    ...(its.pages ?? []).filter((url) => !its.arxiv || !url.includes(its.arxiv)).map((url) => link(url)),
  ].filter(Boolean);
  return [
    eyebrow("Paper", "Paper", dateWords(its.issued)),
    paper.untitled
      ? [words("h2", { class: "untitled" }, fullName(paper)),
        el("p", { class: "lead" }, "Untitled: no source gives this paper a title.")]
      : words("h2", {}, marked(points, mentions, 0, titleEnd)),
    authorLine(paper),
    list([...ends("publishedBy"), ...ends("subject")].map((node) => el("li", {}, chip(node))), "chips"),
    links.length ? el("p", { class: "links" }, links) : null,
    its.abstract != null
      ? words("p", { class: "abstract" }, marked(points, mentions, abstractStart, points.length))
      : el("p", { class: "lead" }, "No source gives an abstract."),
    ...roleSections(paper, mentions),
    affiliationSection(paper),
    section("Other titles", null, list((its.also ?? []).map((title) => words("li", {}, title)), "plain")),
    recordSection(its.records ?? []),
  ].flat();
}

/* The text from `from` to `to` with its mentions as marks. A mention inside another is a mark inside
   a mark; one that straddles a mark's end cannot be marked and stays in the lists below only. */
function marked(points, mentions, from, to) {
  const inside = mentions.filter((mention) => mention.start >= from && mention.end <= to);
  inside.sort((a, b) => a.start - b.start || b.end - a.end);
  const parts = [];
  let at = from;
  while (inside.length) {
    const mention = inside.shift();
    if (mention.start < at) continue;
    const nested = [];
    while (inside.length && inside[0].start < mention.end) nested.push(inside.shift());
    parts.push(points.slice(at, mention.start).join(""),
      mark(mention, marked(points, nested, mention.start, mention.end)));
    at = mention.end;
  }
  return [...parts, points.slice(at, to).join("")];
}

function mark(mention, content) {
  const concept = NODES.get(mention.concept);
  const open = (event) => {
    event.stopPropagation();
    select({ node: mention.concept });
  };
  return el("mark", {
    class: `kind-${concept?.group}`, tabindex: "0", role: "link", "data-start": mention.start,
    "data-concept": mention.concept, click: open, keydown: (event) => event.key === "Enter" && open(event),
  }, content);
}

/* Its concepts by role; one that has several roles stands under each, with its sentence. */
function roleSections(paper, mentions) {
  const told = ATLAS.roles.filter((role) => !SURE.includes(role));
  const rolesOf = (edge) => {
    const stated = edge.roles.filter((role) => told.includes(role));
    const read = () => mentions.filter((mention) => mention.concept === edge.to).map((mention) => mention.role);
    return stated.length ? stated : read().slice(0, 1);
  };
  return told.map((role) => {
    const edges = TIES.get(paper.id).filter((edge) => rolesOf(edge).includes(role));
    edges.sort((a, b) => byPapers(NODES.get(a.to), NODES.get(b.to)));
    return section(ROLE_WORDS[role][0], edges.length, list(edges.map((edge) => roleItem(edge, role, mentions))));
  });
}

function roleItem(edge, role, mentions) {
  const all = mentions.filter((mention) => mention.concept === edge.to);
  const [first] = all.filter((mention) => mention.role === role).concat(all);
  const concept = NODES.get(edge.to);
  const times = all.length > 1 && el("button",
    { type: "button", class: "count", "aria-label": `${fullName(concept)}: all ${all.length} sentences`,
      click: () => select({ edge: edge.id }) }, `${all.length} times`);
  return el("li", { class: "evidence" },
    el("div", { class: "said" }, chip(concept), times),
    first && [quoteButton(first), howFound(first)]);
}

function quoteButton(mention) {
  const find = () => {
    const found = PANEL.querySelector(`mark[data-start="${Number(mention.start)}"]`);
    found?.scrollIntoView({ block: "center", behavior: CALM.matches ? "auto" : "smooth" });
    found?.classList.add("found");
    setTimeout(() => found?.classList.remove("found"), 1600);
  };
  return el("button", { type: "button", class: "quote", title: "Find it in the text", click: find },
    quotation(mention));
}

/* Where the paper was read; why several records are one paper, where they are. */
function recordSection(records) {
  const why = records.length > 1 && el("p", { class: "lead" },
    `${records.length} records tell of this paper: the same arXiv id, DOI, address or title, or nearly the same abstract.`);
  return section("Source records", records.length, why, list(records.map(recordItem), "plain"));
}

function recordItem(record) {
  const notes = [...(record.comments ?? []), ...(record.repairs ?? []).map((repair) => `Mended: ${repair}`)];
  const place = record.line == null ? record.source ?? "?" : `${record.source ?? "?"}, line ${record.line}`;
  return el("li", {},
    el("code", {}, place),
    record.title && words("span", { class: "record-title" }, record.title),
    (record.pages ?? []).map((url) => link(url)),
    notes.map((note) => words("small", {}, note)));
}
