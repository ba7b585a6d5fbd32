/** A field for a date: a day as people write it or EDTF, a date as the source tells it, or unknown; and what it comes to. */

import { ask } from "./api.js";
import { sources } from "./choices.js";
import { isDate, parse, withWeekday } from "./dates.js";
import { h } from "./elements.js";
import { CheckField, ChoiceField, Field, RadioField, TextField } from "./form_fields.js";
import { PickField } from "./pick_fields.js";
import { resolve } from "./relative_dates.js";

/** @typedef {import("./relative_dates.js").Bounds} Bounds */

/** @type {[string, string][]} */
const WEEKDAYS = [
  ["MO", "Monday"],
  ["TU", "Tuesday"],
  ["WE", "Wednesday"],
  ["TH", "Thursday"],
  ["FR", "Friday"],
  ["SA", "Saturday"],
  ["SU", "Sunday"],
];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS_BEFORE = ["the same day", "1 day: yesterday"];
/** @type {Record<string, {words: string, argument: [string, string][] | null}>} the closed list, with what stands in the brackets */
const RELATIVE = {
  "weekday-before-this-week": { words: "a weekday of the week before", argument: WEEKDAYS },
  "last-weekday": { words: "the last such weekday before it", argument: WEEKDAYS },
  "days-before": {
    words: "so many days before",
    argument: Array.from({ length: 32 }, (_, n) => [String(n), DAYS_BEFORE[n] ?? `${n} days`]),
  },
  "week-before": { words: "the week before", argument: null },
  "month-before": { words: "the month before", argument: null },
  "within-source-month": { words: "within a month", argument: MONTHS.map((name, n) => [String(n + 1), name]) },
};
/** @type {[string, string][]} */
const MODES = [
  ["DAY", "a day or a range"],
  ["SOURCE", "as the source tells it"],
  ["UNKNOWN", "unknown"],
];
const PUBLISHED = "query Published($id: ID!) { source(id: $id) { published { earliest latest } } }";

export class PeriodField extends Field {
  /**
   * @param {string} label
   * @param {import("./form_fields.js").FieldSettings & {absent?: string, year: () => number}} settings `absent`: what no date at all
   *   means, where that may be; `year`: the one that is meant where none is typed
   */
  constructor(label, { absent, year, ...settings }) {
    super(label, settings);
    this.year = year;
    this.mode = new RadioField("How it is told", absent ? [["", absent], ...MODES] : MODES, { initial: absent ? "" : "DAY" });
    this.edtf = new TextField("Date", { hint: "21 Dec 2021, or EDTF: 2021-12-07/2021-12-21, 2021-12, 2021-12-21~" });
    this.surface = new TextField("The source’s words", { hint: "As “last Wednesday”." });
    this.rule = new ChoiceField(
      "Which means",
      Object.entries(RELATIVE).map(([rule, { words }]) => [rule, words]),
    );
    this.argument = new ChoiceField("Which", []);
    this.anchor = new PickField("Told from the date of", sources);
    this.inferred = new CheckField("Inferred by the coder, not stated in the source");
    this.note = new TextField("Remark on the date");
    this.meaning = h("p", { class: "meaning", "aria-live": "polite" });
    this.told = h(
      "div",
      { class: "fields" },
      [this.surface, this.rule, this.argument, this.anchor].map((one) => one.element),
    );
    this.more = h(
      "details",
      { class: "more" },
      h("summary", {}, "How it is known"),
      h("div", { class: "fields" }, this.inferred.element, this.note.element),
    );
    /** What the meaning that is shown is of. @type {string | undefined} */
    this.asked = undefined;
    this.mode.element.firstElementChild?.classList.add("vh");
    const parts = [this.mode.element, this.edtf.element, this.told, this.meaning, this.more, this.error];
    this.element = this.control = h("fieldset", { class: "field period wide" }, h("legend", {}, label), parts);
    for (const part of this.parts) part.owner = this;
    this.element.addEventListener("change", () => this.#show());
    this.element.addEventListener("input", () => this.#show());
    this.#offer();
    this.#show();
  }

  get parts() {
    return [this.edtf, this.surface, this.rule, this.argument, this.anchor, this.note];
  }

  /** @returns {any} */
  read() {
    const mode = this.mode.read();
    const basis = this.inferred.read() && "INFERRED";
    const about = { ...(basis && { basis }), ...(this.note.read() && { note: this.note.read() }) };
    if (!mode) return undefined;
    if (mode === "UNKNOWN") return about;
    if (mode === "SOURCE") return this.#told(about);
    const text = this.edtf.read();
    return text && { edtf: parse(text, this.year()) ?? text, ...about };
  }

  /** @param {Record<string, any>} about */
  #told(about) {
    const [rule, argument] = [this.rule.read(), this.argument.read()];
    const relative = rule && (RELATIVE[rule].argument ? `${rule}(${argument ?? ""})` : rule);
    const told = { surface: this.surface.read(), relative, anchor: this.anchor.read() };
    return { ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)), ...about };
  }

  /** @param {any} value */
  write(value) {
    const mode =
      value === undefined ? this.mode.initial : value.relative || value.anchor || value.surface ? "SOURCE" : value.edtf ? "DAY" : "UNKNOWN";
    this.mode.write(mode);
    this.edtf.write(value?.edtf);
    this.surface.write(value?.surface);
    const [, rule, argument] = value?.relative?.match(/^([a-z-]+)(?:\((.*)\))?$/) ?? [];
    this.rule.write(rule);
    this.#offer(argument);
    this.argument.write(argument);
    this.anchor.write(value?.anchor);
    this.inferred.write(value?.basis === "INFERRED");
    this.note.write(value?.note);
    this.#show();
  }

  get isEmpty() {
    return this.mode.isEmpty && this.parts.every((one) => one.isEmpty);
  }

  /** @param {string[]} path @returns {Field} */
  find([name]) {
    const mode = this.mode.read();
    if (mode === "SOURCE")
      return (
        { relative: this.argument.element.hidden ? this.rule : this.argument, anchor: this.anchor, surface: this.surface }[name] ??
        this.rule
      );
    return mode === "DAY" ? this.edtf : this;
  }

  /** @returns {import("./form_fields.js").Problem[]} */
  problems() {
    const value = this.read();
    if (this.missing && value === undefined) return [{ field: this.edtf, message: this.missing }];
    if (this.mode.read() === "DAY" && value === undefined)
      return [{ field: this.edtf, message: "Write the date, or choose another way to say when." }];
    if (this.mode.read() !== "SOURCE") return [];
    const problems = [];
    if (!value.relative) problems.push({ field: this.rule, message: "Say what the source’s words mean." });
    if (value.relative?.endsWith("()")) problems.push({ field: this.argument, message: "Choose which one." });
    if (!value.anchor) problems.push({ field: this.anchor, message: "Pick the source from whose date it is told." });
    return problems;
  }

  clear() {
    super.clear();
    for (const part of this.parts) part.clear();
  }

  focus() {
    this.mode.focus();
  }

  /** @param {any} value @returns {string} */
  say(value) {
    return value === undefined ? "" : typeof value === "object" ? Object.values(value).join(", ") || "unknown" : String(value);
  }

  /** The days it means, as far as can be told here. @returns {Promise<Bounds | null>} null where it cannot */
  async days() {
    const { edtf, relative, anchor } = this.read() ?? {};
    if (edtf) {
      const [earliest, latest = earliest] = edtf.replaceAll(/[?~%]/g, "").split("/");
      return isDate(earliest) && isDate(latest) ? { earliest, latest } : null;
    }
    if (!relative || !anchor) return null;
    const { source } = await ask(PUBLISHED, { id: anchor });
    return source?.published ? resolve(relative, source.published) : null;
  }

  /** Offer what may stand in the brackets of the rule chosen. @param {string} [besides] what is on record and is not in the list */
  #offer(besides) {
    const rule = this.rule.read();
    /** @type {[string, string][]} */
    const options = [...((rule && RELATIVE[rule].argument) || [])];
    if (besides && !options.some(([value]) => value === besides)) options.push([besides, besides]);
    this.offered = rule;
    this.argument.input.replaceChildren(
      h("option", { value: "" }, "choose …"),
      ...options.map(([value, words]) => h("option", { value }, words)),
    );
  }

  #show() {
    const mode = this.mode.read();
    if (this.offered !== this.rule.read()) this.#offer();
    this.edtf.element.hidden = mode !== "DAY";
    this.told.hidden = mode !== "SOURCE";
    this.argument.element.hidden = !(this.rule.read() && RELATIVE[this.rule.read()].argument);
    this.more.hidden = !mode;
    void this.#tell();
  }

  async #tell() {
    const asked = JSON.stringify(this.read());
    if (asked === this.asked) return;
    this.asked = asked;
    const days = await this.days().catch(() => null);
    if (asked !== JSON.stringify(this.read())) return;
    this.meaning.textContent = days ? `${this.mode.read() === "SOURCE" ? "Now that means " : ""}${between(days)}.` : this.#unresolved();
    this.element.dispatchEvent(new CustomEvent("dated", { bubbles: true }));
  }

  #unresolved() {
    if (this.mode.read() === "UNKNOWN") return "It counts from the last day on which its earliest source can have been published.";
    return this.mode.read() === "SOURCE" && this.anchor.read() && this.rule.read()
      ? "The service will resolve it; the date of that source is open or not on record."
      : "";
  }
}

/** @param {Bounds} days */
function between({ earliest, latest }) {
  if (earliest === latest && earliest) return withWeekday(earliest);
  return `${earliest ? withWeekday(earliest) : "an unknown day"} to ${latest ? withWeekday(latest) : "an unknown day"}`;
}
