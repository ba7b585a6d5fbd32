/** The latest events of one actor or on one issue, newest first, a page and then earlier ones. */

import { ask } from "./api.js";
import { h } from "./elements.js";
import { gist, LINE } from "./event_line.js";
import { glyph } from "./glyphs.js";
import { staying } from "./links.js";
import { day } from "./periods.js";
import { plainName, word } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

const PAGE = 10;
const EVENTS = `query LatestEvents(
  $actors: [ID!], $issues: [ID!], $asOf: Date, $clock: Clock, $knownAt: DateTime, $knownAtOffset: LogOffset, $last: Int, $before: String
) {
  events(
    actors: $actors, issues: $issues, occurredTo: $asOf, clock: $clock, knownAt: $knownAt, knownAtOffset: $knownAtOffset
    last: $last, before: $before
  ) {
    edges { node { ...Line ... on Statement { onBehalfOf { id name } stances { issue { id } stance basis } } } }
    pageInfo { hasPreviousPage startCursor }
  }
}
${LINE}`;

/**
 * @param {Desk} desk @param {{actors?: string[], issues?: string[]}} about
 * @param {string} nothing what is said where there is none
 * @returns {Promise<import("./elements.js").Child[]>}
 */
export async function latestEvents(desk, about, nothing) {
  const list = h("ol", { class: "events" });
  const foot = h("p", { class: "minor" });
  /** @param {any} page */
  const add = ({ edges, pageInfo }) => {
    list.append(...edges.toReversed().map((/** @type {{node: any}} */ edge) => h("li", {}, item(desk, edge.node, about))));
    foot.replaceChildren(...(pageInfo.hasPreviousPage ? [earlier(pageInfo.startCursor)] : []));
  };
  const earlier = (/** @type {string} */ before) => {
    const button = h("button", { class: "link", type: "button" }, "Show earlier");
    button.addEventListener("click", () => void more(before, button));
    return button;
  };
  const more = async (/** @type {string} */ before, /** @type {HTMLElement} */ button) => {
    const shown = list.children.length;
    try {
      add(await page(desk, about, before));
      list.children[shown]?.querySelector("a")?.focus({ preventScroll: true });
    } catch (/** @type {any} */ error) {
      if (error.name !== "AbortError") button.textContent = `${error.message} Show earlier`; // aborted: another day is being shown
    }
  };
  add(await page(desk, about));
  return list.children.length ? [list, foot] : [h("p", { class: "dim" }, nothing)];
}

/** @param {Desk} desk @param {{actors?: string[], issues?: string[]}} about @param {string} [before] */
const page = async ({ moment, signal }, about, before) => (await ask(EVENTS, { ...moment, ...about, last: PAGE, before }, signal)).events;

/** @param {Desk} desk @param {any} event @param {{actors?: string[], issues?: string[]}} about */
function item(desk, event, { actors, issues }) {
  const isWanted = (/** @type {any} */ stance) => !issues || issues.includes(stance.issue.id);
  const holders = (event.onBehalfOf?.length ? event.onBehalfOf : event.speaker ? [event.speaker] : []).filter((/** @type {any} */ one) =>
    actors ? actors.includes(one.id) : desk.registry.actors.get(one.id)?.isPrincipal,
  );
  const stances = (event.stances ?? []).filter(isWanted);
  const links = stances.flatMap((/** @type {any} */ stance) =>
    holders.map((/** @type {any} */ holder) => stood(desk, holder, stance, !actors)),
  );
  return [
    day(event.occurred),
    h(
      "div",
      {},
      h("p", {}, gist(desk, event)),
      event.quote && event.summary && h("q", {}, event.quote),
      links.length > 0 && h("p", { class: "stood" }, links),
    ),
  ];
}

/** Where somebody stood by it, as the link to that card. @param {Desk} desk @param {any} holder @param {any} stance @param {boolean} isNamed */
function stood(desk, holder, { issue, stance, basis }, isNamed) {
  const one = desk.registry.issue.get(issue.id);
  const text = `${word(stance, one?.kind)}${basis === "IMPLIED" ? " (implied)" : ""}`;
  const on = isNamed ? `${plainName(holder.name)} ${text}` : `${text}: ${one?.label ?? issue.id}`;
  return staying(desk, { card: `${holder.id}~${issue.id}` }, {}, glyph(stance, basis, "small"), on);
}
