/** Live: what is recorded arrives by itself, once and in order, whatever becomes of the connection meanwhile. */

import * as access from "./access.js";
import { announce } from "./announce.js";
import { NotSignedIn } from "./api.js";
import { nothing, ofChanges, ofEvent, together } from "./arrival.js";
import { connection } from "./connection.js";
import { byId, h } from "./elements.js";
import { gistOf, whoOf } from "./event_line.js";
import { CHANGES, EVENTS, PAGE, recent } from "./recent.js";
import { countUnseen } from "./unseen.js";
import { whenBack } from "./waking.js";
import { counted } from "./words.js";

/**
 * @typedef {import("./arrival.js").Arrival} Arrival
 * @typedef {(arrival: Arrival) => Promise<void>} Learn fetch what an arrival may have moved, and show it
 */

const GATHERED_FOR = 100;
const AGAIN_AFTER = 2_000;
const REPLACED = "The service has another log than before: it was restored or replaced. Everything was read afresh.";
/** @type {Live | null} */
let live = null;

/** @returns {string} the log offset up to which the page shows what is on record */
export const reachedOffset = () => live?.reached ?? "";

/**
 * Follow the record from where the page has read it; called again, begin again.
 * @param {import("./desk.js").Desk} desk @param {Learn} learn
 */
export function start(desk, learn) {
  const isPaused = live?.isPaused ?? false;
  live?.end();
  live = new Live(desk, learn, isPaused);
}

class Live {
  /** @param {import("./desk.js").Desk} desk @param {Learn} learn @param {boolean} isPaused */
  constructor(desk, learn, isPaused) {
    const { log } = desk.registry;
    this.desk = desk;
    this.learn = learn;
    this.isPaused = isPaused;
    this.isOpen = false;
    this.isLearning = false;
    this.loaded = BigInt(log.projectedTo);
    /** The last offset whose event is shown, or was loaded with the page. */
    this.reached = log.projectedTo;
    /** @type {any[]} what arrived and is not shown yet */
    this.waiting = [];
    /** What that may have moved. */
    this.arrival = nothing();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.gathering = undefined;
    this.stops = [whenBack(() => connection.wake())];
    byId("live").onclick = () => this.pauseOrGoOn();
    this.follow(log.id);
  }

  end() {
    clearTimeout(this.gathering);
    for (const stop of this.stops.splice(0)) stop();
    connection.close();
  }

  /** @param {string} log its id */
  follow(log) {
    recent.clear();
    connection.open(log, {
      changed: (isOpen) => this.connected(isOpen),
      signedOut: (reason) => this.signIn(reason),
      replaced: () => void this.readAfresh(),
    });
    const after = String(this.loaded > PAGE ? this.loaded - BigInt(PAGE) : 0n);
    this.stops.push(connection.follow({ query: EVENTS, variables: {}, after, take: (told) => told.event && this.takeEvent(told.event) }));
    for (const clock of ["OCCURRED", "PUBLIC"]) {
      this.stops.push(connection.follow({ query: CHANGES, variables: { clock }, after, take: (told) => this.takeChanges(clock, told) }));
    }
  }

  /** @param {any} event */
  takeEvent(event) {
    if (BigInt(event.logOffset) <= this.loaded) {
      recent.take(event);
      return;
    }
    this.waiting.push(event);
    this.arrival = together(this.arrival, ofEvent(event));
    countUnseen(1);
    this.gather();
  }

  /** @param {string} clock @param {{logOffset: string, changes: any[]}} told */
  takeChanges(clock, told) {
    recent.takeEffects(clock, told);
    if (BigInt(told.logOffset) <= this.loaded || !told.changes.length) return;
    this.arrival = together(this.arrival, ofChanges(told.changes));
    this.gather();
  }

  get hasWaiting() {
    return this.waiting.length > 0 || this.arrival.isWide || this.arrival.actors.length > 0;
  }

  /** Wait for the rest of a burst, then show it as one. */
  gather(milliseconds = GATHERED_FOR) {
    this.tell();
    if (this.isPaused || this.isLearning || this.gathering !== undefined) return;
    this.gathering = setTimeout(async () => {
      this.gathering = undefined;
      if (this.isPaused) return;
      this.isLearning = true;
      const isShown = await this.show();
      this.isLearning = false;
      if (this.hasWaiting && this === live) this.gather(isShown ? GATHERED_FOR : AGAIN_AFTER);
    }, milliseconds);
  }

  /** @returns {Promise<boolean>} whether what waited is shown; if not, it waits on */
  async show() {
    const [events, arrival] = [this.waiting, this.arrival];
    [this.waiting, this.arrival] = [[], nothing()];
    this.desk.isFlashing = true;
    try {
      await this.learn(arrival);
    } catch (error) {
      this.waiting = [...events, ...this.waiting];
      this.arrival = together(arrival, this.arrival);
      if (error instanceof NotSignedIn) connection.wake();
      return false;
    } finally {
      this.desk.isFlashing = false;
    }
    if (!document.hidden && events.length) recent.settle();
    for (const event of events) recent.take(event, true);
    this.reached = events.at(-1)?.logOffset ?? this.reached;
    if (events.length) announce(`Just recorded: ${spoken(events)}`);
    this.tell();
    return true;
  }

  pauseOrGoOn() {
    this.isPaused = !this.isPaused;
    this.tell();
    if (this.hasWaiting) this.gather();
  }

  /** Say on the button how live the page is. */
  tell() {
    const button = byId("live");
    const count = this.waiting.length;
    const paused = count ? `Paused, ${count} waiting` : "Paused";
    const words = this.isOpen ? "Live" : "Reconnecting …";
    button.setAttribute("aria-pressed", String(!this.isPaused));
    button.toggleAttribute("data-away", !this.isOpen);
    button.querySelector("span").textContent = this.isPaused ? paused : words;
    button.title = this.isPaused ? "Nothing is lost. Press to show what arrives." : "New events arrive by themselves. Press to pause.";
  }

  /** @param {boolean} isOpen */
  connected(isOpen) {
    this.isOpen = isOpen;
    this.tell();
    if (!isOpen) return;
    if (document.querySelector("#view > .failed")) void this.learn(nothing()).catch(() => {});
    if (this.hasWaiting) this.gather();
  }

  /** The token expired, or was revoked. @param {string} reason */
  signIn(reason) {
    this.connected(false);
    access.askForToken(reason, async () => {
      try {
        this.desk.caller = await access.caller();
        access.tell(this.desk.caller);
        await this.readAgain();
      } catch (error) {
        this.signIn(/** @type {Error} */ (error).message);
      }
    });
  }

  async readAgain() {
    await this.learn({ ...nothing(), isWide: true, touchesRegistry: true });
    start(this.desk, this.learn);
  }

  /** Offsets of the log before mean nothing in the one that is there now. */
  async readAfresh() {
    this.end();
    this.connected(false);
    this.desk.go({ known: "", knownsince: "" });
    try {
      await this.readAgain();
      notice(REPLACED);
    } catch {
      if (this === live) this.gathering = setTimeout(() => void this.readAfresh(), AGAIN_AFTER);
    }
  }
}

/** @param {any[]} events */
function spoken(events) {
  const [first] = events;
  if (events.length > 1) return `${counted(events.length, "event")}.`;
  return [whoOf(first), gistOf(first)].filter(Boolean).join(": ");
}

/** Say something above the page until it is taken away. @param {string} words */
function notice(words) {
  document.querySelector(".notice")?.remove();
  const place = h("p", { class: "notice" }, words, h("button", { class: "link", type: "button", onclick: () => place.remove() }, "Understood"));
  byId("access").after(place);
  announce(words);
}
