/** The timeline: what they say on the left, what they do on the right, newest day first, up to the day shown. */

import { dayOf, filterOf, load, loadAll, loadLater, loadLatePublic, MOST, PAGE } from "./timeline_query.js";
import { days, laterNote } from "./timeline_days.js";
import { Filters } from "./timeline_filters.js";
import { gistOf, whoOf } from "./event_line.js";
import { h } from "./elements.js";
import { OpenEvent } from "./open_event.js";
import { notation } from "./periods.js";

export const heading = "Words and deeds";
export const hasCards = true;

/** What is on screen; made anew when the view was left and entered again. @type {Timeline | null} */
let timeline = null;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  if (!timeline || !place.contains(timeline.frame)) {
    timeline = new Timeline(desk);
    place.replaceChildren(timeline.frame);
  }
  await timeline.update(desk);
}

class Timeline {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.filters = new Filters(desk);
    this.open = new OpenEvent(desk);
    this.list = h("div", { class: "calendar", "aria-busy": "true" });
    this.frame = h("div", { class: "timeline" }, this.filters.bar, this.open.apart, lanes(), this.list);
    /** The filter that the list shows, and the revision of the record that it is of. */
    this.key = "";
    this.revision = -1;
    this.isFurther = false;
    /** @type {import("./timeline_query.js").Events} */
    this.events = { nodes: [], before: null };
    /** What was said before those and became public since. @type {any[]} */
    this.late = [];
    /** @type {Awaited<ReturnType<typeof loadLater>>} */
    this.later = null;
  }

  /** Show the state. @param {import("./desk.js").Desk} desk */
  async update(desk) {
    this.filters.update(desk);
    const filter = filterOf(desk);
    const key = JSON.stringify(filter);
    if (key !== this.key || desk.record.revision !== this.revision) await this.fetch(filter, key);
    else if (this.isFurther && this.events.before) await this.take(await load(filter, PAGE, this.events, desk.signal), filter);
    this.isFurther = false;
    await this.open.show(this.list);
  }

  /** Fetch the newest anew; as many as are shown where only the record changed. @param {Record<string, any>} filter @param {string} key */
  async fetch(filter, key) {
    const { desk } = this;
    const { signal } = desk;
    const { revision } = desk.record;
    const shown = key === this.key ? Math.min(Math.max(PAGE, this.events.nodes.length), MOST) : PAGE;
    await desk.settled();
    const [events, later] = await Promise.all([load(filter, shown, null, signal), loadLater(filter, signal)]);
    const isNew = newcomers(desk, this.events.nodes, events.nodes);
    Object.assign(this, { later });
    await this.take(events, filter, isNew);
    Object.assign(this, { key, revision });
  }

  /** @param {import("./timeline_query.js").Events} events @param {Record<string, any>} filter @param {Set<string>} [isNew] */
  async take(events, filter, isNew = new Set()) {
    this.late = await loadLatePublic(filter, events, this.desk.signal);
    this.events = events;
    this.draw(isNew);
  }

  /** @param {Set<string>} isNew the ids of what just arrived */
  draw(isNew) {
    const { desk, events, list } = this;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-event]"))?.dataset.event;
    const byId = new Map([...this.late, ...events.nodes].map((event) => [event.id, event]));
    list.replaceChildren(
      ...laterNote(desk, this.later),
      ...days(desk, [...byId.values()]),
      ...(events.before ? [h("button", { type: "button", class: "older", onclick: () => this.further() }, "Show earlier")] : []),
    );
    list.setAttribute("aria-busy", "false");
    for (const item of list.querySelectorAll("[data-event]")) {
      const { event } = /** @type {HTMLElement} */ (item).dataset;
      if (event && isNew.has(event)) item.classList.add("flash");
      if (event && event === focused) item.querySelector("a")?.focus({ preventScroll: true });
    }
  }

  further() {
    this.isFurther = true;
    this.desk.go({});
  }
}

/** What of the new list just arrived. @param {import("./desk.js").Desk} desk @param {any[]} before @param {any[]} after */
function newcomers({ isFlashing }, before, after) {
  if (!isFlashing) return new Set();
  const known = new Set(before.map((one) => one.id));
  return new Set(after.map((one) => one.id).filter((id) => !known.has(id)));
}

function lanes() {
  return h("div", { class: "lanes", "aria-hidden": "true" }, h("span", {}, "What they say"), h("span"), h("span", {}, "What they do"));
}

/** Everything in the filter up to the day shown. @param {import("./desk.js").Desk} desk @returns {Promise<import("./exports.js").Table>} */
export async function table(desk) {
  const nodes = await loadAll(filterOf(desk), desk.signal);
  const columns = ["event", "kind", "status", "day", "occurred", "public", "who", "act", "summary", "quote", "stances", "background"];
  const rows = nodes
    .toReversed()
    .map((one) => [
      one.id,
      one.kind,
      one.status,
      dayOf(one, desk.state.clock),
      notation(one.occurred) || one.occurred?.latest || "",
      one.public?.latest ?? "",
      whoOf(one),
      one.act ?? "",
      gistOf(one),
      one.quote ?? "",
      stancesOf(one),
      one.background,
    ]);
  return { name: "timeline", columns, rows };
}

/** @param {any} event */
function stancesOf({ stances = [] }) {
  return stances.map((/** @type {any} */ one) => `${one.issue.id} ${one.stance} ${one.basis}`).join("; ");
}
