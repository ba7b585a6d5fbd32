/** The fields of an appearance: where it stands in which source, how close to the words spoken. */

import { actors, sources } from "./choices.js";
import { h } from "./elements.js";
import { CheckField, RadioField, TextField } from "./form_fields.js";
import { Group, Rows } from "./form_groups.js";
import { PickField } from "./pick_fields.js";
import { newSource } from "./source_form.js";

const RENDERINGS = /** @type {[string, string][]} */ ([
  ["DIRECT", "the words themselves"],
  ["TRANSLATION", "a translation"],
  ["PARAPHRASE", "a paraphrase"],
]);

/**
 * A list of `AppearanceInput`.
 * @param {import("./desk.js").Desk} desk
 * @param {TextField} [words] the quote of the whole, which a source may print as it is
 */
export const appearances = (desk, words) =>
  new Rows("Sources", "Source", (name) => new Appearance(desk, name, words), { least: 1, add: "Another source" });

class Appearance extends Group {
  /** @param {import("./desk.js").Desk} desk @param {string} name @param {TextField} [words] */
  constructor(desk, name, words) {
    const fields = {
      source: new PickField("Source", sources, {
        missing: "Pick the source in which it stands, or put it on record here.",
        hint: "Type a word of its title.",
        isWide: true,
      }),
      rendering: new RadioField("The source prints", RENDERINGS, { missing: "Say how close the source is to the words spoken." }),
      quote: new TextField("As the source prints it", { rows: 2, isQuote: true, hint: "Letter for letter." }),
      language: new TextField("Language", { hint: "As en or ru." }),
      reportedBy: new PickField("Reported by", actors(desk), { hint: "Where that is not the author." }),
      spanStart: new TextField("Begins at", { isNumber: true, hint: "In code points of the raw text." }),
      spanEnd: new TextField("Ends before", { isNumber: true }),
    };
    super(name, fields, { element: h("fieldset", { class: "unit" }) });
    this.appearance = fields;
    this.words = words;
    this.same = new CheckField("The source prints exactly the quote above");
    this.same.write(true);
    this.same.element.hidden = !words;
    const fold = newSource(desk, (id) => {
      fields.source.write(id);
      fields.source.changed();
      fields.source.focus();
    });
    const { source, rendering, quote, ...others } = fields;
    const rest = Object.values(others).map((one) => one.element);
    this.element.append(
      h("div", { class: "fields" }, source.element, fold, rendering.element, this.same.element, quote.element),
      h("details", { class: "more" }, h("summary", {}, "Language, place, reporter"), h("div", { class: "fields" }, rest)),
    );
    this.same.element.addEventListener("change", () => this.#show());
    this.#show();
  }

  get isSame() {
    return Boolean(this.words && this.same.read());
  }

  /** @param {boolean} [withHidden] */
  read(withHidden) {
    const value = super.read(withHidden);
    delete value.quote;
    const quote = this.isSame && !withHidden ? this.words?.read() : this.appearance.quote.read();
    return { ...value, ...(quote !== undefined && { quote }), ...(withHidden && { isSame: this.isSame }) };
  }

  /** @param {any} value from the record, or as a draft has it */
  write(value) {
    super.write(value);
    const isSame = value?.isSame ?? (!value || (value.quote !== undefined && value.quote === this.words?.read()));
    this.same.write(isSame && Boolean(this.words));
    if (isSame && this.words && value?.isSame === undefined) this.appearance.quote.write(undefined);
    this.#show();
  }

  /** @param {string[]} path */
  find(path) {
    return path[0] === "quote" && this.isSame && this.words ? this.words : super.find(path);
  }

  #show() {
    this.appearance.quote.element.hidden = this.isSame;
  }
}
