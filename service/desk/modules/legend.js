/** The key above the matrix: what each shape says. Pressing a stance fades the others. */

import { h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { STANCES, word } from "./words.js";

/** @param {import("./desk.js").Desk} desk @param {boolean} isDense */
export function legend(desk, isDense) {
  return h(
    "div",
    { class: "key" },
    h("div", { class: "legend", role: "group", "aria-label": "Key; press to keep one stance" }, STANCES.map((stance) => key(desk, stance))),
    h(
      "div",
      { class: "how" },
      h("span", {}, glyph("SUPPORT"), glyph("OPPOSE"), " in the words"),
      h("span", {}, glyph("SUPPORT", "IMPLIED"), glyph("OPPOSE", "IMPLIED"), " implied"),
      h("span", {}, h("b", { class: "notch" }), " changed"),
      h("span", {}, h("b", { class: "dashed" }), " contested"),
      h("span", {}, h("b", { class: "unequal" }, "≠"), " conduct differs"),
      isDense ? h("span", {}, h("u", {}, "underlined"), " stated within a week") : h("span", {}, "3 d", " since last stated"),
    ),
  );
}

/** Show which stance is kept. @param {Element} place @param {string} kept */
export function mark(place, kept) {
  for (const button of place.querySelectorAll(".legend button")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.stance === kept));
  }
}

/** @param {import("./desk.js").Desk} desk @param {import("./words.js").Stance} stance */
function key(desk, stance) {
  const words = word(stance) === word(stance, "FACTUAL") ? word(stance) : `${word(stance)}, ${word(stance, "FACTUAL")}`;
  const press = () => desk.go({ stance: desk.state.stance === stance ? "" : stance });
  return h("button", { type: "button", "data-stance": stance, "aria-pressed": "false", onclick: press }, glyph(stance), words);
}
