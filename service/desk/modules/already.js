/** What is on record already for the speaker and the day that are typed, so that nothing is recorded twice. */

import { ask } from "./api.js";
import { medium } from "./dates.js";
import { newKey } from "./drafts.js";
import { h } from "./elements.js";
import { standing } from "./event_content.js";
import { ADD_APPEARANCE, send } from "./sending.js";
import { plainName } from "./words.js";

/** @typedef {import("./relative_dates.js").Bounds} Bounds */

const MOST = 50;
const SAID = `query SaidThatDay($actors: [ID!], $from: Date, $to: Date, $first: Int) {
  events(actors: $actors, kinds: [STATEMENT], occurredFrom: $from, occurredTo: $to, first: $first) {
    edges { node { id summary ... on Statement { quote capacities { speaker { id } } appearances { source { id title } } } } }
    pageInfo { hasNextPage }
  }
}`;

export class Already {
  /**
   * @param {import("./desk.js").Desk} desk @param {import("./form_groups.js").Group} root of a statement
   * @param {(said: string, payload: any) => void} recorded once a further appearance is on record
   */
  constructor(desk, root, recorded) {
    this.desk = desk;
    this.root = root;
    this.recorded = recorded;
    this.element = h("section", { class: "forecast already", hidden: true });
    /** Whom and when the list is of. @type {string} */
    this.asked = "";
  }

  /** Look whether anything is on record for whom and when is typed now. */
  async look() {
    const { capacities, occurred } = this.root.fields;
    const [speaker] = (capacities.read() ?? []).map((/** @type {any} */ one) => one.speaker);
    const days = /** @type {Bounds | null} */ (
      await /** @type {import("./period_field.js").PeriodField} */ (occurred).days().catch(() => null)
    );
    const isKnown = this.desk.registry.actors.has(speaker) && days?.earliest && days.latest;
    const asked = isKnown ? `${speaker} ${days.earliest} ${days.latest}` : "";
    if (asked === this.asked) return;
    this.asked = asked;
    this.element.hidden = !asked;
    if (!asked || !days) return;
    const data = await ask(SAID, { actors: [speaker], from: days.earliest, to: days.latest, first: MOST }).catch(() => null);
    if (asked !== this.asked || !data) return;
    const own = data.events.edges
      .map((/** @type {any} */ edge) => edge.node)
      .filter((/** @type {any} */ node) => node.capacities.some((/** @type {any} */ one) => one.speaker.id === speaker));
    this.#show(speaker, days, own, data.events.pageInfo.hasNextPage);
  }

  /** @param {string} speaker @param {Bounds} days @param {any[]} own @param {boolean} hasMore */
  #show(speaker, { earliest, latest }, own, hasMore) {
    const when = [earliest, latest]
      .filter((day, n, both) => day && both.indexOf(day) === n)
      .map((day) => medium(day ?? ""))
      .join(" to ");
    this.element.replaceChildren(
      h("h2", {}, `Already on record for ${this.desk.registry.nameOf(speaker)}, ${when}`),
      own.length
        ? h(
            "ul",
            {},
            own.map((one) => this.#one(one)),
          )
        : h("p", { class: "minor" }, "Nothing."),
      hasMore ? h("p", { class: "minor" }, `The first ${MOST} are shown.`) : "",
    );
  }

  /** @param {any} statement */
  #one({ id, quote, summary, appearances }) {
    const told = h("p", { class: "error", role: "alert", hidden: true });
    const key = newKey();
    const add = async () => {
      const [input] = this.root.fields.appearances.read() ?? [];
      const why = !input?.source
        ? "Pick the source in the form first."
        : !input.rendering
          ? "Say in the form how close the source is to the words."
          : "";
      if (why) return tell(told, why);
      const found = await standing(id);
      const { payload, refusals, unknown } = await send(ADD_APPEARANCE, {
        event: id,
        input,
        expectedVersion: found?.lastVersion,
        idempotencyKey: key,
      });
      if (payload) this.recorded("A further appearance is on record,", payload);
      else tell(told, refusals?.map((one) => one.message).join(" ") ?? `${unknown} Press again: that is safe.`);
    };
    const sources = appearances.map((/** @type {any} */ one) => plainName(one.source.title)).join("; ");
    return h(
      "li",
      {},
      quote ? h("q", {}, quote) : h("span", {}, summary),
      h("p", { class: "minor" }, sources),
      h("button", { type: "button", class: "link minor", onclick: () => void add() }, "The same statement: add this source to it"),
      told,
    );
  }
}

/** @param {HTMLElement} place @param {string} why */
function tell(place, why) {
  place.hidden = false;
  place.textContent = why;
}
