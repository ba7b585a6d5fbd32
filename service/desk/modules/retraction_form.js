/** Withdrawing one event: what it is, what would change, and the reason for it. */

import { moment } from "./dates.js";
import { h } from "./elements.js";
import { TextField } from "./form_fields.js";
import { Group } from "./form_groups.js";
import { RecordForm } from "./record_form.js";
import { recorded } from "./recorded.js";
import { RETRACT } from "./sending.js";
import { part } from "./statement_form.js";
import { spoken } from "./words.js";

/** @typedef {import("./event_content.js").Standing} Standing */

/** The reason that a look ahead gives, which nobody has typed yet and which is written nowhere. */
export const FORESEEN = "To foresee what it would change";

/**
 * @param {import("./desk.js").Desk} desk @param {Standing} found the event itself @param {string | undefined} without
 * @param {() => void} again begin anew
 * @returns {{main: HTMLElement, aside: HTMLElement}}
 */
export function retractionForm(desk, found, without, again) {
  const reason = new TextField("Reason", {
    rows: 2,
    missing: "Say what was wrong.",
    hint: "Shown to readers, for ever, beside what is withdrawn.",
  });
  const root = new Group("", { reason }, { element: h("div", {}, part("Why it is withdrawn", reason)) });
  const main = h("div", { class: "form" });
  const form = new RecordForm({
    name: `retraction ${found.id}`,
    root,
    submit: "Withdraw it",
    foresees: "If you withdraw this",
    without,
    request: () => ({ query: RETRACT, variables: { id: found.id, ...root.read(), expectedVersion: found.lastVersion } }),
    looks: () => ({ query: RETRACT, variables: { id: found.id, reason: FORESEEN, expectedVersion: found.lastVersion } }),
    hinders: () => [],
    recorded: (payload, changes) => {
      const told = recorded(desk, "Withdrawn,", payload, changes);
      main.replaceChildren(told);
      told.focus();
    },
    cleared: again,
    way: ({ code }) =>
      code === "STALE_VERSION" ? h("button", { type: "button", class: "secondary", onclick: again }, "Load the newest version") : null,
  });
  form.resume();
  form.begin();
  main.append(described(found), form.element);
  return { main, aside: form.preview.element };
}

/** What stands there, and what withdrawing it means. @param {Standing} found */
export function described(found) {
  const { kind, version, summary, recordedBy, recordedAt, input, status } = found;
  const by = recordedBy ? `recorded by ${recordedBy}, ${moment(recordedAt)}` : "";
  return h(
    "div",
    { class: "standing" },
    h("h2", {}, summary || spoken(kind)),
    input?.quote ? h("p", {}, h("q", {}, input.quote)) : null,
    h("p", { class: "minor" }, [spoken(kind), `version ${version}`, spoken(status), by].filter(Boolean).join(" · ")),
    h("p", {}, meaning(found)),
  );
}

/** @param {Standing} found */
function meaning({ kind, version }) {
  if (kind === "RETRACTION") return "Withdrawing a retraction undoes it: what it withdrew holds again.";
  if (version > 1) return "This is a later version: once it is withdrawn, the version before holds again.";
  return "This is the first version: the whole record is withdrawn with it.";
}
