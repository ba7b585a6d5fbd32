/** The facts of a position: since when, when last stated, and whether in the words. */

import { medium, short, toDay } from "./dates.js";
import { h } from "./elements.js";
import { before, between } from "./periods.js";

/** @param {any} position */
export function facts({ since, sinceEarliest, lastStated, asOf, basis, clock, restsOn }) {
  const days = toDay(asOf) - toDay(lastStated);
  const first = sinceEarliest && sinceEarliest !== since ? between(sinceEarliest, since) : factDay(since, restsOn, clock);
  return h(
    "dl",
    { class: "facts" },
    h("div", {}, h("dt", {}, "Since"), h("dd", {}, first)),
    h(
      "div",
      {},
      h("dt", {}, "Last stated"),
      h("dd", {}, factDay(lastStated, restsOn, "OCCURRED", asOf), h("small", {}, `, ${before(days)}`)),
    ),
    h("div", {}, h("dt", {}, "Basis"), h("dd", {}, basis === "EXPLICIT" ? "in the words" : "implied")),
  );
}

/**
 * The day of a fact, said as bounded where only its source bounds it; without its year where that is the year shown.
 * @param {string} iso @param {any[]} events @param {string} clock @param {string} [asOf]
 */
function factDay(iso, events, clock, asOf = "") {
  const periods = events.map((event) => (clock === "PUBLIC" && event.public) || event.occurred);
  const own = periods.filter((period) => period?.latest === iso);
  const isBound = own.length > 0 && own.every((period) => period.basis === "BOUNDED_BY_SOURCE");
  return `${isBound ? "by " : ""}${iso.slice(0, 4) === asOf.slice(0, 4) ? short(iso) : medium(iso)}`;
}
