/** The figures as one picture that stands alone: the marks of the page with their words, in ink. */

import { amount, counter } from "./figure_words.js";
import { axis, mark, scaleOf } from "./figure_marks.js";
import { said } from "./periods.js";
import { svg } from "./elements.js";

const WIDTH = 1100;
const LINE = 22;
/** Where the picture of a row begins, and where its words do. */
const [MARKS, WORDS] = [360, 740];

/**
 * @param {string} title @param {import("./figures.js").Unit[]} units
 * @returns {SVGSVGElement}
 */
export function figuresPicture(title, units) {
  let y = 32;
  const line = (/** @type {number} */ x, /** @type {string} */ text, /** @type {import("./elements.js").Attributes} */ how = {}) =>
    svg("text", { x, y, "font-size": 12, fill: "currentColor", ...how }, text);
  /** @type {SVGElement[]} */
  const drawn = [line(16, title, { "font-size": 20 })];
  for (const { unit, counts } of units) {
    const scale = scaleOf(counts.flatMap(([, list]) => list.map((one) => one.quantity)));
    y += LINE * 2;
    drawn.push(
      line(16, unit || "without a unit", { "font-size": 14, "font-weight": 600 }),
      svg("svg", { x: MARKS, y: y - 14, width: WORDS - MARKS - 16 }, axis(scale)),
    );
    for (const [what, list] of counts) {
      y += LINE;
      drawn.push(line(16, what, { "font-weight": 600 }));
      for (const { quantity, event } of list) {
        y += LINE;
        drawn.push(
          line(16, counter(quantity)),
          svg("svg", { x: MARKS, y: y - 14, width: WORDS - MARKS - 16 }, mark(quantity, scale)),
          line(
            WORDS,
            [
              amount(quantity),
              quantity.projected && "projected",
              quantity.asOf ? `as of ${said(quantity.asOf)}` : `said ${said(event.occurred)}`,
            ]
              .filter(Boolean)
              .join(", "),
          ),
        );
      }
    }
  }
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      height: y + 24,
      viewBox: `0 0 ${WIDTH} ${y + 24}`,
      "font-family": "sans-serif",
      role: "img",
      "aria-label": title,
    },
    drawn,
  );
}
