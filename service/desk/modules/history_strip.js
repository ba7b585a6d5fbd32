/** The history of one position as a strip of days: a band for each answer, a glyph where something was said, a line at the day shown. */

import { long, short, toDay, toIso } from "./dates.js";
import { h, svg } from "./elements.js";
import { shape } from "./glyphs.js";
import { differ } from "./steps.js";
import { verb } from "./words.js";

/**
 * @typedef {import("./steps.js").Step} Step
 * @typedef {{first: number, last: number}} Range days
 */

const [WIDTH, HEIGHT, MARGIN, LINE, HALF_GLYPH] = [352, 30, 10, 14, 6];
const LEAST_DAYS = 14;

/**
 * The days that strips cover: from the first answer to the last day there is anything of.
 * @param {import("./desk.js").Desk} desk @param {Step[][]} histories
 * @returns {Range}
 */
export function rangeOf({ record, asOf }, histories) {
  const shown = toDay(asOf);
  const starts = histories.flatMap((steps) => steps.map((step) => step.from));
  const last = Math.max(shown, toDay(record.latest), ...starts) + 1;
  return { first: Math.min(shown, last - LEAST_DAYS, ...starts) - 1, last };
}

/**
 * The strip, with every step as a link to its day: picture for the eye, list for keyboard and ear.
 * @param {import("./desk.js").Desk} desk @param {Step[]} steps @param {import("./words.js").IssueKind} kind
 * @param {Range} [range] @param {string} [name] what the list is called aloud
 */
export function historyStrip(desk, steps, kind, range = rangeOf(desk, [steps]), name = "History of this position") {
  const x = (/** @type {number} */ day) => MARGIN + ((WIDTH - 2 * MARGIN) * (day - range.first)) / (range.last - range.first);
  return h(
    "div",
    { class: "history" },
    h(
      "div",
      { class: "strip" },
      drawing(desk, steps, range, x),
      h(
        "ol",
        { "aria-label": name },
        steps.map((_, n) => item(desk, steps, n, kind, x)),
      ),
    ),
    dayLabels(desk, steps, range, x),
  );
}

/** @param {import("./desk.js").Desk} desk @param {Step[]} steps @param {Range} range @param {(day: number) => number} x */
function drawing({ asOf }, steps, range, x) {
  const shown = toDay(asOf);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  picture.append(svg("line", { x1: MARGIN, x2: WIDTH - MARGIN, y1: LINE, y2: LINE, class: "base" }));
  for (const step of steps) {
    const until = Math.min(step.until, range.last);
    const classes = `band${step.contested ? " contested" : ""}${step.from > shown ? " later" : ""}`;
    picture.append(
      svg("line", { x1: x(step.from), x2: x(until), y1: LINE, y2: LINE, class: classes, "data-s": step.stance, "data-b": step.basis }),
    );
  }
  steps.forEach((step, n) => {
    if (!isSaid(steps, n)) return;
    const mark = shape(step.stance, step.basis, x(step.from) - HALF_GLYPH, LINE - HALF_GLYPH, 0.75);
    mark.classList.toggle("later", step.from > shown);
    picture.append(mark);
  });
  picture.append(svg("line", { x1: x(shown), x2: x(shown), y1: 0, y2: HEIGHT, class: "asof" }));
  return picture;
}

/** Whether words mark the beginning of a step, rather than the calendar alone. @param {Step[]} steps @param {number} n */
const isSaid = (steps, n) => steps[n].lastStated === steps[n].from || differ(steps[n - 1] ?? null, steps[n]);

/**
 * @param {import("./desk.js").Desk} desk @param {Step[]} steps @param {number} n @param {import("./words.js").IssueKind} kind
 * @param {(day: number) => number} x
 */
function item(desk, steps, n, kind, x) {
  const step = steps[n];
  const asof = toIso(step.from);
  const sentence = spoken(steps, n, kind);
  const link = dayLink(desk, asof, { "aria-label": sentence, title: sentence, "aria-current": asof === desk.asOf ? "date" : null });
  link.style.setProperty("--x", String((100 * x(step.from)) / WIDTH));
  return h("li", {}, link);
}

/**
 * A link to a day; like the slider, it leaves the reader where they are and is no step to go back to.
 * @param {import("./desk.js").Desk} desk @param {string} asof @param {import("./elements.js").Attributes} attributes @param {string} [text]
 */
export function dayLink(desk, asof, attributes, text = "") {
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.go({ asof });
  };
  return h("a", { ...attributes, href: desk.href({ asof }), onclick }, text);
}

/** @param {Step[]} steps @param {number} n @param {import("./words.js").IssueKind} kind */
function spoken(steps, n, kind) {
  const step = steps[n];
  const parts = [`${long(toIso(step.from))}: ${verb(step.stance, kind)}`, step.basis === "IMPLIED" ? "implied" : "in the words"];
  if (n && !differ(steps[n - 1], step) && steps[n - 1].until === step.from) parts.push(step.lastStated === step.from ? "stated again" : "");
  if (step.conditions) parts.push(`if ${step.conditions}`);
  if (step.contested) parts.push("contested");
  const next = steps[n + 1];
  if (step.until !== Infinity && next?.from !== step.until) parts.push(`until ${long(toIso(step.until - 1))}`);
  return parts.filter(Boolean).join(", ");
}

/**
 * First and last day, the day shown, and when it began, where they do not run into each other.
 * @param {import("./desk.js").Desk} desk @param {Step[]} steps @param {Range} range @param {(day: number) => number} x
 */
function dayLabels({ asOf }, steps, range, x) {
  const apart = WIDTH / 6;
  /** @type {number[]} */
  const taken = [];
  const wanted = [toDay(asOf), ...steps.map((step) => step.from), range.first + 1, range.last - 1];
  const days = wanted.filter((day) => {
    const isFree = taken.every((other) => Math.abs(x(other) - x(day)) >= apart);
    if (isFree) taken.push(day);
    return isFree;
  });
  return h(
    "p",
    { class: "days", "aria-hidden": "true" },
    days.map((day) => placed(h("span", { class: day === toDay(asOf) ? "shown" : null }, short(toIso(day))), x(day))),
  );
}

/** @param {HTMLElement} label @param {number} x */
function placed(label, x) {
  label.style.setProperty("--x", String(Math.max(6, Math.min(94, (100 * x) / WIDTH))));
  return label;
}
