/** For when a meeting is, in words: a whole month or year is named as one. */

import { said } from "./periods.js";

/** @param {import("./periods.js").Period} period @returns {string} January 2022; 2022; 10–13 Jan 2022; no date given */
export function periodTitle(period) {
  if (/^\d{4}$/.test(period.edtf)) return period.edtf;
  const [, year, month] = period.edtf.match(/^(\d{4})-(0[1-9]|1[0-2])$/) ?? [];
  if (month)
    return new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
      Date.UTC(Number(year), Number(month) - 1),
    );
  return period.earliest || period.latest ? said(period) : "no date given";
}
