/** Where an exported thing comes from: the day, the clock, the state of the record and the rule, so that it can be asked again. */

import { ask } from "./api.js";
import { withWeekday } from "./dates.js";
import { reachedOffset } from "./live.js";

/**
 * @typedef {object} Provenance
 * @property {string} asOf @property {string} since the day compared with
 * @property {string} clock
 * @property {string} knownAtOffset the log offset up to which the record was known
 * @property {string} log its id: an offset is comparable within one log only
 * @property {string} rule by which positions are derived
 */

export const RULE = "latest-authoritative@1";
/** A day after every other, so that there is a position to tell the offset wherever there ever was one. */
const EVER = "9999-12-31";
const OFFSET = `query OffsetKnown($knownAt: DateTime, $asOf: Date, $clock: Clock) {
  positions(first: 1, asOf: $asOf, knownAt: $knownAt, clock: $clock) { edges { node { knownAtOffset } } }
}`;

/**
 * The log offset of the state of the record that is shown.
 * @param {import("./desk.js").Desk} desk @returns {Promise<string>} 0 where nothing was on record that anybody stood on
 */
export async function knownOffset({ moment, registry, signal }) {
  if (moment.knownAtOffset) return moment.knownAtOffset;
  if (!moment.knownAt) return reachedOffset() || registry.log.projectedTo;
  const { positions } = await ask(OFFSET, { knownAt: moment.knownAt, clock: moment.clock, asOf: EVER }, signal);
  return positions.edges[0]?.node.knownAtOffset ?? "0";
}

/** @param {import("./desk.js").Desk} desk @returns {Promise<Provenance>} */
export async function provenance(desk) {
  const { asOf, since, moment, registry } = desk;
  return { asOf, since, clock: moment.clock, knownAtOffset: await knownOffset(desk), log: registry.log.id, rule: RULE };
}

/**
 * The desk at exactly that state of the record, whatever arrives meanwhile.
 * @param {import("./desk.js").Desk} desk @param {Provenance} from
 * @returns {import("./desk.js").Desk}
 */
export function pinned(desk, { asOf, clock, knownAtOffset }) {
  return Object.create(desk, { moment: { value: { asOf, clock, knownAtOffset } } });
}

/**
 * The sentence on top of the page, in words alone.
 * @param {string} heading @param {Provenance} from
 */
export function sentence(heading, { asOf, since, clock, knownAtOffset }) {
  const counting = clock === "PUBLIC" ? "was public" : "had happened";
  const when = `at the end of ${withWeekday(asOf)}, counting what ${counting}`;
  return `${heading} ${when}, as known at log offset ${knownAtOffset}, changes since ${withWeekday(since)}`;
}
