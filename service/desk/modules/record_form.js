/** One form, whatever is recorded with it: what is typed is kept, looked ahead at, sent once, and refused beside its fields. */

import { drop, keep, kept, newKey } from "./drafts.js";
import { h } from "./elements.js";
import { Preview } from "./preview.js";
import * as refusals from "./refusals.js";
import { send } from "./sending.js";

/**
 * @typedef {object} FormSettings
 * @property {string} name of its draft
 * @property {import("./form_fields.js").Field} root
 * @property {string} submit the words of its button
 * @property {string} foresees the heading of what it would change
 * @property {() => {query: string, variables: Record<string, any>}} [looks] what is asked to foresee it, where that is not `request`
 * @property {() => import("./form_fields.js").Problem[]} [hinders] why it cannot be foreseen yet; left out: any problem of the form
 * @property {string} [without] why the caller may not send it; left out: they may
 * @property {() => {query: string, variables: Record<string, any>}} request what is sent, without its key
 * @property {(payload: any, changes: any[] | null, input: any) => void} recorded once it is on record
 * @property {(refusal: import("./sending.js").Refusal) => Node | null} [way] what may be done about a refusal, besides changing fields
 * @property {() => void} cleared everything typed is given up: begin anew
 * @property {() => any} [standing] what a draft has to keep besides the fields
 * @property {() => void} [typed] whenever something was typed
 */

const KEPT_AFTER_MILLISECONDS = 250;

export class RecordForm {
  /** @param {FormSettings} settings */
  constructor(settings) {
    this.settings = settings;
    this.key = newKey();
    this.place = h("div", {});
    this.button = h("button", { class: "primary" }, settings.submit);
    const { root, looks = settings.request, hinders = () => root.problems() } = settings;
    this.preview = new Preview(root, settings.foresees, looks, hinders);
    const fields = h(
      "fieldset",
      { class: "all", disabled: Boolean(settings.without) },
      settings.root.element,
      h("p", { class: "submit" }, this.button, this.#note(), this.#clearing()),
    );
    this.element = h("form", { novalidate: true }, settings.without && h("p", { class: "without" }, settings.without), this.place, fields);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    for (const type of ["input", "change", "dated"]) this.element.addEventListener(type, () => this.#typed());
  }

  /** Take up what was typed before. @returns {boolean} whether anything was */
  resume() {
    const draft = kept(this.settings.name);
    if (!draft) return false;
    this.key = draft.key;
    this.settings.root.write(draft.value);
    return true;
  }

  /** Keep what is typed, now. */
  keep() {
    clearTimeout(this.keeping);
    keep(this.settings.name, { value: this.settings.root.read(true), key: this.key, standing: this.settings.standing?.() });
  }

  /** Show what the form was filled with: nothing of it stays folded away. */
  begin() {
    for (const fold of this.settings.root.element.querySelectorAll("details")) fold.open = isFilled(fold);
    this.refresh();
  }

  refresh() {
    if (!this.settings.without) this.preview.wait();
    this.settings.typed?.();
  }

  #note() {
    return h("span", { class: "minor" }, "Nothing can be edited afterwards: a mistake is corrected or withdrawn by a new event.");
  }

  #clearing() {
    const clear = () => {
      clearTimeout(this.keeping);
      this.preview.stop();
      drop(this.settings.name);
      this.settings.root.clear();
      this.place.replaceChildren();
      this.settings.cleared();
    };
    return h("button", { type: "button", class: "link minor", onclick: clear }, "Start over");
  }

  #typed() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEPT_AFTER_MILLISECONDS);
    this.refresh();
  }

  async #submit() {
    const { root, request } = this.settings;
    if (this.button.disabled) return;
    refusals.clear(root, this.place);
    const problems = root.problems();
    if (problems.length) return refusals.showProblems(root, this.place, problems);
    this.keep();
    this.button.disabled = true;
    this.preview.stop();
    const { query, variables } = request();
    const input = root.read();
    if (!this.preview.foreseen) await this.preview.look();
    const changes = this.preview.foreseen;
    const outcome = await send(query, { ...variables, idempotencyKey: this.key });
    this.button.disabled = false;
    if (!outcome.payload) return refusals.show(root, this.place, outcome, ...this.#ways(outcome));
    clearTimeout(this.keeping);
    drop(this.settings.name);
    this.settings.recorded(outcome.payload, changes, input);
  }

  /** @param {import("./sending.js").Outcome} outcome @returns {(Node | null)[]} */
  #ways({ refusals: refused, unknown }) {
    if (unknown !== undefined) return [h("button", { class: "secondary" }, "Send it again")];
    return (refused ?? [])
      .map((one) => (one.code === "KEY_REUSED" ? this.#anotherKey() : (this.settings.way?.(one) ?? null)))
      .filter(Boolean);
  }

  /** The first try was written after all, and what is typed now is something else. */
  #anotherKey() {
    const anew = () => {
      this.key = newKey();
      this.keep();
    };
    return h("button", { class: "secondary", onclick: anew }, "Your first try is on record. Record this besides");
  }
}

/** @param {Element} fold */
function isFilled(fold) {
  const texts = /** @type {NodeListOf<HTMLInputElement>} */ (fold.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])"));
  return [...texts].some((input) => input.value) || fold.querySelector(".picked li, input[type=checkbox]:checked") !== null;
}
