/** The fields of a statement (`RecordStatementInput`): the common path in sight, what is rarely needed folded. */

import { appearances } from "./appearance_fields.js";
import { capacities } from "./capacity_fields.js";
import { actors, events, provisions } from "./choices.js";
import { h } from "./elements.js";
import { CheckField, ChoiceField, TextField } from "./form_fields.js";
import { Group } from "./form_groups.js";
import { quantities } from "./figure_fields.js";
import { PeriodField } from "./period_field.js";
import { PickField, PicksField } from "./pick_fields.js";
import { responses, stances } from "./stance_fields.js";
import { spoken } from "./words.js";

export const ACTS = [
  "ASSERT",
  "DEMAND",
  "PROPOSE",
  "OFFER",
  "INVITE",
  "PROMISE",
  "THREATEN",
  "WARN",
  "ACCUSE",
  "DENY",
  "REJECT",
  "ACCEPT",
  "APPEAL",
  "JUSTIFY",
  "ESTIMATE",
  "ANNOUNCE",
  "CONCEDE",
  "REAFFIRM",
  "VOTE",
  "OTHER",
];

export const SUMMARY = { rows: 2, missing: "Say it in a sentence.", hint: "One sentence, without judgement." };

/** @param {import("./desk.js").Desk} desk @returns {Group} */
export function statementFields(desk) {
  const year = () => Number(desk.asOf.slice(0, 4));
  const who = actors(desk);
  const occurred = new PeriodField("When it was said", { missing: "Say when it was said.", year });
  const quote = new TextField("Quote", {
    rows: 3,
    isQuote: true,
    hint: "The speaker’s own words, letter for letter; empty where only a paraphrase is on record.",
  });
  const fields = {
    capacities: capacities(desk, async () => (await occurred.days())?.latest ?? desk.asOf),
    act: new ChoiceField(
      "What is done by saying it",
      ACTS.map((act) => [act, spoken(act)]),
      { missing: "Choose what is done by saying it." },
    ),
    occurred,
    quote,
    appearances: appearances(desk, quote),
    summary: new TextField("In the desk’s words", SUMMARY),
    stances: stances(desk),
    addressees: new PicksField("To whom", who),
    about: new PicksField("About whom", who),
    attributesTo: new PicksField("Whose words the speaker relays", who, {
      hint: "They stay the speaker’s claim, and count for nobody else.",
    }),
    occasion: new PickField("Said at", events(["MOVE"]), { hint: "The meeting, call or press conference: a move on record." }),
    public: new PeriodField("When outsiders could know", { absent: "when it was said", year }),
    ordinal: new TextField("Order within the day", { isNumber: true, hint: "By time, or by place in the document." }),
    background: new CheckField("The sources only recall it"),
    provision: new PickField(
      "It is this provision of a draft",
      provisions(() => undefined),
    ),
    responses: responses(desk),
    quantities: quantities(desk),
  };
  return new Group("", fields, { element: h("div", {}, layout(fields)) });
}

/** @param {Record<string, import("./form_fields.js").Field>} fields */
const layout = ({ capacities, act, occurred, quote, appearances, summary, stances, provision, responses, quantities, ...others }) => [
  part("Who, and when", capacities, act, occurred),
  part("The words", quote, appearances, summary),
  part("Where it stands", stances),
  fold("Addressees, occasion, publication", ...Object.values(others)),
  fold("Drafts and answers to them", provision, responses),
  fold("Figures", quantities),
];

/** Fields under a heading. @param {string} heading @param {...import("./form_fields.js").Field} fields */
export const part = (heading, ...fields) =>
  h(
    "fieldset",
    { class: "chapter" },
    h("legend", {}, heading),
    h(
      "div",
      { class: "fields" },
      fields.map((field) => field.element),
    ),
  );

/** Fields that are rarely needed. @param {string} heading @param {...import("./form_fields.js").Field} fields */
export const fold = (heading, ...fields) =>
  h(
    "details",
    { class: "chapter folded" },
    h("summary", {}, heading),
    h(
      "div",
      { class: "fields" },
      fields.map((field) => field.element),
    ),
  );
