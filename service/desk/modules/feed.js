/** What was recorded last, newest first, as it comes; as known in the past, only what was recorded by then. */

import { connection } from "./connection.js";
import { h } from "./elements.js";
import { entry } from "./feed_entry.js";
import { knownOffset } from "./provenance.js";
import { PAGE, readStretch, Recent, recent } from "./recent.js";

/** @type {Feed | null} */
let feed = null;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const { known, clock } = desk.state;
  if (!feed || feed.known !== known || (known && feed.clock !== clock)) {
    const upTo = known ? BigInt(await knownOffset(desk)) : null;
    feed?.leave();
    feed = new Feed(desk, upTo === null ? recent : new Recent());
    if (upTo !== null) feed.readUpTo(upTo);
  }
  feed.desk = desk;
  if (!place.contains(feed.frame)) place.replaceChildren(feed.frame);
  feed.draw();
}

class Feed {
  /** @param {import("./desk.js").Desk} desk @param {Recent} list what it shows */
  constructor(desk, list) {
    this.desk = desk;
    this.known = desk.state.known;
    this.clock = desk.state.clock;
    this.list = list;
    /** @type {Map<string, {element: HTMLLIElement, key: string}>} by offset */
    this.drawn = new Map();
    this.stopReading = () => {};
    this.items = h("ol", { "aria-label": "Events in the order of the record" });
    this.empty = h("p", { class: "minor" });
    this.earlier = h("button", { class: "link", type: "button", onclick: () => this.readEarlier() }, "Show earlier");
    this.frame = h("section", { class: "feed" }, h("h2", { tabindex: -1 }, known(this.known)), this.empty, this.items, this.earlier);
    this.list.changed = () => this.drawSoon();
    this.scheduled = 0;
  }

  leave() {
    this.stopReading();
    this.list.changed = () => {};
    cancelAnimationFrame(this.scheduled);
  }

  /** @param {bigint} offset */
  readUpTo(offset) {
    const after = offset > PAGE ? offset - BigInt(PAGE) : 0n;
    this.stopReading = readStretch(connection, this.list, { after, upTo: offset, clock: this.clock });
  }

  readEarlier() {
    const oldest = this.list.latest().at(-1);
    if (oldest) this.readUpTo(BigInt(oldest.offset) - 1n);
  }

  drawSoon() {
    cancelAnimationFrame(this.scheduled);
    this.scheduled = requestAnimationFrame(() => this.draw());
  }

  /** Draw what differs; what stands there keeps its place and its scroll. */
  draw() {
    const entries = this.list.latest();
    const { clock } = this.desk.state;
    const elements = entries.map((one) => this.elementOf(one, this.list.effectsOf(clock, one.offset)));
    if (elements.length !== this.items.children.length || elements.some((one, n) => one !== this.items.children[n])) {
      this.items.replaceChildren(...elements);
    }
    const oldest = entries.at(-1);
    this.earlier.hidden = !oldest || BigInt(oldest.offset) <= 1n;
    this.empty.textContent = this.desk.registry.log.projectedTo === "0" ? "Nothing is on record yet." : "Reading what was recorded last …";
    this.empty.hidden = entries.length > 0;
  }

  /** @param {import("./recent.js").Entry} one @param {any[]} effects */
  elementOf(one, effects) {
    const key = `${this.desk.href({})} ${effects.length} ${one.isFresh}`;
    const before = this.drawn.get(one.offset);
    if (before?.key === key) return before.element;
    const element = entry(this.desk, one, effects);
    if (one.isFresh && !before) {
      element.classList.add("arriving");
      element.addEventListener("animationend", () => element.classList.remove("arriving"), { once: true });
    }
    this.drawn.set(one.offset, { element, key });
    return element;
  }
}

/** @param {string} known */
const known = (known) => (known ? "Recorded last, by then" : "Just recorded");
