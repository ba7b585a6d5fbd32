/** What the page of one event asks: all that is on record about it, and the versions of its record. */

import { ask } from "./api.js";
import { LINE } from "./event_line.js";
import { ITEM } from "./timeline_query.js";
import { PERIOD } from "./periods.js";

/** A record with more versions than this shows the first and the last of them. */
const VERSIONS = 50;

const EVENT = `query OpenEvent($id: ID!, $asOf: Date, $knownAt: DateTime, $knownAtOffset: LogOffset) {
  event(id: $id, knownAt: $knownAt, knownAtOffset: $knownAtOffset) {
    ...Item
    recordId version logOffset recordedAt recordedBy reason
    issues { id }
    corrects { id }
    appearances {
      quote language rendering spanStart spanEnd reportedBy { id name }
      source { id title byline publisher retracted published { ${PERIOD} } }
    }
    relations { id type reason recordedBy assertedBy { id name } from { ...Line } to { ...Line } }
    ... on Statement {
      addressees { id name } about { id name }
      stances { impliedBy liftsConditions codedBy conditions { text then } }
    }
    ... on Schedule { participants { id name } }
    ... on Retraction { retracts { ...Line } }
    ... on Relation { type assertedBy { id name } from { ...Line } to { ...Line } }
    ... on Coding { of { ...Line } codedBy adopted stances { issue { id } stance basis impliedBy liftsConditions codedBy conditions { text then } } }
    ... on ReferenceChange { subject }
  }
}
${ITEM} ${LINE}`;
const VERSION = `query Version($id: ID!, $knownAt: DateTime, $knownAtOffset: LogOffset) {
  event(id: $id, knownAt: $knownAt, knownAtOffset: $knownAtOffset) {
    id version status recordedAt recordedBy logOffset reason summary corrects { id } supersededBy { id }
  }
}`;

/**
 * @param {string} id @param {Record<string, any>} moment @param {AbortSignal} signal
 * @returns {Promise<any>} the event with its `versions`, oldest first; null where nothing is on record under the id
 */
export async function loadEvent(id, moment, signal) {
  const { event } = await ask(EVENT, { id, ...moment }, signal);
  return event && { ...event, versions: await versionsOf(event, moment, signal) };
}

/**
 * The versions that can be reached: what took whose place from the first on, and what the event itself corrects.
 * @param {any} event @param {Record<string, any>} moment @param {AbortSignal} signal
 */
async function versionsOf(event, moment, signal) {
  const found = new Map();
  const next = [event.recordId, event.corrects?.id, event.id];
  while (next.length && found.size < VERSIONS) {
    const id = next.shift();
    if (!id || found.has(id) || !isEventId(id)) continue;
    const { event: version } = await ask(VERSION, { id, ...moment }, signal);
    if (!version) continue;
    found.set(version.id, version);
    next.push(version.supersededBy?.id, version.corrects?.id);
  }
  return [...found.values()].sort((one, other) => one.version - other.version);
}

/** Whether an id is an event's: that of an actor, issue, source or instrument is a slug. @param {string} id */
const isEventId = (id) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(id);
