/** Fields that hold ids of what is on record, one or several, found by typing. What is typed and not found is kept and sent. */

import { Combobox } from "./combobox.js";
import { h } from "./elements.js";
import { Field } from "./form_fields.js";

/**
 * @typedef {object} Choice what may be picked
 * @property {import("./combobox.js").Offer} offer
 * @property {(id: string) => string | Promise<string>} name how people call what has this id
 */

/** One id. */
export class PickField extends Field {
  /** @param {string} label @param {Choice} choice @param {import("./form_fields.js").FieldSettings & {isWide?: boolean}} [settings] */
  constructor(label, choice, settings = {}) {
    super(label, settings);
    this.choice = choice;
    /** @type {string | undefined} */
    this.picked = undefined;
    this.box = new Combobox(this.id, choice.offer, (option) => this.#take(option));
    this.box.label(label);
    this.box.input.addEventListener("input", () => (this.picked = undefined));
    if (settings.isWide) this.element.classList.add("wide");
    this.frame(this.box.input);
    this.box.input.before(this.box.element);
    this.box.element.prepend(this.box.input);
  }

  /** @returns {any} */
  read() {
    return this.picked ?? (this.box.input.value.trim() || undefined);
  }

  /** @param {any} id */
  write(id) {
    this.picked = id;
    this.box.input.value = id ?? "";
    if (id !== undefined) void this.#name(id);
  }

  /** @param {any} id */
  say(id) {
    return this.choice.name(id);
  }

  /** @param {string} id */
  async #name(id) {
    const name = await Promise.resolve(this.choice.name(id)).catch(() => id);
    if (this.picked === id) this.box.input.value = name;
  }

  /** @param {import("./combobox.js").Option} option */
  #take({ id, text }) {
    this.picked = id;
    this.box.input.value = text;
    this.changed();
  }
}

/** Several ids, in the order in which they were picked. */
export class PicksField extends Field {
  /** @param {string} label @param {Choice} choice @param {import("./form_fields.js").FieldSettings} [settings] */
  constructor(label, choice, settings = {}) {
    super(label, settings);
    this.choice = choice;
    /** @type {string[]} */
    this.picked = [];
    this.chips = h("ul", { class: "picked", "aria-label": label });
    this.box = new Combobox(this.id, choice.offer, ({ id }) => this.add(id));
    this.box.label(label);
    this.frame(this.box.input);
    this.box.input.before(this.chips, this.box.element);
    this.box.element.prepend(this.box.input);
    this.#show();
  }

  /** @returns {any} */
  read() {
    const typed = this.box.input.value.trim();
    const all = typed ? [...this.picked, typed] : [...this.picked];
    return all.length ? all : undefined;
  }

  /** @param {any} ids */
  write(ids) {
    this.picked = [...(ids ?? [])];
    this.box.input.value = "";
    this.#show();
  }

  /** @param {string} id */
  add(id) {
    this.box.input.value = "";
    if (!this.picked.includes(id)) this.picked.push(id);
    this.#show();
    this.changed();
  }

  /** @param {any} ids */
  async say(ids) {
    const names = await Promise.all([ids].flat().map((id) => this.choice.name(id)));
    return names.join(", ");
  }

  #show() {
    this.chips.hidden = !this.picked.length;
    this.chips.replaceChildren(...this.picked.map((id) => this.#chip(id)));
  }

  /** @param {string} id */
  #chip(id) {
    const words = h("span", {}, id);
    const button = h("button", { type: "button", onclick: () => this.#remove(id) }, "×");
    void Promise.resolve(this.choice.name(id)).then(
      (name) => {
        words.textContent = name;
        button.setAttribute("aria-label", `Remove ${name}`);
      },
      () => {},
    );
    return h("li", {}, words, button);
  }

  /** @param {string} id */
  #remove(id) {
    this.picked = this.picked.filter((one) => one !== id);
    this.#show();
    this.box.input.focus();
    this.changed();
  }
}
