"use strict";
/* Elements: everything that the panel is made of. Text goes in as text, never as HTML. */

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/* A link for http and https; plain text for any other scheme. */
function link(url, text) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    return el("span", {}, text ?? url);
  }
  if (!["http:", "https:"].includes(parsed.protocol)) return el("span", {}, text ?? url);
  const shown = text ?? parsed.hostname.replace(/^www\./, "");
  return el("a", { href: parsed.href, rel: "noopener noreferrer", target: "_blank" }, shown);
}

/* Text from a paper or a vocabulary: it may run from right to left. */
function words(tag, attributes, ...children) {
  return el(tag, { dir: "auto", ...attributes }, ...children);
}

/* A concept or paper as a button; `papers`, where given, as a second one with their number. */
function chip(node, papers, title = fullName(node)) {
  const name = el("button", { type: "button", "data-node": node.id, click: () => select({ node: node.id }) },
    glyph(node.group), words("span", { class: "name" }, node.label));
  return el("span", { class: `chip kind-${node.group}` }, name, papers && countButton(title, papers, [node.id]));
}

/* "1 paper", "1,597 links". */
function many(number, one) {
  return `${inThousands(number)} ${number === 1 ? one : `${one}s`}`;
}

/* A number that leads to its papers. `about`: ids of the concepts whose sentences the list quotes. */
function countButton(title, papers, about = [], attributes = {}) {
  return el("button", { type: "button", class: "count", "aria-label": `${title}: ${many(papers.length, "paper")}`, ...attributes,
    click: () => openPapers(title, papers, about) }, String(papers.length));
}

function paperRow(paper, ...below) {
  return el(
    "li", { class: "row" },
    el("button",
      { type: "button", class: paper.untitled ? "title untitled" : "title", "data-node": paper.id,
        click: () => select({ node: paper.id }) },
      words("span", {}, fullName(paper)), el("span", { class: "note" }, String(paper.year ?? UNDATED))),
    below,
  );
}

function section(heading, count, ...children) {
  const content = children.flat(Infinity).filter(Boolean);
  if (!content.length) return null;
  return el("section", {},
    el("h3", {}, heading, count != null && el("span", { class: "note" }, ` ${count}`)), content);
}

function list(items, name = "rows") {
  return items.length ? el("ul", { class: name }, items) : null;
}

/* The first few things as items that `make` makes, and the others, in portions, behind a button. */
function shortList(things, most, make, name = "rows") {
  if (things.length <= most + 1) return list(things.map(make), name);
  const ul = list(things.slice(0, most).map(make), name);
  let shown = most;
  const more = el("button", { type: "button", class: "more", click: () => {
    const next = things.slice(shown, shown + 50).map(make);
    ul.append(...next);
    shown += next.length;
    next[0].querySelector("button, [tabindex]")?.focus();
    if (shown < things.length) more.textContent = label();
    else more.remove();
  } });
  const label = () => `Show ${Math.min(50, things.length - shown)} more of ${things.length}`;
  more.textContent = label();
  return [ul, more];
}

/* A sentence with its quote in bold: the very occurrence that the mention is about. */
function quotation(mention) {
  const { sentence, quote, start } = mention;
  const text = textOf(NODES.get(mention.paper));
  const before = Array.from(text).slice(0, start).join("").length;
  const from = text.lastIndexOf(sentence, before);
  let at = from >= 0 ? before - from : -1;
  if (sentence.slice(at, at + quote.length) !== quote) at = sentence.indexOf(quote);
  const kind = NODES.get(mention.concept)?.group;
  const parts = at < 0 ? [sentence] : [
    sentence.slice(0, at), el("b", { class: `kind-${kind}` }, quote), sentence.slice(at + quote.length),
  ];
  return words("blockquote", {}, parts);
}

/* Who found a mention, how and how surely, and what gave it its role. */
function howFound({ confidence, extractor, reason, cue }) {
  const found = extractor ? `found by ${[extractor, reason].filter(Boolean).join(": ")}` : reason;
  const sure = confidence == null ? null : `${Math.round(confidence * 100)} % sure`;
  const said = [sure, found, cue && `role: ${cue}`].filter(Boolean).join(" · ");
  return said ? words("p", { class: "found-by" }, said) : null;
}

/* "2024-06-17" as people write it; what is no whole date stays as it is. */
function dateWords(issued) {
  if (!/^\d{4}-\d\d-\d\d$/.test(issued ?? "")) return issued ?? "undated";
  const [year, month, day] = issued.split("-").map(Number);
  return `${day} ${MONTH_NAMES[month - 1]} ${year}`;
}

const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
