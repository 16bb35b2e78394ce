"use strict";
/* Periods: the time that the papers span, parted into months, quarters or years, and bars over it. */

const MOST_PERIODS = 18;

/* A paper's date for comparing: "2024-06-17", "2024" where only the year is known, "" for none. */
function dateOf(paper) {
  return detailsOf(paper).issued ?? (paper.year == null ? "" : String(paper.year));
}

function byDate(a, b) {
  const [one, two] = [dateOf(a), dateOf(b)];
  return one < two ? -1 : one > two ? 1 : a.id < b.id ? -1 : 1;
}

/* The undated last. */
function newest(a, b) {
  return byDate(b, a);
}

/* The months since year 0 in which a paper falls; only its year's first where that is all we know. */
function monthNumber(paper) {
  if (paper.year == null) return null;
  const month = Number(/^\d{4}-(\d\d)/.exec(dateOf(paper))?.[1] ?? 1);
  return paper.year * 12 + month - 1;
}

/* The shortest step, in months, of which `MOST_PERIODS` cover the whole span. */
const PERIODS = (() => {
  const months = NETWORK.nodes.filter((node) => isPaper(node) && node.year != null).map(monthNumber);
  if (!months.length) return { step: 12, first: 0, names: [] };
  const [from, to] = months.reduce(([a, b], month) => [Math.min(a, month), Math.max(b, month)], [Infinity, -Infinity]);
  const step = [1, 3, 12, 24, 60, 120, 600, 6000, 60000].find((months) =>
    Math.floor(to / months) - Math.floor(from / months) < MOST_PERIODS);
  const first = Math.floor(from / step);
  const names = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => {
    const [year, month] = [Math.floor(((first + i) * step) / 12), ((first + i) * step) % 12];
    if (step === 1) return `${MONTH_NAMES[month]} ${year}`;
    if (step === 3) return `${MONTH_NAMES[month]}–${MONTH_NAMES[month + 2]} ${year}`;
    return step === 12 ? String(year) : `${year}–${year + step / 12 - 1}`;
  });
  return { step, first, names };
})();

function periodOf(paper) {
  const month = monthNumber(paper);
  return month == null ? null : Math.floor(month / PERIODS.step) - PERIODS.first;
}

/* The years under the periods, as [name, how many periods]. */
function yearsOfPeriods() {
  const years = new Map();
  PERIODS.names.forEach((name, i) => {
    const year = PERIODS.step < 12 ? Math.floor(((PERIODS.first + i) * PERIODS.step) / 12) : name;
    years.set(year, (years.get(year) ?? 0) + 1);
  });
  return [...years].map(([year, periods]) => [String(year), periods]);
}

/* Papers by period: a list a period, oldest paper first. The undated are in none. */
function byPeriod(papers) {
  const periods = PERIODS.names.map(() => []);
  for (const paper of papers) periods[periodOf(paper)]?.push(paper);
  for (const period of periods) period.sort(byDate);
  return periods;
}

/* A bar that leads to its papers, `most` papers being the highest; null for none. */
function periodBar(name, i, papers, most, about) {
  if (!papers.length) return null;
  const bar = el("span", { class: "bar" });
  bar.style.height = `${Math.max(8, Math.round((papers.length / most) * 100))}%`;
  const button = countButton(`${name}, ${PERIODS.names[i]}`, papers, about, { class: "period" });
  button.title = `${PERIODS.names[i]}: ${papers.length}`;
  button.replaceChildren(el("span", { class: "number" }, String(papers.length)), bar);
  return button;
}

/* The chart of the panel: a bar a period, years below. */
function periodChart(name, papers, kind, about) {
  const periods = byPeriod(papers);
  const most = Math.max(...periods.map((period) => period.length), 0);
  if (!most) return null;
  const chart = el("div", { class: `periods kind-${kind}` },
    periods.map((period, i) => el("div", { class: "slot" }, periodBar(name, i, period, most, about))));
  const years = el("div", { class: "period-years", "aria-hidden": "true" }, yearsOfPeriods().map(([year, span]) => {
    const label = el("span", {}, year);
    label.style.flex = `${span} 1 0`;
    return label;
  }));
  const all = el("div", { class: "chart" }, chart, years);
  all.style.maxWidth = `${periods.length * 44}px`;
  return all;
}
