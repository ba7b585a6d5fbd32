/** The days of the timeline, each with its words and its deeds; what was said on one occasion stands together. */

import { actorLink, staying } from "./links.js";
import { capacityOf, item, speakersOf } from "./timeline_item.js";
import { dayOf } from "./timeline_query.js";
import { h } from "./elements.js";
import { long, medium } from "./dates.js";

/** Words that count come first, then what is announced, then what others judge. */
const ORDER = ["STATEMENT", "SCHEDULE", "ASSESSMENT"];
const DEEDS = new Set(["MOVE", "INSTRUMENT"]);

/**
 * @param {import("./desk.js").Desk} desk @param {any[]} events
 * @returns {HTMLElement[]} the sections of the days, newest first; a sentence where there is none
 */
export function days(desk, events) {
  if (!events.length) return [h("p", { class: "nothing" }, nothing(desk))];
  const byDay = Map.groupBy(events, (event) => dayOf(event, desk.state.clock));
  return [...byDay].sort(([one], [other]) => other.localeCompare(one)).map(([day, list]) => section(desk, day, list));
}

/** @param {import("./desk.js").Desk} desk */
function nothing({ state, asOf }) {
  const isFiltered = state.find || state.lane || state.about || state.source || state.kinds;
  const happened = state.clock === "PUBLIC" ? "was public" : "had happened";
  return isFiltered
    ? `Nothing that ${happened} by ${medium(asOf)} fits these filters.`
    : `Nothing on record ${happened} by ${medium(asOf)}.`;
}

/** What lies behind the day shown. @param {import("./desk.js").Desk} desk @param {{count: string, day: string} | null} later */
export function laterNote(desk, later) {
  if (!later) return [];
  const move = h("button", { type: "button", class: "link", onclick: () => desk.go({ asof: later.day }) }, `Move to ${medium(later.day)}`);
  return [h("p", { class: "laternote" }, `${later.count} after ${medium(desk.asOf)} not shown. `, move)];
}

/** @param {import("./desk.js").Desk} desk @param {string} day @param {any[]} events */
function section(desk, day, events) {
  const words = events.filter((event) => !DEEDS.has(event.kind));
  const deeds = events.filter((event) => DEEDS.has(event.kind));
  const date = new Date(`${day}T00:00Z`);
  const part = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(date);
  return h(
    "section",
    { class: "day", "aria-label": long(day) },
    h(
      "h2",
      {},
      h(
        "time",
        { datetime: day },
        h("b", {}, part({ day: "numeric" })),
        h("span", {}, part({ weekday: "short" })),
        h("span", {}, part({ month: "short" })),
        h("span", {}, day.slice(0, 4)),
      ),
    ),
    h(
      "div",
      { class: "words" },
      occasions(words).map((list) => occasion(desk, list)),
    ),
    h(
      "div",
      { class: "deeds" },
      deeds.map((event) =>
        h("article", { class: "occasion" }, h("h3", { class: "by" }, whoDid(desk, event)), item(desk, event, { isDeed: true })),
      ),
    ),
  );
}

/**
 * What was said by the same people on the same occasion; in the order it was said there.
 * @param {any[]} words @returns {any[][]}
 */
function occasions(words) {
  const rank = (/** @type {any} */ event) => ORDER.indexOf(event.kind);
  const inOrder = words.toSorted((one, other) => rank(one) - rank(other) || (one.ordinal ?? 0) - (other.ordinal ?? 0));
  return [
    ...Map.groupBy(
      inOrder,
      (event) =>
        `${event.occasion?.id ?? event.kind}~${speakersOf(event)
          .map((one) => one.id)
          .join("~")}`,
    ).values(),
  ];
}

/** @param {import("./desk.js").Desk} desk @param {any[]} list */
function occasion(desk, list) {
  const [first] = list;
  const at = first.occasion && h("p", { class: "at" }, staying(desk, { id: first.occasion.id }, {}, first.occasion.summary));
  return h(
    "article",
    { class: `occasion ${first.kind.toLowerCase()}` },
    h("h3", { class: "by" }, capacityOf(desk, first)),
    at,
    list.map((event) => item(desk, event)),
  );
}

/** @param {import("./desk.js").Desk} desk @param {any} event a move, or an instrument */
function whoDid(desk, { actors, instrument }) {
  const who = actors ?? instrument?.tabledBy ?? [];
  const principal = who.filter((/** @type {any} */ one) => desk.registry.actors.get(one.id)?.isPrincipal);
  const others = who.filter((/** @type {any} */ one) => !principal.includes(one));
  const named = [...principal, ...others].map((one, n) => [
    n > 0 && ", ",
    n < principal.length || !principal.length ? h("b", {}, actorLink(desk, one)) : actorLink(desk, one),
  ]);
  return [...named, instrument && " tables a draft"];
}
