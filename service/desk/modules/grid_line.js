/** One line of the matrix: an issue and its cells. Its elements are made when it first comes into sight. */

import { age } from "./dates.js";
import { h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { at, differ } from "./steps.js";
import { verb } from "./words.js";

const A_WEEK = 7;
const MOST_WITHIN = 7;

/**
 * @typedef {object} Cell what a cell shows
 * @property {import("./steps.js").Step | null} position @property {import("./steps.js").Step | null} before
 * @property {boolean} isChanged @property {boolean} isTense @property {number} days since last stated
 */

export class Line {
  /** @param {import("./registry.js").Issue} issue @param {import("./registry.js").Actor[]} columns @param {boolean} isDense */
  constructor(issue, columns, isDense) {
    this.issue = issue;
    this.columns = columns;
    this.isDense = isDense;
    this.isFolded = false;
    this.words = `${issue.proposition} ${issue.label}`.toLowerCase();
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    /** What each cell was last drawn for. @type {string[]} */
    this.drawn = [];
    /** @type {HTMLTableRowElement | null} */
    this.element = null;
  }

  /** @param {number} rowIndex for assistive technology, which may not see every row @returns {HTMLTableRowElement} */
  row(rowIndex) {
    if (!this.element) this.element = this.built(rowIndex);
    if (this.issue.hasChildren) this.element.setAttribute("aria-expanded", String(!this.isFolded));
    return this.element;
  }

  /** @param {boolean} isFolded */
  fold(isFolded) {
    if (this.isFolded !== isFolded) this.drawn = [];
    this.isFolded = isFolded;
  }

  /** @param {number} rowIndex */
  built(rowIndex) {
    const { issue } = this;
    this.cells = this.columns.map(() => h("td", { role: "gridcell", tabindex: -1 }));
    const claim = issue.kind === "FACTUAL" && h("em", {}, "claim");
    const text = this.isDense ? issue.label : issue.proposition;
    const head = h(
      "th",
      { scope: "row", role: "rowheader", tabindex: -1, title: this.isDense ? issue.proposition : null },
      issue.hasChildren && h("i", { class: "fold", "aria-hidden": "true" }),
      h("span", { class: "proposition" }, text, claim),
    );
    const isRoot = issue.level === 1;
    return h("tr", { role: "row", class: isRoot ? "root" : null, "aria-level": issue.level, "aria-rowindex": rowIndex, "data-issue": issue.id }, head, this.cells);
  }

  /** Draw the cells from `left` to `right` that differ from what was drawn. @param {import("./grid.js").Grid} grid @param {number} left @param {number} right */
  draw(grid, left, right) {
    const { record } = grid.desk;
    const { day, dayBefore } = grid;
    for (let c = left; c < right; c++) {
      const actor = this.columns[c].id;
      const steps = record.steps.pairs.get(`${actor}~${this.issue.id}`);
      const own = steps ? this.drawnFor(grid, c, steps, day, dayBefore) : "";
      const key = this.isFolded ? `${own} folded ${day}` : own;
      if (key === this.drawn[c]) continue;
      const cell = steps ? this.cellOf(grid, c, steps, day, dayBefore) : null;
      if (this.isDense) drawDense(this.cells[c], cell, this.issue.kind);
      else drawRoomy(this.cells[c], cell, this.issue.kind, this.isFolded ? within(grid, this, actor) : []);
      if (this.drawn[c] !== undefined && grid.desk.isFlashing) flash(this.cells[c]);
      this.drawn[c] = key;
    }
  }

  /** @param {import("./grid.js").Grid} grid @param {number} c @param {import("./steps.js").Step[]} steps @param {number} day @param {number} dayBefore @returns {Cell} */
  cellOf(grid, c, steps, day, dayBefore) {
    const position = at(steps, day);
    const before = at(steps, dayBefore);
    const isTense = position !== null && grid.desk.record.isInTension(this.columns[c].id, this.issue.id, day);
    return { position, before, isChanged: differ(before, position), isTense, days: position ? day - position.lastStated : 0 };
  }

  /** What a cell shows, as one string. @param {import("./grid.js").Grid} grid @param {number} c @param {import("./steps.js").Step[]} steps @param {number} day @param {number} dayBefore */
  drawnFor(grid, c, steps, day, dayBefore) {
    const { position, before, isChanged, isTense, days } = this.cellOf(grid, c, steps, day, dayBefore);
    if (!position) return isChanged ? "gone" : "";
    const was = isChanged ? `${before?.stance ?? "none"} ${before?.basis ?? ""}` : "";
    const shownAge = this.isDense ? String(days < A_WEEK) : age(days);
    return `${position.stance} ${position.basis} ${position.contested} ${position.conditions} ${was} ${shownAge} ${isTense}`;
  }
}

/** @param {HTMLTableCellElement} td @param {Cell | null} cell @param {import("./words.js").IssueKind} kind */
function drawDense(td, cell, kind) {
  mark(td, cell);
  td.toggleAttribute("data-recent", Boolean(cell?.position && cell.days < A_WEEK));
  if (cell?.position) td.setAttribute("aria-label", spoken(cell, kind));
  else td.removeAttribute("aria-label");
}

/** @param {HTMLTableCellElement} td @param {Cell | null} cell @param {import("./words.js").IssueKind} kind @param {Node[]} inside */
function drawRoomy(td, cell, kind, inside) {
  mark(td, cell);
  const folded = inside.length ? h("span", { class: "within" }, inside.slice(0, MOST_WITHIN), inside.length > MOST_WITHIN && h("small", {}, `+${inside.length - MOST_WITHIN}`)) : "";
  if (!cell?.position) {
    td.replaceChildren(...(folded ? [folded] : []));
    return;
  }
  td.replaceChildren(
    h("span", { class: "was" }, cell.isChanged && cell.before ? glyph(cell.before.stance, cell.before.basis, "micro") : null),
    glyph(cell.position.stance, cell.position.basis),
    h("span", { class: "vh" }, spoken(cell, kind)),
    h("span", { class: "age" }, age(cell.days)),
    cell.isTense ? h("b", { class: "unequal", "aria-hidden": "true", title: "conduct in tension" }, "≠") : "",
    folded,
  );
}

/** @param {HTMLTableCellElement} td @param {Cell | null} cell */
function mark(td, cell) {
  if (cell?.position) {
    td.dataset.s = cell.position.stance;
    td.dataset.b = cell.position.basis;
  } else {
    delete td.dataset.s;
    delete td.dataset.b;
  }
  td.toggleAttribute("data-changed", Boolean(cell?.isChanged));
  td.toggleAttribute("data-contested", Boolean(cell?.position?.contested));
  td.toggleAttribute("data-tense", Boolean(cell?.isTense));
}

/** What a cell says aloud. @param {Cell} cell @param {import("./words.js").IssueKind} kind */
function spoken({ position, before, isChanged, isTense, days }, kind) {
  if (!position) return "";
  const parts = [verb(position.stance, kind)];
  if (position.basis === "IMPLIED") parts.push("implied");
  if (position.conditions) parts.push(`only if ${position.conditions}`);
  if (position.contested) parts.push("contested");
  if (isChanged) parts.push(before ? `changed, was: ${verb(before.stance, kind)}` : "changed, was not on record");
  if (isTense) parts.push("conduct in tension");
  return `${parts.join(", ")}, last stated ${age(days)} before`;
}

/** The stances folded away under a row: small, in tree order, never summed into one. @param {import("./grid.js").Grid} grid @param {Line} line @param {string} actor */
function within(grid, line, actor) {
  const inside = [];
  for (let r = grid.lines.indexOf(line) + 1; r < grid.lines.length && grid.lines[r].issue.level > line.issue.level; r++) {
    const position = at(grid.desk.record.steps.of(actor, grid.lines[r].issue.id), grid.day);
    if (position) inside.push(glyph(position.stance, position.basis, "micro"));
  }
  return inside;
}

/** @param {HTMLTableCellElement} td */
function flash(td) {
  td.classList.remove("flash");
  void td.offsetWidth; // restarts the animation
  td.classList.add("flash");
}
