"use strict";
/* Timeline: when concepts came, and whether they rise or fall.

   The dated papers shown are parted into an earlier and a later half of equal size, so that the two
   counts of a concept compare as they stand; it rises by (later − earlier) / √(later + earlier), the
   difference in standard deviations were both halves alike. */

const ORDERS = {
  rising: ["Rising", (a, b) => b.trend - a.trend],
  falling: ["Falling", (a, b) => a.trend - b.trend],
  newest: ["Newest", (a, b) => (b.since > a.since ? 1 : b.since < a.since ? -1 : 0)],
  first: ["First seen", (a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)],
  papers: ["Most papers", () => 0],
};
const FIRST_LINES = 30;

/* "rising", or "rising.90" for as many lines. */
function timelineLook() {
  const [order, lines] = STATE.look.split(".");
  return { order: Object.hasOwn(ORDERS, order) ? order : "rising", lines: Math.max(FIRST_LINES, Math.min(Number(lines) || 0, 5000)) };
}

/* Every concept shown that a dated paper names: {concept, papers (oldest first), since, early, late, trend}. */
function courses(order) {
  const dated = shownPapers().filter((paper) => paper.year != null).sort(byDate);
  const middle = dateOf(dated[Math.floor(dated.length / 2)] ?? { id: "" });
  const named = new Map();
  for (const paper of dated) {
    for (const edge of TIES.get(paper.id).filter(edgeShown)) {
      const concept = NODES.get(edge.to);
      if (!isOwn(edge, concept)) continue;
      if (!named.has(concept)) named.set(concept, []);
      named.get(concept).push(paper);
    }
  }
  const found = [...named].map(([concept, papers]) => {
    const early = papers.filter((paper) => dateOf(paper) < middle);
    const late = papers.filter((paper) => dateOf(paper) >= middle);
    const trend = (late.length - early.length) / Math.sqrt(papers.length);
    return { concept, papers, since: dateOf(papers[0]), early, late, trend };
  });
  found.sort((a, b) => ORDERS[order][1](a, b) || b.papers.length - a.papers.length || byPapers(a.concept, b.concept));
  const wanted = { rising: ({ trend }) => trend > 0, falling: ({ trend }) => trend < 0 }[order] ?? (() => true);
  return { middle, found: found.filter(wanted), dated };
}

function drawTimeline(container) {
  const { order, lines } = timelineLook();
  const { middle, found, dated } = courses(order);
  const choices = Object.entries(ORDERS).map(([name, [label]]) => [name, label]);
  const told = dated.length ? `Half of the ${dated.length} dated papers shown are from before ${dateWords(middle)}: more in the `
    + "later half is rising, fewer is falling. Choose a bar or a number to read its papers." : "Papers by the time they appeared.";
  container.append(viewHead("Timeline", told, choices, order));
  if (!found.length) {
    container.append(whyEmpty(["Paper"], dated.length
      ? `Nothing shown is ${{ rising: "rising", falling: "falling" }[order] ?? "named in a dated paper"}.`
      : "None of the papers shown has a date."));
    return;
  }
  const seen = found.slice(0, lines);
  container.append(scrolled(timelineTable(seen), "Concepts over time"));
  if (found.length > seen.length) {
    container.append(el("button", { type: "button", class: "more", "data-more": "",
      click: () => setLook(`${order}.${lines + 60}`, "[data-more]") }, `Show ${Math.min(60, found.length - lines)} more of ${found.length}`));
  }
}

function timelineTable(seen) {
  const most = Math.max(...seen.flatMap(({ papers }) => byPeriod(papers).map((period) => period.length)));
  const years = yearsOfPeriods();
  const head = el("tr", {},
    el("th", { scope: "col" }, "Concept"), el("th", { scope: "col" }, "First seen"),
    ["Earlier half", "Later half", "All"].map((label) => el("th", { scope: "col", class: "half" }, label)),
    years.map(([year, span]) => el("th", { scope: "colgroup", colspan: span, class: "year" }, year)));
  return asGrid(el("table", { class: "timeline" }, el("thead", {}, head), el("tbody", {}, seen.map((course) => courseRow(course, most)))));
}

/* Its bars are as high as those of the other rows: one scale for all. */
function courseRow({ concept, papers, since, early, late }, most) {
  const name = fullName(concept);
  const about = [concept.id];
  const periods = byPeriod(papers);
  const count = (title, its) => (its.length ? countButton(`${name}, ${title}`, its, about) : el("span", { class: "none" }, "0"));
  const first = papers.filter((paper) => dateOf(paper) === since);
  const starts = new Set(yearsOfPeriods().map(([, span]) => span).reduce((at, span) => [...at, at.at(-1) + span], [0]));
  return el("tr", { class: `kind-${concept.group}` },
    el("th", { scope: "row" }, nameButton(concept)),
    el("td", { class: "since" }, el("button", { type: "button", class: "count", click: () => openPapers(`${name}, first seen`, first, about),
      "aria-label": `${name} first seen ${dateWords(since)}` }, dateWords(since))),
    [["earlier half", early], ["later half", late], ["all dated papers", papers]].map(([title, its]) =>
      el("td", { class: "half" }, count(title, its))),
    periods.map((period, i) => el("td", { class: starts.has(i) ? "slot start" : "slot" }, periodBar(name, i, period, most, about))));
}

function timelineRows() {
  const { found } = courses(timelineLook().order);
  return [["concept", "type", "first seen", ...PERIODS.names, "earlier half", "later half", "papers"],
    ...found.map(({ concept, papers, since, early, late }) => [fullName(concept), concept.group, since,
      ...byPeriod(papers).map((period) => period.length), early.length, late.length, papers.length])];
}

VIEWS.timeline = { label: "Timeline", draw: drawTimeline, rows: timelineRows };
