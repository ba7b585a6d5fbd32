/** What a relative date means (rule relative-dates@1): a look ahead for whoever types; what counts is what the service resolves. */

import { toDay, toIso } from "./dates.js";

/** @typedef {{earliest: string | null, latest: string | null}} Bounds ISO days; null where unknown */
/** @typedef {[first: number, last: number]} Span days since 1970 */

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const FIRST_DAY = toDay("0001-01-01");
const weekday = (/** @type {number} */ day) => (((day + 3) % 7) + 7) % 7;
const monday = (/** @type {number} */ day) => day - weekday(day);
const one = (/** @type {number} */ day) => /** @type {Span} */ ([day, day]);

/** @type {Record<string, (day: number, argument: number) => Span>} */
const SPANS = {
  "days-before": (day, days) => one(day - days),
  "weekday-before-this-week": (day, wanted) => one(monday(day) - 7 + wanted),
  "last-weekday": (day, wanted) => one(day - 1 - ((weekday(day) + 6 - wanted) % 7)),
  "week-before": (day) => [monday(day) - 7, monday(day) - 1],
  "month-before": (day) => {
    const [year, month] = yearAndMonth(day);
    return wholeMonth(year, month - 1);
  },
  "within-source-month": (day, wanted) => {
    const [year, month] = yearAndMonth(day);
    const [first, last] = wholeMonth(wanted <= month ? year : year - 1, wanted);
    return [first, Math.min(last, day)];
  },
};

/**
 * The days a relative date means, seen from an anchor.
 * @param {string} relative from the closed list @param {Bounds} anchor @returns {Bounds | null} null: not on the list
 */
export function resolve(relative, anchor) {
  const [, name, argument] = relative.match(/^([a-z-]+)(?:\(([A-Z0-9]+)\))?$/) ?? [];
  const span = SPANS[name];
  if (!span) return null;
  const number = WEEKDAYS.includes(argument) ? WEEKDAYS.indexOf(argument) : Number(argument);
  const end = (/** @type {string | null} */ day, /** @type {0 | 1} */ side) => (day ? written(span(toDay(day), number)[side]) : null);
  return { earliest: end(anchor.earliest, 0), latest: end(anchor.latest, 1) };
}

/** @param {number} day */
const written = (day) => (day < FIRST_DAY ? null : toIso(day));

/** @param {number} day @returns {[number, number]} the month from 1 */
function yearAndMonth(day) {
  const [year, month] = toIso(day).split("-").map(Number);
  return [year, month];
}

/** @param {number} year @param {number} month from 0: that is December of the year before @returns {Span} */
function wholeMonth(year, month) {
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1, 1);
  const next = new Date(0);
  next.setUTCFullYear(year, month, 1);
  return [first.getTime() / 86_400_000, next.getTime() / 86_400_000 - 1];
}
