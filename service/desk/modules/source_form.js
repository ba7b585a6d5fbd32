/** The fields of a source, and the place where a new one is put on record without leaving the form that needs it. */

import { h } from "./elements.js";
import { TextField } from "./form_fields.js";
import { Group } from "./form_groups.js";
import { newKey } from "./drafts.js";
import { PeriodField } from "./period_field.js";
import * as refusals from "./refusals.js";
import { REGISTER_SOURCE, send } from "./sending.js";

/** @param {import("./desk.js").Desk} desk @returns {Group} the fields of `RegisterSourceInput` */
export function sourceFields(desk) {
  return new Group("", {
    title: new TextField("Title", { missing: "Give the title of the document." }),
    publisher: new TextField("Publisher"),
    byline: new TextField("Byline"),
    published: new PeriodField("Published", { absent: "no date on record", year: () => Number(desk.asOf.slice(0, 4)) }),
    id: new TextField("Id", { hint: "Readable and for ever, as reuters-2021-12-21.", missing: "Give it an id, as reuters-2021-12-21." }),
    language: new TextField("Language", { hint: "As en or ru-RU." }),
    sha256: new TextField("SHA-256 of the file"),
    text: new TextField("Whole text", {
      rows: 3,
      hint: "Only where the desk may hold it. Quotes are checked against it; it is not served again.",
    }),
  });
}

/**
 * A fold in which a source is put on record.
 * @param {import("./desk.js").Desk} desk @param {(id: string) => void} registered
 */
export function newSource(desk, registered) {
  const fields = sourceFields(desk);
  const told = h("div", {});
  const button = h("button", { type: "button", class: "secondary" }, "Put the source on record");
  const fold = h(
    "details",
    { class: "more newsource wide" },
    h("summary", {}, "A source that is not on record yet"),
    told,
    fields.element,
    button,
  );
  let key = newKey();
  button.addEventListener("click", async () => {
    const problems = fields.problems();
    refusals.clear(fields, told);
    if (problems.length) return refusals.showProblems(fields, told, problems);
    button.disabled = true;
    const outcome = await send(REGISTER_SOURCE, { input: fields.read(), idempotencyKey: key });
    button.disabled = false;
    if (!outcome.payload) return refusals.show(fields, told, outcome);
    const { id } = fields.read();
    key = newKey();
    fields.write({});
    fold.open = false;
    registered(id);
  });
  // What is typed here is no part of the record in the form around it.
  for (const type of ["input", "change", "dated"]) fold.addEventListener(type, (event) => event.stopPropagation());
  fold.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && /** @type {Element} */ (event.target).tagName === "INPUT") {
      event.preventDefault();
      if (!event.defaultPrevented) button.click();
    }
  });
  return fold;
}
