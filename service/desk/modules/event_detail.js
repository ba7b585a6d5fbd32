/** All that is on record about one event: who, when, what it counts for, where it stands, its relations and versions. */

import { actorLinks, issueLink, labelOf, names, staying } from "./links.js";
import { figure } from "./figure_words.js";
import { capacityOf, coding, principalsOf, says } from "./timeline_item.js";
import { gistOf, line } from "./event_line.js";
import { dated } from "./periods.js";
import { glyph } from "./glyphs.js";
import { h } from "./elements.js";
import { moment } from "./dates.js";
import { spoken } from "./words.js";

/** @param {import("./desk.js").Desk} desk @param {any} event @returns {import("./elements.js").Child[]} */
export function detail(desk, event) {
  return [
    h(
      "h3",
      {},
      h("span", { class: "kind" }, spoken(event.kind)),
      " ",
      event.status !== "CURRENT" && h("b", { class: "tag" }, spoken(event.status)),
    ),
    h("p", { class: "gist" }, gistOf(event)),
    event.quote && h("p", { class: "quote" }, h("q", {}, event.quote)),
    facts(desk, event),
    part("Stances", stances(desk, event)),
    part(
      "Figures",
      event.quantities.map((/** @type {any} */ one) => h("li", {}, figure(one))),
    ),
    part(
      "Coded as",
      (event.codings ?? []).map((/** @type {any} */ one) => h("li", {}, coding(one))),
    ),
    part("Where it stands", event.appearances.map(appearance)),
    part(
      "Relations",
      event.relations.map((/** @type {any} */ one) => relation(desk, event, one)),
    ),
    part(
      "Versions",
      event.versions.length > 1 || event.status !== "CURRENT"
        ? event.versions.map((/** @type {any} */ one) => version(desk, event, one))
        : [],
    ),
  ];
}

/** @param {string} title @param {HTMLElement[]} items @returns {HTMLElement | null} nothing where there is none */
const part = (title, items) => (items.length ? h("section", { class: "part-of" }, h("h4", {}, title), h("ul", {}, items)) : null);

/** Who, when, where, and when it was written down. @param {import("./desk.js").Desk} desk @param {any} event */
function facts(desk, event) {
  /** @type {[string, import("./elements.js").Children | undefined | false][]} */
  const rows = [
    [
      event.capacities ? "Said by" : "By",
      event.kind !== "MOVE" && (event.capacities || event.author || event.saidBy) && capacityOf(desk, event),
    ],
    ["By", event.actors?.length > 0 && actorLinks(desk, event.actors)],
    ["Toward", event.targets?.length > 0 && actorLinks(desk, event.targets)],
    ["To", event.addressees?.length > 0 && actorLinks(desk, event.addressees)],
    ["About", event.about?.length > 0 && actorLinks(desk, event.about)],
    ["With", event.participants?.length > 0 && actorLinks(desk, event.participants)],
    ["As words of", event.attributesTo?.length > 0 && actorLinks(desk, event.attributesTo)],
    ["At", event.occasion && [staying(desk, { id: event.occasion.id }, {}, event.occasion.summary)]],
    ["Place", event.place ?? event.where],
    [event.kind === "MOVE" ? "Done" : "Said", event.occurred && [dated(event.occurred)]],
    ["Public", event.public && [dated(event.public)]],
    ["For", event.when && [dated(event.when), `, ${spoken(event.state)}`]],
    ["Withdraws", event.retracts && line(desk, event.retracts)],
    ["Links", event.from && [h("div", {}, line(desk, event.from)), h("div", {}, spoken(event.type)), h("div", {}, line(desk, event.to))]],
    ["Codes", event.of && [h("div", {}, line(desk, event.of)), `by ${event.codedBy}, ${event.adopted ? "adopted" : "not adopted"}`]],
    ["Of", event.subject],
    [
      "Bears on",
      !event.stances?.length &&
        event.issues.length > 0 &&
        event.issues.map((/** @type {any} */ one, /** @type {number} */ n) => [n > 0 && ", ", issueLink(desk, one.id)]),
    ],
    ["Why", event.reason],
    ["Recorded", [`${moment(event.recordedAt)} by ${event.recordedBy}, log offset ${event.logOffset}, version ${event.version}`]],
    ["Event", [h("code", {}, event.id)]],
  ];
  return h(
    "dl",
    { class: "particulars" },
    rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, /** @type {any} */ (value))]),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} event */
function stances(desk, event) {
  const whose = event.capacities ? principalsOf(event) : [];
  return (event.stances ?? []).map((/** @type {any} */ one) => {
    const issue = desk.registry.issue.get(one.issue.id);
    return h(
      "li",
      {},
      glyph(one.stance, one.basis, "small"),
      ` ${says(desk, one)}: `,
      h("span", { class: "quote" }, issue?.proposition ?? labelOf(desk, one.issue.id)),
      " ",
      whose.map((actor, n) => [n > 0 && ", ", staying(desk, { card: `${actor.id}~${one.issue.id}` }, {}, `Card of ${names([actor])}`)]),
      ...one.conditions.map((/** @type {any} */ condition) =>
        h("p", { class: "minor" }, condition.then === "OPPOSE" ? "Against it if: " : "Only if: ", condition.text),
      ),
      one.liftsConditions && h("p", { class: "minor" }, "Lifts conditions stated before"),
      one.impliedBy && h("p", { class: "minor" }, `Implied: ${one.impliedBy}`),
      h("p", { class: "minor" }, `Coded by ${one.codedBy}`),
    );
  });
}

/** One place in one source. @param {any} appearance */
function appearance({ source, quote, rendering, reportedBy, language, spanStart, spanEnd }) {
  const where = spanStart !== null && spanEnd !== null ? `characters ${spanStart} to ${spanEnd}` : "";
  const how = [spoken(rendering), language && `in ${language}`, reportedBy && `as reported by ${names([reportedBy])}`, where]
    .filter(Boolean)
    .join(", ");
  return h(
    "li",
    {},
    [source.byline, source.publisher].filter(Boolean).join(", "),
    ", ",
    h("cite", {}, source.title),
    source.published && [", ", dated(source.published)],
    source.retracted && h("b", { class: "tag" }, "source withdrawn"),
    quote && h("p", { class: "quote" }, h("q", {}, quote)),
    h("p", { class: "minor" }, how),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} event @param {any} one */
function relation(desk, event, { type, reason, from, to, assertedBy, recordedBy }) {
  const isFirst = from.id === event.id;
  const type_ = type === "IN_TENSION" ? "in tension with" : spoken(type);
  return h(
    "li",
    {},
    h("p", { class: "minor" }, isFirst || type === "IN_TENSION" ? `${type_}:` : `${type_}, the other way:`),
    line(desk, isFirst ? to : from),
    h("p", { class: "minor" }, `${reason} (${assertedBy ? `asserted by ${names([assertedBy])}` : `the desk, ${recordedBy}`})`),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} event @param {any} one */
function version(desk, event, one) {
  const title = `Version ${one.version}`;
  return h(
    "li",
    {},
    one.id === event.id ? h("b", {}, `${title}, this one`) : staying(desk, { id: one.id }, {}, title),
    `, ${spoken(one.status)}. `,
    h("span", { class: "minor" }, `${moment(one.recordedAt)} by ${one.recordedBy}${one.reason ? `: ${one.reason}` : ""}`),
  );
}
