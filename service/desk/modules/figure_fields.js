/** The fields of the figures that a statement, move or assessment gives. */

import { actors } from "./choices.js";
import { CheckField, TextField } from "./form_fields.js";
import { Group, Rows } from "./form_groups.js";
import { PeriodField } from "./period_field.js";
import { PickField } from "./pick_fields.js";

/** A list of `QuantityInput`. @param {import("./desk.js").Desk} desk */
export const quantities = (desk) => new Rows("Figures", "Figure", (name) => quantity(desk, name), { add: "A figure" });

/** @param {import("./desk.js").Desk} desk @param {string} name */
const quantity = (desk, name) =>
  new Group(
    name,
    {
      counts: new TextField("What is counted", { hint: "As: troops near the border.", missing: "Say what is counted." }),
      unit: new TextField("Unit"),
      value: new TextField("Figure", { isNumber: true }),
      qualifier: new TextField("As said", { hint: "As: about, more than." }),
      min: new TextField("At least", { isNumber: true }),
      max: new TextField("At most", { isNumber: true }),
      estimatedBy: new PickField("Estimated by", actors(desk)),
      relayedBy: new PickField("Passed on by", actors(desk)),
      asOf: new PeriodField("For when", { absent: "not said", year: () => Number(desk.asOf.slice(0, 4)) }),
      projected: new CheckField("For a time to come"),
    },
    { isOptional: true },
  );
