/** What is said to those who do not see it: arrivals, and a day once it has settled. */

import { byId } from "./elements.js";

/** @param {string} sentence */
export function announce(sentence) {
  byId("announce").textContent = sentence;
}
