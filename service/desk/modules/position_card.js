/** The card of a cell with a position: where it stands, on what that rests, what speaks against it, how it came about. */

import { short } from "./dates.js";
import { decisive } from "./decisive.js";
import { h } from "./elements.js";
import { eventHref, line } from "./event_line.js";
import { counted, leftOut, possible } from "./evidence.js";
import { facts } from "./facts.js";
import { glyph } from "./glyphs.js";
import { historyStrip } from "./history_strip.js";
import { tensions } from "./tension.js";
import { versions } from "./versions.js";
import { verb } from "./words.js";

/**
 * @typedef {object} Subject
 * @property {import("./desk.js").Desk} desk
 * @property {import("./registry.js").Actor} actor @property {import("./registry.js").Issue} issue
 * @property {any} data the answer to the card's query @property {any[][]} histories versions of what it rests on
 * @property {Record<string, any>} variables of that query @property {(shown: number) => void} keep how much evidence is shown
 */

/** The heading: the stance in a sentence, the proposition in full. @param {Subject} subject */
export function sentence({ actor, issue, data }) {
  const { stance, basis, contested } = data.position;
  const how = [basis === "IMPLIED" && " by implication", contested && " (contested)", ": "];
  return [
    glyph(stance, basis, "lead"),
    h("span", {}, actor.name, " ", h("strong", {}, verb(stance, issue.kind)), how),
    h("span", { class: "proposition" }, issue.proposition),
  ];
}

/** Everything below the heading, above what can be done with it. @param {Subject} subject */
export function body(subject) {
  const { desk, actor, issue, data, histories, variables, keep } = subject;
  const { position } = data;
  return [
    facts(position),
    conditions(desk, position, issue),
    restsOn(subject),
    contest(desk, position),
    tensions(
      desk,
      position.inTension,
      position.restsOn.map((/** @type {any} */ one) => one.id),
    ),
    pending(desk, position.excluded, position.asOf),
    historySection(desk, actor, issue),
    counted(desk, position.counted, issue, { variables, keep, roles: ["DECISIVE", "EARLIER", "OUTRANKED"] }),
    leftOut(desk, position.excluded, { variables, keep, roles: ["EXCLUDED"] }),
    versions(desk, histories),
  ];
}

/**
 * What a conditional stance waits for, apart by what it then turns into.
 * @param {import("./desk.js").Desk} desk @param {any} position @param {import("./registry.js").Issue} issue
 */
function conditions(desk, position, issue) {
  const groups = [...Map.groupBy(position.conditions, (/** @type {any} */ one) => one.then)];
  return groups.map(([then, list]) =>
    h(
      "section",
      { class: "conditions" },
      h("h3", {}, `${becomes(then, issue.kind)} if`),
      h(
        "ul",
        {},
        list.map((one) => h("li", { "data-s": "CONDITIONAL" }, one.text, carried(desk, one))),
      ),
    ),
  );
}

/** @param {string} then @param {import("./words.js").IssueKind} kind */
function becomes(then, kind) {
  if (kind === "FACTUAL") return then === "OPPOSE" ? "Denies it" : "Affirms it";
  return then === "OPPOSE" ? "Against it" : "For it";
}

/** @param {import("./desk.js").Desk} desk @param {any} condition */
function carried(desk, { carriedFrom }) {
  if (!carriedFrom) return null;
  const day = carriedFrom.occurred?.latest;
  return h(
    "small",
    { title: "The last statement was silent on it; it stays until it is lifted." },
    " still, from ",
    h("a", { href: eventHref(desk, carriedFrom.id) }, day ? short(day) : "before"),
  );
}

/** Every decisive event, the latest first. @param {Subject} subject */
function restsOn({ desk, actor, issue, data }) {
  const events = data.position.restsOn.toSorted((/** @type {any} */ one, /** @type {any} */ other) =>
    (other.occurred?.latest ?? "").localeCompare(one.occurred?.latest ?? ""),
  );
  const heading = h("h3", { class: events.length > 1 ? null : "vh" }, "Rests on ", events.length > 1 && h("b", {}, events.length));
  return h(
    "section",
    { class: "restson" },
    heading,
    events.map((/** @type {any} */ event) => decisive(desk, event, actor.id, issue.id)),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} position */
function contest(desk, { contested, contestedBy }) {
  if (!contested) return null;
  const why = contestedBy.length
    ? "by what was also said:"
    : "the words it rests on disagree, or their dates do not settle which came last.";
  return h(
    "section",
    { class: "contest" },
    h("h3", {}, "Contested"),
    h("p", {}, why),
    h(
      "ul",
      {},
      contestedBy.map((/** @type {any} */ one) => h("li", {}, line(desk, one))),
    ),
  );
}

/**
 * What may have been said by the day, and does not count as its date is not over.
 * @param {import("./desk.js").Desk} desk @param {any} excluded @param {string} asOf
 */
export function pending(desk, excluded, asOf) {
  const events = possible(excluded, asOf);
  if (!events.length) return null;
  return h(
    "section",
    { class: "possible" },
    h("h3", {}, "Possible, not counted: the date is not over"),
    h(
      "ul",
      {},
      events.map((one) => h("li", {}, line(desk, one.event))),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {import("./registry.js").Actor} actor @param {import("./registry.js").Issue} issue */
export function historySection(desk, actor, issue) {
  const steps = desk.record.steps.of(actor.id, issue.id);
  return steps.length > 0 && h("section", {}, h("h3", {}, "History"), historyStrip(desk, steps, issue.kind));
}
