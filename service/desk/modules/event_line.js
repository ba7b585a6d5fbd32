/** One event in a line: when, who did what, and where to read all of it. */

import { plainName, spoken } from "./words.js";
import { day, PERIOD } from "./periods.js";
import { h } from "./elements.js";

/** The fields of an event that a line shows, whatever its kind. */
export const LINE = `fragment Line on Event {
  __typename id kind logOffset status summary background
  occurred { ${PERIOD} } public { ${PERIOD} }
  ... on Statement { speaker { id name } quote act }
  ... on Move { actors { id name } place }
  ... on Assessment { author { id name } }
  ... on Schedule { what saidBy { id name } }
}`;

/** @param {any} event @returns {string} who spoke, acted or judged; empty where nobody did */
export function whoOf(event) {
  const one = event.speaker ?? event.author ?? event.saidBy;
  return one ? plainName(one.name) : (event.actors ?? []).map((/** @type {any} */ actor) => plainName(actor.name)).join(", ");
}

/** @param {any} event @returns {string} what it says or what happened: in the desk's words or, failing those, in the speaker's */
export function gistOf(event) {
  const own = event.summary ?? event.what;
  if (own) return own;
  return event.quote ? `${whoOf(event)} ${actOf(event.act)}: “${event.quote}”` : spoken(event.kind);
}

/** @param {import("./desk.js").Desk} desk @param {string} id @returns {string} the link to all there is about an event */
export const eventHref = (desk, id) => desk.href({ view: "timeline", id, card: "", lane: "", find: "" });

/** The line itself: its date, then its gist. @param {import("./desk.js").Desk} desk @param {any} event @returns {import("./elements.js").Child[]} */
export const line = (desk, event) => [day(event.occurred), " ", ...gist(desk, event)];

/**
 * What it says as the link to all there is about it.
 * @param {import("./desk.js").Desk} desk @param {any} event @returns {import("./elements.js").Child[]}
 */
export const gist = (desk, event) => [h("a", { href: eventHref(desk, event.id) }, gistOf(event)), ...remark(event)];

/** @param {string} act @returns {string} what was done by saying it, in one verb */
export function actOf(act) {
  const verb = act === "OTHER" ? "says" : `${spoken(act)}s`;
  return ACTS[act] ?? verb;
}

/** @type {Record<string, string>} */
const ACTS = { PROMISE: "promises", DENY: "denies", JUSTIFY: "justifies", ACCUSE: "accuses" };

/** @param {any} event */
function remark({ kind, background, status }) {
  const words = [kind === "ASSESSMENT" && "assessment, never counted", background && "background", status !== "CURRENT" && spoken(status)];
  const said = words.filter(Boolean).join(", ");
  return said ? [" ", h("span", { class: "tag" }, said)] : [];
}
