/** The fields of a capacity: who speaks, and for whom. What the roles on record support is offered at one press. */

import { ask } from "./api.js";
import { actors } from "./choices.js";
import { h } from "./elements.js";
import { TextField } from "./form_fields.js";
import { Group, Rows } from "./form_groups.js";
import { PickField, PicksField } from "./pick_fields.js";
import { plainName, spoken } from "./words.js";

/** Along these somebody speaks for somebody (docs/glossary.md). */
const SPEAKING = new Set(["holds-office", "office-of", "organ-of", "body-of", "government-of", "represents"]);
const ROLES = `query SpeaksFor($id: ID!, $asOf: Date) {
  actor(id: $id) { roles(asOf: $asOf) { type rank office { name } principal { id name } } }
}`;

/** A list of `CapacityInput`. @param {import("./desk.js").Desk} desk @param {() => Promise<string>} day when the words were said */
export const capacities = (desk, day) =>
  new Rows("Speakers", "Speaker", (name) => new Capacity(desk, name, day), { least: 1, add: "Another speaker, or in another capacity" });

class Capacity extends Group {
  /** @param {import("./desk.js").Desk} desk @param {string} name @param {() => Promise<string>} day */
  constructor(desk, name, day) {
    const fields = {
      speaker: new PickField("Who speaks", actors(desk), {
        missing: "Pick who speaks.",
        hint: "Somebody new is registered in the query console first.",
      }),
      onBehalfOf: new PicksField("On behalf of", actors(desk), {
        hint: "Those they speak for in turn are added. Nobody: in a personal capacity.",
      }),
      withoutRoleBecause: new TextField("Why the words count for them though no role says so", { rows: 2 }),
    };
    super(name, fields);
    this.capacity = fields;
    this.day = day;
    /** The speaker and day whose roles are offered. @type {string} */
    this.asked = "";
    /** @type {any[]} */
    this.roles = [];
    this.offers = h("p", { class: "offers" });
    fields.onBehalfOf.element.append(this.offers);
    this.element.addEventListener("change", () => void this.offer());
    this.#show();
  }

  /** @returns {any} an empty list is an answer here: in a personal capacity */
  read(withHidden = false) {
    return { ...super.read(withHidden), onBehalfOf: this.capacity.onBehalfOf.read() ?? [] };
  }

  /** @param {any} value */
  write(value) {
    super.write(value && { ...value, onBehalfOf: value.onBehalfOf?.length ? value.onBehalfOf : undefined });
    this.#show();
    void this.offer();
  }

  /** A refusal for want of a role brings up the field that answers it. @param {string} code */
  heed(code) {
    if (code === "NO_ROLE") this.#show(true);
  }

  /** Offer those whom the speaker has a role for on the day. */
  async offer() {
    const id = this.capacity.speaker.picked;
    const asOf = id && (await this.day());
    const asked = `${id} ${asOf}`;
    if (asked !== this.asked) {
      this.asked = asked;
      const { actor } = id ? await ask(ROLES, { id, asOf }).catch(() => ({ actor: null })) : { actor: null };
      if (asked !== this.asked) return;
      this.roles = (actor?.roles ?? []).filter((/** @type {any} */ role) => SPEAKING.has(role.type));
    }
    this.offers.replaceChildren(
      ...this.roles.filter(({ principal }) => !this.capacity.onBehalfOf.picked.includes(principal.id)).map((role) => this.#offered(role)),
    );
  }

  /** @param {any} role */
  #offered({ type, office, principal }) {
    const how = office ? plainName(office.name) : spoken(type.replaceAll("-", " "));
    return h(
      "button",
      { type: "button", class: "link", onclick: () => this.capacity.onBehalfOf.add(principal.id) },
      `+ ${plainName(principal.name)} (${how})`,
    );
  }

  #show(isAsked = false) {
    const { withoutRoleBecause } = this.capacity;
    withoutRoleBecause.element.hidden = !isAsked && withoutRoleBecause.isEmpty;
  }
}
