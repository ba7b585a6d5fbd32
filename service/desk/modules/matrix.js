/** The matrix: issues by actors, on the day shown. It never moves; a step of the slider touches only cells that differ. */

import { toDay, toIso } from "./dates.js";
import { columnsOf, MOST_ROOMY } from "./columns.js";
import { Grid } from "./grid.js";
import { byId } from "./elements.js";
import { matrixPicture } from "./matrix_picture.js";
import { at, differ } from "./steps.js";
import { word } from "./words.js";

export const heading = "Who stands where";
export const hasCards = true;

/** @type {Grid | null} */
let grid = null;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export function show(desk, place) {
  const columns = columnsOf(desk);
  if (!grid || !grid.fits(desk, columns)) grid = new Grid(desk, columns, columns.length > MOST_ROOMY);
  if (!place.contains(grid.frame)) place.replaceChildren(grid.frame);
  grid.update(desk);
  byId("foot").textContent = foot(desk, columns.length);
}

/** @param {import("./desk.js").Desk} desk @param {number} columns */
function foot({ registry, record, asOf }, columns) {
  let [positions, implied] = [0, 0];
  for (const steps of record.steps.pairs.values()) {
    const position = at(steps, toDay(asOf));
    if (!position) continue;
    positions += 1;
    if (position.basis === "IMPLIED") implied += 1;
  }
  const share = positions ? `, ${Math.round((100 * implied) / positions)} % of them implied` : "";
  return `${columns} of ${registry.actors.size} actors, ${registry.issues.length} issues, ${positions} positions${share} · rule latest-authoritative@1`;
}

/** @param {import("./desk.js").Desk} desk @returns {import("./exports.js").Table} */
export function table(desk) {
  const { registry, record, asOf, since } = desk;
  const rows = registry.issues.flatMap((issue) =>
    columnsOf(desk).flatMap((actor) => {
      const steps = record.steps.of(actor.id, issue.id);
      const position = at(steps, toDay(asOf));
      if (!position) return [];
      const changed = differ(at(steps, toDay(since)), position);
      return [[actor.id, actor.name, issue.id, issue.proposition, position.stance, word(position.stance, issue.kind), position.basis, position.conditions,
        position.contested, toIso(position.lastStated), changed]];
    }),
  );
  const columns = ["actor", "actorName", "issue", "proposition", "stance", "says", "basis", "conditions", "contested", "lastStated", "changedSince"];
  return { name: "positions", columns, rows };
}

/** @param {import("./desk.js").Desk} desk */
export const picture = (desk) => matrixPicture(desk, columnsOf(desk), grid?.issuesShown());
