/** The desk: one page, one state, one way to show it. The state is the address; everything on screen follows from it. */

import * as access from "./access.js";
import * as address from "./address.js";
import { NotSignedIn, Unreachable } from "./api.js";
import { byId, h } from "./elements.js";
import * as live from "./live.js";
import { Record } from "./record.js";
import { Registry } from "./registry.js";
import * as side from "./side.js";
import * as slider from "./slider.js";
import * as theme from "./theme.js";
import * as viewExports from "./exports.js";
import { isView, load, NAVIGATION } from "./views.js";
import * as when from "./when.js";

/**
 * @typedef {import("./address.js").State} State
 * @typedef {object} Desk what every part of the page works with
 * @property {State} state as the address says
 * @property {Registry} registry
 * @property {Record} record what is known at (known, clock): steps, activity, tensions
 * @property {string} asOf the day shown @property {string} since the day compared with
 * @property {{asOf: string, clock: string, knownAt?: string, knownAtOffset?: string}} moment the arguments of R1
 * @property {import("./access.js").Caller} caller who is asking, and what they may
 * @property {boolean} [isFlashing] whether what is drawn now just arrived
 * @property {AbortSignal} signal aborted as soon as something newer is to be shown
 * @property {() => Promise<void>} settled resolves once nothing newer came for a moment: ask after that
 * @property {(patch: Partial<State>, how?: {push?: boolean}) => void} go change the state, hence the page
 * @property {(patch: Partial<State>) => string} href the link to a changed state
 */

const SETTLED_MILLISECONDS = 60;
const TRIED_AGAIN_AFTER_MILLISECONDS = 3000;
let shown = new AbortController();

/** @type {Desk} */
const desk = /** @type {any} */ ({ state: address.read(), go, href, settled });
Object.defineProperty(desk, "moment", { get: moment });

function moment() {
  const { clock, known } = desk.state;
  const knownAs = known.startsWith("@") ? { knownAtOffset: known.slice(1) } : known ? { knownAt: known } : {};
  return { asOf: desk.asOf, clock, ...knownAs };
}

/** @param {Partial<State>} patch */
function href(patch) {
  return address.hrefOf({ ...desk.state, ...patch });
}

/** @param {Partial<State>} patch @param {{push?: boolean}} [how] */
function go(patch, { push = false } = {}) {
  const before = desk.state;
  desk.state = { ...before, ...patch };
  if (desk.record && desk.state.asof === desk.record.latest) desk.state.asof = "";
  address.write(desk.state, { push });
  settle();
  void show(before);
}

/** What the state leaves to the record: the day shown and the day compared with. */
function settle() {
  if (!desk.record) return;
  desk.asOf = desk.state.asof || desk.record.latest;
  desk.since = desk.state.since || desk.record.dayBefore(desk.asOf);
}

function settled() {
  const { signal } = desk;
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, SETTLED_MILLISECONDS);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    })
  );
}

/** Show the state; whatever was still being fetched for an older one is dropped. @param {State | null} before */
async function show(before) {
  shown.abort();
  shown = new AbortController();
  desk.signal = shown.signal;
  try {
    if (!isView(desk.state.view)) desk.state.view = "matrix";
    const view = await load(desk.state.view);
    desk.signal.throwIfAborted();
    frame(view, before);
    if (desk.record?.key !== Record.keyOf(desk.moment)) desk.record = await Record.load(desk.moment, desk.signal);
    settle();
    when.update(desk);
    const drawn = view.show(desk, byId("view"));
    const beside = side.show(desk, byId("side"));
    await Promise.all([drawn, beside]);
    document.body.dataset.shown = location.search || "?";
    performance.mark("shown");
  } catch (error) {
    fail(error);
  }
}

/** What is around every view: which one it is, its heading, its place in the navigation. @param {import("./views.js").View} view @param {State | null} before */
function frame(view, before) {
  const { state } = desk;
  if (before?.view !== state.view) byId("view").replaceChildren();
  document.body.dataset.view = state.view;
  document.body.classList.toggle("aspast", Boolean(state.known));
  document.documentElement.classList.toggle("carded", Boolean(state.card) && view.hasCards);
  byId("heading").textContent = view.heading;
  byId("views").replaceChildren(
    ...NAVIGATION.map(([name, label]) =>
      h("a", { href: href({ view: name, card: "", find: "", id: "" }), "aria-current": name === state.view ? "page" : null }, label),
    ),
  );
}

/** @param {any} error */
function fail(error) {
  if (error.name === "AbortError") return;
  if (error instanceof NotSignedIn) {
    access.askForToken(error.message, start);
    return;
  }
  byId("view").replaceChildren(h("p", { class: "failed", role: "alert" }, error.message));
  if (!["Refused", "Unreachable"].includes(error.constructor.name)) throw error;
}

/** Links within the page change its state and load nothing. @param {MouseEvent} event */
function follow(event) {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.origin !== location.origin || link.pathname !== "/" || link.target) return;
  event.preventDefault();
  const before = desk.state;
  window.history.pushState(null, "", link.href);
  desk.state = address.read();
  void show(before);
  byId("view").focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** What arrived changes what is on record: the page shows it where it stands. @param {import("./live.js").Arrival} arrival */
async function learn(arrival) {
  if (!desk.record) return;
  if (arrival.touchesRegistry) desk.registry = await Registry.load();
  if (!desk.state.known) await desk.record.learn(desk.moment, arrival);
  await show(desk.state);
}

async function start() {
  try {
    desk.caller = await access.caller();
    desk.registry = await Registry.load();
    access.tell(desk.caller);
    await show(null);
    live.start(desk, learn);
  } catch (error) {
    fail(error);
    if (error instanceof Unreachable) setTimeout(start, TRIED_AGAIN_AFTER_MILLISECONDS);
  }
}

theme.start();
when.start(desk);
slider.start(desk);
viewExports.start(desk);
document.addEventListener("click", follow);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && desk.state.card) side.close(desk);
});
addEventListener("popstate", () => {
  const before = desk.state;
  desk.state = address.read();
  void show(before);
});
void start();
