/** The view in which things are put on record: which form is open, whether the caller may send it, and what it is about. */

import { events, sources } from "./choices.js";
import { correctionForm, isOffered, OFFERED } from "./correction_form.js";
import { byId, h } from "./elements.js";
import { standing } from "./event_content.js";
import { newForm } from "./new_form.js";
import { PickField } from "./pick_fields.js";
import { described, retractionForm } from "./retraction_form.js";
import { spoken } from "./words.js";

const KINDS = /** @type {const} */ (["statement", "move", "correction", "retraction"]);
/** @typedef {typeof KINDS[number]} Kind */
/** @typedef {{main: Node, aside: Node}} Parts */

const CORRECTABLE = ["STATEMENT", "MOVE", "ASSESSMENT", "SCHEDULE"];
const SCOPES = { statement: "RECORD", move: "RECORD", correction: "CORRECT", retraction: "CORRECT" };
const MAY = { RECORD: "a coder, an editor or an administrator", CORRECT: "an editor or an administrator" };

/**
 * What is drawn, by what it is of: it stays as it is, with all that was typed, whatever else the page does.
 * @type {{key: string, element: HTMLElement} | null}
 */
let drawn = null;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const { id } = desk.state;
  const kind = KINDS.find((one) => one === desk.state.kind) ?? "statement";
  byId("foot").textContent = "Nothing on record is ever edited or deleted: a correction is a new version, a retraction a new event.";
  const key = `${kind} ${needsId(kind) ? id : ""} ${desk.caller.scopes}`;
  if (drawn?.key !== key) drawn = { key, element: draw(desk, kind, await partsOf(desk, kind, id)) };
  if (!place.contains(drawn.element)) place.replaceChildren(drawn.element);
}

/** @param {string} word */
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** @param {Kind} kind */
const needsId = (kind) => SCOPES[kind] === "CORRECT";

/** Draw it anew: what was typed there is given up. @param {import("./desk.js").Desk} desk @param {any} [beginning] */
async function again(desk, beginning) {
  const kind = KINDS.find((one) => one === desk.state.kind) ?? "statement";
  if (!drawn) return;
  const element = draw(desk, kind, await partsOf(desk, kind, desk.state.id, beginning));
  drawn.element.replaceWith(element);
  drawn.element = element;
  /** @type {HTMLElement | null} */ (element.querySelector("form input, form textarea"))?.focus();
}

/** @param {import("./desk.js").Desk} desk @param {Kind} kind @param {Parts} parts */
function draw(desk, kind, { main, aside }) {
  const link = (/** @type {Kind} */ one) =>
    h(
      "a",
      {
        href: desk.href({ kind: one, id: needsId(one) && needsId(kind) ? desk.state.id : "" }),
        "aria-current": one === kind ? "page" : null,
      },
      capital(one),
    );
  return h(
    "div",
    { class: "recording" },
    h("nav", { class: "kinds", "aria-label": "What to record" }, KINDS.map(link)),
    h("div", { class: "columns" }, main, h("div", { class: "beside" }, aside)),
  );
}

/** @param {import("./desk.js").Desk} desk @param {Kind} kind @param {string} id @param {any} [beginning] @returns {Promise<Parts>} */
async function partsOf(desk, kind, id, beginning) {
  const without = lacking(desk, kind);
  const anew = (/** @type {any} */ given) => void again(desk, given);
  if (kind === "statement" || kind === "move") return newForm(desk, kind, without, anew, beginning);
  if (!id) return ask(desk, kind);
  const found = await standing(id, { isNewest: kind === "correction" });
  if (!found) return ask(desk, kind, `Nothing is on record under ${id}.`);
  const start = () => anew(undefined);
  if (kind === "correction") return correctable(desk, found) ?? correctionForm(desk, found, without, start);
  return withdrawable(desk, found) ?? retractionForm(desk, found, without, start);
}

/** @param {import("./desk.js").Desk} desk @param {Kind} kind @returns {string | undefined} */
function lacking({ caller }, kind) {
  const scope = /** @type {"RECORD" | "CORRECT"} */ (SCOPES[kind]);
  if (caller.scopes.includes(scope)) return undefined;
  const what = scope === "RECORD" ? "Recording" : "Correcting and withdrawing";
  return `You are signed in as ${caller.name}, ${spoken(caller.role)}. ${what} needs the token of ${MAY[scope]}.`;
}

/** Ask which record or event is meant. @param {import("./desk.js").Desk} desk @param {Kind} kind @param {string} [why] @returns {Parts} */
function ask(desk, kind, why) {
  const isCorrection = kind === "correction";
  const event = new PickField("Which one", events(CORRECTABLE), { isWide: true, hint: "Words of it, or the id of an event." });
  const source = new PickField("Or a source", sources, {
    isWide: true,
    hint: "To date it anew, above all: what is dated from it moves with it.",
  });
  const go = (/** @type {PickField} */ field) => () => field.picked && desk.go({ id: field.picked }, { push: true });
  event.element.addEventListener("change", go(event));
  source.element.addEventListener("change", go(source));
  const main = h(
    "div",
    { class: "form" },
    why && h("p", { class: "without" }, why),
    h(
      "fieldset",
      { class: "chapter" },
      h("legend", {}, isCorrection ? "What is corrected" : "What is withdrawn"),
      h("div", { class: "fields" }, event.element, isCorrection ? source.element : null),
    ),
    h(
      "p",
      { class: "minor" },
      isCorrection
        ? `There are forms for ${OFFERED}. `
        : "Any event can be withdrawn by its id: a record, a correction, or a retraction, which undoes it. ",
      isCorrection && "Actors, roles, issues, relations and instruments are corrected in the ",
      isCorrection && h("a", { href: "/console" }, "query console"),
      isCorrection && ".",
    ),
  );
  return { main, aside: document.createTextNode("") };
}

/**
 * @param {import("./desk.js").Desk} desk @param {import("./event_content.js").Standing} found
 * @returns {Parts | null} why it cannot be corrected here; null: it can
 */
function correctable(desk, found) {
  if (!isOffered(found)) {
    return only(
      described(found),
      h(
        "p",
        {},
        `There is no form for this. There are forms for ${OFFERED}; the rest is corrected in the `,
        h("a", { href: "/console" }, "query console"),
        ".",
      ),
    );
  }
  return found.status === "RETRACTED" ? only(described(found), undoing(desk, found)) : null;
}

/**
 * @param {import("./desk.js").Desk} desk @param {import("./event_content.js").Standing} found
 * @returns {Parts | null} why it cannot be withdrawn; null: it can
 */
function withdrawable(desk, found) {
  if (found.kind === "SOURCE") {
    return only(
      described(found),
      h(
        "p",
        {},
        "The event that registered a source is withdrawn by its own id, which the timeline does not show. Use the ",
        h("a", { href: "/console" }, "query console"),
        ".",
      ),
    );
  }
  return found.status === "RETRACTED" ? only(described(found), undoing(desk, found)) : null;
}

/** It is withdrawn: lead to the retraction. @param {import("./desk.js").Desk} desk @param {import("./event_content.js").Standing} found */
function undoing(desk, { id, notes }) {
  const note = notes.find((one) => one.retracts?.id === id);
  if (!note) return h("p", {}, "It is withdrawn.");
  return h(
    "p",
    {},
    `It is withdrawn, by ${note.recordedBy}: ${note.reason} `,
    h("a", { href: desk.href({ kind: "retraction", id: note.id }) }, "Withdraw that retraction"),
    ", and it holds again.",
  );
}

/** @param {...Node} said @returns {Parts} */
const only = (...said) => ({ main: h("div", { class: "form" }, said), aside: document.createTextNode("") });
