/** The event that the address names: opened under its line on the timeline, or apart from it where it is not listed. */

import { dayOf } from "./timeline_query.js";
import { detail } from "./event_detail.js";
import { h } from "./elements.js";
import { loadEvent } from "./event_query.js";
import { long, medium } from "./dates.js";
import { staying } from "./links.js";

export class OpenEvent {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** Where it stands when the list does not have it. */
    this.apart = h("div", { class: "apart", hidden: true });
    this.key = "";
    /** @type {any} */
    this.event = null;
    this.panel = h("section", { class: "opened", "aria-label": "All that is on record about it" });
  }

  /** Show what the address names, beside the list as it is. @param {HTMLElement} list */
  async show(list) {
    const { state, moment, record, signal } = this.desk;
    const key = state.id && JSON.stringify([state.id, moment, record.revision]);
    const isOpening = !this.key.startsWith(`["${state.id}"`);
    if (key && key !== this.key) this.event = await loadEvent(state.id, moment, signal);
    if (key && (key !== this.key || !this.panel.hasChildNodes())) this.panel.replaceChildren(this.contents());
    this.key = key;
    const left = this.place(list);
    if (key && isOpening) this.panel.scrollIntoView({ block: "nearest" });
    if (!key && left) left.focus({ preventScroll: true });
  }

  /**
   * Put the panel where it belongs. @param {HTMLElement} list
   * @returns {HTMLElement | null} the link by which it had been opened, if focus was in the panel
   */
  place(list) {
    const { id } = this.desk.state;
    const was = this.panel.contains(document.activeElement) ? this.panel.closest("[data-event]") : null;
    const line = id
      ? [...list.querySelectorAll("[data-event]")].find((one) => /** @type {HTMLElement} */ (one).dataset.event === id)
      : null;
    for (const one of list.querySelectorAll(".item.open")) one.classList.remove("open");
    line?.classList.add("open");
    if (!id) this.panel.remove();
    else if (line && this.panel.parentElement !== line) line.append(this.panel);
    else if (!line) this.apart.replaceChildren(this.whyApart(), this.panel);
    this.apart.hidden = !id || Boolean(line);
    return was?.querySelector("a.act") ?? null;
  }

  contents() {
    const close = staying(this.desk, { id: "" }, { class: "close link" }, "Close");
    if (this.event) return h("div", {}, close, detail(this.desk, this.event));
    return h(
      "div",
      {},
      close,
      h("p", {}, `Nothing is on record under ${this.desk.state.id}${this.desk.state.known ? ", as known then" : ""}.`),
    );
  }

  /** Why the list does not have it. */
  whyApart() {
    const { desk, event } = this;
    const day = event && dayOf(event, desk.state.clock);
    if (!day || event.status !== "CURRENT") return "";
    const move = h("button", { type: "button", class: "link", onclick: () => desk.go({ asof: day }) }, `Move to ${medium(day)}`);
    if (day > desk.asOf)
      return h(
        "p",
        { class: "minor" },
        `It ${desk.state.clock === "PUBLIC" ? "became public" : "counts from"} ${long(day)}, after the day shown. `,
        move,
      );
    return h("p", { class: "minor" }, "It is further back, or kept out by a filter. ", move);
  }
}
