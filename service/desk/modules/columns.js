/** Whose columns the matrix has: those who have a position, everybody, or some that were picked; principals first. */

/** Beyond so many columns the matrix is dense: small cells without ages. */
export const MOST_ROOMY = 12;
const ALL = "all";

/**
 * @param {import("./desk.js").Desk} desk
 * @returns {import("./registry.js").Actor[]}
 */
export function columnsOf({ registry, record, state }) {
  const counts = record.steps.countByActor();
  const rank = (/** @type {import("./registry.js").Actor} */ actor) => (counts.get(actor.id) ?? 0) + (actor.isPrincipal ? 1e6 : 0);
  return [...registry.actors.values()]
    .filter((actor) => isWanted(actor.id, state.actors, counts))
    .sort((one, other) => rank(other) - rank(one) || one.name.localeCompare(other.name));
}

/** @param {string} id @param {string} wanted @param {Map<string, number>} counts */
function isWanted(id, wanted, counts) {
  if (wanted === ALL) return true;
  return wanted ? wanted.split(".").includes(id) : counts.has(id);
}
