/** What the comparison of two dates asks: changes of the world and changes of the record, page by page. */

import { ask, all } from "./api.js";
import { LINE } from "./event_line.js";

/** @typedef {"WORLD_CHANGED" | "RECORD_CHANGED"} Kind */

const SIDE = "{ stance basis contested conditions { text then } }";
const CHANGES = `query Changes(
  $from: Date!, $to: Date!, $knownFrom: DateTime, $knownFromOffset: LogOffset, $knownAt: DateTime, $knownAtOffset: LogOffset,
  $clock: Clock, $kinds: [ChangeKind!], $first: Int, $after: String
) {
  changes(
    from: $from, to: $to, knownFrom: $knownFrom, knownFromOffset: $knownFromOffset, knownAt: $knownAt, knownAtOffset: $knownAtOffset,
    clock: $clock, kinds: $kinds, first: $first, after: $after
  ) {
    edges { node {
      on kind actor { id name } issue { id proposition kind } before ${SIDE} after ${SIDE}
      causes { ...Line version recordedAt recordedBy reason corrects { id } ... on Retraction { retracts { ...Line } } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}
${LINE}`;

/** @param {import("./desk.js").Desk} desk @returns {Record<string, any>} what is compared with what */
export function comparison(desk) {
  const { asOf, ...known } = desk.moment;
  const { knownsince } = desk.state;
  const earlier = knownsince.startsWith("@") ? { knownFromOffset: knownsince.slice(1) } : { knownFrom: knownsince || null };
  return { from: desk.since, to: asOf, ...known, ...earlier };
}

/**
 * A page of the changes of one kind.
 * @param {Record<string, any>} compared by `comparison` @param {Kind} kind @param {string | null} after @param {AbortSignal} [signal]
 * @returns {Promise<{edges: {node: any}[], pageInfo: {hasNextPage: boolean, endCursor: string | null}}>}
 */
export const page = async (compared, kind, after, signal) =>
  (await ask(CHANGES, { ...compared, kinds: [kind], first: 50, after }, signal)).changes;

/** Every change of both kinds, the world's first. @param {Record<string, any>} compared @returns {Promise<any[]>} */
export const allOf = (compared) => all(CHANGES, { ...compared, first: 200 }, (data) => data.changes);
