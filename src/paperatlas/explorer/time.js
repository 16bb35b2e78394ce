"use strict";
/* Time: the steps of the axis: years, or months where the atlas spans fewer than three years. */

const UNDATED = "n. d.";
const DATED = NETWORK.nodes.filter((node) => isPaper(node) && node.year != null);
const YEAR_SPAN = DATED.length ? DATED.reduce(([first, last], { year }) =>
  [Math.min(first, year), Math.max(last, year)], [Infinity, -Infinity]) : [0, -1];

/* The months since the year 0 up to a paper's; NaN where only its year is known. */
function monthOf(paper) {
  return paper.year * 12 + Number(/^\d{4}-(\d{2})/.exec(detailsOf(paper).issued ?? "")?.[1] ?? NaN) - 1;
}

/* By months if all are known, less than three years apart, and not every one the first of its year. */
const MONTHLY = (() => {
  const months = DATED.map(monthOf);
  const [first, last] = [Math.min(...months), Math.max(...months)];
  return last - first < 36 && months.some((month) => month % 12 !== 0);
})();

/* The step that a paper belongs to, as a number; null for the undated. */
function timeOf(paper) {
  if (paper.year == null) return null;
  return MONTHLY ? monthOf(paper) : paper.year;
}

const TIMES = new Map(NETWORK.nodes.filter(isPaper).map((paper) => [paper.id, timeOf(paper)]));
const SPAN = [...TIMES.values()].filter((time) => time != null).reduce(([first, last], time) =>
  [Math.min(first, time), Math.max(last, time)], [Infinity, -Infinity]);
const STEPS = DATED.length ? Array.from({ length: SPAN[1] - SPAN[0] + 1 }, (_, i) => SPAN[0] + i) : [];
const ANY_UNDATED = TIMES.size > DATED.length;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/* A step as the address has it: 2023 or 2023-05. */
function timeText(step) {
  return MONTHLY ? `${Math.floor(step / 12)}-${String((step % 12) + 1).padStart(2, "0")}` : String(step);
}

function timeFrom(text) {
  const [, year, month] = /^(\d{1,4})(?:-(\d{2}))?$/.exec(text) ?? [];
  if (year == null || (MONTHLY && month == null)) return NaN;
  return MONTHLY ? Number(year) * 12 + Number(month) - 1 : Number(year);
}

/* A step as a reader has it: 2023 or May 2023. */
function timeLabel(step) {
  if (step === UNDATED) return "undated";
  return MONTHLY ? `${MONTHS[step % 12]} ${Math.floor(step / 12)}` : String(step);
}

function yearsLabel(years) {
  if (years === UNDATED) return "Undated";
  return years[0] === years[1] ? timeLabel(years[0]) : `${timeLabel(years[0])} – ${timeLabel(years[1])}`;
}

function inYears(paper, years) {
  if (!years) return true;
  const time = TIMES.get(paper.id);
  if (years === UNDATED) return time == null;
  return time != null && time >= years[0] && time <= years[1];
}
