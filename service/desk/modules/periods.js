/** How a period is said: a plain day as a day, anything else as what is known of it, with its EDTF text and the source's words. */

import { age, isDate, medium } from "./dates.js";
import { h } from "./elements.js";

/**
 * @typedef {object} Period as the API gives it
 * @property {string} edtf @property {string | null} earliest @property {string | null} latest @property {string} basis
 * @property {string | null} [surface] @property {string | null} [note] @property {{title: string} | null} [anchor]
 */

/** The fields that `said` and `dated` read. */
export const PERIOD = "edtf earliest latest basis surface note anchor { title }";
const BOUNDED = "BOUNDED_BY_SOURCE";

/**
 * @param {Period | null | undefined} period
 * @returns {string} 21 Dec 2021; by 26 Dec 2021; 1–31 Jul 2021; date unknown
 */
export function said(period) {
  if (!period) return "date unknown";
  const { earliest, latest } = period;
  if (earliest && earliest === latest) return medium(earliest);
  if (period.basis === BOUNDED) return bounded(period);
  if (earliest && latest) return between(earliest, latest);
  if (earliest) return `from ${medium(earliest)}`;
  return latest ? `by ${medium(latest)}` : "date unknown";
}

/** @param {string} earliest @param {string} latest @returns {string} 23–26 Dec 2021 */
export function between(earliest, latest) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  return format.formatRange(Date.parse(`${earliest}T00:00Z`), Date.parse(`${latest}T00:00Z`)).replaceAll(/\s*–\s*/g, "–");
}

/** @param {Period} period of which only the last possible day is known, by its source */
function bounded({ earliest, latest }) {
  const by = latest ? `by ${medium(latest)}` : "date unknown";
  return earliest ? `from ${medium(earliest)}, ${by}` : by;
}

/** How long before the day shown. @param {number} days @returns {string} 3 d before; that day */
export const before = (days) => (days ? `${age(days)} before` : "that day");

/** @param {Period | null | undefined} period @returns {string} its EDTF text where that says more than a plain day, else nothing */
export const notation = (period) => (period && period.edtf && !isDate(period.edtf) ? period.edtf : "");

/** A period as a day in a list; what more is known of it stands in its hint. @param {Period | null | undefined} period */
export const day = (period) => h("time", { class: "said-on", datetime: period?.latest ?? null, title: hintOf(period) }, said(period));

/** @param {Period | null | undefined} period */
function hintOf(period) {
  const basis =
    period?.basis === BOUNDED
      ? "Undated: the last day that its source can be of stands in."
      : period?.basis === "INFERRED"
        ? "Inferred."
        : "";
  return [period && notation(period), period?.surface && `“${period.surface}”`, basis, period?.note].filter(Boolean).join(" ") || null;
}

/**
 * A period with all that is known of it: the days, the EDTF text, the source's own words for it.
 * @param {Period | null | undefined} period
 */
export function dated(period) {
  const edtf = notation(period);
  return h(
    "span",
    { class: "period" },
    h("time", { datetime: period?.latest ?? null, title: hintOf(period) }, said(period)),
    edtf && h("small", { class: "edtf", title: "As recorded, in EDTF" }, ` ${edtf}`),
    period?.surface && h("small", {}, ` “${period.surface}”`, period.anchor && h("span", { class: "vh" }, ` in ${period.anchor.title}`)),
  );
}
