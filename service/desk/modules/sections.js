/** A page of one thing: a frame of sections that stays while the day moves; each is drawn anew only when it must be. */

import { byId, h } from "./elements.js";
import { setTitle } from "./unseen.js";
import { title } from "./when.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** What all that is derived depends on: known, clock, day. @param {Desk} desk */
export const momentKey = ({ record, asOf }) => `${record.key} ${record.revision} ${asOf}`;

/**
 * The sections of a page, made when another thing is shown.
 * @template {string} Name
 * @param {HTMLElement} place @param {string} id of the thing, with its kind @param {Record<Name, string>} headings by name; empty for none
 * @returns {Record<Name, HTMLElement>} where the content of each goes
 */
export function sectionsOf(place, id, headings) {
  const names = /** @type {Name[]} */ (Object.keys(headings));
  const shown = /** @type {HTMLElement | null} */ (place.firstElementChild);
  if (shown?.dataset.page !== id) {
    const sections = names.map((name) =>
      h("section", {}, headings[name] && h("h2", {}, headings[name]), h("div", { "data-section": name })),
    );
    place.replaceChildren(h("div", { class: "page", "data-page": id }, sections));
  }
  return /** @type {Record<Name, HTMLElement>} */ (
    Object.fromEntries(names.map((name) => [name, place.querySelector(`[data-section="${name}"]`)]))
  );
}

/**
 * Draw a section if what it depends on is another than last time.
 * @param {HTMLElement} section @param {string} key @param {() => import("./elements.js").Child[] | Promise<import("./elements.js").Child[]>} content
 */
export async function drawn(section, key, content) {
  if (section.dataset.key === key) return;
  const children = (await content()).filter((child) => child !== null && child !== false && child !== undefined);
  section.replaceChildren(.../** @type {(Node | string)[]} */ (children));
  section.dataset.key = key;
}

/** The page's sentence begins with what this page shows. @param {Desk} desk @param {string} heading */
export function headed(desk, heading) {
  byId("heading").textContent = heading;
  setTitle(title(desk));
}
