/** What a position rests on: the words, who spoke for whom on what occasion and when, and where that is to be read. */

import { h } from "./elements.js";
import { actOf, eventHref, gistOf } from "./event_line.js";
import { actorLink, names } from "./links.js";
import { dated, said } from "./periods.js";
import { plainName, spoken } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** How the rank in which somebody spoke is said; the highest needs no word beside the office. @type {Record<string, string>} */
const RANKS = { HEAD: "at the highest rank", MINISTER: "at the rank of a minister", OFFICIAL: "as an official" };
/** @type {Record<string, string>} */
const RENDERINGS = { TRANSLATION: "in translation", PARAPHRASE: "in the source’s own words" };

/**
 * One decisive event.
 * @param {Desk} desk @param {any} event @param {string} actor whose position rests on it
 * @param {string} issue
 */
export function decisive(desk, event, actor, issue) {
  const stance = event.stances?.find((/** @type {any} */ one) => one.issue.id === issue);
  return h(
    "figure",
    { class: "decisive" },
    event.quote ? h("blockquote", {}, event.quote) : h("p", { class: "paraphrase" }, gistOf(event)),
    h(
      "figcaption",
      {},
      h("p", {}, capacities(desk, event, actor), occasion(desk, event), ", ", dated(event.occurred), publicity(event)),
      relayed(event),
      h(
        "ul",
        { class: "sources" },
        event.appearances.map((/** @type {any} */ one) => h("li", {}, appearance(one, event.quote))),
      ),
    ),
    stance?.impliedBy && h("p", { class: "reason" }, h("b", {}, "Why implied: "), stance.impliedBy),
    h("p", { class: "minor" }, h("a", { href: eventHref(desk, event.id) }, "All about this statement"), ...corrections(desk, event)),
  );
}

/** Who spoke for the actor, in which office; all who did where there were several. @param {Desk} desk @param {any} event @param {string} actor */
function capacities(desk, event, actor) {
  const own = (event.capacities ?? []).filter((/** @type {any} */ one) => isFor(one, actor));
  return own.map((/** @type {any} */ one, /** @type {number} */ n) => [
    n ? "; " : "",
    h("b", {}, actorLink(desk, one.speaker)),
    office(one.speaker, event.occurred),
    one.speaker.id === actor ? "" : `, for ${names(principals(desk, one))}, ${RANKS[one.rank]}`,
    one.withoutRoleBecause ? ` (no role on record: ${one.withoutRoleBecause})` : "",
    n === own.length - 1 ? `; ${actOf(event.act)}` : "",
  ]);
}

/** For whom somebody spoke: the states and organisations, rather than every office on the way up to them. @param {Desk} desk @param {any} capacity */
function principals({ registry }, { onBehalfOf }) {
  const whole = onBehalfOf.filter((/** @type {any} */ one) => registry.actors.get(one.id)?.isPrincipal);
  return whole.length ? whole : onBehalfOf;
}

/** @param {any} capacity @param {string} actor */
const isFor = ({ speaker, onBehalfOf }, actor) =>
  onBehalfOf.some((/** @type {any} */ one) => one.id === actor) || (speaker.id === actor && !onBehalfOf.length);

/** The offices that somebody held all the while, as far as is on record. @param {any} speaker @param {any} occurred */
function office({ roles }, occurred) {
  const day = occurred?.latest ?? "";
  const held = roles.filter(
    (/** @type {any} */ role) => role.type === "holds-office" && (role.from ?? "") <= day && day <= (role.to ?? "9999"),
  );
  return held.map((/** @type {any} */ role) => `, ${role.principal.name}`).join("");
}

/** @param {Desk} desk @param {any} event */
function occasion(desk, { occasion: move }) {
  if (!move) return "";
  return [
    ", on the occasion: ",
    h("a", { href: eventHref(desk, move.id) }, (move.summary ?? spoken("MOVE")).replace(/\.$/, "")),
    move.place ? ` (${move.place})` : "",
  ];
}

/** When it was public, where that is not when it was said. @param {any} event */
function publicity(event) {
  if (!event.public || said(event.public) === said(event.occurred)) return "";
  return [", public ", dated(event.public)];
}

/** Whose words the speaker relays, and to whom they were addressed. @param {any} event */
function relayed({ attributesTo, addressees }) {
  const parts = [
    addressees?.length && `To ${names(addressees)}`,
    attributesTo?.length && `Relaying words attributed to ${names(attributesTo)}`,
  ];
  const text = parts.filter(Boolean).join(". ");
  return text && h("p", {}, text);
}

/** @param {any} appearance @param {string | null} words the quote that is shown above */
function appearance({ source, rendering, reportedBy, quote, language }, words) {
  const how = [
    RENDERINGS[rendering],
    rendering === "TRANSLATION" && language,
    reportedBy && `as reported by ${plainName(reportedBy.name)}`,
  ];
  const parts = [
    source.byline,
    h("cite", {}, `“${source.title}”`),
    source.publisher,
    source.published && said(source.published),
    ...how,
  ].filter(Boolean);
  return [
    parts.flatMap((part, n) => (n ? [", ", part] : [part])),
    quote && quote !== words && [": ", h("q", {}, quote)],
    source.retracted && " (source withdrawn)",
  ];
}

/** @param {Desk} desk @param {any} event */
function corrections({ caller, href }, { id }) {
  if (!caller.scopes.includes("CORRECT")) return [];
  const record = { view: "record", id, card: "" };
  return [
    " · ",
    h("a", { href: href({ ...record, kind: "correction" }) }, "Correct …"),
    " · ",
    h("a", { href: href({ ...record, kind: "retraction" }) }, "Retract …"),
  ];
}
