/** What the timeline asks: the events in its filter up to the day shown, newest first, a page at a time. */

import { ask } from "./api.js";
import { toDay, toIso } from "./dates.js";
import { PERIOD } from "./periods.js";

/** How many events a page has. */
export const PAGE = 60;
/** How many are asked for at once. */
export const MOST = 500;
/** Later events are counted up to this. */
const COUNTED = 100;
export const STATUSES = ["CURRENT", "CORRECTED", "RETRACTED", "MERGED"];
const ONLY_MOVES = "MOVE";

export const QUANTITY = `value min max qualifier counts unit projected asOf { ${PERIOD} } estimatedBy { id name } relayedBy { id name }`;

/** The fields of an event that an item shows; needs `$asOf: Date`. */
export const ITEM = `fragment Item on Event {
  __typename id kind status summary background
  supersededBy { id corrects { id } }
  occurred { ${PERIOD} } public { ${PERIOD} }
  quantities { ${QUANTITY} }
  ... on Statement {
    capacities { rank withoutRoleBecause onBehalfOf { id name }
      speaker { id name kind roles(asOf: $asOf) { type principal { name } } } }
    act quote ordinal attributesTo { id name } occasion { id summary }
    stances { issue { id } stance basis }
    responses { response basis provision { article label } instrument { id title } }
  }
  ... on Move { actors { id name } targets { id name } place codings { cameo plover goldstein codedBy } }
  ... on Assessment { author { id name } about { id name } }
  ... on Schedule { when { ${PERIOD} } where state saidBy { id name } }
  ... on InstrumentTabled { instrument { id title tabledBy { id name } addressedTo { id name } } }
}`;

const FILTER = `$actors: [ID!], $issues: [ID!], $issueSubtree: Boolean, $sources: [ID!], $kinds: [EventKind!], $statuses: [EventStatus!],
  $search: String, $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock`;
const FILTERED = `actors: $actors, issues: $issues, issueSubtree: $issueSubtree, sources: $sources, kinds: $kinds, statuses: $statuses,
  search: $search, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock`;

const EVENTS = `query Timeline($asOf: Date, $from: Date, $last: Int, $before: String, ${FILTER}) {
  events(occurredFrom: $from, occurredTo: $asOf, last: $last, before: $before, ${FILTERED}) {
    edges { cursor node { ...Item } } pageInfo { hasPreviousPage }
  }
}
${ITEM}`;
const LATER = `query Later($dayAfter: Date, $counted: Int, ${FILTER}) {
  first: events(occurredFrom: $dayAfter, first: $counted, ${FILTERED}) { edges { node { id } } pageInfo { hasNextPage } }
  latest: events(occurredFrom: $dayAfter, last: 1, ${FILTERED}) { edges { node { occurred { latest } public { latest } } } }
}`;

/**
 * @typedef {object} Events what is shown of them
 * @property {any[]} nodes oldest said first @property {string | null} before the cursor of the oldest; null: there is none older
 */

/** @param {import("./desk.js").Desk} desk @returns {Record<string, any>} the filter and the moment, as the API takes them */
export function filterOf({ state, moment }) {
  const kinds = state.lane === ONLY_MOVES ? [ONLY_MOVES] : state.kinds ? state.kinds.split(".") : null;
  return {
    ...moment,
    actors: state.lane && state.lane !== ONLY_MOVES ? [state.lane] : null,
    issues: state.about ? [state.about] : null,
    issueSubtree: true,
    sources: state.source ? [state.source] : null,
    kinds,
    statuses: state.status ? STATUSES : ["CURRENT"],
    search: state.find || null,
  };
}

/** @param {any} event @param {string} clock @returns {string} the day it counts on, empty where nothing bounds it */
export const dayOf = (event, clock) => ((clock === "PUBLIC" && event.public) || event.occurred)?.latest ?? "";

/**
 * Fetch the newest events, or a page of older ones to put before them.
 * @param {Record<string, any>} filter @param {number} last @param {Events | null} newer @param {AbortSignal} signal
 * @returns {Promise<Events>}
 */
export async function load(filter, last, newer, signal) {
  const { events } = await ask(EVENTS, { ...filter, last, before: newer?.before ?? null }, signal);
  const nodes = [...events.edges.map((/** @type {any} */ edge) => edge.node), ...(newer?.nodes ?? [])];
  const before = events.pageInfo.hasPreviousPage ? events.edges[0].cursor : null;
  return { nodes, before };
}

/**
 * Fetch what was said before the page and became public within its days: the API pages by the day said.
 * @param {Record<string, any>} filter @param {Events} events @param {AbortSignal} signal
 * @returns {Promise<any[]>}
 */
export async function loadLatePublic(filter, events, signal) {
  if (filter.clock !== "PUBLIC" || !events.before) return [];
  const from = events.nodes[0].occurred.latest;
  const late = await ask(EVENTS, { ...filter, from, last: MOST, before: events.before }, signal);
  return late.events.edges.map((/** @type {any} */ edge) => edge.node);
}

/**
 * How many events of the filter come after the day shown, and up to which day.
 * @param {Record<string, any>} filter @param {AbortSignal} signal
 * @returns {Promise<{count: string, day: string} | null>} null for none
 */
export async function loadLater(filter, signal) {
  const dayAfter = toIso(toDay(filter.asOf) + 1);
  const { first, latest } = await ask(LATER, { ...filter, dayAfter, counted: COUNTED }, signal);
  if (!first.edges.length) return null;
  const count = `${first.pageInfo.hasNextPage ? "More than " : ""}${first.edges.length}`;
  return { count, day: dayOf(latest.edges[0].node, filter.clock) };
}

/** @param {Record<string, any>} filter @param {AbortSignal} signal @returns {Promise<any[]>} every event up to the day shown */
export async function loadAll(filter, signal) {
  /** @type {Events | null} */
  let events = null;
  do events = await load(filter, MOST, events, signal);
  while (events.before);
  return events.nodes;
}
