/** The table of answers: a row for each provision, a column for each addressee; derived answers look derived. */

import { eventHref, gistOf, whoOf } from "./event_line.js";
import { glyph } from "./glyphs.js";
import { h } from "./elements.js";
import { actorLink, issueLink, names, staying } from "./links.js";
import { medium } from "./dates.js";
import { said } from "./periods.js";
import { plainName, RESPONSES } from "./words.js";

const DERIVED = new Set(["SILENT", "NOT_ADDRESSED"]);
const BETWEEN = "~";
/** Answers that are no stance are ink signs. @type {Record<string, string>} */
const SIGNS = { COUNTER: "⇄", OPEN_TO_TALKS: "…", UNDER_CONSIDERATION: "?" };
/** @type {Record<string, string>} */
const STANCES = { ACCEPT: "SUPPORT", ACCEPT_WITH_CONDITIONS: "CONDITIONAL", REJECT: "OPPOSE", REJECT_IMPLIED: "OPPOSE" };

/** @typedef {{id: string, name: string}} Actor */

/** @param {any} answer @returns {boolean} whether nobody said it: it follows from what was not said */
export const isDerived = ({ response }) => DERIVED.has(response);

/** @param {import("./desk.js").Desk} desk @param {any} instrument @returns {import("./elements.js").Child[]} */
export function answersTable(desk, instrument) {
  const { provisions, addressedTo } = instrument;
  const expected = new Set(addressedTo.map((/** @type {Actor} */ one) => one.id));
  const all = new Map(
    provisions.flatMap((/** @type {any} */ one) => one.responses.map((/** @type {any} */ answer) => [answer.actor.id, answer.actor])),
  );
  const others = [...all.values()].filter((one) => !expected.has(one.id));
  const chosen = new Set(desk.state.others.split(BETWEEN));
  const columns = [...addressedTo, ...others.filter((one) => chosen.has(one.id))];
  return [others.length > 0 && alsoAnswered(desk, others, chosen), answersOf(desk, instrument, columns), legend()];
}

/** @param {import("./desk.js").Desk} desk @param {any} instrument @param {Actor[]} columns */
function answersOf(desk, { title, provisions }, columns) {
  const asks = [h("th", { scope: "col" }, "What it asks"), h("th", { scope: "col" }, "Binds")];
  const heads = columns.map((one) => head(desk, provisions, one));
  const rows = provisions.map((/** @type {any} */ one) => row(desk, one, columns));
  const table = h(
    "table",
    { class: "answers" },
    h("caption", { class: "vh" }, `Answers to each provision of: ${title}`),
    h("thead", {}, h("tr", {}, asks, heads)),
    h("tbody", {}, whole(desk, provisions, columns), rows),
  );
  return h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": "Answers to each provision" }, table);
}

/** What the derived answers mean. */
function legend() {
  return h(
    "p",
    { class: "minor foot" },
    h("span", { class: "derived" }, "silent"),
    ": nothing it said since the tabling counts. ",
    h("span", { class: "derived" }, "not addressed"),
    ": it spoke since, not on this provision; an answer to the whole draft is none to a provision. Both are derived, never recorded.",
  );
}

/** The filter of columns: who answered unasked. @param {import("./desk.js").Desk} desk @param {Actor[]} others @param {Set<string>} chosen */
function alsoAnswered(desk, others, chosen) {
  const toggle = (/** @type {string} */ id) => {
    const kept = others.map((one) => one.id).filter((one) => chosen.has(one) !== (one === id));
    desk.go({ others: kept.join(BETWEEN) });
  };
  return h(
    "div",
    { class: "toolbar" },
    h("span", { id: "alsoanswered" }, "Also answered, though not addressed:"),
    h(
      "span",
      { class: "chips", role: "group", "aria-labelledby": "alsoanswered" },
      others.map((one) =>
        h("button", { type: "button", "aria-pressed": String(chosen.has(one.id)), onclick: () => toggle(one.id) }, plainName(one.name)),
      ),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any[]} provisions @param {Actor} actor */
function head(desk, provisions, actor) {
  const answers = provisions.map((one) => answerOf(one, actor)).filter(Boolean);
  const answered = answers.filter((one) => !isDerived(one)).length;
  const isSilent = answers.every((one) => one.response === "SILENT");
  return h(
    "th",
    { scope: "col" },
    actorLink(desk, actor),
    h("small", {}, isSilent ? "silent" : `answered ${answered} of ${provisions.length}`),
  );
}

/** @param {any} provision @param {Actor} actor */
const answerOf = (provision, actor) => provision.responses.find((/** @type {any} */ one) => one.actor.id === actor.id);

/** The row of what was said to the draft as a whole. @param {import("./desk.js").Desk} desk @param {any[]} provisions @param {Actor[]} columns */
function whole(desk, provisions, columns) {
  const cells = columns.map((actor) => {
    const answers = provisions.map((one) => answerOf(one, actor)).filter(Boolean);
    // Where a provision has an answer of its own, what it rests on is that and not what was said to the whole.
    const answer = answers.find((one) => one.toWhole && isDerived(one)) ?? answers.find((one) => one.toWhole);
    const isSilent = answers.length > 0 && answers.every((one) => one.response === "SILENT");
    return h(
      "td",
      { "data-label": plainName(actor.name) },
      answer ? toTheWhole(desk, answer) : h("span", { class: "derived" }, isSilent ? RESPONSES.SILENT : RESPONSES.NOT_ADDRESSED),
    );
  });
  return h("tr", { class: "whole" }, h("th", { scope: "row", colspan: 2 }, "The draft as a whole"), cells);
}

/** @param {import("./desk.js").Desk} desk @param {any} answer with an answer to the whole */
function toTheWhole(desk, answer) {
  const basis = isDerived(answer) ? answer.basis : "EXPLICIT";
  return h(
    "div",
    { class: "answer" },
    sign(answer.toWhole, basis),
    h("div", {}, worded(answer.toWhole, basis), isDerived(answer) && restsOn(desk, answer)),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} provision @param {Actor[]} columns */
function row(desk, provision, columns) {
  const { article, label, summary, binds, issues } = provision;
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      h("b", {}, `Art. ${article}`),
      ` ${label}`,
      summary && h("p", { class: "asks" }, summary),
      issues.length > 0 &&
        h(
          "p",
          { class: "minor" },
          issues.map((/** @type {any} */ one, /** @type {number} */ n) => [n > 0 && " · ", issueLink(desk, one.id)]),
        ),
    ),
    h("td", { class: "binds", "data-label": "Binds" }, names(binds)),
    columns.map((actor) => h("td", { "data-label": plainName(actor.name) }, cell(desk, provision, actor))),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} provision @param {Actor} actor */
function cell(desk, provision, actor) {
  const answer = answerOf(provision, actor);
  if (!answer) return h("span", { class: "derived" }, RESPONSES.NOT_ADDRESSED);
  if (isDerived(answer)) {
    return [
      h("span", { class: "derived" }, RESPONSES[answer.response]),
      answer.toWhole && h("small", { class: "towhole" }, `to the whole: ${worded(answer.toWhole, answer.basis)}`),
    ];
  }
  const [issue] = provision.issues;
  const words = worded(answer.response, answer.basis);
  const said = issue
    ? staying(
        desk,
        { card: `${actor.id}~${issue.id}` },
        { title: `${plainName(actor.name)} on: ${desk.registry.issue.get(issue.id)?.proposition ?? issue.id}` },
        words,
      )
    : words;
  return h(
    "div",
    { class: "answer", "data-response": answer.response },
    sign(answer.response, answer.basis),
    h(
      "div",
      {},
      said,
      answer.conditions.map((/** @type {any} */ one) => h("small", {}, `${one.then === "OPPOSE" ? "against it if" : "if"}: ${one.text}`)),
      restsOn(desk, answer),
      answer.since && h("small", {}, `since ${medium(answer.since)}`),
    ),
  );
}

/** @param {string} response @param {string | null} basis */
function sign(response, basis) {
  const stance = STANCES[response];
  if (!stance) return h("i", { class: "sign", "aria-hidden": "true" }, SIGNS[response] ?? "");
  return glyph(stance, response === "REJECT_IMPLIED" ? "IMPLIED" : (basis ?? "EXPLICIT"));
}

/** @param {string} response @param {string | null} basis */
const worded = (response, basis) =>
  `${RESPONSES[response]}${basis === "IMPLIED" && response !== "REJECT_IMPLIED" ? ", by implication" : ""}`;

/** The words it rests on. @param {import("./desk.js").Desk} desk @param {any} answer */
function restsOn(desk, { restsOn: event }) {
  if (!event) return null;
  return h(
    "small",
    {},
    h("a", { href: eventHref(desk, event.id) }, `${whoOf(event)}, ${said(event.occurred)}`),
    h("span", { class: "words-of" }, event.quote ? h("q", {}, event.quote) : gistOf(event)),
  );
}
