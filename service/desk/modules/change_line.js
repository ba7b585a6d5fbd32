/** One changed position in a line, as a link to its card: before, after, whose and on what. */

import { h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { staying } from "./links.js";
import { word } from "./words.js";

/** @typedef {{stance: string, basis: string, conditions?: {text: string}[]}} Side */

/**
 * @param {import("./desk.js").Desk} desk
 * @param {{actor: {id: string}, issue: {id: string}, on: string, kind: string, before: Side | null, after: Side | null}} change
 * @param {{saysRecord?: boolean}} [how] whether a change of the record alone is labelled
 */
export function changeLine(desk, { actor, issue, kind, before, after }, { saysRecord = false } = {}) {
  const of = desk.registry.issue.get(issue.id);
  return staying(
    desk,
    { card: `${actor.id}~${issue.id}` },
    { class: "effect", title: of?.proposition },
    before ? glyph(before.stance, before.basis, "small") : h("span", { class: "none" }, "new"),
    " → ",
    after ? glyph(after.stance, after.basis, "small") : h("span", { class: "none" }, "none"),
    ` ${desk.registry.nameOf(actor.id)}, ${of?.label ?? issue.id}`,
    h("span", { class: "vh" }, `: ${sideInWords(before, of?.kind)}, then ${sideInWords(after, of?.kind)}`),
    saysRecord && kind === "RECORD_CHANGED" && h("em", { class: "tag", title: "What is on record changed, not the world." }, "record"),
  );
}

/** @param {Side | null} side @param {import("./words.js").IssueKind} [kind] @returns {string} opposes, implied */
export function sideInWords(side, kind) {
  if (!side) return "nothing on record";
  const conditions = side.conditions?.map((one) => one.text).join("; ");
  const stance = word(/** @type {import("./words.js").Stance} */ (side.stance), kind);
  return [conditions ? `${stance} ${conditions}` : stance, side.basis === "IMPLIED" && "implied"].filter(Boolean).join(", ");
}
