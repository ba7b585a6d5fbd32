/** A text field with a list of what it may mean: arrows move, Enter or Tab takes, Escape closes. After the ARIA pattern. */

import { announce } from "./announce.js";
import { h } from "./elements.js";
import { counted } from "./words.js";

/**
 * @typedef {{id: string, text: string, detail?: string}} Option
 * @typedef {(words: string) => Option[] | Promise<Option[]>} Offer
 */

const WAIT_MILLISECONDS = 180;

/** The input with its list. */
export class Combobox {
  /** @param {string} id of the input @param {Offer} offer @param {(option: Option) => void} pick */
  constructor(id, offer, pick) {
    this.offer = offer;
    this.pick = pick;
    /** @type {Option[]} */
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.list = h("ul", { class: "options", role: "listbox", id: `${id}-options`, hidden: true });
    this.input = h("input", {
      id,
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    });
    this.element = h("div", { class: "combobox" }, this.input, this.list);
    this.input.addEventListener("input", () => this.#wait());
    this.input.addEventListener("click", () => this.isOpen || void this.#open());
    this.input.addEventListener("keydown", (event) => this.#press(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.#point(event));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Say what the list is of. @param {string} label */
  label(label) {
    this.list.setAttribute("aria-label", label);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked += 1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.#open(0), WAIT_MILLISECONDS);
  }

  /** @param {number} [active] which option is active at first; none where the list was opened just to be looked at */
  async #open(active = -1) {
    clearTimeout(this.waiting);
    const asked = (this.asked += 1);
    const options = await Promise.resolve(this.offer(this.input.value.trim())).catch(() => []);
    if (asked !== this.asked || document.activeElement !== this.input) return;
    this.options = options;
    this.list.replaceChildren(...options.map((option, n) => this.#row(option, n)));
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.#activate(options.length ? active : -1);
    if (active >= 0) announce(options.length ? `${counted(options.length, "suggestion")}` : "Nothing on record is called that.");
  }

  /** @param {Option} option @param {number} n */
  #row({ text, detail }, n) {
    return h(
      "li",
      { role: "option", id: `${this.list.id}-${n}`, "aria-selected": "false", "data-n": n },
      h("span", {}, text),
      detail && h("small", {}, detail),
    );
  }

  /** @param {number} n */
  #activate(n) {
    this.active = n;
    const rows = [...this.list.children];
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === n)));
    rows[n]?.scrollIntoView({ block: "nearest" });
    if (rows[n]) this.input.setAttribute("aria-activedescendant", rows[n].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.isOpen) void this.#open(0);
      else this.#activate((this.active + step + this.options.length) % this.options.length);
    } else if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.close();
    } else if (["Enter", "Tab"].includes(event.key) && this.isOpen && this.active >= 0) {
      if (event.key === "Enter") event.preventDefault();
      this.#take(this.active);
    } else if (event.key === "Enter") event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #point(event) {
    event.preventDefault();
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("li"));
    if (row) this.#take(Number(row.dataset.n));
  }

  /** @param {number} n */
  #take(n) {
    const option = this.options[n];
    this.close();
    this.pick(option);
  }
}
