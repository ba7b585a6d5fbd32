/** The page of an actor: who it is, who speaks for it, where it stands, what it said and did, how it answered drafts. */

import { answers } from "./actor_answers.js";
import { belonging, speakers } from "./actor_roles.js";
import { ask } from "./api.js";
import { medium, toDay, toIso } from "./dates.js";
import { byId, h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { latestEvents } from "./latest_events.js";
import { actorLink, staying } from "./links.js";
import { before } from "./periods.js";
import { drawn, headed, momentKey, sectionsOf } from "./sections.js";
import { at } from "./steps.js";
import { counted, verb, word } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./registry.js").Actor} Actor */

export const heading = "Where one actor stands";
export const hasCards = true;

const SECTIONS = {
  who: "",
  stands: "",
  events: "Said and did",
  answers: "Answers to drafts",
  speakers: "Speaks for it",
  belongs: "What it is to others",
};
const IDENTITY = "query Identity($id: ID!) { actor(id: $id) { name kind codes names { lang text } } }";

/** @param {Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const actor = desk.registry.actors.get(desk.state.id);
  if (!actor) return index(desk, place);
  const sections = sectionsOf(place, `actor ${actor.id}`, SECTIONS);
  const key = momentKey(desk);
  headed(desk, `Where ${actor.name} stands`);
  byId("foot").textContent = "";
  void drawn(sections.stands, key, () => positions(desk, actor));
  if (sections.events.dataset.key === key) return;
  await desk.settled();
  await Promise.all([
    drawn(sections.who, actor.id, () => identity(desk, actor.id)),
    drawn(sections.speakers, desk.asOf, () => speakers(desk, actor)),
    drawn(sections.belongs, desk.asOf, () => belonging(desk, actor)),
    drawn(sections.answers, key, () => answers(desk, actor)),
  ]);
  await drawn(sections.events, key, () =>
    latestEvents(desk, { actors: [actor.id] }, `Nothing that ${actor.name} said or did is on record by then.`),
  );
}

/** @param {Desk} desk @param {string} id */
async function identity({ signal }, id) {
  const { actor } = await ask(IDENTITY, { id }, signal);
  const others = actor.names.filter((/** @type {any} */ one) => one.text !== actor.name);
  return [
    h(
      "p",
      { class: "identity" },
      h("b", {}, actor.name),
      " ",
      h("span", { class: "tag" }, actor.kind.replaceAll("-", " ")),
      others.map((/** @type {any} */ one) => [" · ", h("span", { lang: one.lang }, one.text)]),
      actor.codes.length > 0 && ` · ${actor.codes.join(", ")}`,
    ),
  ];
}

/** Where it stands, in the order of the tree; issues above a position are named for their place. @param {Desk} desk @param {Actor} actor */
function positions(desk, actor) {
  const { registry, record } = desk;
  const day = toDay(desk.asOf);
  const held = registry.issues.filter((issue) => at(record.steps.of(actor.id, issue.id), day));
  if (!held.length) return [h("p", { class: "dim" }, `${actor.name} has no position on record by then.`), later(desk, actor)];
  const above = new Set(held.flatMap((issue) => registry.pathTo(issue.id)));
  const rows = registry.issues.filter((issue) => above.has(issue)).map((issue) => row(desk, actor, issue, day));
  const head = h(
    "tr",
    {},
    ["Proposition", "Stance", "Last stated"].map((text) => h("th", { scope: "col" }, text)),
  );
  const caption = h("caption", {}, `${counted(held.length, "position")}, by issue`);
  return [h("table", { class: "stands" }, caption, h("thead", {}, head), h("tbody", {}, rows))];
}

/** @param {Desk} desk @param {Actor} actor @param {import("./registry.js").Issue} issue @param {number} day */
function row(desk, actor, issue, day) {
  const position = at(desk.record.steps.of(actor.id, issue.id), day);
  const head = h(
    "th",
    { scope: "row", class: position ? null : "dim" },
    h("a", { href: desk.href({ view: "issue", id: issue.id, card: "" }) }, issue.proposition),
  );
  if (!position) return h("tr", { "data-level": issue.level }, head, h("td", {}), h("td", {}));
  const isTense = desk.record.isInTension(actor.id, issue.id, day);
  const marks = [position.basis === "IMPLIED" && "implied", position.contested && "contested", isTense && "≠ conduct in tension"]
    .filter(Boolean)
    .join(", ");
  const card = staying(
    desk,
    { card: `${actor.id}~${issue.id}` },
    { class: "stood" },
    glyph(position.stance, position.basis),
    word(position.stance, issue.kind),
  );
  const conditions = position.conditions && h("small", {}, `if ${position.conditions}`);
  return h(
    "tr",
    { "data-level": issue.level },
    head,
    h("td", {}, card, marks && h("small", {}, marks), conditions),
    h("td", {}, before(day - position.lastStated)),
  );
}

/** When its first position begins, if later. @param {Desk} desk @param {Actor} actor */
function later({ registry, record, asOf }, actor) {
  const starts = registry.issues
    .flatMap((issue) => record.steps.of(actor.id, issue.id).map((step) => step.from))
    .filter((from) => from > toDay(asOf));
  return starts.length > 0 && h("p", {}, `Its first one begins on ${medium(toIso(Math.min(...starts)))}.`);
}

/** Every actor, where none is asked for. @param {Desk} desk @param {HTMLElement} place */
function index(desk, place) {
  const { registry, record, state } = desk;
  const counts = record.steps.countByActor();
  const actors = [...registry.actors.values()].sort(
    (one, other) => (counts.get(other.id) ?? 0) - (counts.get(one.id) ?? 0) || one.name.localeCompare(other.name),
  );
  const items = actors.map((one) =>
    h(
      "li",
      {},
      actorLink(desk, one),
      " ",
      h("small", {}, counts.has(one.id) ? `on ${counted(counts.get(one.id) ?? 0, "issue")}` : one.kind.replaceAll("-", " ")),
    ),
  );
  const missing = state.id && h("p", {}, `No actor “${state.id}” is on record. These are:`);
  headed(desk, heading);
  place.replaceChildren(h("div", { class: "page" }, missing || "", h("ul", { class: "index" }, items)));
}

/** @param {Desk} desk @returns {import("./exports.js").Table} */
export function table({ registry, record, state, asOf }) {
  const day = toDay(asOf);
  const rows = registry.issues.flatMap((issue) => {
    const position = at(record.steps.of(state.id, issue.id), day);
    if (!position) return [];
    return [
      [
        state.id,
        registry.nameOf(state.id),
        issue.id,
        issue.proposition,
        position.stance,
        verb(position.stance, issue.kind),
        position.basis,
        position.conditions,
        String(position.contested),
        toIso(position.lastStated),
      ],
    ];
  });
  const columns = ["actor", "actorName", "issue", "proposition", "stance", "says", "basis", "conditions", "contested", "lastStated"];
  return { name: `positions-of-${state.id}`, columns, rows };
}
