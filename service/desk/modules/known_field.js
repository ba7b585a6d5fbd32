/** A field for a state of the record: now, before a correction of ours, or any moment or log offset. */

import { ask } from "./api.js";
import { moment, parse } from "./dates.js";
import { h } from "./elements.js";

const OTHER = "other";
const CORRECTIONS = `query Corrections {
  log { head corrections(first: 25) { edges { node { logOffset recordedAt recordedBy reason kind } } } }
}`;

export class KnownField {
  /**
   * @param {HTMLSelectElement} menu which it fills
   * @param {string} empty what an empty value is called, as "now"
   * @param {() => string} current what it stands for, as `known` in the address
   * @param {(known: string) => void} change
   */
  constructor(menu, empty, current, change) {
    this.menu = menu;
    this.empty = empty;
    this.current = current;
    this.change = change;
    /** @type {[string, string][]} the log's own moments */
    this.offered = [];
    menu.addEventListener("change", () => (menu.value === OTHER ? this.askForMoment() : change(menu.value)));
    menu.addEventListener("focus", () => void this.offer());
    this.show();
  }

  /** Show the current value. */
  show() {
    const known = this.current();
    const isOffered = !known || this.offered.some(([value]) => value === known);
    const own = isOffered ? [] : [/** @type {[string, string]} */ ([known, saidAs(known)])];
    /** @type {[string, string][]} */
    const options = [["", this.empty], ...own, ...this.offered, [OTHER, "another moment …"]];
    const key = JSON.stringify(options);
    if (key !== this.menu.dataset.options) this.menu.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    this.menu.dataset.options = key;
    this.menu.value = known;
  }

  /** The log's own moments, so that an editor picks "before Lind's correction" and knows no time by heart. */
  async offer() {
    const { log } = await ask(CORRECTIONS);
    this.offered = log.corrections.edges.map((/** @type {any} */ { node }) => [
      `@${BigInt(node.logOffset) - 1n}`,
      `${moment(node.recordedAt)}, before ${node.recordedBy}’s ${node.kind === "RETRACTION" ? "retraction" : "correction"}: ${node.reason}`,
    ]);
    this.show();
  }

  /** A field to write it in, in place of the menu. */
  askForMoment() {
    const { menu } = this;
    const label = "As known at: a day and a time in UTC, or a log offset";
    const field = h("input", { class: "date", id: `${menu.id}other`, placeholder: "22 Dec 2021 16:30, or 352", "aria-label": label });
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false; // removing it blurs it, which closes it
      field.remove();
      menu.hidden = false;
      this.show();
    };
    const take = () => {
      const known = readMoment(field.value);
      field.toggleAttribute("aria-invalid", !known && Boolean(field.value));
      if (!known) return;
      close();
      this.change(known);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Enter") take();
      if (event.key === "Escape") close();
    });
    field.addEventListener("blur", () => (field.value ? take() : close()));
    menu.hidden = true;
    menu.after(field);
    field.focus();
  }
}

/** @param {string} known not empty @returns {string} log offset 352; 22 Dec 2021, 16:30 UTC */
export const saidAs = (known) => (known.startsWith("@") ? `log offset ${known.slice(1)}` : moment(known));

/** @param {string} text 352, or a day and perhaps a time in UTC @returns {string} empty where it cannot be read */
function readMoment(text) {
  const plain = text.trim().replace(/^offset\s+/i, "");
  if (/^\d{1,18}$/.test(plain)) return `@${plain}`;
  const [, day, time] = plain.match(/^(.*?)(?:[ T,]+(\d{1,2}:\d\d)(?:\s*UTC|Z)?)?$/) ?? [];
  const iso = day && parse(day, new Date().getUTCFullYear());
  return iso ? `${iso}T${(time ?? "23:59").padStart(5, "0")}:00Z` : "";
}
