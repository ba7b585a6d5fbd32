/** The page of an issue: the proposition and its place in the tree, who stands where on it, how that changed, what was said. */

import { ask } from "./api.js";
import { medium, toDay, toIso } from "./dates.js";
import { byId, h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { historyStrip, rangeOf } from "./history_strip.js";
import { latestEvents } from "./latest_events.js";
import { actorLink, issueLink, staying } from "./links.js";
import { before } from "./periods.js";
import { drawn, headed, momentKey, sectionsOf } from "./sections.js";
import { at } from "./steps.js";
import { STANCES, verb, word } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./registry.js").Issue} Issue */
/** @typedef {import("./registry.js").Actor} Actor */
/** @typedef {import("./steps.js").Step} Step */

export const heading = "Who stands where on one issue";
export const hasCards = true;

const SECTIONS = { what: "", stands: "", history: "How that changed", within: "Within it", events: "What bears on it" };
const DEFINITION = `query Definition($id: ID!) {
  issue(id: $id) { labels { lang text } propositions { lang text } replaces { id label proposition } }
}`;

/** @param {Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const issue = desk.registry.issue.get(desk.state.id);
  if (!issue) return index(desk, place);
  const sections = sectionsOf(place, `issue ${issue.id}`, SECTIONS);
  const key = momentKey(desk);
  const tree = desk.registry.issues.map((one) => one.proposition).join();
  headed(desk, `Who stands where: ${issue.label}`);
  byId("foot").textContent = "";
  void drawn(sections.stands, key, () => positions(desk, issue));
  void drawn(sections.within, tree, () => below(desk, issue));
  void drawn(sections.history, key, () => histories(desk, issue));
  if (sections.events.dataset.key === key) return;
  await desk.settled();
  await drawn(sections.what, tree, () => definition(desk, issue));
  await drawn(sections.events, key, () => latestEvents(desk, { issues: [issue.id] }, "Nothing on record by then bears on it."));
}

/** @param {Desk} desk @param {Issue} issue */
async function definition(desk, issue) {
  const { registry, signal } = desk;
  const given = (await ask(DEFINITION, { id: issue.id }, signal)).issue;
  const above = registry.pathTo(issue.id).slice(0, -1);
  const others = given.propositions.filter((/** @type {any} */ one) => one.text !== issue.proposition);
  return [
    h(
      "p",
      { class: "eyebrow" },
      above.flatMap((one) => [issueLink(desk, one.id), " › "]),
      issue.label,
    ),
    h("p", { class: "statement" }, issue.proposition),
    ...others.map((/** @type {any} */ one) => h("p", { class: "dim", lang: one.lang }, one.text)),
    h("p", { class: "minor" }, issue.kind === "FACTUAL" ? "A claim of fact: affirmed or denied." : "What should be: supported or opposed."),
    given.replaces && h("p", { class: "minor" }, "Replaces ", issueLink(desk, given.replaces.id), `: ${given.replaces.proposition}`),
  ];
}

/** The issues below it; nothing is inherited up or down. @param {Desk} desk @param {Issue} issue */
function below(desk, issue) {
  const children = desk.registry.issues.filter((one) => one.parent === issue.id);
  if (!children.length) return [h("p", { class: "dim" }, "No issue below it.")];
  return [
    h(
      "ul",
      { class: "below" },
      children.map((one) => h("li", {}, proposition(desk, one))),
    ),
  ];
}

/** @param {Desk} desk @param {Issue} issue */
const proposition = (desk, issue) => h("a", { href: desk.href({ view: "issue", id: issue.id, card: "" }) }, issue.proposition);

/** Everybody who ever stood anywhere on it, principals first. @param {Desk} desk @param {Issue} issue @returns {{actor: Actor, steps: Step[]}[]} */
function held({ registry, record }, issue) {
  return [...registry.actors.values()]
    .map((actor) => ({ actor, steps: record.steps.of(actor.id, issue.id) }))
    .filter(({ steps }) => steps.length)
    .sort(
      (one, other) => Number(other.actor.isPrincipal) - Number(one.actor.isPrincipal) || one.actor.name.localeCompare(other.actor.name),
    );
}

/** Who stands where on the day, by stance; then who does not. @param {Desk} desk @param {Issue} issue */
function positions(desk, issue) {
  const day = toDay(desk.asOf);
  const standing = held(desk, issue).map(({ actor, steps }) => ({ actor, position: at(steps, day) }));
  const groups = STANCES.map((stance) => ({ stance, list: standing.filter(({ position }) => position?.stance === stance) })).filter(
    ({ list }) => list.length,
  );
  const lists = groups.map(({ stance, list }) =>
    h(
      "div",
      { class: "group" },
      h("h2", {}, glyph(stance), ` ${word(stance, issue.kind)} `, h("b", {}, list.length)),
      h(
        "ul",
        {},
        list.map(({ actor, position }) => h("li", {}, standpoint(desk, issue, actor, /** @type {Step} */ (position), day))),
      ),
    ),
  );
  return [...lists, without(desk, issue, day)];
}

/** @param {Desk} desk @param {Issue} issue @param {Actor} actor @param {Step} position @param {number} day */
function standpoint(desk, issue, actor, position, day) {
  const isTense = desk.record.isInTension(actor.id, issue.id, day);
  const marks = [
    position.basis === "IMPLIED" && "implied",
    position.contested && "contested",
    isTense && "≠ conduct in tension",
    `last stated ${before(day - position.lastStated)}`,
  ];
  return [
    staying(desk, { card: `${actor.id}~${issue.id}` }, { class: "stood" }, glyph(position.stance, position.basis, "small"), actor.name),
    h("small", {}, ` ${marks.filter(Boolean).join(", ")}`),
    position.conditions && h("p", { class: "ifs" }, `if ${position.conditions}`),
  ];
}

/** Those without a position: who comes to one later is named, the others are counted. @param {Desk} desk @param {Issue} issue @param {number} day */
function without(desk, issue, day) {
  const all = held(desk, issue);
  const standing = all.filter(({ steps }) => at(steps, day));
  const later = all.filter(({ steps }) => !at(steps, day) && steps.some((step) => step.from > day));
  const count = desk.registry.actors.size - standing.length;
  const first = later.map(({ actor, steps }) => {
    const from = steps.find((step) => step.from > day)?.from ?? day;
    return h("li", {}, staying(desk, { card: `${actor.id}~${issue.id}` }, {}, actor.name), h("small", {}, ` from ${medium(toIso(from))}`));
  });
  return h(
    "div",
    { class: "group without" },
    h("h2", {}, "no position ", h("b", {}, count)),
    h(
      "p",
      { class: "minor" },
      standing.length ? "An empty cell of the matrix says why." : "Nobody stood anywhere on it by then.",
      first.length > 0 && " Not yet, but later:",
    ),
    first.length > 0 && h("ul", {}, first),
  );
}

/** The history of every actor's position on it, one under another on the same days. @param {Desk} desk @param {Issue} issue */
function histories(desk, issue) {
  const all = held(desk, issue);
  if (!all.length) return [h("p", { class: "dim" }, "Nobody ever stood anywhere on it, as far as is on record.")];
  const range = rangeOf(
    desk,
    all.map(({ steps }) => steps),
  );
  const rows = all.map(({ actor, steps }) =>
    h("li", {}, actorLink(desk, actor), historyStrip(desk, steps, issue.kind, range, `History of ${actor.name}’s position`)),
  );
  return [h("ul", { class: "histories" }, rows)];
}

/** The whole tree, where no issue is asked for. @param {Desk} desk @param {HTMLElement} place */
function index(desk, place) {
  const { registry, state } = desk;
  const missing = state.id && h("p", {}, `No issue “${state.id}” is on record. These are:`);
  headed(desk, heading);
  const items = registry.issues.map((issue) => h("li", { "data-level": issue.level }, proposition(desk, issue)));
  place.replaceChildren(h("div", { class: "page" }, missing || "", h("ul", { class: "index tree" }, items)));
}

/** @param {Desk} desk @returns {import("./exports.js").Table} */
export function table(desk) {
  const issue = desk.registry.issue.get(desk.state.id);
  const day = toDay(desk.asOf);
  const rows = !issue
    ? []
    : held(desk, issue).flatMap(({ actor, steps }) => {
        const position = at(steps, day);
        if (!position) return [];
        return [
          [
            issue.id,
            issue.proposition,
            actor.id,
            actor.name,
            position.stance,
            verb(position.stance, issue.kind),
            position.basis,
            position.conditions,
            String(position.contested),
            toIso(position.lastStated),
          ],
        ];
      });
  const columns = ["issue", "proposition", "actor", "actorName", "stance", "says", "basis", "conditions", "contested", "lastStated"];
  return { name: `positions-on-${desk.state.id}`, columns, rows };
}
