"use strict";
/* People: who wrote a paper, and where they work, as its records say; two people of one name are not
   told apart. */

const FEW_AUTHORS = 6;
let BY_AUTHOR = null; // a name as it is written -> its papers

function authorsOf(paper) {
  return detailsOf(paper).authors?.split("; ") ?? [];
}

function papersBy(author) {
  if (!BY_AUTHOR) {
    BY_AUTHOR = new Map();
    for (const paper of NETWORK.nodes.filter(isPaper)) for (const name of authorsOf(paper)) push(BY_AUTHOR, name, paper);
  }
  return BY_AUTHOR.get(author) ?? [];
}

/* The first few, and the others behind a button; a name with other papers leads to them all. */
function authorLine(paper) {
  const authors = authorsOf(paper);
  if (!authors.length) return null;
  const most = authors.length > FEW_AUTHORS + 1 ? FEW_AUTHORS : authors.length;
  const named = (name, i) => [i > 0 && ", ", authorName(name)];
  const more = most < authors.length && el("button", { type: "button", class: "inline", click: () => {
    const rest = authors.slice(most).map((name) => [", ", authorName(name)]).flat();
    more.previousSibling.remove();
    more.replaceWith(...rest);
    rest[1].focus();
  } }, `${authors.length - most} more`);
  return el("p", { class: "authors" }, authors.slice(0, most).map(named), more && [" and ", more]);
}

function authorName(name) {
  const papers = papersBy(name).filter(({ id }) => SHOWN.has(id));
  if (papers.length < 2) return el("bdi", { tabindex: "-1" }, name);
  return words("button", { type: "button", class: "author", title: many(papers.length, "paper"),
    click: () => openPapers(`Papers by ${name}`, papers) }, name);
}

/* The papers whose authors' affiliations name a lab, the newest first. */
function affiliatedSection(lab) {
  const papers = NETWORK.nodes.filter((node) => SHOWN.has(node.id) && isPaper(node) && detailsOf(node).affiliated?.includes(lab.id));
  return section("Its people wrote", papers.length, shortList(papers.sort(newest), 8, (paper) => paperRow(paper)));
}

/* Where its authors work, as it is written, each with the labs that it was read as and why. */
function affiliationSection(paper) {
  const { affiliations = [], affiliated = [], why = [] } = detailsOf(paper);
  const labs = affiliated.map((id) => NODES.get(id)).filter(Boolean);
  const told = new Set();
  const item = (affiliation) => {
    const reasons = why.filter((reason) => reason.includes(` in “${affiliation}”: `));
    return el("li", {}, words("span", {}, affiliation), reasons.map((reason) => {
      const lab = labs.find((one) => reason.endsWith(` of ${fullName(one)}`));
      if (lab) told.add(lab);
      return el("div", { class: "resolved" }, lab && chip(lab), words("small", {}, reason.replace(` in “${affiliation}”`, "")));
    }));
  };
  const items = list(affiliations.map(item), "plain");
  const others = labs.filter((lab) => !told.has(lab)); // another name, by somebody's decision
  return section("Affiliations", affiliations.length, items, list(others.map((lab) => el("li", {}, chip(lab))), "chips"));
}
