/** A picture that stands alone, written line by line: words, and the marks that the page draws, in ink. */

import { svg } from "./elements.js";

const WIDTH = 1100;
const LINE = 22;
const LEFT = 16;

export class Sheet {
  /**
   * @param {string} title
   * @param {{marks: number, words: number}} columns where the marks of a line begin, and where the words behind them do
   */
  constructor(title, columns) {
    this.title = title;
    this.columns = columns;
    this.y = 32;
    /** @type {SVGElement[]} */
    this.drawn = [this.text(LEFT, title, { "font-size": 20 })];
  }

  /** @param {number} x @param {string} words @param {import("./elements.js").Attributes} [how] @returns {SVGElement} */
  text(x, words, how = {}) {
    return svg("text", { x, y: this.y, "font-size": 12, fill: "currentColor", ...how }, words);
  }

  /**
   * Go to the next line and write it.
   * @param {{lead?: string, isHeading?: boolean, marks?: SVGSVGElement, words?: (string | null | false)[], lines?: number}} line
   */
  write({ lead = "", isHeading = false, marks, words = [], lines = 1 }) {
    this.y += LINE * lines;
    if (lead) this.drawn.push(this.text(LEFT, lead, { "font-weight": isHeading ? 600 : null }));
    const width = this.columns.words - this.columns.marks - LEFT;
    if (marks) this.drawn.push(svg("svg", { x: this.columns.marks, y: this.y - 14, width }, marks));
    if (words.length) this.drawn.push(this.text(this.columns.words, words.filter(Boolean).join(", ")));
  }

  /** @returns {SVGSVGElement} */
  finished() {
    const height = this.y + 24;
    const size = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}` };
    const xmlns = "http://www.w3.org/2000/svg";
    return svg("svg", { xmlns, ...size, "font-family": "sans-serif", role: "img", "aria-label": this.title }, this.drawn);
  }
}
