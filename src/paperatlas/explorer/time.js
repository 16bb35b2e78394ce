"use strict";
/* Time: the steps of the axis: years, or months where the atlas spans fewer than three years. */

const UNDATED = "n. d.";
const DATED = NETWORK.nodes.filter((node) => isPaper(node) && node.year != null);
const YEAR_SPAN = DATED.length ? DATED.reduce(([first, last], { year }) =>
  [Math.min(first, year), Math.max(last, year)], [Infinity, -Infinity]) : [0, -1];
const MONTHLY = DATED.length > 0 && YEAR_SPAN[1] - YEAR_SPAN[0] < 2
  && DATED.every((paper) => /^\d{4}-\d{2}/.test(detailsOf(paper).issued ?? ""));

/* The step that a paper belongs to, as a number; null for the undated. */
function timeOf(paper) {
  if (paper.year == null) return null;
  return MONTHLY ? paper.year * 12 + Number(detailsOf(paper).issued.slice(5, 7)) - 1 : paper.year;
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
