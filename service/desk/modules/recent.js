/** What was recorded last, in the order of the log, each event with what it changed when it was recorded. */

import { PERIOD } from "./periods.js";

/** How many events before the moment of loading are read. */
export const PAGE = 20;
const MOST_KEPT = 2_000;

/**
 * @typedef {object} Entry
 * @property {string} offset @property {any} event as it was known then
 * @property {boolean} isFresh came by itself and was not yet followed by others
 */

const EVENT = `
  __typename id kind version logOffset recordedAt recordedBy summary reason
  occurred { ${PERIOD} } public { ${PERIOD} }
  corrects { id }
  ... on Statement {
    act quote speaker { id name } attributesTo { id }
    capacities { speaker { id } onBehalfOf { id name } } stances { stance basis issue { id } }
  }
  ... on Move { actors { id name } }
  ... on Assessment { author { id name } }
  ... on Schedule { what state saidBy { id name } }
  ... on InstrumentTabled { instrument { id title } }
  ... on ReferenceChange { subject }
  ... on Retraction { retracts { id kind summary ... on Statement { speaker { id name } } ... on ReferenceChange { subject } } }
  ... on Relation { type assertedBy { id name } from { ...End } to { ...End } }
  ... on Coding { codedBy of { id summary speaker { id name } } }
  ... on Erasure { erases { id kind } }`;

/** Every event of the log. */
export const EVENTS = `subscription Events($after: LogOffset, $log: ID) {
  events(after: $after, log: $log) { logOffset event { ${EVENT} } }
}
fragment End on Event {
  id kind summary
  ... on Statement { speaker { id name } } ... on Move { actors { id name } } ... on Assessment { author { id name } }
}`;

const SIDE = "{ stance basis conditions { text } }";
/** What each event changed, in the world or only in the record. */
export const CHANGES = `subscription Changes($after: LogOffset, $log: ID, $clock: Clock) {
  positionChanges(after: $after, log: $log, kinds: [WORLD_CHANGED, RECORD_CHANGED], clock: $clock) {
    logOffset changes { on kind actor { id } issue { id } before ${SIDE} after ${SIDE} }
  }
}`;

/** The last events and their effects; taking in the same one again changes nothing. */
export class Recent {
  constructor() {
    /** @type {Map<string, Entry>} by offset, oldest first */
    this.entries = new Map();
    /** @type {Map<string, any[]>} changes by clock and offset */
    this.effects = new Map();
    /** Called whenever there is something else to show. */
    this.changed = () => {};
  }

  /** @param {any} event @param {boolean} [isFresh] */
  take(event, isFresh = false) {
    if (this.entries.has(event.logOffset)) return;
    this.entries.set(event.logOffset, { offset: event.logOffset, event, isFresh });
    trim(this.entries);
    this.changed();
  }

  /** @param {string} clock @param {{logOffset: string, changes: any[]}} delivery */
  takeEffects(clock, { logOffset, changes }) {
    if (!changes.length) return;
    this.effects.set(`${clock} ${logOffset}`, changes);
    trim(this.effects);
    this.changed();
  }

  /** @returns {Entry[]} newest first, whatever came in between */
  latest() {
    return [...this.entries.values()].sort((one, other) => (BigInt(one.offset) < BigInt(other.offset) ? 1 : -1));
  }

  /** @param {string} clock @param {string} offset @returns {any[]} what the event at an offset changed under a clock */
  effectsOf(clock, offset) {
    return this.effects.get(`${clock} ${offset}`) ?? [];
  }

  /** What came before is not fresh any more. */
  settle() {
    for (const entry of this.entries.values()) entry.isFresh = false;
  }

  /** Forget everything. */
  clear() {
    this.entries.clear();
    this.effects.clear();
    this.changed();
  }
}

/** @param {Map<string, any>} kept */
function trim(kept) {
  for (const key of kept.keys()) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(key);
  }
}

/**
 * Read a stretch of the log, no further than its end.
 * @param {import("./connection.js").Connection} connection @param {Recent} recent what is filled
 * @param {{after: bigint, upTo: bigint, clock: string}} stretch
 * @returns {() => void} stops reading
 */
export function readStretch(connection, recent, { after, upTo, clock }) {
  /** @param {string} query @param {Record<string, any>} variables @param {(told: any) => void} take */
  const read = (query, variables, take) => {
    const stop = connection.follow({ query, variables, after: String(after), take: (told) => {
      const offset = BigInt(told.logOffset);
      if (offset <= upTo) take(told);
      if (offset >= upTo) stop();
    } });
    return stop;
  };
  const stops = [
    read(EVENTS, {}, ({ event }) => event && recent.take(event)),
    read(CHANGES, { clock }, (told) => recent.takeEffects(clock, told)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** What the page was told, up to now. */
export const recent = new Recent();
