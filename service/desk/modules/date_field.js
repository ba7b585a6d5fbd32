/** A field for a day, written as people write days. A native picker shows the reader's locale; this never does. */

import { parse, toDay, toIso, withWeekday } from "./dates.js";
import { byId } from "./elements.js";

const REFUSAL = "Not a date the desk can read without guessing. Write it as 21 Dec 2021 or 2021-12-21.";

/**
 * Make an input a date field; ↑ and ↓ move by a day.
 * @param {HTMLInputElement} input
 * @param {() => string} current the ISO date it stands for @param {(iso: string) => void} change
 * @returns {() => void} shows the current date again, unless somebody is typing
 */
export function dateField(input, current, change) {
  let shown = "";
  const show = () => {
    input.value = shown = withWeekday(current());
    refuse(input, false);
  };
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step) {
      event.preventDefault();
      change(toIso(toDay(current()) + step));
      show();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    }
  });
  const take = () => {
    if (input.value === shown) return;
    const iso = parse(input.value, Number(current().slice(0, 4)));
    refuse(input, !iso);
    if (!iso) return;
    if (iso !== current()) change(iso);
    show();
  };
  input.addEventListener("blur", take);
  return () => {
    if (document.activeElement !== input) show();
  };
}

/** @param {HTMLInputElement} input @param {boolean} isWrong */
function refuse(input, isWrong) {
  input.toggleAttribute("aria-invalid", isWrong);
  if (isWrong) input.setAttribute("aria-invalid", "true");
  const place = byId("dateerror");
  place.hidden = !isWrong;
  place.textContent = isWrong ? REFUSAL : "";
}
