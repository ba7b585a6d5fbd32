/** Buttons that copy a text; where the browser forbids it, the text is shown selected, to be copied by hand. */

import { announce } from "./announce.js";
import { h } from "./elements.js";

const SAID_MILLISECONDS = 1500;

/**
 * A row of buttons, with the place where a text is shown that could not be copied.
 * @param {[string, () => string][]} texts what each button says, and what it copies
 */
export function copyButtons(texts) {
  const place = h("div", { class: "byhand" });
  const buttons = texts.map(([label, text]) => {
    const button = h("button", { class: "link", type: "button" }, label);
    button.addEventListener("click", () => void copy(button, label, text(), place));
    return button;
  });
  return h("div", { class: "copying" }, h("p", { class: "actions" }, buttons), place);
}

/** @param {HTMLButtonElement} button @param {string} label @param {string} text @param {HTMLElement} place */
async function copy(button, label, text, place) {
  try {
    await navigator.clipboard.writeText(text); // absent where the page was not loaded over a secure connection
  } catch {
    showForHand(label, text, place);
    return;
  }
  place.replaceChildren();
  button.textContent = "Copied";
  announce("Copied");
  setTimeout(() => (button.textContent = label), SAID_MILLISECONDS);
}

/** @param {string} label @param {string} text @param {HTMLElement} place */
function showForHand(label, text, place) {
  const field = h("textarea", { readonly: true, rows: 5 });
  field.value = text;
  place.replaceChildren(
    h("label", {}, `${label.replace(/^Copy/, "The")}: the browser does not let the page copy it; press Ctrl+C or ⌘C.`, field),
  );
  field.focus();
  field.select();
}
