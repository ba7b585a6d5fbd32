/** The schedules: meetings to come, as last said by the day shown, and how their dates drifted from one version to the next. */

import { actorLink, actorLinks } from "./links.js";
import { axis, drift, spanOf } from "./schedule_drift.js";
import { eventHref } from "./event_line.js";
import { h } from "./elements.js";
import { loadSchedules } from "./schedule_query.js";
import { medium } from "./dates.js";
import { periodTitle } from "./schedule_words.js";
import { said } from "./periods.js";
import { schedulesPicture } from "./schedules_picture.js";
import { counted, spoken } from "./words.js";

export const heading = "What is to come";
export const hasCards = false;

/** @typedef {import("./schedule_query.js").Meeting} Meeting */

/** @type {{key: string, meetings: Meeting[]}} */
let shown = { key: "", meetings: [] };

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const key = JSON.stringify([desk.moment, desk.record.revision]);
  if (shown.key === key && place.hasChildNodes()) return;
  if (place.hasChildNodes()) await desk.settled();
  const meetings = await loadSchedules(desk);
  shown = { key, meetings };
  const toCome = meetings.filter((one) => isToCome(one, desk.asOf));
  const over = meetings.filter((one) => !toCome.includes(one));
  place.replaceChildren(
    h(
      "div",
      { class: "schedules" },
      h("p", { class: "preface" }, lead(desk, toCome)),
      toCome.map((one) => entry(desk, one)),
      over.length > 0 &&
        h(
          "section",
          { class: "over" },
          h("h2", {}, "Over, or called off"),
          over.map((one) => entry(desk, one)),
        ),
    ),
  );
}

/** @param {Meeting} meeting @param {string} day */
function isToCome({ standing }, day) {
  if (!standing || ["HELD", "CANCELLED", "SUPERSEDED"].includes(standing.state)) return false;
  return !standing.when.latest || standing.when.latest >= day;
}

/** @param {import("./desk.js").Desk} desk @param {Meeting[]} toCome */
function lead(desk, toCome) {
  if (!toCome.length) return `Nothing to come is on record by ${medium(desk.asOf)}.`;
  return [
    h("b", {}, `${counted(toCome.length, "meeting")} to come, as said by ${medium(desk.asOf)}.`),
    " A bar is the time a meeting is for, a dot the day on which that was said; the upright line is the day shown.",
  ];
}

/** @param {import("./desk.js").Desk} desk @param {Meeting} meeting */
function entry(desk, { standing, versions, mistaken }) {
  const latest = standing ?? versions.at(-1) ?? mistaken[0];
  const isPassed =
    standing && standing.when.latest && standing.when.latest < desk.asOf && !["HELD", "CANCELLED", "SUPERSEDED"].includes(standing.state);
  return h(
    "article",
    { class: standing ? "meeting" : "meeting gone" },
    h("h3", {}, latest.what),
    h(
      "p",
      {},
      h("b", { class: "state" }, standing ? spoken(standing.state) : "withdrawn"),
      ", ",
      h("span", {}, periodTitle(latest.when)),
      latest.where && `, ${latest.where}`,
      ". With ",
      actorLinks(desk, latest.participants),
      ".",
    ),
    isPassed && h("p", { class: "minor" }, "The time has passed, and nothing on record says whether it was held."),
    versions.length > 0 && driftTable(desk, versions, standing),
    mistaken.map((one) =>
      h(
        "p",
        { class: "minor" },
        h("a", { href: eventHref(desk, one.id) }, `Version ${one.version}`),
        one.status === "RETRACTED" ? " is withdrawn." : ` was a mistake of the desk, no change of plans: ${one.supersededBy.reason}`,
      ),
    ),
  );
}

/**
 * Each version a line: who said so and when, the bar, what was said.
 * @param {import("./desk.js").Desk} desk @param {any[]} versions @param {any} standing
 */
function driftTable(desk, versions, standing) {
  const span = spanOf(versions, desk.asOf);
  return h(
    "table",
    { class: "drift" },
    h("caption", { class: "vh" }, "What was said of it, first to last"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Who said so"),
        h("th", { scope: "col", class: "axis" }, h("span", { class: "vh" }, "As a picture"), axis(span)),
        h("th", { scope: "col" }, "For when"),
      ),
    ),
    h(
      "tbody",
      {},
      versions.map((one) =>
        h(
          "tr",
          { class: one === standing ? "standing" : null },
          h("th", { scope: "row" }, actorLink(desk, one.saidBy), ", ", h("a", { href: eventHref(desk, one.id) }, said(one.occurred))),
          h("td", { class: "drawn" }, drift(one, span, { isStanding: one === standing })),
          h("td", {}, periodTitle(one.when), h("small", {}, [spoken(one.state), one.where].filter(Boolean).join(", "))),
        ),
      ),
    ),
  );
}

/** Every version said by the day shown. @param {import("./desk.js").Desk} desk @returns {Promise<import("./exports.js").Table>} */
export async function table(desk) {
  const meetings = await loadSchedules(desk);
  const columns = [
    "schedule",
    "version",
    "status",
    "inForce",
    "what",
    "participants",
    "when",
    "from",
    "to",
    "where",
    "state",
    "saidBy",
    "said",
    "event",
  ];
  const rows = meetings.flatMap(({ standing, versions, mistaken }) =>
    [...versions, ...mistaken].map((one) => [
      one.recordId,
      one.version,
      one.status,
      one === standing,
      one.what,
      one.participants.map((/** @type {any} */ actor) => actor.id).join(" "),
      one.when.edtf,
      one.when.earliest ?? "",
      one.when.latest ?? "",
      one.where ?? "",
      one.state,
      one.saidBy.id,
      one.occurred.latest ?? "",
      one.id,
    ]),
  );
  return { name: "schedules", columns, rows };
}

/** What is on screen, as one picture. @param {import("./desk.js").Desk} desk */
export const picture = (desk) => schedulesPicture(`${heading}, ${medium(desk.asOf)}`, shown.meetings, desk.asOf);
