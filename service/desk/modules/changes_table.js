/** A comparison of two dates as rows, for export. */

/** @param {any} side @param {string} field */
const of = (side, field) => side?.[field] ?? null;
/** @param {any} side */
const conditionsOf = (side) => side?.conditions.map((/** @type {any} */ one) => one.text).join("; ") ?? null;

/** @param {import("./desk.js").Desk} desk @param {any[]} changes @returns {import("./exports.js").Table} */
export function changesTable({ registry }, changes) {
  const columns = ["kind", "on", "actor", "actorName", "issue", "proposition", "stanceBefore", "basisBefore", "conditionsBefore",
    "stanceAfter", "basisAfter", "conditionsAfter", "causes", "reasons"];
  const rows = changes.map(({ kind, on, actor, issue, before, after, causes }) => [
    kind, on, actor.id, registry.nameOf(actor.id), issue.id, issue.proposition,
    of(before, "stance"), of(before, "basis"), conditionsOf(before), of(after, "stance"), of(after, "basis"), conditionsOf(after),
    causes.map((/** @type {any} */ one) => one.id).join(" "),
    causes.flatMap((/** @type {any} */ one) => one.reason ?? []).join("; "),
  ]);
  return { name: "changes", columns, rows };
}
