/** Fields that belong together, and lists of them: what they hold has the shape of the API's inputs, so its paths lead to fields. */

import { Field } from "./form_fields.js";
import { h } from "./elements.js";

/** Fields under one heading, or none; holds an object. */
export class Group extends Field {
  /**
   * @param {string} label @param {Record<string, Field>} fields by their names in the API
   * @param {{element?: HTMLElement, isOptional?: boolean}} [settings] the element that shows them, where a plain one will not do;
   *   an optional group may be left empty as a whole
   */
  constructor(label, fields, { element, isOptional } = {}) {
    super(label);
    this.fields = fields;
    this.isOptional = isOptional;
    for (const field of Object.values(fields)) field.owner = this;
    this.element =
      element ??
      h(
        "div",
        { class: "fields" },
        Object.values(fields).map((field) => field.element),
      );
    this.element.prepend(this.error);
    this.control = this.element;
    this.element.tabIndex = -1;
  }

  /** @param {boolean} [withHidden] @returns {any} */
  read(withHidden) {
    /** @type {Record<string, any>} */
    const value = {};
    for (const [name, field] of Object.entries(this.fields)) {
      const one = field.element.hidden && !withHidden ? undefined : field.read(withHidden);
      if (one !== undefined) value[name] = one;
    }
    return value;
  }

  /** @param {any} value */
  write(value) {
    for (const [name, field] of Object.entries(this.fields)) field.write(value?.[name] ?? undefined);
  }

  get isEmpty() {
    return Object.values(this.fields).every((field) => field.isEmpty);
  }

  /** @param {string[]} path @returns {Field} */
  find([name, ...rest]) {
    const field = this.fields[name];
    return field && !field.element.hidden ? field.find(rest) : this;
  }

  /** @returns {import("./form_fields.js").Problem[]} */
  problems() {
    if (this.isOptional && this.isEmpty) return [];
    return Object.values(this.fields).flatMap((field) => (field.element.hidden ? [] : field.problems()));
  }

  clear() {
    super.clear();
    for (const field of Object.values(this.fields)) field.clear();
  }
}

/** As many of a kind as are needed; holds a list. Rows left empty are not sent. */
export class Rows extends Field {
  /**
   * @param {string} label of the whole @param {string} one what one is called: Stance
   * @param {(name: string) => Field} make draws an empty row
   * @param {{least?: number, add?: string, hint?: string, isAlwaysSent?: boolean}} [settings] how many rows are shown at least; the
   *   words of the button; whether the API asks for the list though it be empty
   */
  constructor(label, one, make, { least = 0, add = `Another ${one.toLowerCase()}`, hint, isAlwaysSent = false } = {}) {
    super(label, { hint });
    this.one = one;
    this.make = make;
    this.least = least;
    this.isAlwaysSent = isAlwaysSent;
    /** @type {Field[]} */
    this.rows = [];
    this.list = h("div", { class: "rows" });
    this.adding = h("button", { type: "button", class: "link add", onclick: () => this.#added() }, `+ ${add}`);
    this.element = h("div", { class: "field wide list" }, this.error, this.list, this.hint, this.adding);
    this.control = this.adding;
    this.write(undefined);
  }

  get fullLabel() {
    return this.owner?.fullLabel ?? "";
  }

  /** @returns {Field[]} the rows that are sent, in order: the API counts only these */
  get filled() {
    return this.rows.filter((row) => !row.isEmpty);
  }

  /** @param {boolean} [withHidden] @returns {any} */
  read(withHidden) {
    const filled = this.filled.map((row) => row.read(withHidden));
    return filled.length || this.isAlwaysSent ? filled : undefined;
  }

  get isEmpty() {
    return !this.filled.length;
  }

  /** @param {any} value */
  write(value) {
    const values = value ?? [];
    this.list.replaceChildren();
    this.rows = [];
    for (let n = 0; n < Math.max(values.length, this.least); n++) this.#append().write(values[n]);
  }

  /** @param {string[]} path @returns {Field} */
  find([index, ...rest]) {
    const row = this.filled[Number(index)] ?? (index === undefined ? undefined : this.rows[Number(index)]);
    return row ? row.find(rest) : this;
  }

  /** @returns {import("./form_fields.js").Problem[]} */
  problems() {
    const asked = this.rows.filter((row, n) => n < this.least || !row.isEmpty);
    return asked.flatMap((row) => row.problems());
  }

  clear() {
    super.clear();
    for (const row of this.rows) row.clear();
  }

  #append() {
    const row = this.make(this.one);
    row.owner = this;
    const remove = h("button", { type: "button", class: "link remove", onclick: () => this.#remove(row) }, "Remove");
    row.element.classList.add("row");
    row.element.append(remove);
    this.rows.push(row);
    this.list.append(row.element);
    this.#number();
    return row;
  }

  #added() {
    const row = this.#append();
    /** @type {HTMLElement | null} */ (row.element.querySelector("input, select, textarea"))?.focus();
    this.changed();
  }

  /** @param {Field} row */
  #remove(row) {
    this.rows = this.rows.filter((one) => one !== row);
    row.element.remove();
    if (this.rows.length < this.least) this.#append();
    this.#number();
    this.adding.focus();
    this.changed();
  }

  /** A row is numbered where there are several, and one that must be there is not removed. */
  #number() {
    this.rows.forEach((row, n) => {
      const name = `${this.one} ${n + 1}`;
      row.label = this.rows.length > 1 ? name : "";
      row.element.setAttribute("role", "group");
      row.element.setAttribute("aria-label", row.label || this.one);
      const remove = row.element.querySelector(":scope > .remove");
      remove?.setAttribute("aria-label", `Remove ${name.toLowerCase()}`);
      remove?.toggleAttribute("hidden", this.rows.length <= this.least);
    });
  }
}
