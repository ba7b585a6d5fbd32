/** A figure in words: the value or the bounds with what was said about them, whose count it is, and who passed it on. */

import { plainName } from "./words.js";
import { said } from "./periods.js";

/** @param {number} number @returns {string} 100,000 */
export const written = (number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 3 }).format(number);

/** @param {any} quantity @returns {string} at least 100,000 troops (“more than”); 7 to 10 minutes; 90,000 troops (“some”) */
export function amount({ value, min, max, qualifier, unit }) {
  const bounds =
    min === null
      ? max !== null && `at most ${written(max)}`
      : max === null
        ? `at least ${written(min)}`
        : `${written(min)} to ${written(max)}`;
  const number = value === null ? bounds : [written(value), bounds && `(${bounds})`].filter(Boolean).join(" ");
  return [number, unit, qualifier && `(“${qualifier}”)`].filter(Boolean).join(" ");
}

/** @param {any} quantity @returns {string} whose count it is, and who passed it on */
export function counter({ estimatedBy, relayedBy }) {
  const who = estimatedBy ? plainName(estimatedBy.name) : "nobody named";
  return relayedBy ? `${who}, relayed by ${plainName(relayedBy.name)}` : who;
}

/** @param {any} quantity @returns {string} the figure with all that belongs to it, in one sentence */
export function figure(quantity) {
  const { counts, projected, asOf, estimatedBy, relayedBy } = quantity;
  const words = [
    projected && "projected",
    asOf && `as of ${said(asOf)}`,
    estimatedBy && `by the count of ${plainName(estimatedBy.name)}`,
    relayedBy && `as relayed by ${plainName(relayedBy.name)}`,
  ];
  return `${counts}: ${amount(quantity)}${words.some(Boolean) ? ` (${words.filter(Boolean).join(", ")})` : ""}`;
}
