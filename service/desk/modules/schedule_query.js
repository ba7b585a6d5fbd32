/** What the schedules ask: every version said by the day shown, as meetings; a desk's mistake is no change of plans. */

import { all } from "./api.js";
import { PERIOD } from "./periods.js";

/**
 * @typedef {object} Meeting one schedule
 * @property {any} standing the version in force on the day shown; null where it is withdrawn
 * @property {any[]} versions what was said of it, first to last
 * @property {any[]} mistaken versions that a correction took back, or that are withdrawn
 */

const SCHEDULES = `query Schedules($asOf: Date, $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock, $after: String) {
  events(kinds: [SCHEDULE], statuses: [CURRENT, CORRECTED, RETRACTED], occurredTo: $asOf, knownAt: $knownAt, knownAtOffset: $knownAtOffset,
    clock: $clock, first: 500, after: $after) {
    edges { node {
      id recordId version status occurred { ${PERIOD} } supersededBy { reason corrects { id } }
      ... on Schedule { what state where when { ${PERIOD} } participants { id name } saidBy { id name } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** @param {import("./desk.js").Desk} desk @returns {Promise<Meeting[]>} the next first, those without a date last */
export async function loadSchedules(desk) {
  const events = await all(SCHEDULES, desk.moment, (data) => data.events, desk.signal);
  const meetings = [...Map.groupBy(events, (event) => event.recordId).values()].map(meeting);
  const begins = (/** @type {Meeting} */ { standing }) => standing?.when.earliest ?? "9999";
  return meetings.sort((one, other) => begins(one).localeCompare(begins(other)));
}

/** @param {any[]} events the versions of one schedule @returns {Meeting} */
function meeting(events) {
  const inOrder = events.toSorted((one, other) => one.version - other.version);
  const mistaken = inOrder.filter(isMistaken);
  const versions = inOrder.filter((one) => !mistaken.includes(one));
  return { standing: versions.at(-1) ?? null, versions, mistaken };
}

/** A new state supersedes what was so; a correction, what never was. @param {any} event */
const isMistaken = ({ id, status, supersededBy }) =>
  status === "RETRACTED" || (status === "CORRECTED" && supersededBy?.corrects?.id === id);
