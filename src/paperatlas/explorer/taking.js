"use strict";
/* Taking away: what is seen as a picture, as data, as a query, as a link. */

const TAKE = document.getElementById("take");
const TAKING = document.getElementById("taking");

/* The page's title as the beginning of a file name: small letters and digits, never a path. */
function fileName(what, ending) {
  const title = document.title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  return `${title || "atlas"}-${what}.${ending}`;
}

function download(content, type, name) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const anchor = el("a", { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  say(`${name} is in your downloads.`);
}

function say(text) {
  document.getElementById("took").textContent = text;
}

/* Each: [what it is called, what it gives, what to do]; null where there is nothing to take. */
function takings() {
  const papers = shownPapers().length;
  const concepts = SHOWN.size - papers;
  const links = NETWORK.edges.filter(edgeShown).length;
  const table = (what, rows) => () => download(csv(rows()), "text/csv;charset=utf-8", fileName(what, "csv"));
  const view = VIEWS[STATE.view];
  return {
    Picture: STATE.view !== "map" ? [] : [
      ["PNG", "the map as it is seen, twice as sharp", async () => download(await picture(), "", fileName("map", "png"))],
      ["SVG", "the map as it is seen, to edit", () => download(vector(), "image/svg+xml", fileName("map", "svg"))],
    ],
    Tables: [
      view.rows && ["CSV", `this ${view.label.toLowerCase()}`, table(STATE.view, view.rows)],
      papers && ["CSV", many(papers, "paper"), table("papers", paperRows)],
      concepts && ["CSV", many(concepts, "concept"), table("concepts", conceptRows)],
      links && ["CSV", `${many(links, "link")} with their sentences`, table("links", linkRows)],
    ],
    Graph: [
      SHOWN.size && ["Turtle", "what is shown, under the atlas's own addresses",
        () => download(turtle(), "text/turtle;charset=utf-8", fileName("view", "ttl"))],
      papers && ["SPARQL", `a query that finds ${papers === 1 ? "this paper" : `these ${many(papers, "paper")}`}`,
        () => download(sparql(), "application/sparql-query;charset=utf-8", fileName("view", "rq"))],
    ],
    Link: [["Copy link", "to this very view, filters and all", copyLink]],
  };
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied.");
  } catch {
    const field = el("input", { type: "text", readonly: true, value: location.href, "aria-label": "Link to this view" });
    document.getElementById("took").replaceChildren("Copy it from here: ", field);
    field.select();
  }
}

function openTaking(open) {
  TAKING.hidden = !open;
  TAKE.setAttribute("aria-expanded", String(open));
  if (!open) return;
  say("");
  TAKING.querySelector("#takings").replaceChildren(...Object.entries(takings()).flatMap(([heading, items]) => {
    const there = items.filter(Boolean);
    return there.length ? [el("h2", {}, heading), list(there.map(([name, told, take]) => el("li", {},
      el("button", { type: "button", click: take }, el("b", {}, name), el("span", { class: "note" }, told)))), "takings")] : [];
  }));
  TAKING.querySelector("button").focus();
}

TAKE.addEventListener("click", () => openTaking(TAKING.hidden));
TAKING.addEventListener("keydown", (event) => {
  const stops = [...TAKING.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) stops.at((stops.indexOf(event.target) + step) % stops.length)?.focus();
  else if (event.key === "Escape") {
    openTaking(false);
    TAKE.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
document.addEventListener("pointerdown", (event) => {
  if (!TAKING.hidden && !TAKING.contains(event.target) && event.target !== TAKE) openTaking(false);
});
onChange((changed) => (changed.has("filters") || changed.has("view")) && openTaking(false));
