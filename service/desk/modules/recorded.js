/** What is said once something is on record: what it changed, where to see it, and how to take it back. */

import { newKey } from "./drafts.js";
import { h } from "./elements.js";
import { changeList } from "./preview.js";
import { RETRACT, send } from "./sending.js";
import { plainName } from "./words.js";

/**
 * @param {import("./desk.js").Desk} desk
 * @param {string} said what was done, as: Recorded
 * @param {any} payload @param {any[] | null} changes foreseen just before; null: nobody could tell
 * @param {...Node} next what may be done next
 * @returns {HTMLElement} to be shown and focused
 */
export function recorded(desk, said, { event, logOffset, isProjected }, changes, ...next) {
  const shown =
    changes === null
      ? h("p", {}, "What it changed could not be foreseen; the timeline shows it.")
      : changes.length
        ? changeList(changes)
        : h("p", {}, "No position changed.");
  return h(
    "div",
    { class: "recorded", role: "status", tabindex: "-1" },
    h("h2", {}, `${said} as log ${logOffset}`),
    isProjected ? null : h("p", {}, "It is safe on disk; what is shown elsewhere may lag for a moment."),
    shown,
    cards(desk, event),
    next.length ? h("p", { class: "ways" }, next) : null,
    takeBack(desk, event),
  );
}

/** Links to the cards that it speaks on. @param {import("./desk.js").Desk} desk @param {any} event */
function cards({ registry, href }, event) {
  const whose = event.onBehalfOf?.length ? event.onBehalfOf : event.speaker ? [event.speaker] : [];
  const pairs = whose.flatMap((/** @type {any} */ actor) => event.stances.map((/** @type {any} */ { issue }) => [actor.id, issue.id]));
  const link = ([actor, issue] = ["", ""]) =>
    h(
      "li",
      {},
      h(
        "a",
        { href: href({ view: "matrix", card: `${actor}~${issue}`, id: "", known: "" }) },
        `${plainName(registry.nameOf(actor))}, ${registry.issue.get(issue)?.label ?? issue}`,
      ),
    );
  const timeline = h("li", {}, h("a", { href: href({ view: "timeline", id: "", known: "", card: "" }) }, "Timeline"));
  return h("ul", { class: "cards", "aria-label": "See it" }, pairs.map(link), timeline);
}

/**
 * Withdraw an event by its id, and undo that, as often as it takes.
 * @param {import("./desk.js").Desk} desk @param {{id: string, version: number}} event
 */
function takeBack(desk, event) {
  const place = h("div", { class: "undo" });
  if (!desk.caller.scopes.includes("CORRECT")) {
    place.append(h("p", {}, "To take it back, ask an editor or an administrator: your token may record, not withdraw."));
    return place;
  }
  const offer = (/** @type {{id: string, version: number}} */ last, /** @type {number} */ steps) => {
    const isUndone = steps % 2 === 1;
    const reason = h("input", { id: `why-${last.id}`, autocomplete: "off" });
    reason.value = isUndone ? "Withdrawn by mistake" : "Recorded by mistake";
    const told = h("p", { class: "error", role: "alert", hidden: true });
    const button = h("button", { type: "button", class: "secondary" }, isUndone ? "Redo" : "Undo");
    const key = newKey();
    button.addEventListener("click", async () => {
      button.disabled = true;
      const variables = { id: last.id, reason: reason.value, expectedVersion: last.version, idempotencyKey: key };
      const { payload, refusals, unknown } = await send(RETRACT, variables);
      button.disabled = false;
      if (payload) return offer(payload.event, steps + 1);
      told.hidden = false;
      told.textContent = refusals?.map((one) => one.message).join(" ") ?? `${unknown} Press again: that is safe.`;
    });
    const done = ["It holds again.", "Taken back, by a new event. Both stay in the log."][steps % 2];
    place.replaceChildren(
      h("p", { role: "status" }, steps ? h("b", {}, done) : null),
      h(
        "div",
        { class: "field" },
        h("label", { for: reason.id }, isUndone ? "Why it holds after all" : "Why it is taken back"),
        reason,
        told,
      ),
      button,
    );
    if (steps) button.focus();
  };
  offer(event, 0);
  return place;
}
