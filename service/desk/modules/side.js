/** What stands beside the view: the card of a cell, or what was recorded last. The view itself never moves. */

import { Refused } from "./api.js";
import { h } from "./elements.js";
import * as feed from "./feed.js";
import { VIEWS } from "./views.js";

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const { state } = desk;
  const view = VIEWS[state.view];
  const hasCard = Boolean(state.card) && view.hasCards;
  const isAlone = !view.hasCards;
  place.hidden = isAlone;
  document.body.classList.toggle("alone", isAlone);
  if (isAlone) return;
  try {
    await (hasCard ? await import("./card.js") : feed).show(desk, place);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    place.replaceChildren(h("p", { class: "failed", role: "alert" }, error.message)); // the view beside it stands
  }
}

/** Close the card, and go back to its cell. @param {import("./desk.js").Desk} desk */
export function close(desk) {
  const cell = document.querySelector("td.open");
  desk.go({ card: "" }, { push: true });
  /** @type {HTMLElement | null} */ (cell)?.focus();
}
