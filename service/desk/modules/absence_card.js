/** The card of an empty cell: why nothing is there, what bears on it without counting, and when a position begins. */

import { long, toDay, toIso } from "./dates.js";
import { h } from "./elements.js";
import { leftOut } from "./evidence.js";
import { dayLink } from "./history_strip.js";
import { historySection, pending } from "./position_card.js";
import { verb } from "./words.js";

/** @typedef {import("./position_card.js").Subject} Subject */

/** The heading: that there is no position, and on what. @param {Subject} subject */
export function sentence({ actor, issue }) {
  return [
    h("span", {}, actor.name, " ", h("strong", {}, "has no position on record"), ": "),
    h("span", { class: "proposition" }, issue.proposition),
  ];
}

/** Everything below the heading. @param {Subject} subject */
export function body(subject) {
  const { desk, actor, issue, data, variables, keep } = subject;
  const { reason, excluded } = data.absence;
  return [
    h("p", { class: "reason" }, why(subject, reason), " ", beginning(subject)),
    pending(desk, excluded, desk.asOf),
    historySection(desk, actor, issue),
    leftOut(desk, excluded, { variables, keep, roles: null }),
  ];
}

/** @param {Subject} subject @param {string} reason */
function why({ desk, actor: { name } }, reason) {
  const [day, publicly] = [long(desk.asOf), desk.moment.clock === "PUBLIC" ? ", as far as was public" : ""];
  /** @type {Record<string, string>} */
  const sentences = {
    NOT_YET: `${name} had not taken a stance on this by ${day}${publicly}; what it said counts only later.`,
    SPOKE_NOT_ON_THIS: `${name} had spoken by ${day}${publicly}, but not on this.`,
    MENTIONED_ONLY: `${name} is mentioned, and had not been heard itself by ${day}${publicly}. What others say of it is not its own position.`,
    NEVER_SPOKE: `Nothing that ${name} said is on record by ${day}${publicly}.`,
  };
  return sentences[reason] ?? reason;
}

/** When a position begins, if it does so later. @param {Subject} subject */
function beginning({ desk, actor, issue }) {
  const next = desk.record.steps.of(actor.id, issue.id).find((step) => step.from > toDay(desk.asOf));
  if (!next) return null;
  const asof = toIso(next.from);
  return ["From ", dayLink(desk, asof, {}, long(asof)), ` it ${verb(next.stance, issue.kind)} it.`];
}
