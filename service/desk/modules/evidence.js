/** What bears on a cell: what counted and what was left out, each with its role and the reason; a page, then more. */

import { ask } from "./api.js";
import { FIRST_PAGE, MORE_EVIDENCE, MORE_EXCLUDED } from "./card_query.js";
import { h } from "./elements.js";
import { line } from "./event_line.js";
import { glyph } from "./glyphs.js";
import { word } from "./words.js";

/**
 * @typedef {{totalCount: number, pageInfo: {hasNextPage: boolean, endCursor: string | null}, edges: {node: any}[]}} Page
 * @typedef {object} Source where further pages come from
 * @property {Record<string, any>} variables of the card's query
 * @property {string[] | null} roles null: what is left out where there is no position
 * @property {(shown: number) => void} keep told how many are shown, so that the next answer has as many
 */

/** @type {Record<string, string>} */
const ROLES = { EARLIER: "Earlier", OUTRANKED: "Outranked" };

/**
 * What counted, newest first.
 * @param {import("./desk.js").Desk} desk @param {Page} page @param {import("./registry.js").Issue} issue @param {Source} source
 */
export const counted = (desk, page, issue, source) =>
  list(desk, "Counted", "counted", page, source, (one) => [
    glyph(one.stance, basisOf(one, issue), "small"),
    h("div", {}, h("span", { class: "vh" }, `${word(one.stance, issue.kind)}: `), line(desk, one.event), reason(one)),
  ]);

/**
 * What bears on it and does not count.
 * @param {import("./desk.js").Desk} desk @param {Page} page @param {Source} source
 */
export const leftOut = (desk, page, source) =>
  list(desk, "Left out", "excluded", page, source, (one) => [
    h("i", { class: "dash", "aria-hidden": "true" }),
    h("div", {}, line(desk, one.event), reason(one)),
  ]);

/** The evidence that may yet count: said, perhaps, but its date is not over on the day shown. @param {Page} page @param {string} asOf */
export const possible = (page, asOf) =>
  page.edges.map((edge) => edge.node).filter((one) => one.code === "DATE_NOT_PAST" && (one.event.occurred?.earliest ?? "9999") <= asOf);

/** @param {any} one @param {import("./registry.js").Issue} issue @returns {string} */
const basisOf = ({ event }, issue) => event.stances?.find((/** @type {any} */ stance) => stance.issue.id === issue.id)?.basis ?? "EXPLICIT";

/** @param {any} one */
function reason({ role, reason: sentence }) {
  const name = ROLES[role] ? `${ROLES[role]}. ` : "";
  return h("small", { class: "why" }, name, sentence);
}

/**
 * @param {import("./desk.js").Desk} desk @param {string} title @param {string} sort @param {Page} page @param {Source} source
 * @param {(one: any) => import("./elements.js").Child[]} content
 */
function list(desk, title, sort, page, source, content) {
  if (!page.totalCount) return null;
  const items = h("ol", { class: "evidence" });
  const foot = h("p", { class: "minor" });
  const add = (/** @type {Page} */ more) => {
    items.append(...more.edges.map(({ node }) => h("li", { class: node.role.toLowerCase() }, content(node))));
    foot.replaceChildren(...furtherThan(items, more, async () => add(await next(desk, more, source, items.children.length))));
  };
  add(page);
  return h("section", { class: sort }, h("h3", {}, `${title} `, h("b", {}, page.totalCount)), items, foot);
}

/** @param {HTMLElement} items @param {Page} page @param {() => Promise<void>} load */
function furtherThan(items, page, load) {
  if (!page.pageInfo.hasNextPage) return [];
  const shown = items.children.length;
  const told = h("span", {}, `${shown} of ${page.totalCount} shown. `);
  const more = async () => {
    try {
      await load();
      /** @type {HTMLElement | null} */ (items.children[shown]?.querySelector("a"))?.focus({ preventScroll: true });
    } catch (/** @type {any} */ error) {
      if (error.name !== "AbortError") told.textContent = `${error.message} `; // aborted: another day is being shown
    }
  };
  return [told, h("button", { class: "link", type: "button", onclick: () => void more() }, "Show more")];
}

/** @param {import("./desk.js").Desk} desk @param {Page} page @param {Source} source @param {number} shown @returns {Promise<Page>} */
async function next(desk, page, { variables, roles, keep }, shown) {
  const wanted = { ...variables, first: FIRST_PAGE, after: page.pageInfo.endCursor };
  const data = roles ? await ask(MORE_EVIDENCE, { ...wanted, roles }, desk.signal) : await ask(MORE_EXCLUDED, wanted, desk.signal);
  keep(shown + FIRST_PAGE);
  return roles ? data.position.evidence : data.absence.excluded;
}
