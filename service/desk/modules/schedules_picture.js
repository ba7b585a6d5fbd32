/** The schedules as one picture: the bars of the page with their words. */

import { axis, drift, spanOf } from "./schedule_drift.js";
import { names } from "./links.js";
import { periodTitle } from "./schedule_words.js";
import { said } from "./periods.js";
import { Sheet } from "./picture_sheet.js";
import { spoken } from "./words.js";

/**
 * @param {string} title @param {import("./schedule_query.js").Meeting[]} meetings @param {string} asOf
 * @returns {SVGSVGElement}
 */
export function schedulesPicture(title, meetings, asOf) {
  const sheet = new Sheet(title, { marks: 260, words: 780 });
  for (const { standing, versions } of meetings.filter((one) => one.versions.length)) {
    const span = spanOf(versions, asOf);
    sheet.write({ lead: versions[versions.length - 1].what, isHeading: true, lines: 2 });
    sheet.write({ marks: axis(span) });
    for (const version of versions) {
      const lead = `${names([version.saidBy])}, ${said(version.occurred)}`;
      const words = [periodTitle(version.when), spoken(version.state), version.where];
      sheet.write({ lead, marks: drift(version, span, { isStanding: version === standing }), words });
    }
  }
  return sheet.finished();
}
