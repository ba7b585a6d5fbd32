/** Which positions differ between two days, at one known and one clock. */

import { toDay } from "./dates.js";
import { at, differ } from "./steps.js";

/**
 * @typedef {object} Changed
 * @property {string} actor @property {string} issue
 * @property {import("./steps.js").Step | null} before @property {import("./steps.js").Step | null} after
 */

/**
 * Every pair whose answer differs between the day compared with and the day shown, by actor and issue.
 * @param {import("./desk.js").Desk} desk
 * @returns {Changed[]}
 */
export function changedSince(desk) {
  const [now, then] = [toDay(desk.asOf), toDay(desk.since)];
  const changed = [];
  for (const [key, steps] of desk.record.steps.pairs) {
    const [before, after] = [at(steps, then), at(steps, now)];
    if (!differ(before, after)) continue;
    const [actor, issue] = key.split("~");
    changed.push({ actor, issue, before, after });
  }
  return changed;
}
