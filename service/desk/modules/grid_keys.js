/** The matrix by keyboard and mouse: one cell has the focus; arrows move it, Enter opens its card or folds its issue. */

import { hop } from "./slider.js";

export class Keys {
  /** @param {import("./grid.js").Grid} grid */
  constructor(grid) {
    this.grid = grid;
    /** The line, and the column with 0 for the heading, that Tab comes back to. */
    this.row = 0;
    this.column = 1;
    grid.table.addEventListener("click", (event) => this.click(event));
    grid.table.addEventListener("keydown", (event) => this.press(event));
    grid.table.addEventListener("focusin", (event) => {
      const place = this.placeOf(event.target);
      if (place) this.stand(place.row, place.column, { isMoving: false });
    });
  }

  /** Keep the one tab stop on a line that is shown. */
  settle() {
    const { shown } = this.grid;
    if (!shown.length) return;
    if (!shown.includes(this.row)) this.row = shown[0];
    this.stand(this.row, Math.min(this.column, this.grid.columns.length), { isMoving: false });
  }

  /** @param {EventTarget | null} target */
  placeOf(target) {
    const cell = /** @type {HTMLTableCellElement | null} */ (/** @type {Element} */ (target).closest("tbody td, tbody th"));
    const row = this.grid.lines.findIndex((line) => line.element === cell?.parentElement);
    return cell && row >= 0 ? { cell, row, column: cell.cellIndex } : null;
  }

  /** Give a cell the tab stop, and the focus. @param {number} row @param {number} column @param {{isMoving: boolean}} how */
  stand(row, column, { isMoving }) {
    this.cellAt(this.row, this.column)?.setAttribute("tabindex", "-1");
    this.grid.heads[this.column - 1]?.classList.remove("lit");
    [this.row, this.column] = [row, column];
    if (isMoving) this.grid.reveal(row);
    const cell = this.cellAt(row, column);
    cell?.setAttribute("tabindex", "0");
    this.grid.heads[column - 1]?.classList.add("lit");
    if (isMoving) cell?.focus();
  }

  /** @param {number} row @param {number} column @returns {HTMLElement | undefined} */
  cellAt(row, column) {
    const line = this.grid.lines[row];
    return column === 0 ? /** @type {HTMLElement} */ (line?.element?.firstElementChild) : line?.cells[column - 1];
  }

  /** @param {MouseEvent} event */
  click(event) {
    const place = this.placeOf(event.target);
    if (!place) return;
    this.stand(place.row, place.column, { isMoving: true });
    this.enter();
  }

  /** Open the card of the cell, or fold the issue of the heading. */
  enter() {
    const { desk, lines, columns } = this.grid;
    const { issue } = lines[this.row];
    if (this.column > 0) {
      desk.go({ card: `${columns[this.column - 1].id}~${issue.id}` }, { push: true });
    } else if (issue.hasChildren) {
      this.fold(issue.id);
    } else {
      desk.go({ view: "issue", id: issue.id, card: "" }, { push: true });
    }
  }

  /** @param {string} id */
  fold(id) {
    const { desk } = this.grid;
    const folded = new Set(desk.state.fold.split(".").filter(Boolean));
    if (!folded.delete(id)) folded.add(id);
    desk.go({ fold: [...folded].join(".") });
  }

  /** @param {number} by */
  step(by) {
    const { shown } = this.grid;
    const place = shown.indexOf(this.row) + by;
    return shown[Math.max(0, Math.min(shown.length - 1, place))];
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.placeOf(event.target) || event.altKey || event.metaKey) return;
    const act = this.actions(event.ctrlKey)[event.key];
    if (!act) return;
    event.preventDefault();
    const to = act();
    if (to) this.stand(to[0], to[1], { isMoving: true });
  }

  /** @param {boolean} isFar with Ctrl @returns {Record<string, () => [number, number] | void>} */
  actions(isFar) {
    const { shown, columns, desk } = this.grid;
    const page = Math.max(1, Math.floor(innerHeight / 40));
    const enter = () => this.enter();
    return {
      ArrowUp: () => [this.step(-1), this.column],
      ArrowDown: () => [this.step(1), this.column],
      ArrowLeft: () => this.sideways(-1),
      ArrowRight: () => this.sideways(1),
      PageUp: () => [this.step(-page), this.column],
      PageDown: () => [this.step(page), this.column],
      Home: () => [isFar ? shown[0] : this.row, 0],
      End: () => [isFar ? shown[shown.length - 1] : this.row, columns.length],
      Enter: enter,
      " ": enter,
      "[": () => hop(desk, -1),
      "]": () => hop(desk, 1),
    };
  }

  /** On a heading, ← folds and → unfolds before they move. @param {1 | -1} by @returns {[number, number] | void} */
  sideways(by) {
    const { issue, isFolded } = this.grid.lines[this.row];
    if (this.column === 0 && issue.hasChildren && isFolded === by > 0) {
      this.fold(issue.id);
      return;
    }
    return [this.row, Math.max(0, Math.min(this.grid.columns.length, this.column + by))];
  }
}
