/** The figures as one picture: the marks of the page with their words. */

import { amount, counter } from "./figure_words.js";
import { axis, mark, scaleOf } from "./figure_marks.js";
import { said } from "./periods.js";
import { Sheet } from "./picture_sheet.js";

/**
 * @param {string} title @param {import("./figures.js").Unit[]} units
 * @returns {SVGSVGElement}
 */
export function figuresPicture(title, units) {
  const sheet = new Sheet(title, { marks: 360, words: 740 });
  for (const { unit, counts } of units) {
    const scale = scaleOf(counts.flatMap(([, list]) => list.map((one) => one.quantity)));
    sheet.write({ lead: unit || "without a unit", isHeading: true, marks: axis(scale), lines: 2 });
    for (const [what, list] of counts) {
      sheet.write({ lead: what, isHeading: true });
      for (const { quantity, event } of list) {
        const when = quantity.asOf ? `as of ${said(quantity.asOf)}` : `said ${said(event.occurred)}`;
        const words = [amount(quantity), quantity.projected && "projected", when];
        sheet.write({ lead: counter(quantity), marks: mark(quantity, scale), words });
      }
    }
  }
  return sheet.finished();
}
