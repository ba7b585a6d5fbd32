/** The table of the matrix: its rows, its window on a large record, and what of it has to be drawn anew. */

import { toDay } from "./dates.js";
import { h } from "./elements.js";
import * as tools from "./grid_corner.js";
import { Keys } from "./grid_keys.js";
import { Line } from "./grid_line.js";
import { mark, legend } from "./legend.js";
import { at, differ } from "./steps.js";

const ROW_HEIGHT = 23; // of a dense row, as matrix.css has it
const COLUMN_WIDTH = 25;
const MARGIN = 8;

export class Grid {
  /**
   * @param {import("./desk.js").Desk} desk @param {import("./registry.js").Actor[]} columns @param {boolean} isDense
   */
  constructor(desk, columns, isDense) {
    this.desk = desk;
    this.columns = columns;
    this.isDense = isDense;
    this.registry = desk.registry;
    /** @type {Line[]} */
    this.lines = desk.registry.issues.map((issue) => new Line(issue, columns, isDense));
    /** Indices of the lines that fold, find and filter leave, top to bottom. @type {number[]} */
    this.shown = [];
    this.body = h("tbody", { role: "rowgroup" });
    this.above = spacer();
    this.below = spacer();
    this.heads = columns.map((one) => h("th", { scope: "col", role: "columnheader", class: "actor", title: one.fullName }, this.nameOf(one), !isDense && h("small")));
    this.table = h(
      "table",
      { class: isDense ? "matrix dense" : "matrix", role: "treegrid", "aria-label": "Positions: issues by actors", "aria-rowcount": this.lines.length + 1, "aria-colcount": columns.length + 1 },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, h("th", { class: "corner", scope: "col", role: "columnheader" }, tools.corner(desk)), this.heads)),
      this.body,
    );
    this.table.style.setProperty("--actors", String(columns.length));
    this.scroll = h("div", { class: isDense ? "scroll wide" : "scroll", role: isDense ? "region" : null, tabindex: isDense ? 0 : null, "aria-label": isDense ? "Matrix, scrolls" : null }, this.table);
    if (isDense) {
      this.scroll.addEventListener("scroll", () => this.onScroll());
      new ResizeObserver(() => this.onScroll()).observe(this.scroll);
    }
    const nobody = !columns.length && h("p", { class: "nobody" }, "Nobody had a position on record then. “All” has a column for every actor.");
    this.frame = h("div", { class: "matrixframe" }, legend(desk, isDense), nobody, this.scroll);
    this.scrolling = 0;
    /** What of the table is in sight, measured once: to ask while drawing costs a layout. @type {Sight | null} */
    this.sight = null;
    this.day = 0;
    this.dayBefore = 0;
    /** Which lines are in the table, as one string. */
    this.placed = "";
    /** The card that was brought into sight last. */
    this.opened = "";
    this.keys = new Keys(this);
  }

  /** @param {import("./registry.js").Actor} actor */
  nameOf(actor) {
    return h("a", { href: this.desk.href({ view: "actor", id: actor.id, card: "" }), tabindex: -1 }, h("span", {}, actor.name));
  }

  /** Whether the table serves a state, or another one has to be made. @param {import("./desk.js").Desk} desk @param {import("./registry.js").Actor[]} columns */
  fits(desk, columns) {
    return desk.registry === this.registry && columns.length === this.columns.length && columns.every((one, c) => one.id === this.columns[c].id);
  }

  /** Show the state. @param {import("./desk.js").Desk} desk */
  update(desk) {
    this.desk = desk;
    this.day = toDay(desk.asOf);
    this.dayBefore = toDay(desk.since);
    this.table.dataset.only = desk.state.stance;
    mark(this.frame, desk.state.stance);
    tools.update(this.table, desk);
    this.arrange();
    this.draw();
    if (!this.isDense) this.countHeads();
    this.keys.settle();
    this.open();
  }

  /** Decide which lines are shown. */
  arrange() {
    const { state } = this.desk;
    const folded = new Set(state.fold.split(".").filter(Boolean));
    const needle = state.find.trim().toLowerCase();
    const isFiltered = Boolean(needle || state.changed);
    const hidden = new Set();
    this.shown = [];
    this.lines.forEach((line, r) => {
      const { id, parent } = line.issue;
      const isHidden = parent !== null && (folded.has(parent) || hidden.has(parent));
      if (isHidden) hidden.add(id);
      const matches = (!needle || line.words.includes(needle)) && (!state.changed || this.hasChanged(line));
      if (isFiltered ? matches : !isHidden) this.shown.push(r);
      line.fold(folded.has(id) && !isFiltered);
    });
    this.table.classList.toggle("nothing", !this.shown.length);
  }

  /** @returns {import("./registry.js").Issue[]} the issues of the lines shown, top to bottom */
  issuesShown() {
    return this.shown.map((r) => this.lines[r].issue);
  }

  /** @param {Line} line */
  hasChanged(line) {
    return this.columns.some((actor) => {
      const steps = this.desk.record.steps.of(actor.id, line.issue.id);
      return differ(at(steps, this.dayBefore), at(steps, this.day));
    });
  }

  /** Lines and columns in sight, with a margin; a small table is wholly in sight. */
  window() {
    if (!this.isDense) return { top: 0, bottom: this.shown.length, left: 0, right: this.columns.length };
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = (this.sight ??= sightOf(this.scroll));
    const top = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - MARGIN);
    const left = Math.max(0, Math.floor(scrollLeft / COLUMN_WIDTH) - MARGIN);
    const rows = Math.ceil(clientHeight / ROW_HEIGHT) + 2 * MARGIN;
    const columns = Math.ceil(clientWidth / COLUMN_WIDTH) + 2 * MARGIN;
    return { top, bottom: Math.min(top + rows, this.shown.length), left, right: Math.min(left + columns, this.columns.length) };
  }

  /** Draw what is in sight and differs from what was drawn there. */
  draw() {
    const { top, bottom, left, right } = this.window();
    const inSight = this.shown.slice(top, bottom);
    this.place(inSight, top);
    for (const r of inSight) this.lines[r].draw(this, left, right);
  }

  /** Put lines into the table. What stays is not moved, so that it keeps the focus. @param {number[]} inSight @param {number} top */
  place(inSight, top) {
    const rows = inSight.map((r) => this.lines[r].row(r + 2));
    this.above.style.setProperty("--rows", String(top));
    this.below.style.setProperty("--rows", String(this.shown.length - top - inSight.length));
    const key = `${top} ${inSight.join(" ")}`;
    if (key === this.placed) return;
    this.placed = key;
    const wanted = this.isDense ? [this.above, ...rows, this.below] : rows;
    const staying = new Set(wanted);
    for (const row of [...this.body.children]) if (!staying.has(/** @type {any} */ (row))) row.remove();
    wanted.forEach((row, n) => {
      if (this.body.children[n] !== row) this.body.insertBefore(row, this.body.children[n] ?? null);
    });
  }

  onScroll() {
    this.sight = null;
    cancelAnimationFrame(this.scrolling);
    this.scrolling = requestAnimationFrame(() => this.draw());
  }

  /** Bring a line into the table, so that it can have the focus. @param {number} r index of a line */
  reveal(r) {
    if (!this.isDense) return;
    const y = this.shown.indexOf(r) * ROW_HEIGHT;
    const height = this.scroll.clientHeight - this.heads[0].offsetHeight;
    if (y < this.scroll.scrollTop) this.scroll.scrollTop = y;
    else if (y + ROW_HEIGHT > this.scroll.scrollTop + height) this.scroll.scrollTop = y + ROW_HEIGHT - height;
    this.sight = null;
    this.draw();
  }

  /** Say under each name how much is on record. */
  countHeads() {
    const { record } = this.desk;
    this.columns.forEach((actor, c) => {
      const count = this.lines.filter((line) => at(record.steps.of(actor.id, line.issue.id), this.day)).length;
      const small = this.heads[c].querySelector("small");
      if (small) small.textContent = count ? `${count} on record` : "nothing so far";
    });
  }

  /** Mark the cell whose card is open. */
  open() {
    for (const cell of this.table.querySelectorAll("td.open")) cell.classList.remove("open");
    const [actor, issue] = this.desk.state.card.split("~");
    const r = this.lines.findIndex((line) => line.issue.id === issue);
    const c = this.columns.findIndex((one) => one.id === actor);
    if (r < 0 || c < 0 || !this.shown.includes(r)) {
      this.opened = "";
      return;
    }
    const cell = this.lines[r].cells[c];
    cell?.classList.add("open");
    if (this.opened !== this.desk.state.card) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.opened = this.desk.state.card;
    this.keys.stand(r, c + 1, { isMoving: false });
  }
}

/**
 * @typedef {{scrollTop: number, scrollLeft: number, clientHeight: number, clientWidth: number}} Sight
 * @param {HTMLElement} scroll @returns {Sight} of a table that is not in the page yet: all that could be
 */
function sightOf({ scrollTop, scrollLeft, clientHeight, clientWidth }) {
  return { scrollTop, scrollLeft, clientHeight: clientHeight || innerHeight, clientWidth: clientWidth || innerWidth };
}

/** A row that stands for those out of sight. */
const spacer = () => h("tr", { class: "spacer", role: "presentation", "aria-hidden": "true" });
