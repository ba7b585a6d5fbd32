/** The fields of what a statement says on which issue, and how it answers a draft. */

import { issues, provisions } from "./choices.js";
import { h } from "./elements.js";
import { CheckField, ChoiceField, RadioField, TextField } from "./form_fields.js";
import { Group, Rows } from "./form_groups.js";
import { glyph } from "./glyphs.js";
import { PickField } from "./pick_fields.js";
import { RESPONSES, STANCES, word } from "./words.js";

const DERIVED = ["SILENT", "NOT_ADDRESSED"];
const BASES = /** @type {[string, string][]} */ ([
  ["EXPLICIT", "in the words"],
  ["IMPLIED", "implied"],
]);
const THEN = /** @type {[string, string][]} */ ([
  ["SUPPORT", "for it, if"],
  ["OPPOSE", "against it, if"],
]);

/** A list of `StanceInput`. @param {import("./desk.js").Desk} desk */
export const stances = (desk) =>
  new Rows("Stances", "Stance", (name) => new StanceFields(desk, name), { least: 1, add: "A stance on another issue", isAlwaysSent: true });

class StanceFields extends Group {
  /** @param {import("./desk.js").Desk} desk @param {string} name */
  constructor(desk, name) {
    const fields = {
      issue: new PickField("Issue", issues(desk), {
        missing: "Pick the issue, or leave the whole stance empty.",
        hint: "Type a word of it.",
        isWide: true,
      }),
      stance: new RadioField(
        "Toward the proposition as worded",
        STANCES.map((one) => [one, word(one), glyph(one)]),
        { missing: "Choose where it stands." },
      ),
      basis: new RadioField("That is", BASES, { initial: "EXPLICIT" }),
      impliedBy: new TextField("Implied by", {
        rows: 2,
        hint: "What in the words, or in what follows from them, implies it.",
        missing: "Say by what it is implied.",
      }),
      conditions: new Rows("Conditions", "Condition", condition, { least: 1 }),
      liftsConditions: new CheckField("It lifts conditions stated before; otherwise they stay"),
    };
    super(name, fields, { element: h("fieldset", { class: "unit" }), isOptional: true });
    this.stance = fields;
    this.desk = desk;
    this.proposition = h("p", { class: "said" });
    fields.issue.element.append(this.proposition);
    this.element.append(
      h(
        "div",
        { class: "fields" },
        Object.values(fields).map((one) => one.element),
      ),
    );
    this.element.addEventListener("change", () => this.#show());
    this.element.addEventListener("input", () => this.#show());
    this.#show();
  }

  /** @param {any} value */
  write(value) {
    super.write(value);
    this.#show();
  }

  #show() {
    const { issue, stance, basis, impliedBy, conditions, liftsConditions } = this.stance;
    const picked = this.desk.registry.issue.get(issue.read());
    this.proposition.textContent = picked?.proposition ?? "";
    for (const one of STANCES) stance.reword(one, word(one, picked?.kind));
    this.element.dataset.basis = basis.read();
    for (const shape of stance.element.querySelectorAll(".glyph")) shape.setAttribute("data-b", basis.read());
    impliedBy.element.hidden = basis.read() !== "IMPLIED";
    conditions.element.hidden = stance.read() !== "CONDITIONAL";
    liftsConditions.element.hidden = stance.read() !== "SUPPORT";
  }
}

/** @param {string} name */
const condition = (name) =>
  new Group(name, {
    then: new ChoiceField("It is", THEN, { initial: "SUPPORT" }),
    text: new TextField("Condition", { missing: "Write what has to happen." }),
  });

/** A list of `ResponseInput`. @param {import("./desk.js").Desk} desk */
export const responses = (desk) => new Rows("Answers", "Answer", (name) => response(desk, name), { add: "An answer to a draft" });

/** @param {import("./desk.js").Desk} desk @param {string} name */
function response(desk, name) {
  const instrument = new ChoiceField(
    "Draft",
    desk.registry.instruments.map(({ id, title }) => [id, title]),
    { missing: "Choose the draft." },
  );
  const kinds = Object.entries(RESPONSES).filter(([kind]) => !DERIVED.includes(kind));
  return new Group(
    name,
    {
      instrument,
      provision: new PickField(
        "Provision",
        provisions(() => instrument.read()),
        { hint: "Left empty: the draft as a whole." },
      ),
      response: new ChoiceField("It", kinds, { missing: "Choose how it answers." }),
      basis: new RadioField("That is", BASES, { initial: "EXPLICIT" }),
    },
    { isOptional: true },
  );
}
