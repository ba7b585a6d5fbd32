/** Correcting a record: its whole content in the form that recorded it, what differs, and the reason for it. */

import { differences, same } from "./differences.js";
import { kept } from "./drafts.js";
import { h } from "./elements.js";
import { standing } from "./event_content.js";
import { TextField } from "./form_fields.js";
import { Group } from "./form_groups.js";
import { assessmentFields, moveFields, scheduleFields } from "./move_form.js";
import { RecordForm } from "./record_form.js";
import { recorded } from "./recorded.js";
import { FORESEEN } from "./retraction_form.js";
import { CORRECT } from "./sending.js";
import { sourceFields } from "./source_form.js";
import { part, statementFields } from "./statement_form.js";

/** @typedef {import("./event_content.js").Standing} Standing */

/** @type {Record<string, {name: string, fields: (desk: import("./desk.js").Desk) => Group}>} the inputs of a correction that have a form */
const KINDS = {
  STATEMENT: { name: "statement", fields: statementFields },
  MOVE: { name: "move", fields: moveFields },
  ASSESSMENT: { name: "assessment", fields: assessmentFields },
  SCHEDULE: { name: "schedule", fields: scheduleFields },
  SOURCE: { name: "source", fields: sourceFields },
};
export const OFFERED = "statements, moves, assessments, schedules and sources";

/** @param {Standing} found */
export const isOffered = (found) => found.kind in KINDS;

/**
 * @param {import("./desk.js").Desk} desk @param {Standing} found the newest version @param {string | undefined} without
 * @param {() => void} again begin anew
 * @returns {{main: HTMLElement, aside: HTMLElement}}
 */
export function correctionForm(desk, found, without, again) {
  const main = h("div", { class: "form" });
  const correction = new Correction(
    desk,
    found,
    without,
    (payload, changes) => {
      const told = recorded(desk, "Corrected,", payload, changes);
      main.replaceChildren(told);
      told.focus();
    },
    again,
  );
  main.append(correction.form.element);
  return { main, aside: h("div", {}, correction.changed, correction.form.preview.element) };
}

class Correction {
  /**
   * @param {import("./desk.js").Desk} desk @param {Standing} found @param {string | undefined} without
   * @param {(payload: any, changes: any[] | null) => void} recorded @param {() => void} again
   */
  constructor(desk, found, without, recorded, again) {
    this.kind = KINDS[found.kind];
    this.content = this.kind.fields(desk);
    const { id } = this.content.fields;
    if (id instanceof TextField) id.input.readOnly = true;
    const reason = new TextField("Reason", {
      rows: 2,
      missing: "Say what was wrong.",
      hint: "Shown to readers, for ever, beside the correction.",
    });
    this.root = new Group(
      "",
      { reason, [this.kind.name]: this.content },
      { element: h("div", {}, part("Why it is corrected", reason), this.content.element) },
    );
    this.changed = h("section", { class: "forecast" });
    const name = `correction ${found.id}`;
    const draft = kept(name);
    /** The version that the correction began from. @type {Standing} */
    this.standing = draft?.standing ?? found;
    this.#begin(this.standing.input);
    this.form = new RecordForm({
      name,
      root: this.root,
      submit: "Record the correction",
      foresees: "If you record this correction",
      without,
      request: () => this.#request(),
      looks: () => this.#request({ reason: FORESEEN }),
      hinders: () => this.content.problems(),
      recorded,
      cleared: again,
      standing: () => this.standing,
      typed: () => this.#compare(),
      way: ({ code }) => (code === "STALE_VERSION" ? this.#newest() : null),
    });
    if (draft) this.form.resume();
    this.form.begin();
  }

  #request(instead = {}) {
    const { id, lastVersion } = this.standing;
    return { query: CORRECT, variables: { id, input: { ...this.root.read(), ...instead }, expectedVersion: lastVersion } };
  }

  /** Fill the form with a version, as it will be compared with. @param {any} input */
  #begin(input) {
    this.content.write(input);
    this.before = this.content.read();
  }

  #compare() {
    const list = differences(this.content, this.before, this.content.read());
    this.changed.replaceChildren(
      h("h2", {}, `You change, of version ${this.standing.version}`),
      list ?? h("p", { class: "minor" }, "Nothing yet."),
    );
  }

  /** What somebody else recorded meanwhile is taken over wherever nothing was typed; the rest is shown as a difference from it. */
  #newest() {
    const take = async () => {
      const found = await standing(this.standing.id, { isNewest: true });
      if (!found) return;
      const [typed, before] = [this.content.read(true), this.content.read()];
      const own = Object.keys({ ...before, ...this.before }).filter((name) => !same(before[name], this.before[name]));
      this.standing = found;
      this.#begin(found.input);
      this.content.write({ ...this.content.read(true), ...Object.fromEntries(own.map((name) => [name, typed[name]])) });
      this.form.place.replaceChildren(this.#taken(found, own));
      this.form.keep();
      this.form.refresh();
    };
    return h("button", { type: "button", class: "secondary", onclick: () => void take() }, "Load the newest version");
  }

  /** @param {Standing} found @param {string[]} own */
  #taken(found, own) {
    const kept = own.length ? " What you typed is kept where it differs; compare the two beside the form, then send it." : "";
    const box = h(
      "div",
      { class: "recorded", role: "status", tabindex: "-1" },
      h("p", {}, h("b", {}, `You now correct version ${found.version}, of ${found.recordedBy || "the desk"}.`), kept),
    );
    queueMicrotask(() => box.focus());
    return box;
  }
}
