/** The instrument view: what a draft asks, whom it binds, and how those it is addressed to answered, provision by provision. */

import { actorLinks } from "./links.js";
import { answersTable, isDerived } from "./instrument_table.js";
import { ask } from "./api.js";
import { h } from "./elements.js";
import { LINE, gistOf, whoOf } from "./event_line.js";
import { long } from "./dates.js";
import { PERIOD, said } from "./periods.js";

export const heading = "Who answered what";
export const hasCards = true;

const INSTRUMENT = `query Instrument($id: ID!, $asOf: Date, $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock) {
  instrument(id: $id) {
    id title articlesTotal articlesNotDescribed
    tabledBy { id name } addressedTo { id name } tabled { ${PERIOD} } public { ${PERIOD} }
    provisions {
      id article label summary binds { id name } issues { id }
      responses(asOf: $asOf, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock) {
        response toWhole basis since actor { id name } conditions { text then } restsOn { ...Line }
      }
    }
  }
}
${LINE}`;

/** What the view shows now, so that opening a card draws nothing anew. */
let key = "";

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const { registry, state, record } = desk;
  const id = state.id || registry.instruments[0]?.id;
  const wanted = JSON.stringify([id, state.others, desk.moment, record.revision, registry.instruments.length]);
  if (key === wanted && place.hasChildNodes()) return;
  if (place.hasChildNodes()) await desk.settled();
  const isOnRecord = registry.instruments.some((one) => one.id === id);
  const instrument = isOnRecord ? await fetchInstrument(desk, id) : null;
  place.replaceChildren(
    h("div", { class: "instrument" }, choice(desk, id), instrument ? shown(desk, instrument) : missing(desk, state.id)),
  );
  key = wanted;
}

/** @param {import("./desk.js").Desk} desk @param {string} id */
async function fetchInstrument(desk, id) {
  return (await ask(INSTRUMENT, { id, ...desk.moment }, desk.signal)).instrument;
}

/** @param {import("./desk.js").Desk} desk @param {string} id */
function missing({ registry }, id) {
  return h(
    "p",
    { class: "nothing" },
    registry.instruments.length ? `No draft is on record under ${id}. Pick one of those above.` : "No draft is on record.",
  );
}

/** @param {import("./desk.js").Desk} desk @param {string} id the one that is shown */
function choice({ registry, href }, id) {
  if (!registry.instruments.length) return null;
  return h(
    "nav",
    { class: "choice", "aria-label": "Drafts" },
    h(
      "ul",
      {},
      registry.instruments.map((one) =>
        h("li", {}, h("a", { href: href({ id: one.id, others: "", card: "" }), "aria-current": one.id === id ? "true" : null }, one.title)),
      ),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} instrument @returns {import("./elements.js").Child[]} */
function shown(desk, instrument) {
  const notYet = notTabled(desk, instrument);
  return [
    h("h2", {}, instrument.title),
    h("p", { class: "dim" }, ...facts(desk, instrument)),
    notYet ? h("p", { class: "nothing" }, notYet) : h("div", {}, answersTable(desk, instrument)),
  ];
}

/** @param {import("./desk.js").Desk} desk @param {any} instrument @returns {import("./elements.js").Child[]} */
function facts(desk, { tabledBy, addressedTo, tabled, public: known, articlesTotal, articlesNotDescribed: missed }) {
  const made = known && known.latest !== tabled.latest ? `, public ${said(known)}` : "";
  const list = new Intl.ListFormat("en-GB").format(missed.map(String));
  const left =
    missed.length === 0
      ? ""
      : missed.length === 1
        ? `, of which Article ${list} is not described`
        : `, of which Articles ${list} are not described`;
  return [
    "Tabled by ",
    ...actorLinks(desk, tabledBy),
    ` ${when(tabled)}${made}. Addressed to `,
    ...actorLinks(desk, addressedTo),
    `. ${articlesTotal} articles${left}.`,
  ];
}

/** @param {import("./periods.js").Period} period @returns {string} on 15 Dec 2021; by 26 Dec 2021 */
const when = (period) => (period.earliest && period.earliest === period.latest ? `on ${said(period)}` : `(${said(period)})`);

/** Why there is nothing to answer on the day shown. @param {import("./desk.js").Desk} desk @param {any} instrument */
function notTabled({ asOf, state }, { tabled, public: known }) {
  const isHandedOver = tabled.latest && tabled.latest <= asOf;
  if (!isHandedOver) return tabled.latest ? `Not tabled until ${long(tabled.latest)}.` : "When it was tabled is not known.";
  const isOut = state.clock !== "PUBLIC" || !known || (known.latest && known.latest <= asOf);
  return isOut ? "" : `Handed over, but not public until ${known.latest ? long(known.latest) : "a day that is not known"}.`;
}

const COLUMNS = "instrument provision article label binds actor response derived basis answeredSince toWhole conditions event who words".split(" ");

/** Every answer to every provision. @param {import("./desk.js").Desk} desk @returns {Promise<import("./exports.js").Table>} */
export async function table(desk) {
  const id = desk.state.id || desk.registry.instruments[0]?.id;
  const isOnRecord = desk.registry.instruments.some((one) => one.id === id);
  const provisions = isOnRecord ? (await fetchInstrument(desk, id)).provisions : [];
  const rows = provisions.flatMap((/** @type {any} */ provision) =>
    provision.responses.map((/** @type {any} */ answer) => [id, ...columnsOf(provision), ...columnsOfAnswer(answer)]),
  );
  return { name: "answers", columns: COLUMNS, rows };
}

/** @param {any} provision */
const columnsOf = ({ id, article, label, binds }) => [id, article, label, binds.map((/** @type {any} */ one) => one.id).join(" ")];

/** @param {any} answer */
function columnsOfAnswer(answer) {
  const { actor, response, basis, since, toWhole, conditions, restsOn: event } = answer;
  const waitsFor = conditions.map((/** @type {any} */ one) => one.text).join("; ");
  const words = event ? [event.id, whoOf(event), event.quote ?? gistOf(event)] : ["", "", ""];
  return [actor.id, response, isDerived(answer), basis ?? "", since ?? "", toWhole ?? "", waitsFor, ...words];
}
