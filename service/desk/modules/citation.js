/** What is copied from a card: a footnote, the link to exactly this answer, the query that gives it. */

import { long } from "./dates.js";
import { said } from "./periods.js";
import { plainName, verb } from "./words.js";

/**
 * @typedef {object} Answer a position, or its absence, with all that makes it exact
 * @property {import("./registry.js").Actor} actor @property {import("./registry.js").Issue} issue
 * @property {string} asOf @property {string} clock
 * @property {{knownAt?: string, knownAtOffset?: string}} known
 * @property {string} log @property {string} rule
 * @property {any} [position] as the API gives it; left out where there is none
 */

const RULE = "latest-authoritative@1";

/** What each clock counts, in the words of the page. @type {Record<string, string>} */
export const COUNTING = { OCCURRED: "counting what had happened", PUBLIC: "counting what was public" };

/**
 * @param {import("./desk.js").Desk} desk @param {any} data the answer to the card's query
 * @returns {Answer}
 */
export function answerOf({ registry, state, asOf, moment }, { position, log }) {
  const [actor, issue] = state.card.split("~");
  return {
    actor: /** @type {import("./registry.js").Actor} */ (registry.actors.get(actor)),
    issue: /** @type {import("./registry.js").Issue} */ (registry.issue.get(issue)),
    asOf: position?.asOf ?? asOf,
    clock: moment.clock,
    known: knownOf(moment, position?.knownAtOffset, log.projectedTo),
    log: log.id,
    rule: position?.rule ?? RULE,
    position,
  };
}

/** @param {import("./desk.js").Desk["moment"]} moment @param {string | undefined} exact @param {string} now */
function knownOf({ knownAt, knownAtOffset }, exact, now) {
  if (exact) return { knownAtOffset: exact };
  return knownAt ? { knownAt } : { knownAtOffset: knownAtOffset ?? now };
}

/** A footnote with everything by which somebody else can find the same answer. @param {import("./desk.js").Desk} desk @param {Answer} answer */
export function citation(desk, answer) {
  return `${claim(answer)} ${words(answer.position)}${provenance(answer)}. ${exactLink(desk, answer)}`;
}

/** Who stands where, in a sentence. @param {Answer} answer */
function claim({ actor, issue, position, asOf }) {
  const on = `on ${long(asOf)}`;
  if (!position) return `${actor.fullName} had no position on record ${on}: “${issue.proposition}”`;
  const implied = position.basis === "IMPLIED" ? ", by implication" : "";
  const contested = position.contested ? ", contested" : "";
  return `${actor.fullName} ${verb(position.stance, issue.kind)}${implied}${contested}, ${on}: “${issue.proposition}”${ifs(position)}`;
}

/** @param {any} position */
function ifs({ conditions }) {
  const texts = conditions.map((/** @type {any} */ one) => `${one.then === "OPPOSE" ? "against it if" : "for it if"} ${one.text}`);
  return texts.length ? ` (${texts.join("; ")}).` : "";
}

/** The words it rests on, each with its source. @param {any} position */
function words(position) {
  return (position?.restsOn ?? [])
    .map((/** @type {any} */ event) => `${speech(event)}${event.appearances.map(sourceText).join("; ")}. `)
    .join("");
}

/** @param {any} event */
function speech({ speaker, quote, summary, occurred }) {
  const who = speaker ? `${plainName(speaker.name)}, ` : "";
  return `${who}${said(occurred)}: ${quote ? `“${quote}”` : summary}, in `;
}

/** A source as a footnote names it. @param {any} appearance @returns {string} */
export function sourceText({ source }) {
  const parts = [source.byline, `“${source.title}”`, source.publisher, source.published && said(source.published)];
  return parts.filter(Boolean).join(", ");
}

/** @param {Answer} answer */
function provenance({ asOf, clock, known, log, rule }) {
  return `On Record, as of ${asOf}, ${COUNTING[clock]}, as known at ${knownText(known)} of log ${log}, rule ${rule}`;
}

/** @param {Answer["known"]} known */
export const knownText = ({ knownAt, knownAtOffset }) => (knownAtOffset ? `offset ${knownAtOffset}` : String(knownAt));

/** The link that gives this answer for ever. @param {import("./desk.js").Desk} desk @param {Answer} answer */
export function exactLink(desk, { asOf, known }) {
  const at = known.knownAtOffset ? `@${known.knownAtOffset}` : known.knownAt;
  return location.origin + desk.href({ view: "matrix", id: "", asof: asOf, known: at });
}

/** The link to what is shown: the same day, whatever becomes known. @param {import("./desk.js").Desk} desk */
export const link = (desk) => location.origin + desk.href({ asof: desk.asOf });

/** A query that gives exactly this answer. @param {Answer} answer */
export function query({ actor, issue, asOf, clock, known, rule, position }) {
  const at = known.knownAtOffset ? `knownAtOffset: "${known.knownAtOffset}"` : `knownAt: "${known.knownAt}"`;
  const values = `actor: "${actor.id}", issue: "${issue.id}", asOf: "${asOf}", ${at}, clock: ${clock}, rule: "${rule}"`;
  return position ? `{\n  position(${values}) {${POSITION}\n  }\n}` : `{\n  absence(${values}) {${ABSENCE}\n  }\n}`;
}

const POSITION = `
    stance basis conditions { text then }
    since sinceEarliest lastStated contested
    asOf knownAtOffset clock rule
    restsOn { id summary ... on Statement { quote speaker { name } } appearances { quote source { title byline } } }
    evidence(first: 50) { totalCount edges { node { role code reason event { id summary } } } }`;
const ABSENCE = `
    reason
    excluded(first: 50) { totalCount edges { node { code reason event { id summary } } } }`;
