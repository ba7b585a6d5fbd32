/** The state of the page is its address: every view is a link. */

import { isDate } from "./dates.js";

/**
 * @typedef {object} State
 * @property {string} view matrix, timeline, instrument, …
 * @property {string} asof ISO date; empty: the last day of the record
 * @property {string} clock OCCURRED or PUBLIC
 * @property {string} known empty: now; a log offset after an at sign; else a moment in RFC 3339
 * @property {string} since ISO date to compare with; empty: the day before
 * @property {string} knownsince as `known`, for the other side of a comparison; empty: as `known`
 * @property {string} card actor~issue
 * @property {string} id what a page of one thing is about: the id of an actor, issue, instrument or event
 * @property {string} fold ids of folded issues, joined by dots
 * @property {string} actors whose columns: empty: those with a position; all; or ids joined by dots
 * @property {string} stance the one stance that is kept in view
 * @property {string} find words to find
 * @property {string} changed 1: only what changed
 * @property {string} lane a filter of the timeline: an actor's id, or MOVE
 * @property {string} about an issue: only what bears on it, or on an issue below it
 * @property {string} source a source: only what appears in it
 * @property {string} kinds only these kinds of events, joined by dots
 * @property {string} status all: with what was corrected or withdrawn
 * @property {string} others actors who answered a draft unasked and have a column, joined by ~
 * @property {string} kind the form that is open: statement, move, correction, retraction
 */

/** @type {State} */
export const DEFAULTS = Object.freeze({
  view: "matrix", asof: "", clock: "OCCURRED", known: "", since: "", knownsince: "", card: "", id: "", fold: "",
  actors: "", stance: "", find: "", changed: "", lane: "",
  about: "", source: "", kinds: "", status: "", others: "", kind: "statement",
});
const NAMES = /** @type {(keyof State)[]} */ (Object.keys(DEFAULTS));

/** @returns {State} what the address bar says; what cannot be read is left out */
export function read() {
  const query = new URLSearchParams(location.search);
  const state = { ...DEFAULTS };
  for (const name of NAMES) state[name] = query.get(name) ?? DEFAULTS[name];
  if (!isDate(state.asof)) state.asof = "";
  if (!isDate(state.since)) state.since = "";
  if (state.clock !== "PUBLIC") state.clock = "OCCURRED";
  return state;
}

/** @param {Partial<State>} state @returns {string} the link to a state, defaults left out */
export function hrefOf(state) {
  const query = new URLSearchParams();
  for (const name of NAMES) {
    const value = state[name];
    if (value && value !== DEFAULTS[name]) query.set(name, value);
  }
  return query.size ? `/?${query}` : "/";
}

/**
 * Show a state in the address bar. A view or a card is a step to go back to; a slide along the days is not.
 * @param {State} state @param {{push: boolean}} how
 */
export function write(state, { push }) {
  if (push) window.history.pushState(null, "", hrefOf(state));
  else window.history.replaceState(null, "", hrefOf(state));
}
