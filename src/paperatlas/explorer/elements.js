"use strict";
/* Elements: everything that the panel is made of. Text goes in as text, never as HTML. */

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
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

function chip(node, note) {
  return el(
    "button",
    { type: "button", class: `chip kind-${node.group}`, "data-node": node.id,
      click: () => select({ node: node.id }) },
    glyph(node.group), el("span", { class: "name" }, node.label),
    note != null && el("span", { class: "note" }, String(note)),
  );
}

function paperRow(paper, ...below) {
  return el(
    "li", { class: "row" },
    el("button",
      { type: "button", class: paper.untitled ? "title untitled" : "title", "data-node": paper.id,
        click: () => select({ node: paper.id }) },
      el("span", {}, fullName(paper)), el("span", { class: "note" }, String(paper.year ?? UNDATED))),
    below,
  );
}

function section(heading, count, ...children) {
  const content = children.flat().filter(Boolean);
  if (!content.length) return null;
  return el("section", {},
    el("h3", {}, heading, count != null && el("span", { class: "note" }, ` ${count}`)), content);
}

function list(items, name = "rows") {
  return items.length ? el("ul", { class: name }, items) : null;
}

/* The first few items, and the rest behind a button. */
function shortList(items, most, name) {
  if (items.length <= most + 1) return list(items, name);
  const rest = items.slice(most);
  const ul = list(items.slice(0, most), name);
  const more = el("button", { type: "button", class: "more", click: () => {
    ul.append(...rest);
    more.remove();
    rest[0].querySelector("button, [tabindex]")?.focus();
  } }, `Show ${rest.length} more`);
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
  return el("blockquote", {}, parts);
}

function confidence(mention) {
  if (mention.confidence == null) return null;
  const percent = `${Math.round(mention.confidence * 100)} %`;
  const found = [mention.extractor, mention.reason].filter(Boolean).join(": ");
  const why = [found, mention.cue].filter(Boolean).join(" · ");
  return el("span", { class: "confidence" }, percent, why && el("span", {}, ` · ${why}`));
}

/* Papers by year as bars; every year between the first and the last has its place. */
function yearChart(papers, kind) {
  const years = papers.map((paper) => paper.year).filter((year) => year != null);
  if (!years.length) return null;
  const [first, last] = YEAR_SPAN;
  const counts = Array.from({ length: last - first + 1 }, (_, i) =>
    years.filter((year) => year === first + i).length);
  const most = Math.max(...counts);
  const step = counts.length < 8 ? 34 : 20;
  const svg = shape("svg", { class: `chart kind-${kind}`, viewBox: `0 0 ${counts.length * step} 64`, role: "img",
    "aria-label": counts.map((n, i) => `${first + i}: ${n}`).join(", ") });
  counts.forEach((count, i) => {
    const height = count ? Math.max(3, (count / most) * 40) : 1;
    svg.append(shape("rect", { x: i * step + 2, y: 52 - height, width: step - 4, height, rx: 1.5,
      class: count ? "bar" : "empty" }));
    if (count) svg.append(shape("text", { x: (i + 0.5) * step, y: 48 - height }, String(count)));
    if (i === 0 || i === counts.length - 1 || counts.length < 8) {
      svg.append(shape("text", { x: (i + 0.5) * step, y: 63 }, String(first + i)));
    }
  });
  return svg;
}
