/** The versions of a corrected statement, each with its reason and when it was recorded. */

import { ask } from "./api.js";
import { moment } from "./dates.js";
import { h } from "./elements.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** One version of a record, and which one it corrected. */
const VERSION = `query Version($id: ID!, $knownAt: DateTime, $knownAtOffset: LogOffset) {
  event(id: $id, knownAt: $knownAt, knownAtOffset: $knownAtOffset) {
    id version reason recordedAt recordedBy logOffset corrects { id }
  }
}`;

/**
 * The versions of those events that were corrected, the newest of each first.
 * @param {any[]} events @param {Record<string, any>} known @param {AbortSignal} signal
 * @returns {Promise<any[][]>}
 */
export function versionsOf(events, known, signal) {
  return Promise.all(events.filter((event) => event.corrects).map((event) => historyOf(event.id, known, signal)));
}

/** @param {string} id @param {Record<string, any>} known @param {AbortSignal} signal @returns {Promise<any[]>} */
async function historyOf(id, { knownAt, knownAtOffset }, signal) {
  const versions = [];
  for (let next = id; next; next = versions.at(-1)?.corrects?.id) {
    versions.push((await ask(VERSION, { id: next, knownAt, knownAtOffset }, signal)).event);
  }
  return versions;
}

/** @param {Desk} desk @param {any[][]} histories */
export function versions(desk, histories) {
  if (!histories.length) return null;
  const lists = histories.map((history) => h("ol", {}, ...history.map((one) => h("li", {}, version(desk, one)))));
  return h("section", { class: "versions" }, h("h3", {}, "Corrected"), lists);
}

/** @param {Desk} desk @param {any} version */
function version({ href }, { version, reason, recordedAt, recordedBy, logOffset, corrects }) {
  const before = corrects && [" ", h("a", { href: href({ known: `@${BigInt(logOffset) - 1n}` }) }, "As known before")];
  return [h("b", {}, `Version ${version}`), `, ${moment(recordedAt)}, by ${recordedBy}`, reason && `: ${reason}`, before];
}
