/** One event on the timeline: what was done by saying it, the words, the stances, and what there is to know of its date. */

import { actorLinks, actorLink, labelOf, names, staying } from "./links.js";
import { actOf, gistOf } from "./event_line.js";
import { glyph } from "./glyphs.js";
import { h } from "./elements.js";
import { medium } from "./dates.js";
import { notation, said } from "./periods.js";
import { plainName, RESPONSES, spoken, word } from "./words.js";
import { figure } from "./figure_words.js";

/** @param {any} event @returns {{id: string, name: string}[]} who speaks in it */
export function speakersOf({ capacities, author, saidBy }) {
  const all = capacities ? capacities.map((/** @type {any} */ one) => one.speaker) : [author ?? saidBy].filter(Boolean);
  return [...new Map(all.map((/** @type {any} */ one) => [one.id, one])).values()];
}

/** @param {any} event a statement @returns {{id: string, name: string}[]} whose position it is: the principals, the speaker's own failing that */
export function principalsOf({ capacities }) {
  const all = capacities.flatMap((/** @type {any} */ one) => (one.onBehalfOf.length ? one.onBehalfOf : [one.speaker]));
  return [...new Map(all.map((/** @type {any} */ one) => [one.id, one])).values()];
}

/**
 * Who speaks, in which office, for whom.
 * @param {import("./desk.js").Desk} desk @param {any} event @returns {import("./elements.js").Children}
 */
export function capacityOf(desk, event) {
  if (!event.capacities) return speakersOf(event).map((one) => h("b", {}, actorLink(desk, one)));
  const bySpeaker = Map.groupBy(/** @type {any[]} */ (event.capacities), (one) => one.speaker.id);
  return [...bySpeaker.values()].map((list, n) => {
    const [{ speaker, withoutRoleBecause }] = list;
    const offices = speaker.roles
      .filter((/** @type {any} */ one) => one.type === "holds-office")
      .map((/** @type {any} */ one) => one.principal);
    const principals = list.flatMap((one) => one.onBehalfOf).filter((one) => one.id !== speaker.id);
    const isPrincipal = (/** @type {any} */ one) => desk.registry.actors.get(one.id)?.isPrincipal;
    const whose = principals.some(isPrincipal) ? principals.filter(isPrincipal) : principals;
    const forWhom = whose.length ? [", for ", actorLinks(desk, whose)] : speaker.kind === "person" ? [", in a personal capacity"] : [];
    return [
      n > 0 && "; ",
      h("b", {}, actorLink(desk, speaker)),
      offices.length > 0 && `, ${names(offices)}`,
      ...forWhom,
      withoutRoleBecause && `, without a role on record: ${withoutRoleBecause}`,
    ].flat();
  });
}

/** @param {import("./desk.js").Desk} desk @param {any} event @param {{isDeed?: boolean}} [how] */
export function item(desk, event, { isDeed = false } = {}) {
  const open = { id: event.id };
  const gist = isDeed ? staying(desk, open, { class: "deed act" }, gistOf(event)) : gistOf(event);
  return h(
    "div",
    { class: `item ${event.kind.toLowerCase()} ${event.status === "CURRENT" ? "" : "gone"}`.trim(), "data-event": event.id },
    !isDeed &&
      h(
        "p",
        { class: "did" },
        staying(desk, open, { class: "act" }, didOf(event), h("span", { class: "vh" }, ": all that is on record about it")),
      ),
    h(
      "div",
      { class: "told" },
      event.quote ? h("p", { class: "quote" }, h("q", {}, event.quote)) : h("p", {}, gist),
      bears(desk, event),
      answers(desk, event),
      remarks(desk, event)
        .filter(Boolean)
        .map((one) => h("p", { class: "minor" }, one)),
    ),
  );
}

/** @param {any} event @returns {string} what was done, in a word */
function didOf({ kind, act }) {
  const done = { ASSESSMENT: "judges", SCHEDULE: "announces" };
  return act ? actOf(act) : (done[/** @type {keyof typeof done} */ (kind)] ?? spoken(kind));
}

/** The stances, each a link to its card. @param {import("./desk.js").Desk} desk @param {any} event */
function bears(desk, event) {
  if (!event.stances?.length) return null;
  const [principal] = principalsOf(event);
  return h(
    "ul",
    { class: "bears", "aria-label": "Stances" },
    event.stances.map((/** @type {any} */ one) =>
      h(
        "li",
        {},
        staying(
          desk,
          { card: `${principal.id}~${one.issue.id}` },
          { class: "bear", title: desk.registry.issue.get(one.issue.id)?.proposition ?? null },
          glyph(one.stance, one.basis, "small"),
          h("span", { class: "vh" }, `${plainName(principal.name)} ${says(desk, one)}: `),
          labelOf(desk, one.issue.id),
        ),
      ),
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} stance @returns {string} opposes, by implication */
export function says({ registry }, { stance, basis, issue }) {
  return `${word(stance, registry.issue.get(issue.id)?.kind)}${basis === "IMPLIED" ? ", by implication" : ""}`;
}

/** Answers to drafts. @param {import("./desk.js").Desk} desk @param {any} event */
function answers(desk, { responses }) {
  if (!responses?.length) return null;
  return h(
    "p",
    { class: "minor" },
    "Answers ",
    responses.map((/** @type {any} */ one, /** @type {number} */ n) => [
      n > 0 && "; ",
      h(
        "a",
        { href: desk.href({ view: "instrument", id: one.instrument.id, card: "" }) },
        one.provision ? `Art. ${one.provision.article}, ${one.provision.label}` : one.instrument.title,
      ),
      `: ${RESPONSES[one.response]}${one.basis === "IMPLIED" && one.response !== "REJECT_IMPLIED" ? ", by implication" : ""}`,
    ]),
  );
}

/** What there is to know beside the words. @param {import("./desk.js").Desk} desk @param {any} event @returns {import("./elements.js").Children[]} */
function remarks(desk, event) {
  return [
    dates(event),
    ...(event.kind === "ASSESSMENT"
      ? [`Assessment${event.about.length ? ` about ${names(event.about)}` : ""}: searchable, never counted`]
      : []),
    event.kind === "SCHEDULE" && [
      `For ${said(event.when)}${event.where ? `, ${event.where}` : ""}: ${spoken(event.state)}. `,
      h("a", { href: desk.href({ view: "schedules", id: "", card: "" }) }, "What is to come"),
    ],
    event.instrument && [
      h("a", { href: desk.href({ view: "instrument", id: event.instrument.id, card: "" }) }, "Who answered what"),
      ` (to ${names(event.instrument.addressedTo)})`,
    ],
    event.targets?.length > 0 && `Toward ${names(event.targets)}`,
    event.place,
    ...event.quantities.map(figure),
    ...(event.codings ?? []).map(coding),
    event.attributesTo?.length > 0 && `As words of ${names(event.attributesTo)}, by this account`,
    event.background && "Background: the source recalls it",
    event.status !== "CURRENT" && gone(desk, event),
  ];
}

/**
 * What is to be known of the date beyond the day it stands under.
 * @param {any} event @returns {string | false}
 */
export function dates({ occurred, public: known }) {
  const words = [];
  if (occurred && (notation(occurred) || !occurred.edtf))
    words.push(occurred.edtf ? `dated ${said(occurred)}` : `no date given: ${said(occurred)}`);
  if (known && known.latest !== occurred?.latest) words.push(`happened ${said(occurred)}, public ${said(known)}`);
  return words.length > 0 && words.join("; ");
}

/** One coder's classification of a move. @param {any} coding @returns {string} */
export function coding({ cameo, plover, goldstein, codedBy }) {
  const codes = [
    cameo && `CAMEO ${cameo}`,
    plover && `PLOVER ${plover}`,
    goldstein !== null && `Goldstein ${String(goldstein).replace("-", "−")}`,
  ];
  return `${codes.filter(Boolean).join(" · ")} (coded by ${codedBy})`;
}

/** @param {import("./desk.js").Desk} desk @param {any} event no longer in force */
function gone(desk, { id, status, supersededBy }) {
  // A schedule's new state, and a further appearance, take the place of what was no mistake.
  const isMistake = status === "CORRECTED" && supersededBy?.corrects?.id === id;
  const words = {
    CORRECTED: isMistake ? "Corrected: no longer in force" : "A later version stands",
    RETRACTED: "Withdrawn",
    MERGED: "The same as another statement",
  };
  return [
    h("b", {}, words[/** @type {keyof typeof words} */ (status)] ?? spoken(status)),
    supersededBy && [
      ". ",
      staying(desk, { id: supersededBy.id }, {}, status === "MERGED" ? "The one that stands" : "The version that took its place"),
    ],
  ];
}
