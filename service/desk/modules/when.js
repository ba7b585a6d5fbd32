/** The sentence on top: who stands where, for which day, counting what, as known when. Its bold words are the controls. */

import { announce } from "./announce.js";
import { changedSince } from "./changed.js";
import { dateField } from "./date_field.js";
import { long, short, toDay } from "./dates.js";
import { byId, h } from "./elements.js";
import { glyph } from "./glyphs.js";
import * as known from "./known.js";
import * as slider from "./slider.js";
import { setTitle } from "./unseen.js";
import { counted } from "./words.js";

const SPOKEN_AFTER_MILLISECONDS = 700;
const NAMED = 3;
let showDates = () => {};
/** @type {ReturnType<typeof setTimeout> | undefined} */
let speaking;
let spoken = "";

/** @param {import("./desk.js").Desk} desk */
export function start(desk) {
  const shows = [
    dateField(byId("asof"), () => desk.asOf, (iso) => desk.go({ asof: iso })),
    dateField(byId("since"), () => desk.since, (iso) => desk.go({ since: iso === desk.record.dayBefore(desk.asOf) ? "" : iso })),
  ];
  showDates = () => shows.forEach((show) => show());
  for (const radio of document.getElementsByName("clock")) {
    radio.addEventListener("change", () => desk.go({ clock: /** @type {HTMLInputElement} */ (radio).value }));
  }
  byId("question").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  known.start(desk);
}

/** @param {import("./desk.js").Desk} desk */
export function update(desk) {
  showDates();
  known.update(desk);
  for (const radio of document.getElementsByName("clock")) {
    const input = /** @type {HTMLInputElement} */ (radio);
    input.checked = input.value === desk.state.clock;
  }
  verdict(desk);
  slider.update(desk);
  setTitle(title(desk));
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    if (slider.isPlaying() || spoken === desk.asOf) return;
    if (spoken) announce(`${long(desk.asOf)}. ${byId("verdict").textContent}`);
    spoken = desk.asOf;
  }, SPOKEN_AFTER_MILLISECONDS);
}

/** @param {import("./desk.js").Desk} desk */
export function title(desk) {
  const past = desk.state.known ? ", as known then" : "";
  return `${byId("heading").textContent}, ${short(desk.asOf)} ${desk.asOf.slice(0, 4)}${past} · On Record`;
}

/** The line under the sentence is the news. @param {import("./desk.js").Desk} desk */
function verdict(desk) {
  const changed = changedSince(desk);
  const isDayBefore = toDay(desk.asOf) - toDay(desk.since) === 1;
  const since = isDayBefore ? "since the day before" : `since ${short(desk.since)}`;
  const lead = changed.length ? [h("b", {}, `${counted(changed.length, "position")} changed`), ` ${since}: `] : [`Nothing changed ${since}.`];
  byId("verdict").replaceChildren(...lead, ...(changed.length <= NAMED ? named(desk, changed) : tally(desk, changed)));
}

/** @param {import("./desk.js").Desk} desk @param {import("./changed.js").Changed[]} changed */
function named({ registry, href }, changed) {
  return changed.map(({ actor, issue, before, after }) =>
    h(
      "a",
      { class: "change", href: href({ view: "matrix", card: `${actor}~${issue}` }) },
      `${registry.nameOf(actor)}, ${registry.issue.get(issue)?.label ?? issue} `,
      before ? glyph(before.stance, before.basis, "small") : "new",
      " → ",
      after ? glyph(after.stance, after.basis, "small") : "none",
    ),
  );
}

/** @param {import("./desk.js").Desk} desk @param {import("./changed.js").Changed[]} changed */
function tally({ registry, state, go }, changed) {
  const byActor = [...Map.groupBy(changed, (one) => one.actor)].sort((one, other) => other[1].length - one[1].length);
  const first = byActor.slice(0, 5).map(([actor, list]) => `${registry.nameOf(actor)} (${list.length})`);
  const others = byActor.length > 5 ? ` and ${counted(byActor.length - 5, "more actor")}` : "";
  const only = state.changed ? "Show every issue" : "Show only these";
  return [
    `${first.join(", ")}${others}. `,
    h("button", { class: "link", type: "button", onclick: () => go({ view: "matrix", changed: state.changed ? "" : "1" }) }, only),
  ];
}
