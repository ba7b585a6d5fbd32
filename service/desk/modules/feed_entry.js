/** One event of the feed: when it was recorded, what it is, whose it is, what it says, and what it changed. */

import { changeLine } from "./change_line.js";
import { medium, moment, short, today } from "./dates.js";
import { h } from "./elements.js";
import { actOf, eventHref, whoOf } from "./event_line.js";
import { said } from "./periods.js";
import { counted, plainName, spoken } from "./words.js";

const EFFECTS_SHOWN = 4;

/** @type {Record<string, (event: any) => any>} what stands in the first line, by type */
const LEADS = {
  Statement: (event) => [h("b", {}, whoOf(event)), ` ${actOf(event.act)}`],
  Move: (event) => h("b", {}, whoOf(event)),
  Assessment: (event) => [h("b", {}, whoOf(event)), " judges"],
  Schedule: (event) => [h("b", {}, whoOf(event) || "Schedule"), ` says: ${spoken(event.state)}`],
  InstrumentTabled: (event) => h("b", {}, event.instrument.title),
  ReferenceChange: (event) => h("b", {}, event.subject),
  Retraction: ({ retracts }) => ["Withdrawn: ", h("b", {}, whoOf(retracts) || retracts.subject || spoken(retracts.kind))],
  Relation: ({ from, to, type }) => [h("b", {}, whoOf(from)), ` ${LINKS[type] ?? spoken(type)} `, h("b", {}, whoOf(to))],
  Coding: (event) => [h("b", {}, event.codedBy), ` codes ${plainName(event.of.speaker.name)}’s words`],
  Erasure: ({ erases }) => ["Erased: the content of ", h("b", {}, `a ${spoken(erases.kind)}`)],
};
/** @type {Record<string, string>} what a link says, where its name is no verb */
const LINKS = { SAME_STATEMENT: "said the same as", NOT_SAME_STATEMENT: "did not say the same as", IN_TENSION: "is in tension with" };
/** @type {Record<string, string>} what an event is called where its kind does not say it to a newsroom */
const KINDS = { REFERENCE: "register", RELATION: "link" };

/** @param {import("./desk.js").Desk} desk @param {import("./recent.js").Entry} given @param {any[]} effects rows of `positionChanges` */
export function entry(desk, { offset, event, isFresh }, effects) {
  return h(
    "li",
    { class: isFresh ? "entry fresh" : "entry", "data-offset": offset },
    h(
      "p",
      { class: "meta" },
      h("time", { datetime: event.recordedAt, title: `${moment(event.recordedAt)}, log offset ${offset}` }, recordedOn(event.recordedAt)),
      h("span", {}, kindOf(event)),
      isFresh && h("span", { class: "new" }, "new"),
    ),
    h("p", {}, LEADS[event.__typename]?.(event), dateOf(event)),
    words(desk, event),
    reason(event),
    effectsOf(desk, effects),
  );
}

/** @param {any} event */
function kindOf({ kind, version, corrects }) {
  const words = KINDS[kind] ?? spoken(kind);
  if (corrects) return `correction of a ${words}`;
  return version > 1 && kind !== "RETRACTION" ? `${words}, version ${version}` : words;
}

/** @param {any} event */
function dateOf({ occurred }) {
  return occurred && h("span", { class: "dim" }, ` ${said(occurred)}`);
}

/** The words spoken, or failing that what happened in the desk's. @param {import("./desk.js").Desk} desk @param {any} event */
function words(desk, event) {
  const told = event.retracts ?? event.of ?? event.from ?? event;
  const gist = event.quote ?? told.summary ?? told.what;
  if (!gist) return null;
  const href = eventHref(desk, told.id);
  return h("p", { class: "gist" }, h("a", { href }, event.quote ? h("q", {}, gist) : gist));
}

/** @param {any} event */
function reason({ reason, recordedBy, assertedBy }) {
  const after = assertedBy ? `, after ${plainName(assertedBy.name)}` : "";
  return reason && h("p", { class: "reason" }, h("b", {}, recordedBy), `${after}: ${reason}`);
}

/** @param {import("./desk.js").Desk} desk @param {any[]} effects */
function effectsOf(desk, effects) {
  if (!effects.length) return null;
  const lines = effects.map((one) => h("li", {}, changeLine(desk, one, { saysRecord: true })));
  const rest = lines.splice(EFFECTS_SHOWN);
  return [
    h("ul", { class: "effects", "aria-label": "What it changed" }, lines),
    rest.length > 0 && h("details", { class: "effects" }, h("summary", {}, `and ${counted(rest.length, "more position")}`), h("ul", {}, rest)),
  ];
}

/** The time of a day that is today, else the day. @param {string} recordedAt */
function recordedOn(recordedAt) {
  const day = recordedAt.slice(0, 10);
  if (day === today()) return recordedAt.slice(11, 16);
  return day.slice(0, 4) === today().slice(0, 4) ? short(day) : medium(day);
}
