/** The schedules as one picture that stands alone: the bars of the page with their words, in ink. */

import { axis, drift, spanOf } from "./schedule_drift.js";
import { names } from "./links.js";
import { periodTitle } from "./schedule_words.js";
import { said } from "./periods.js";
import { spoken } from "./words.js";
import { svg } from "./elements.js";

const WIDTH = 1100;
const LINE = 22;
/** Where the bars begin, and where the words behind them do. */
const [BARS, WORDS] = [260, 780];

/**
 * @param {string} title @param {import("./schedule_query.js").Meeting[]} meetings @param {string} asOf
 * @returns {SVGSVGElement}
 */
export function schedulesPicture(title, meetings, asOf) {
  let y = 32;
  const line = (/** @type {number} */ x, /** @type {string} */ text, /** @type {import("./elements.js").Attributes} */ how = {}) =>
    svg("text", { x, y, "font-size": 12, fill: "currentColor", ...how }, text);
  const beside = (/** @type {SVGSVGElement} */ drawn) => svg("svg", { x: BARS, y: y - 14, width: WORDS - BARS - 16 }, drawn);
  /** @type {SVGElement[]} */
  const drawn = [line(16, title, { "font-size": 20 })];
  for (const { standing, versions } of meetings.filter((one) => one.versions.length)) {
    const span = spanOf(versions, asOf);
    y += LINE * 2;
    drawn.push(line(16, versions[versions.length - 1].what, { "font-weight": 600 }));
    y += LINE;
    drawn.push(beside(axis(span)));
    for (const version of versions) {
      y += LINE;
      const words = [periodTitle(version.when), spoken(version.state), version.where].filter(Boolean).join(", ");
      drawn.push(
        line(16, `${names([version.saidBy])}, ${said(version.occurred)}`),
        beside(drift(version, span, { isStanding: version === standing })),
        line(WORDS, words),
      );
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
