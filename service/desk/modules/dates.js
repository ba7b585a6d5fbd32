/** Calendar days: counted from 1 January 1970, written as 2021-12-21, read as people write them. No time zones. */

/** @typedef {string} IsoDate 2021-12-21 */
/** @typedef {number} Day days since 1 January 1970 */

const MILLISECONDS = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** @param {IsoDate} iso @returns {Day} */
export const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00Z`) / MILLISECONDS);

/** @param {Day} day @returns {IsoDate} */
export const toIso = (day) => new Date(day * MILLISECONDS).toISOString().slice(0, 10);

/** @returns {IsoDate} today, in UTC as in the API */
export const today = () => new Date().toISOString().slice(0, 10);

/** Making a formatter takes longer than everything it formats. @param {Intl.DateTimeFormatOptions} options */
const formatter = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const LONG = formatter({ day: "numeric", month: "long", year: "numeric" });
const SHORT = formatter({ day: "numeric", month: "short" });
const MEDIUM = formatter({ day: "numeric", month: "short", year: "numeric" });
const WITH_WEEKDAY = formatter({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const WEEKDAY = formatter({ weekday: "long" });

/** @param {IsoDate} iso @param {Intl.DateTimeFormat} format */
const written = (iso, format) => format.format(toDay(iso) * MILLISECONDS);

/** @param {IsoDate} iso @returns {string} 21 December 2021 */
export const long = (iso) => written(iso, LONG);

/** @param {IsoDate} iso @returns {string} 21 Dec */
export const short = (iso) => written(iso, SHORT);

/** @param {IsoDate} iso @returns {string} 21 Dec 2021 */
export const medium = (iso) => written(iso, MEDIUM);

/** @param {IsoDate} iso @returns {string} Tue 21 Dec 2021 */
export const withWeekday = (iso) => written(iso, WITH_WEEKDAY).replace(",", "");

/** @param {IsoDate} iso @returns {string} Tuesday */
export const weekday = (iso) => written(iso, WEEKDAY);

/** @param {string} moment RFC 3339 @returns {string} 21 Dec 2021, 15:05 UTC */
export const moment = (moment) => `${medium(moment.slice(0, 10))}, ${moment.slice(11, 16)} UTC`;

/**
 * How long ago, to the precision that matters: 3 d, 2 wk, 5 mo.
 * @param {number} days
 */
export function age(days) {
  if (days < 14) return `${days} d`;
  if (days < 60) return `${Math.round(days / 7)} wk`;
  return days < 730 ? `${Math.round(days / 30.44)} mo` : `${Math.round(days / 365.25)} yr`;
}

/**
 * Read a date as people write it; 12/11/2021 is two days in one newsroom, and is not guessed.
 * @param {string} text 21 Dec 2021, Tue 21 Dec, 2021-12-21, today, yesterday
 * @param {number} year the year that is meant where none is given
 * @returns {IsoDate | null} null where it cannot be read
 */
export function parse(text, year) {
  const plain = text.trim().toLowerCase().replace(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/, "");
  if (plain === "today") return today();
  if (plain === "yesterday") return toIso(toDay(today()) - 1);
  const [, day, name, given] = plain.match(/^(\d{1,2})\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$/) ?? [];
  const month = name ? MONTHS.indexOf(name.slice(0, 3)) + 1 : 0;
  const iso = month ? `${given ?? year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}` : plain;
  return isDate(iso) ? iso : null;
}

/** @param {string} text */
export const isDate = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && toIso(toDay(text)) === text;
