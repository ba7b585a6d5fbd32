/** As known when: the field in the sentence, and the band across the page that says so. The past looks different. */

import { byId, h } from "./elements.js";
import { KnownField, saidAs } from "./known_field.js";

/** @type {KnownField | undefined} */
let field;

/** @param {import("./desk.js").Desk} desk */
export function start(desk) {
  field = new KnownField(byId("known"), "now", () => desk.state.known, (known) => desk.go({ known }));
}

/** @param {import("./desk.js").Desk} desk */
export function update(desk) {
  const { known } = desk.state;
  field?.show();
  const band = byId("past");
  band.hidden = !known;
  if (!known) return;
  band.replaceChildren(
    h("b", {}, `The record as it stood ${known.startsWith("@") ? "after" : "at"} ${saidAs(known)}. `),
    "Whatever was recorded later, corrections among it, is left out. ",
    h("button", { class: "link", type: "button", onclick: () => desk.go({ known: "" }) }, "Back to now"),
  );
}
