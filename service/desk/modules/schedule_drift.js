/** How a date drifted: each version a bar over the days it is for, and a dot on the day that was said; one axis for all. */

import { short, toDay, toIso } from "./dates.js";
import { svg } from "./elements.js";

/**
 * @typedef {object} Span of an axis, in days
 * @property {number} from @property {number} to @property {number} shown the day shown @property {number[]} ticks
 */

const HEIGHT = 20;
const AXIS_HEIGHT = 18;
const [LEFT, RIGHT] = [5, 95];
/** Beyond so many days the ticks are months, and beyond so many years. */
const [WEEKS, MONTHS] = [50, 500];

/** @param {any[]} versions @param {string} shown the day shown @returns {Span} that holds all they say */
export function spanOf(versions, shown) {
  const isos = versions.flatMap(({ when, occurred }) => [when.earliest, when.latest, occurred.latest]).filter(Boolean);
  const days = [...isos, shown].map(toDay);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  const margin = Math.max(1, Math.round((most - least) / 40));
  const span = { from: least - margin, to: most + margin, shown: toDay(shown) };
  return { ...span, ticks: ticksOf(span) };
}

/** @param {{from: number, to: number}} span @returns {number[]} Mondays, firsts of months, or New Year's days */
function ticksOf({ from, to }) {
  const days = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  if (to - from <= WEEKS) return thinned(days.filter((day) => (day + 3) % 7 === 0));
  const firsts = days.filter((day) => toIso(day).endsWith("-01"));
  return thinned(to - from <= MONTHS ? firsts : firsts.filter((day) => toIso(day).endsWith("-01-01")));
}

/** @param {number[]} ticks @returns {number[]} no more than have room */
const thinned = (ticks) => ticks.filter((_, n) => n % Math.ceil(ticks.length / 6) === 0);

/** @param {number} day @param {Span} span */
const at = (day, { from, to }) => `${Math.round((LEFT + ((day - from) / (to - from)) * (RIGHT - LEFT)) * 100) / 100}%`;

/** @param {number} day */
const named = (day) => (toIso(day).endsWith("-01-01") ? toIso(day).slice(0, 4) : short(toIso(day)));

/** @param {Span} span */
export const axis = (span) =>
  svg(
    "svg",
    { class: "axis-line", height: AXIS_HEIGHT, width: "100%", "aria-hidden": "true" },
    span.ticks.map((day) => [
      svg("line", { x1: at(day, span), x2: at(day, span), y1: AXIS_HEIGHT - 5, y2: AXIS_HEIGHT, stroke: "currentColor" }),
      svg("text", { x: at(day, span), y: AXIS_HEIGHT - 7, "font-size": 11, fill: "currentColor", "text-anchor": "middle" }, named(day)),
    ]),
    svg("line", { x1: at(span.from, span), x2: at(span.to, span), y1: AXIS_HEIGHT - 0.5, y2: AXIS_HEIGHT - 0.5, stroke: "currentColor" }),
  );

/**
 * One version; the words beside it say the same, so it is hidden from those who hear the page.
 * @param {any} version @param {Span} span @param {{isStanding: boolean}} how
 */
export function drift({ when, occurred }, span, { isStanding }) {
  const middle = HEIGHT / 2;
  const saidOn = occurred.latest && at(toDay(occurred.latest), span);
  return svg(
    "svg",
    { class: "drift-bar", height: HEIGHT, width: "100%", "aria-hidden": "true", "data-from": when.earliest, "data-to": when.latest },
    svg("line", { x1: at(span.shown, span), x2: at(span.shown, span), y1: 0, y2: HEIGHT, stroke: "currentColor", "stroke-opacity": 0.4 }),
    saidOn && svg("circle", { cx: saidOn, cy: middle, r: 3, fill: "currentColor" }),
    bar(when, span, isStanding),
  );
}

/** @param {import("./periods.js").Period} when @param {Span} span @param {boolean} isStanding solid; what is superseded is an outline */
function bar({ earliest, latest }, span, isStanding) {
  if (!earliest && !latest) return null;
  const [from, to] = [earliest ? toDay(earliest) : span.from, latest ? toDay(latest) + 1 : span.to];
  const width = `${((Math.min(to, span.to) - from) / (span.to - span.from)) * (RIGHT - LEFT)}%`;
  const isOpen = !earliest || !latest;
  return svg("rect", {
    x: at(from, span),
    y: HEIGHT / 2 - 4,
    width,
    height: 8,
    fill: isStanding ? "currentColor" : "none",
    stroke: "currentColor",
    "stroke-dasharray": isOpen ? "3 2" : null,
  });
}
