/** Which views there are: each is loaded when it is first asked for, and shows itself again and again as the state changes. */

/**
 * @typedef {object} View
 * @property {string} heading the beginning of the page's sentence
 * @property {boolean} hasCards whether the card of a cell is shown beside it
 * @property {(desk: import("./desk.js").Desk, place: HTMLElement) => void | Promise<void>} show draw, or redraw, into a
 *   place that is empty at first; ask with `desk.signal`, after `desk.settled()` where every step of the slider would ask
 * @property {(desk: import("./desk.js").Desk) => import("./exports.js").Table | Promise<import("./exports.js").Table>} [table]
 *   what is exported as CSV and JSON
 * @property {(desk: import("./desk.js").Desk) => SVGSVGElement} [picture] what is exported as SVG and PNG
 */

/** @type {Record<string, () => Promise<View>>} */
const LOADING = {
  matrix: () => import("./matrix.js"),
  timeline: () => import("./timeline.js"),
  instrument: () => import("./instrument.js"),
  figures: () => import("./figures.js"),
  schedules: () => import("./schedules.js"),
  changes: () => import("./changes_view.js"),
  record: () => import("./recording.js"),
  actor: () => import("./actor_page.js"),
  issue: () => import("./issue_page.js"),
};

/** The views that were loaded, by name; the one that is shown is among them. @type {Record<string, View>} */
export const VIEWS = {};

/** @param {string} name @returns {boolean} */
export const isView = (name) => name in LOADING;

/** Load a view, once. @param {string} name @returns {Promise<View>} */
export async function load(name) {
  VIEWS[name] ??= await LOADING[name]();
  return VIEWS[name];
}

/** @type {[string, string][]} */
export const NAVIGATION = [
  ["matrix", "Matrix"],
  ["timeline", "Timeline"],
  ["instrument", "Instruments"],
  ["figures", "Figures"],
  ["schedules", "Schedules"],
  ["changes", "Compare"],
  ["record", "Record"],
];
