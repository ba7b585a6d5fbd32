/** The fields of a move (`RecordMoveInput`), of an assessment and of a schedule. */

import { appearances } from "./appearance_fields.js";
import { actors, issues } from "./choices.js";
import { h } from "./elements.js";
import { CheckField, ChoiceField, TextField } from "./form_fields.js";
import { Group, Rows } from "./form_groups.js";
import { quantities } from "./figure_fields.js";
import { PeriodField } from "./period_field.js";
import { PickField, PicksField } from "./pick_fields.js";
import { fold, part, SUMMARY } from "./statement_form.js";
import { spoken } from "./words.js";

const STATES = ["PROPOSED", "LIKELY", "AGREED", "HELD", "CANCELLED", "SUPERSEDED"];
const BEARS_ON = { hint: "To be found by; never counted." };

/** @param {import("./desk.js").Desk} desk @returns {Group} */
export function moveFields(desk) {
  const year = () => Number(desk.asOf.slice(0, 4));
  const fields = {
    actors: new PicksField("Whose conduct", actors(desk), { missing: "Pick whose conduct it is." }),
    targets: new PicksField("At whom it is aimed", actors(desk)),
    occurred: new PeriodField("When it was done", { missing: "Say when it was done.", year }),
    place: new TextField("Where"),
    summary: new TextField("In the desk’s words", SUMMARY),
    appearances: appearances(desk),
    issues: new PicksField("Issues it bears on", issues(desk), BEARS_ON),
    public: new PeriodField("When outsiders could know", { absent: "when it was done", year }),
    background: new CheckField("The sources only recall it"),
    codings: new Rows("Codings", "Coding", coding, { add: "A coding", hint: "Classifications, side by side with those of others." }),
    quantities: quantities(desk),
  };
  const element = h("div", {}, [
    part("Whose, and when", fields.actors, fields.targets, fields.occurred, fields.place),
    part("What was done", fields.summary, fields.appearances, fields.issues),
    fold("Publication, background", fields.public, fields.background),
    fold("Codings", fields.codings),
    fold("Figures", fields.quantities),
  ]);
  return new Group("", fields, { element });
}

/** @param {string} name */
const coding = (name) =>
  new Group(
    name,
    {
      cameo: new TextField("CAMEO", { hint: "As 0311; “01” is not “1”." }),
      plover: new TextField("PLOVER"),
      goldstein: new TextField("Goldstein", { isNumber: true, hint: "From -10 to 10." }),
    },
    { isOptional: true },
  );

/** @param {import("./desk.js").Desk} desk @returns {Group} */
export function assessmentFields(desk) {
  const fields = {
    author: new PickField("Whose assessment", actors(desk), { missing: "Pick whose assessment it is." }),
    about: new PicksField("About whom", actors(desk), { missing: "Pick whom it is about." }),
    occurred: new PeriodField("When it was made", { missing: "Say when it was made.", year: () => Number(desk.asOf.slice(0, 4)) }),
    summary: new TextField("In the desk’s words", SUMMARY),
    appearances: appearances(desk),
    issues: new PicksField("Issues it bears on", issues(desk), BEARS_ON),
    quantities: quantities(desk),
  };
  const { author, about, occurred, summary } = fields;
  const element = h("div", {}, [
    part("Whose, and when", author, about, occurred),
    part("What it says", summary, fields.appearances, fields.issues),
    fold("Figures", fields.quantities),
  ]);
  return new Group("", fields, { element });
}

/** @param {import("./desk.js").Desk} desk @returns {Group} */
export function scheduleFields(desk) {
  const year = () => Number(desk.asOf.slice(0, 4));
  const fields = {
    what: new TextField("What is to take place", { missing: "Say what is to take place." }),
    participants: new PicksField("Who takes part", actors(desk), { missing: "Pick who takes part." }),
    when: new PeriodField("For when it is", { missing: "Say for when it is.", year }),
    where: new TextField("Where"),
    state: new ChoiceField(
      "Where it stands",
      STATES.map((state) => [state, spoken(state)]),
      { missing: "Choose where it stands." },
    ),
    saidBy: new PickField("Who says so", actors(desk), { missing: "Pick who says so." }),
    occurred: new PeriodField("When that was said", { missing: "Say when that was said.", year }),
    appearances: appearances(desk),
    public: new PeriodField("When outsiders could know", { absent: "when it was said", year }),
  };
  const { occurred, saidBy, state, appearances: sources, public: known, ...meeting } = fields;
  const element = h("div", {}, [
    part("What, and when", ...Object.values(meeting)),
    part("Who says so", state, saidBy, occurred, sources),
    fold("Publication", known),
  ]);
  return new Group("", fields, { element });
}
