/** What events may have moved: which pairs have to be asked for anew, and whether the names of things have. */

/**
 * @typedef {object} Arrival
 * @property {string[]} actors @property {string[]} issues whose pairs may have moved
 * @property {boolean} isWide whether any pair may have
 * @property {boolean} touchesRegistry whether actors, issues or instruments may be others
 */

/** These move no position, in whatever version. */
const NEVER_COUNTED = ["MOVE", "ASSESSMENT", "SCHEDULE", "CODING", "INSTRUMENT"];
const NAMES = ["REFERENCE", "INSTRUMENT"];

/** @returns {Arrival} */
export const nothing = () => ({ actors: [], issues: [], isWide: false, touchesRegistry: false });

/** @param {Arrival} one @param {Arrival} other @returns {Arrival} */
export const together = (one, other) => ({
  actors: [...new Set([...one.actors, ...other.actors])],
  issues: [...new Set([...one.issues, ...other.issues])],
  isWide: one.isWide || other.isWide,
  touchesRegistry: one.touchesRegistry || other.touchesRegistry,
});

/**
 * What one event may have moved: a first statement its own pairs, a withdrawal, a merge or a new version anything.
 * @param {any} event as `EVENT` of recent.js asks for it
 * @returns {Arrival}
 */
export function ofEvent(event) {
  const { kind, version } = event;
  const touchesRegistry = [kind, event.retracts?.kind].some((one) => NAMES.includes(one)) || kind === "ERASURE";
  if (kind === "STATEMENT" && version === 1) return { ...ofStatement(event), isWide: false, touchesRegistry };
  return { ...nothing(), isWide: isWide(event), touchesRegistry };
}

/** @param {any[]} changes rows of `positionChanges` @returns {Arrival} */
export const ofChanges = (changes) => ({
  ...nothing(),
  actors: changes.map((one) => one.actor.id),
  issues: changes.map((one) => one.issue.id),
});

/** @param {any} statement */
function ofStatement({ capacities, stances }) {
  const actors = capacities.flatMap((/** @type {any} */ one) => (one.onBehalfOf.length ? one.onBehalfOf : [one.speaker]));
  return { actors: actors.map((/** @type {any} */ one) => one.id), issues: stances.map((/** @type {any} */ one) => one.issue.id) };
}

/** @param {any} event */
function isWide({ kind, version, type }) {
  if (NEVER_COUNTED.includes(kind)) return false;
  if (version > 1) return true;
  return ["RETRACTION", "ERASURE"].includes(kind) || type === "SAME_STATEMENT";
}
