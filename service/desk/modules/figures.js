/** The figures: every quantity on record up to the day shown, by what is counted, by whose count. Nothing is averaged. */

import { all } from "./api.js";
import { amount } from "./figure_words.js";
import { axis, mark, scaleOf } from "./figure_marks.js";
import { dated, PERIOD, said } from "./periods.js";
import { eventHref, gistOf } from "./event_line.js";
import { figuresPicture } from "./figures_picture.js";
import { h } from "./elements.js";
import { actorLink, names } from "./links.js";
import { medium } from "./dates.js";
import { QUANTITY } from "./timeline_query.js";
import { counted, spoken } from "./words.js";

export const heading = "How many, by whose count";
export const hasCards = false;

const FIGURES = `query Figures($asOf: Date, $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock, $after: String) {
  events(hasQuantities: true, occurredTo: $asOf, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock, first: 500, after: $after) {
    edges { node {
      __typename id kind summary occurred { ${PERIOD} } public { ${PERIOD} }
      quantities { ${QUANTITY} }
      appearances { source { id title } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/**
 * @typedef {{quantity: any, event: any}} Figure
 * @typedef {{unit: string, counts: [string, Figure[]][]}} Unit what is counted in one unit shares an axis
 */

/** @type {{key: string, units: Unit[]}} */
let shown = { key: "", units: [] };

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const key = JSON.stringify([desk.moment, desk.record.revision]);
  if (shown.key === key && place.hasChildNodes()) return;
  if (place.hasChildNodes()) await desk.settled();
  const units = await load(desk);
  shown = { key, units };
  place.replaceChildren(
    h(
      "div",
      { class: "figures" },
      h("p", { class: "preface" }, ...lead(desk, units)),
      units.map((unit) => section(desk, unit)),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @returns {Promise<Unit[]>} */
async function load(desk) {
  const events = await all(FIGURES, desk.moment, (data) => data.events, desk.signal);
  const figures = events.flatMap((event) => event.quantities.map((/** @type {any} */ quantity) => ({ quantity, event })));
  const byUnit = Map.groupBy(figures, ({ quantity }) => quantity.unit ?? "");
  return [...byUnit]
    .map(([unit, list]) => ({ unit, counts: [...Map.groupBy(list, ({ quantity }) => quantity.counts)] }))
    .sort((one, other) => sizeOf(other) - sizeOf(one) || one.unit.localeCompare(other.unit));
}

/** @param {Unit} unit how many figures it has */
const sizeOf = ({ counts }) => counts.reduce((sum, [, list]) => sum + list.length, 0);

/** @param {import("./desk.js").Desk} desk @param {Unit[]} units @returns {import("./elements.js").Child[]} */
function lead(desk, units) {
  const count = units.reduce((sum, unit) => sum + sizeOf(unit), 0);
  const by = `by ${medium(desk.asOf)}`;
  if (!count) return [`Nobody on record had given a figure ${by}.`];
  return [
    h("b", {}, `${counted(count, "figure")} ${by}, each as it was given.`),
    " None is averaged, added up or preferred: who counts what, and how, differs. Figures of one unit share an axis, those of another do not.",
  ];
}

/** @param {import("./desk.js").Desk} desk @param {Unit} unit */
function section(desk, { unit, counts }) {
  const scale = scaleOf(counts.flatMap(([, list]) => list.map((one) => one.quantity)));
  return h(
    "section",
    {},
    h("h2", {}, unit || "without a unit"),
    h(
      "table",
      { class: "counts" },
      h("caption", { class: "vh" }, `Figures in ${unit || "no unit"}`),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "By whose count"),
          h("th", { scope: "col" }, "How many"),
          h("th", { scope: "col", class: "axis" }, h("span", { class: "vh" }, "As a picture"), axis(scale)),
          h("th", { scope: "col" }, "For when"),
          h("th", { scope: "col" }, "In"),
        ),
      ),
      counts.map(([what, list]) =>
        h(
          "tbody",
          {},
          h("tr", {}, h("th", { class: "what", scope: "rowgroup", colspan: 5 }, what)),
          list.map((one) => row(desk, one, scale)),
        ),
      ),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {Figure} figure @param {import("./figure_marks.js").Scale} scale */
function row(desk, { quantity, event }, scale) {
  const { estimatedBy, relayedBy, projected, asOf } = quantity;
  return h(
    "tr",
    { class: projected ? "projected" : null },
    h(
      "th",
      { scope: "row" },
      estimatedBy ? actorLink(desk, estimatedBy) : h("span", { class: "dim" }, "nobody named"),
      relayedBy && h("small", {}, `relayed by ${names([relayedBy])}`),
    ),
    h("td", { "data-label": "How many" }, amount(quantity), projected && h("small", {}, "projected, for a time to come")),
    h("td", { class: "drawn" }, mark(quantity, scale)),
    h("td", { "data-label": "For when" }, asOf ? dated(asOf) : h("span", { class: "dim" }, `said ${said(event.occurred)}`)),
    h(
      "td",
      { "data-label": "In" },
      h("a", { href: eventHref(desk, event.id) }, spoken(event.kind), h("span", { class: "vh" }, `: ${gistOf(event)}`)),
      h("small", {}, sourcesOf(event).join("; ")),
    ),
  );
}

/** @param {any} event @returns {string[]} the titles of the sources it stands in */
const sourcesOf = ({ appearances }) => [...new Set(appearances.map((/** @type {any} */ one) => one.source.title))];

/** @param {import("./desk.js").Desk} desk @returns {Promise<import("./exports.js").Table>} */
export async function table(desk) {
  const units = await load(desk);
  const columns = [
    "counts",
    "unit",
    "value",
    "min",
    "max",
    "qualifier",
    "projected",
    "asOf",
    "estimatedBy",
    "relayedBy",
    "said",
    "event",
    "sources",
  ];
  const rows = units.flatMap(({ unit, counts }) =>
    counts.flatMap(([what, list]) =>
      list.map(({ quantity, event }) => [
        what,
        unit,
        quantity.value,
        quantity.min,
        quantity.max,
        quantity.qualifier ?? "",
        quantity.projected,
        quantity.asOf?.edtf ?? "",
        quantity.estimatedBy?.id ?? "",
        quantity.relayedBy?.id ?? "",
        event.occurred?.latest ?? "",
        event.id,
        sourcesOf(event).join("; "),
      ]),
    ),
  );
  return { name: "figures", columns, rows };
}

/** What is on screen, as one picture. @param {import("./desk.js").Desk} desk */
export const picture = (desk) => figuresPicture(`${heading}, ${medium(desk.asOf)}`, shown.units);
