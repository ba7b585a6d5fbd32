/** How an actor answered the drafts that are addressed to it, provision by provision. */

import { ask } from "./api.js";
import { medium } from "./dates.js";
import { h } from "./elements.js";
import { eventHref } from "./event_line.js";
import { counted, RESPONSES } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

const ANSWERS = `query Answers($asOf: Date, $clock: Clock, $knownAt: DateTime, $knownAtOffset: LogOffset) {
  instruments { id title addressedTo { id } provisions { id label
    responses(asOf: $asOf, clock: $clock, knownAt: $knownAt, knownAtOffset: $knownAtOffset) {
      actor { id } response toWhole basis since restsOn { id }
    } } }
}`;

/** @param {Desk} desk @param {import("./registry.js").Actor} actor */
export async function answers(desk, actor) {
  const { instruments } = await ask(ANSWERS, desk.moment, desk.signal);
  const tables = instruments.map((/** @type {any} */ one) => answersTo(desk, one, actor)).filter(Boolean);
  return tables.length
    ? tables
    : [h("p", { class: "dim" }, `No draft on the table by then is addressed to ${actor.name}, and it answered none.`)];
}

/** @param {Desk} desk @param {any} instrument @param {import("./registry.js").Actor} actor */
function answersTo(desk, { id, title, addressedTo, provisions }, actor) {
  const isAddressee = addressedTo.some((/** @type {any} */ one) => one.id === actor.id);
  const rows = provisions.flatMap((/** @type {any} */ provision) =>
    provision.responses
      .filter((/** @type {any} */ one) => one.actor.id === actor.id)
      .map((/** @type {any} */ one) => ({ provision, ...one })),
  );
  if (!rows.length) return null;
  const given = rows.filter((/** @type {any} */ one) => !["SILENT", "NOT_ADDRESSED"].includes(one.response)).length;
  const about = `${isAddressee ? "" : "Not an addressee; "}${given} of ${counted(provisions.length, "provision")} answered`;
  const caption = h("caption", {}, h("a", { href: desk.href({ view: "instrument", id, card: "" }) }, title), h("small", {}, about));
  const head = h(
    "tr",
    {},
    ["Provision", "Answer", "To the whole"].map((text) => h("th", { scope: "col" }, text)),
  );
  return h(
    "table",
    { class: "answered" },
    caption,
    h("thead", {}, head),
    h(
      "tbody",
      {},
      rows.map((/** @type {any} */ one) => row(desk, one)),
    ),
  );
}

/** @param {Desk} desk @param {any} answer */
function row(desk, { provision, response, toWhole, basis, since, restsOn }) {
  const isDerived = ["SILENT", "NOT_ADDRESSED"].includes(response);
  const said = `${RESPONSES[response]}${!isDerived && basis === "IMPLIED" ? " (implied)" : ""}`;
  const link = (/** @type {string} */ text) => (restsOn ? h("a", { href: eventHref(desk, restsOn.id) }, text) : text);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, provision.label),
    h(
      "td",
      { class: isDerived ? "dim" : null },
      isDerived ? said : link(said),
      since && !isDerived && h("small", {}, `since ${medium(since)}`),
    ),
    h("td", {}, toWhole ? (isDerived ? link(RESPONSES[toWhole]) : RESPONSES[toWhole]) : ""),
  );
}
