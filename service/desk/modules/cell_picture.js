/** One cell of the matrix in a picture: glyph, tile, age, what it was, and its marks. */

import { age, toDay } from "./dates.js";
import { svg } from "./elements.js";
import { shape } from "./glyphs.js";
import { text } from "./picture_text.js";
import { at, differ } from "./steps.js";

/** A glyph is drawn in a box of so many pixels. */
const GLYPH = 16;
const DASHED = { fill: "none", stroke: "var(--ink-2)", "stroke-dasharray": "3 2" };

/**
 * @typedef {object} Cell
 * @property {import("./steps.js").Step} position @property {import("./steps.js").Step | null} before
 * @property {boolean} isChanged @property {boolean} isTense @property {number} days since last stated
 *
 * @typedef {{x: number, y: number, width: number, height: number, isDense: boolean}} Box
 */

/** @param {import("./desk.js").Desk} desk @param {string} actor @param {string} issue @returns {Cell | null} null where there is no position */
export function cellOf({ record, asOf, since }, actor, issue) {
  const steps = record.steps.of(actor, issue);
  const [day, dayBefore] = [toDay(asOf), toDay(since)];
  const [position, before] = [at(steps, day), at(steps, dayBefore)];
  if (!position) return null;
  return { position, before, isChanged: differ(before, position), isTense: record.isInTension(actor, issue, day), days: day - position.lastStated };
}

/** @param {Cell} cell @param {Box} box */
export function drawCell({ position, before, isChanged, isTense, days }, { x, y, width, height, isDense }) {
  const [middle, centre] = [x + width / 2, y + height / 2];
  const hue = hueOf(position.stance);
  const frame = { x, y, width, height };
  const right = x + width;
  return svg(
    "g",
    {},
    position.basis === "EXPLICIT" && svg("rect", { ...frame, fill: hue, "fill-opacity": 0.13 }),
    position.contested && svg("rect", { x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3, ...DASHED }),
    glyph(position, middle, centre, isDense ? 0.75 : 1),
    isChanged && svg("path", { d: `M${right - 7} ${y}h7v7Z`, fill: "var(--ink)" }),
    !isDense && isChanged && before && glyph(before, middle - 22, centre, 0.5),
    !isDense && text(middle + 14, centre + 4, age(days), { size: 11 }, { fill: "var(--ink-3)" }),
    isTense && text(isDense ? x : x + 8, centre + 5, "≠", { size: isDense ? 9 : 14, weight: 600 }),
  );
}

/** @param {import("./steps.js").Step} step @param {number} x @param {number} y of its middle @param {number} scale */
function glyph({ stance, basis }, x, y, scale) {
  const drawn = shape(stance, basis, x - (GLYPH / 2) * scale, y - (GLYPH / 2) * scale, scale);
  drawn.setAttribute("fill", hueOf(stance));
  return drawn;
}

/** @param {string} stance */
const hueOf = (stance) => `var(--${stance.toLowerCase()})`;
