/** The matrix as a picture that stands alone: the sentence, the key, the propositions in full, and every cell. */

import { MOST_ROOMY } from "./columns.js";
import { cellOf, drawCell } from "./cell_picture.js";
import { withWeekday } from "./dates.js";
import { svg } from "./elements.js";
import { shape } from "./glyphs.js";
import { saidAs } from "./known_field.js";
import { reachedOffset } from "./live.js";
import { lines, text, widthOf } from "./picture_text.js";
import { STANCES, word } from "./words.js";

const MARGIN = 24;
const HEADS = 540; // where the cells begin
const INDENT = 18;
const [ROW, LINE, PADDING] = [28, 17, 11];
const TITLE = { size: 26, family: "serif" };
const PLAIN = { size: 13 };
const BOLD = { size: 13, weight: 600 };
const SMALL = { size: 12 };
const SECONDARY = { fill: "var(--ink-2)" };
const LEAST = { fill: "var(--ink-3)" };

/**
 * @typedef {object} Grid
 * @property {number} column the width of one @property {boolean} isDense @property {number} width of the whole
 */

/**
 * @param {import("./desk.js").Desk} desk @param {import("./registry.js").Actor[]} columns
 * @param {import("./registry.js").Issue[]} [issues] the lines that are shown
 * @returns {SVGSVGElement}
 */
export function matrixPicture(desk, columns, issues = desk.registry.issues) {
  const isDense = columns.length > MOST_ROOMY;
  const column = isDense ? 26 : 104;
  const grid = { column, isDense, width: Math.max(HEADS + columns.length * column + MARGIN, 900) };
  const parts = [text(MARGIN, 46, "Who stands where", TITLE), text(MARGIN, 70, caption(desk), PLAIN, SECONDARY), ...legend(100)];
  let y = head(parts, columns, grid, 140);
  for (const issue of issues) y = row(parts, desk, columns, issue, grid, y);
  parts.push(text(MARGIN, y + 26, `On Record · log ${desk.registry.log.id} · rule latest-authoritative@1`, { size: 11 }, LEAST));
  return svg("svg", { viewBox: `0 0 ${grid.width} ${y + 44}`, width: grid.width, height: y + 44 }, parts);
}

/** The rest of the sentence, and what the picture leaves out. @param {import("./desk.js").Desk} desk */
function caption({ state, asOf, since, registry }) {
  const counting = state.clock === "PUBLIC" ? "was public" : "had happened";
  const known = state.known ? `at ${saidAs(state.known)}` : `now (log offset ${reachedOffset() || registry.log.projectedTo})`;
  return `at the end of ${withWeekday(asOf)}, counting what ${counting}, as known ${known}; changes since ${withWeekday(since)}${leftOut(state)}`;
}

/** @param {import("./address.js").State} state */
function leftOut({ changed, find }) {
  if (find) return `; only issues with “${find}”`;
  return changed ? "; only issues that changed" : "";
}

/** @param {number} first the base line of its first line */
function legend(first) {
  let [x, y] = [MARGIN, first];
  /** @type {SVGElement[]} */
  const parts = [];
  const say = (/** @type {SVGElement[]} */ marks, /** @type {number} */ width, /** @type {string} */ words) => {
    parts.push(...marks, text(x + width, y, words, SMALL, SECONDARY));
    x += width + widthOf(words, SMALL) + 16;
  };
  const mark = (/** @type {string} */ stance, /** @type {string} */ basis, /** @type {number} */ at, fill = `var(--${stance.toLowerCase()})`) => {
    const drawn = shape(stance, basis, at, y - 10, 0.75);
    drawn.setAttribute("fill", fill);
    return drawn;
  };
  for (const stance of STANCES) {
    const claims = word(stance, "FACTUAL");
    say([mark(stance, "EXPLICIT", x)], 17, claims === word(stance) ? claims : `${word(stance)}, ${claims}`);
  }
  [x, y] = [MARGIN, first + 22];
  say([mark("SUPPORT", "EXPLICIT", x, "var(--ink-3)")], 17, "in the words");
  say([mark("SUPPORT", "IMPLIED", x, "var(--ink-3)")], 17, "implied");
  say([svg("path", { d: `M${x} ${y - 9}h8v8Z`, fill: "var(--ink)" })], 12, "changed");
  const dashed = { fill: "none", stroke: "var(--ink-2)", "stroke-dasharray": "3 2" };
  say([svg("rect", { x: x + 0.5, y: y - 9.5, width: 12, height: 10, ...dashed })], 17, "contested");
  say([text(x, y, "≠", BOLD)], 15, "conduct differs");
  say([text(x, y, "3 d", SMALL, LEAST)], 26, "since last stated");
  return parts;
}

/** The names of the actors, upright or, over many, on their side. @param {SVGElement[]} parts @param {import("./registry.js").Actor[]} columns @param {Grid} grid @param {number} top */
function head(parts, columns, { column, isDense, width }, top) {
  const height = isDense ? Math.max(...columns.map((one) => widthOf(one.name, SMALL))) + 12 : 46;
  const y = top + height;
  columns.forEach((actor, c) => {
    const x = HEADS + c * column + column / 2;
    if (isDense) {
      parts.push(text(0, 0, actor.name, SMALL, { transform: `translate(${x + 4} ${y - 6}) rotate(-90)` }));
      return;
    }
    const broken = lines(actor.name, column - 8, BOLD);
    broken.forEach((one, n) => parts.push(text(x, y - 9 - (broken.length - 1 - n) * 16, one, BOLD, { "text-anchor": "middle" })));
  });
  parts.push(svg("rect", { x: MARGIN, y: top, width: width - 2 * MARGIN, height: 2, fill: "var(--ink)" }), rule(width, y, "var(--rule-2)"));
  return y;
}

/**
 * @param {SVGElement[]} parts @param {import("./desk.js").Desk} desk @param {import("./registry.js").Actor[]} columns
 * @param {import("./registry.js").Issue} issue @param {Grid} grid @param {number} y where it begins @returns {number} where it ends
 */
function row(parts, desk, columns, issue, { column, isDense, width }, y) {
  const x = MARGIN + (issue.level - 1) * INDENT;
  const font = issue.level === 1 ? BOLD : PLAIN;
  const claim = issue.kind === "FACTUAL" ? " (claim)" : "";
  const broken = lines(issue.proposition + claim, HEADS - 16 - x, font);
  const height = Math.max(ROW, broken.length * LINE + PADDING);
  const first = y + (height - (broken.length - 1) * LINE) / 2 + 4.5;
  if (issue.level === 1) parts.push(rule(width, y, "var(--rule-2)"));
  broken.forEach((one, n) => parts.push(text(x, first + n * LINE, one, font, issue.level === 1 ? {} : SECONDARY)));
  columns.forEach((actor, c) => {
    const cell = cellOf(desk, actor.id, issue.id);
    if (cell) parts.push(drawCell(cell, { x: HEADS + c * column + 2, y: y + 1, width: column - 4, height: height - 2, isDense }));
  });
  parts.push(rule(width, y + height, "var(--rule)"));
  return y + height;
}

/** @param {number} width @param {number} y @param {string} stroke */
const rule = (width, y, stroke) => svg("line", { x1: MARGIN, x2: width - MARGIN, y1: y, y2: y, stroke, "stroke-width": 1 });
