/** Links that open something within the view or beside it, and leave the reader where they are. */

import { h } from "./elements.js";
import { plainName } from "./words.js";

/**
 * A link to a changed state that does not scroll; with a key held it opens elsewhere, as any link.
 * @param {import("./desk.js").Desk} desk @param {Partial<import("./address.js").State>} patch
 * @param {import("./elements.js").Attributes} attributes @param {...import("./elements.js").Children} children
 */
export function staying(desk, patch, attributes, ...children) {
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.go(patch, { push: true });
  };
  return h("a", { ...attributes, href: desk.href(patch), onclick }, ...children);
}

/** @param {import("./desk.js").Desk} desk @param {{id: string, name: string}} actor */
export const actorLink = (desk, { id, name }) =>
  h("a", { href: desk.href({ view: "actor", id, card: "" }), title: plainName(name) === name ? null : name }, plainName(name));

/**
 * Several actors as a list in a sentence: A, B and C.
 * @param {import("./desk.js").Desk} desk @param {{id: string, name: string}[]} actors
 * @returns {import("./elements.js").Child[]}
 */
export const actorLinks = (desk, actors) =>
  actors.flatMap((actor, n) => [n > 0 && (n === actors.length - 1 ? " and " : ", "), actorLink(desk, actor)]);

/** @param {import("./desk.js").Desk} desk @param {string} id */
export const issueLink = (desk, id) =>
  h("a", { href: desk.href({ view: "issue", id, card: "" }), title: desk.registry.issue.get(id)?.proposition ?? null }, labelOf(desk, id));

/** @param {import("./desk.js").Desk} desk @param {string} id @returns {string} */
export const labelOf = ({ registry }, id) => registry.issue.get(id)?.label ?? id;

/** Names in a sentence, without links. @param {{name: string}[]} actors */
export const names = (actors) => new Intl.ListFormat("en-GB").format(actors.map((one) => plainName(one.name)));
