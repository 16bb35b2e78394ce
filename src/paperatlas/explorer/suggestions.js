"use strict";
/* Suggestions: what the search finds, in a list that the keyboard walks while the field keeps the focus. */

const QUERY = document.getElementById("query");
const FOUND = document.getElementById("found");
const HIT = document.getElementById("hits");
let CURSOR = -1;
let CHOOSING = null; // what to do with the next choice, where it is not to be selected: {label, then}

function listFound() {
  const results = search(QUERY.value);
  const items = results.map(suggestion);
  const asked = wordsOf(QUERY.value).length > 0;
  if (results[0]?.partly) items.unshift(aside("Nothing has all of these words; this has most."));
  if (!results.length && asked) items.push(aside("Nothing in titles, names or abstracts is like that."));
  FOUND.replaceChildren(...items);
  FOUND.hidden = !items.length;
  QUERY.setAttribute("aria-expanded", String(results.length > 0));
  HIT.textContent = !asked ? "" : results.length === 1 ? "1 result" : `${results.length || "No"} results`;
  CURSOR = results.length ? 0 : -1;
  moveCursor(0);
}

function suggestion(result, i) {
  const { node, words } = result;
  const note = isPaper(node) ? String(node.year ?? UNDATED) : papersNoun(node.papers);
  return el("li",
    { role: "option", id: `found-${i}`, "data-node": node.id, mousedown: (event) => event.preventDefault(),
      click: () => choose(node.id) },
    glyph(node.group),
    el("span", { class: "name" }, el("span", { class: "matched", dir: "auto" }, boldly(fullName(node), words)), because(result),
      !SHOWN.has(node.id) && el("small", { class: "filtered" }, "left out by the filters")),
    el("span", { class: "note" }, el("span", { class: "kind" }, node.group), el("span", {}, note)));
}

function papersNoun(count) {
  return count === 1 ? "1 paper" : `${inThousands(count)} papers`;
}

function aside(words) {
  return el("li", { class: "nothing", role: "presentation" }, words);
}

/* Why it is in the list, where its name does not say it. */
function because({ node, name, words, initials }) {
  if (name == null) {
    return el("small", { dir: "auto" }, el("i", {}, isPaper(node) ? "abstract " : "definition "),
      boldly(snippet(readable(node), words), words));
  }
  const { text, field } = NAMES[name];
  if (initials) return el("small", {}, text === fullName(node) ? el("i", {}, "initials") : [el("i", {}, "initials of "), text]);
  if (text === fullName(node)) return null;
  return el("small", {}, el("i", {}, field === "other name" || field === "short name" ? "also " : `${field} `), boldly(text, words));
}

/* The text with the words that were found in bold. */
function boldly(text, wanted) {
  const parts = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!wanted.has(folded(word))) continue;
    parts.push(text.slice(at, index), el("b", {}, word));
    at = index + word.length;
  }
  return [...parts, text.slice(at)];
}

/* A piece of a text around the first of the words, cut between words. */
function snippet(text, wanted, length = 110) {
  const hit = [...text.matchAll(WORD)].find(({ 0: word }) => wanted.has(folded(word)))?.index ?? 0;
  const from = hit < 40 ? 0 : text.indexOf(" ", hit - 40) + 1;
  const to = text.length - from <= length ? text.length : text.lastIndexOf(" ", from + length);
  return `${from ? "… " : ""}${text.slice(from, to > hit ? to : from + length)}${to < text.length ? " …" : ""}`;
}

function moveCursor(step) {
  const options = FOUND.querySelectorAll("[data-node]");
  if (!options.length) return QUERY.removeAttribute("aria-activedescendant");
  CURSOR = (CURSOR + step + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === CURSOR)));
  const option = options[CURSOR];
  requestAnimationFrame(() => option.scrollIntoView({ block: "nearest" })); // now, the page would be laid out twice
  QUERY.setAttribute("aria-activedescendant", option.id);
}

function closeFound() {
  FOUND.hidden = true;
  FOUND.replaceChildren();
  HIT.textContent = "";
  QUERY.setAttribute("aria-expanded", "false");
  QUERY.removeAttribute("aria-activedescendant");
}

/* Lets the next choice go to `then` instead of being selected. */
function askFor(label, then) {
  CHOOSING = { label, then };
  QUERY.placeholder = label;
  QUERY.focus();
}

function stopAsking() {
  CHOOSING = null;
  QUERY.placeholder = QUERY.dataset.placeholder;
  QUERY.value = "";
  closeFound();
}

function choose(id) {
  const then = CHOOSING?.then;
  stopAsking();
  if (!SHOWN.has(id)) clearFilters();
  if (then) then(id);
  else select({ node: id });
  PANEL.focus({ preventScroll: true });
}

QUERY.dataset.placeholder = QUERY.placeholder;
QUERY.addEventListener("input", listFound);
QUERY.addEventListener("focus", () => QUERY.value && listFound());
QUERY.addEventListener("blur", () => (QUERY.value ? closeFound() : stopAsking()));
QUERY.addEventListener("keydown", (event) => {
  const open = !FOUND.hidden;
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && open) moveCursor(1);
  else if (event.key === "ArrowDown" && QUERY.value) listFound();
  else if (event.key === "ArrowUp" && open) moveCursor(-1);
  else if (event.key === "Enter" && open) FOUND.querySelectorAll("[data-node]")[CURSOR]?.click();
  else if (event.key === "Escape" && QUERY.value) {
    QUERY.value = "";
    closeFound();
  } else if (event.key === "Escape") {
    stopAsking();
    QUERY.blur();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
