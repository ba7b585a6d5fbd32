/** One changed position in a comparison: the proposition, before and after in words, and what caused it. */

import { sideInWords } from "./change_line.js";
import { medium, moment } from "./dates.js";
import { h } from "./elements.js";
import { actOf, eventHref, gistOf, whoOf } from "./event_line.js";
import { glyph } from "./glyphs.js";
import { staying } from "./links.js";
import { dated } from "./periods.js";

/** @param {import("./desk.js").Desk} desk @param {any} row of `changes` */
export function changeRow(desk, row) {
  const { actor, issue, before, after, causes, kind, on } = row;
  return h(
    "li",
    { class: "changed" },
    staying(desk, { card: `${actor.id}~${issue.id}` }, { class: "proposition" }, issue.proposition),
    h("p", { class: "turn" }, side(before, issue.kind), h("span", { "aria-label": "then" }, " → "), side(after, issue.kind),
      kind === "WORLD_CHANGED" && h("span", { class: "dim" }, ` since ${medium(on)}`)),
    h("ul", { class: "causes", "aria-label": "Because of" }, causes.map((/** @type {any} */ one) => h("li", {}, cause(desk, one)))),
  );
}

/** @param {import("./change_line.js").Side | null} given @param {import("./words.js").IssueKind} kind */
function side(given, kind) {
  const words = sideInWords(given, kind);
  return given ? h("span", { class: "side" }, glyph(given.stance, given.basis, "small"), ` ${words}`) : h("span", { class: "side dim" }, words);
}

/** @param {import("./desk.js").Desk} desk @param {any} event */
function cause(desk, event) {
  const told = event.retracts ?? event;
  const who = whoOf(told);
  return [
    h("p", {}, told.occurred && dated(told.occurred), " ", who && h("b", {}, who), told.act && ` ${actOf(told.act)}`),
    h("p", {}, h("a", { href: eventHref(desk, told.id) }, told.quote ? h("q", {}, told.quote) : gistOf(told))),
    event.reason && h("p", { class: "reason" }, h("b", {}, `${doneBy(event)}, ${moment(event.recordedAt)}`), `: ${event.reason}`),
  ];
}

/** @param {any} event */
const doneBy = ({ kind, recordedBy }) => (kind === "RETRACTION" ? `Withdrawn by ${recordedBy}` : `Corrected by ${recordedBy}`);
