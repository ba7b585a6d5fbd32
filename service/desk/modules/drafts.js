/** What was typed and not sent yet, kept in this tab so that a reload or a failure loses nothing; and keys that make sending again safe. */

const PREFIX = "onrecord draft ";

/**
 * @typedef {object} Draft
 * @property {any} value what the form holds @property {string} key the idempotency key of this form
 * @property {any} [standing] of a correction: the version that it began from
 */

/** @returns {string} drawn once for each thing to record; at hand where `crypto.randomUUID` is not: on a page without TLS */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} name @returns {Draft | null} */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {Draft} draft */
export function keep(name, draft) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // Full, or forbidden: the form itself still holds everything, until the page is reloaded.
  }
}

/** @param {string} name */
export function drop(name) {
  sessionStorage.removeItem(PREFIX + name);
}
