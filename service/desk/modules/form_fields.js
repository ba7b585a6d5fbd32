/** Fields of a form: each has a label, says what it holds, and shows what is wrong with it beside itself. */

import { h } from "./elements.js";

/**
 * @typedef {object} Problem what is wrong, before or after anybody was asked
 * @property {Field} field @property {string} message
 * @typedef {object} FieldSettings
 * @property {string} [hint] what to write, in a few words
 * @property {string} [missing] what is said where it is empty though it must not be; left out: it may be empty
 */

let drawn = 0;

/** What every field has. */
export class Field {
  /** @param {string} label @param {FieldSettings} [settings] */
  constructor(label, { hint, missing } = {}) {
    this.label = label;
    this.missing = missing;
    this.id = `field-${(drawn += 1)}`;
    /** The group or list that it is in. @type {Field | null} */
    this.owner = null;
    this.hint = hint ? h("p", { class: "hint", id: `${this.id}-hint` }, hint) : null;
    this.error = h("p", { class: "error", id: `${this.id}-error`, hidden: true });
    /** @type {HTMLElement} */
    this.element = h("div", { class: "field" });
    /** Where the focus goes. @type {HTMLElement} */
    this.control = this.element;
  }

  /** @returns {string} how a summary names it: Stance 1, conditions */
  get fullLabel() {
    const above = this.owner?.fullLabel ?? "";
    return above && this.label ? `${above}, ${this.label.toLowerCase()}` : above || this.label;
  }

  /** @param {boolean} [withHidden] as for a draft @returns {any} what it holds, as the API takes it; undefined where empty */
  read(withHidden) {
    return undefined;
  }

  /** @param {any} value as `read` gives it; undefined empties the field */
  write(value) {}

  get isEmpty() {
    return this.read(true) === undefined;
  }

  /** @param {string[]} path of the API, from here on @returns {Field} the field that the path leads to, or comes nearest */
  find(path) {
    return this;
  }

  /** @returns {Problem[]} what can be told without asking */
  problems() {
    return this.missing && this.isEmpty ? [{ field: this, message: this.missing }] : [];
  }

  /** @param {any} value @returns {string | Promise<string>} how people read a value of this field */
  say(value) {
    return String(value);
  }

  /** Take note of why something in it was refused. @param {string} code */
  heed(code) {}

  /** Show what is wrong beside the field. @param {string} message */
  refuse(message) {
    this.error.hidden = false;
    this.error.textContent = [this.error.textContent, message].filter(Boolean).join(" ");
    this.element.classList.add("refused");
    if (this.control.matches("input, select, textarea, [role=radiogroup]")) this.control.setAttribute("aria-invalid", "true");
    this.#describe();
    for (let fold = this.element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  }

  /** Take back what was shown as wrong, here and below. */
  clear() {
    if (this.error.hidden) return;
    this.error.hidden = true;
    this.error.textContent = "";
    this.element.classList.remove("refused");
    this.control.removeAttribute("aria-invalid");
    this.#describe();
  }

  focus() {
    this.control.focus();
    this.element.scrollIntoView({ block: "center" });
  }

  /** Tell whoever listens that the value is another one. */
  changed() {
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Put a control with its label, hint and error into the element. @param {HTMLElement} control */
  frame(control) {
    this.control = control;
    control.id = this.id;
    this.element.append(h("label", { for: this.id }, this.label), control, ...(this.hint ? [this.hint] : []), this.error);
    this.#describe();
  }

  #describe() {
    const ids = [this.hint?.id, this.error.hidden ? undefined : this.error.id].filter(Boolean).join(" ");
    if (ids) this.control.setAttribute("aria-describedby", ids);
    else this.control.removeAttribute("aria-describedby");
  }
}

/** One or more lines of text. */
export class TextField extends Field {
  /**
   * @param {string} label
   * @param {FieldSettings & {rows?: number, isQuote?: boolean, isNumber?: boolean, initial?: string, placeholder?: string}} [settings]
   */
  constructor(label, settings = {}) {
    super(label, settings);
    const { rows, isQuote, isNumber, initial = "", placeholder } = settings;
    this.isNumber = isNumber;
    const shared = { autocomplete: "off", spellcheck: String(Boolean(rows) && !isQuote), placeholder };
    this.input = rows
      ? h("textarea", { ...shared, rows, class: isQuote ? "quote" : null })
      : h("input", { ...shared, inputmode: isNumber ? "decimal" : null });
    if (rows) this.element.classList.add("wide");
    this.input.value = initial;
    this.frame(this.input);
  }

  /** @returns {any} */
  read() {
    const text = this.input.value.trim();
    if (!text) return undefined;
    return this.isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  /** @param {any} value */
  write(value) {
    this.input.value = value === undefined ? "" : String(value);
  }

  /** @returns {Problem[]} */
  problems() {
    const isWord = this.isNumber && typeof this.read() === "string";
    return isWord ? [{ field: this, message: "This is no number. Write it in figures, as 90000 or 2.5." }] : super.problems();
  }
}

/** One of a list. */
export class ChoiceField extends Field {
  /**
   * @param {string} label @param {[string, string][]} options value and words
   * @param {FieldSettings & {initial?: string}} [settings] without `initial` nothing is chosen at first
   */
  constructor(label, options, settings = {}) {
    super(label, settings);
    this.initial = settings.initial ?? "";
    this.words = new Map(options);
    this.input = h(
      "select",
      {},
      this.initial ? null : h("option", { value: "" }, "choose …"),
      options.map(([value, words]) => h("option", { value }, words)),
    );
    this.input.value = this.initial;
    this.frame(this.input);
  }

  /** @returns {any} */
  read() {
    return this.input.value || undefined;
  }

  /** @param {any} value */
  write(value) {
    this.input.value = value ?? this.initial;
  }

  get isEmpty() {
    return this.input.value === this.initial;
  }

  /** @param {any} value */
  say(value) {
    return this.words.get(value) ?? String(value);
  }
}

/** Yes, or nothing said. */
export class CheckField extends Field {
  /** @param {string} label @param {FieldSettings} [settings] */
  constructor(label, settings = {}) {
    super(label, settings);
    this.element.classList.add("checked");
    this.input = h("input", { type: "checkbox" });
    this.frame(this.input);
    this.element.prepend(this.input);
  }

  /** @returns {any} */
  read() {
    return this.input.checked || undefined;
  }

  /** @param {any} value */
  write(value) {
    this.input.checked = Boolean(value);
  }

  say() {
    return "yes";
  }
}

/** One of a few, all in sight. */
export class RadioField extends Field {
  /**
   * @param {string} label @param {[string, string, Node?][]} options value, words, and what stands before them
   * @param {FieldSettings & {initial?: string}} [settings]
   */
  constructor(label, options, settings = {}) {
    super(label, settings);
    this.initial = settings.initial;
    this.words = new Map(options.map(([value, words]) => [value, words]));
    this.inputs = options.map(([value]) => h("input", { type: "radio", name: this.id, value }));
    const choices = options.map(([, words, before], n) => h("label", {}, this.inputs[n], before, h("span", {}, words)));
    this.element = h(
      "fieldset",
      { class: "field radios", id: this.id, role: "radiogroup" },
      h("legend", {}, label),
      h("div", { class: "choices" }, choices),
      this.hint,
      this.error,
    );
    this.control = this.element;
    this.write(this.initial);
  }

  /** @returns {any} */
  read() {
    return this.inputs.find((input) => input.checked)?.value;
  }

  /** @param {any} value */
  write(value) {
    for (const input of this.inputs) input.checked = input.value === (value ?? this.initial);
  }

  get isEmpty() {
    return this.read() === this.initial;
  }

  /** @returns {Problem[]} */
  problems() {
    return this.missing && !this.read() ? [{ field: this, message: this.missing }] : [];
  }

  /** Show a choice in other words. @param {string} value @param {string} words */
  reword(value, words) {
    const input = this.inputs.find((one) => one.value === value);
    if (input?.nextElementSibling) /** @type {Element} */ (input.parentElement?.lastElementChild).textContent = words;
    this.words.set(value, words);
  }

  /** @param {any} value */
  say(value) {
    return this.words.get(value) ?? String(value);
  }

  focus() {
    (this.inputs.find((input) => input.checked) ?? this.inputs[0]).focus();
    this.element.scrollIntoView({ block: "center" });
  }
}
