/** Says ≠ does: conduct that somebody sets against what a position rests on. The system gives no verdict. */

import { h } from "./elements.js";
import { eventHref, gistOf } from "./event_line.js";
import { figure } from "./figure_words.js";
import { dated } from "./periods.js";
import { plainName } from "./words.js";

/**
 * @param {import("./desk.js").Desk} desk @param {any[]} relations @param {string[]} restsOn ids of what the position rests on
 */
export function tensions(desk, relations, restsOn) {
  if (!relations.length) return null;
  const heading = h(
    "h3",
    {},
    "Says ",
    h("b", { class: "unequal", "aria-hidden": "true" }, "≠"),
    h("span", { class: "vh" }, "unlike what it"),
    " does",
  );
  return h(
    "section",
    { class: "tension" },
    heading,
    h(
      "ul",
      {},
      relations.map((one) => h("li", {}, tension(desk, one, restsOn))),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} relation @param {string[]} restsOn */
function tension(desk, { from, to, reason, assertedBy, recordedBy }, restsOn) {
  const other = restsOn.includes(from.id) ? to : from;
  const facts = [other.place, ...(other.codings ?? []).map(coding), ...other.quantities.map(figure)].filter(Boolean);
  return [
    h("p", {}, h("a", { href: eventHref(desk, other.id) }, gistOf(other))),
    h(
      "p",
      { class: "minor" },
      dated(other.occurred),
      facts.map((fact) => ` · ${fact}`),
    ),
    h("p", { class: "minor" }, `Set against it by ${assertedBy ? plainName(assertedBy.name) : recordedBy}`, reason && `: ${reason}`),
  ];
}

/** @param {any} coding @returns {string} */
function coding({ cameo, plover, goldstein, codedBy }) {
  const parts = [cameo && `CAMEO ${cameo}`, plover && `PLOVER ${plover}`, goldstein !== null && `Goldstein ${signed(goldstein)}`];
  return `${parts.filter(Boolean).join(", ")} (coded by ${codedBy})`;
}

/** @param {number} value */
const signed = (value) => String(value).replace("-", "−");
