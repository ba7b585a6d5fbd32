/** The card of a cell: asked for when the page settles, drawn in place of the one before, with its focus and scroll kept. */

import * as absent from "./absence_card.js";
import { ask } from "./api.js";
import { CARD, FIRST_PAGE } from "./card_query.js";
import * as citation from "./citation.js";
import { copyButtons } from "./copying.js";
import { h } from "./elements.js";
import { actorLink, issueLink } from "./links.js";
import * as positioned from "./position_card.js";
import * as side from "./side.js";
import { versionsOf } from "./versions.js";
import { votes } from "./votes.js";

/** @typedef {import("./desk.js").Desk} Desk */

/** The cell whose card is shown, how much evidence it shows, and where the focus was when it opened. */
let shown = { card: "", first: FIRST_PAGE, opener: /** @type {Element | null} */ (null) };

/** Show the card of the cell in the address; what is shown stays until the answer is there. @param {Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const { card } = desk.state;
  const isOpen = /** @type {HTMLElement | null} */ (place.querySelector(".card"))?.dataset.card === card;
  const opener = document.activeElement;
  if (shown.card !== card) shown = { card, first: FIRST_PAGE, opener: null };
  const subject = await loaded(desk);
  const article = subject ? drawn(subject) : unknown(desk);
  replace(place, article, isOpen);
  if (!isOpen) enter(article, opener);
}

/** @param {Desk} desk @returns {Promise<import("./position_card.js").Subject | null>} null where the actor or issue is not on record */
async function loaded(desk) {
  const [actorId, issueId] = desk.state.card.split("~");
  const actor = desk.registry.actors.get(actorId);
  const issue = desk.registry.issue.get(issueId);
  if (!actor || !issue) return null;
  await desk.settled();
  const { signal, moment } = desk;
  const variables = { ...moment, actor: actorId, issue: issueId };
  const data = await ask(CARD, { ...variables, first: shown.first }, signal);
  const exact = data.position ? { ...variables, knownAt: undefined, knownAtOffset: data.position.knownAtOffset } : variables;
  const histories = await versionsOf(data.position?.restsOn ?? [], exact, signal);
  const keep = (/** @type {number} */ count) => void (shown.first = Math.max(shown.first, count));
  return { desk, actor, issue, data, histories, variables: exact, keep };
}

/** @param {import("./position_card.js").Subject} subject */
function drawn(subject) {
  const { desk, actor, issue, data } = subject;
  const kind = data.position ? positioned : absent;
  const path = desk.registry.pathTo(issue.id).flatMap((one, n) => [n ? " › " : "", issueLink(desk, one.id)]);
  return framed(
    desk,
    h("p", { class: "eyebrow" }, actorLink(desk, actor), " · ", path),
    kind.sentence(subject),
    kind.body(subject),
    votes(subject),
    copying(desk, citation.answerOf(desk, data)),
    provenance(citation.answerOf(desk, data)),
  );
}

/** @param {Desk} desk */
function unknown(desk) {
  const [actor, issue] = desk.state.card.split("~");
  const missing = desk.registry.actors.has(actor) ? `No issue “${issue ?? ""}”` : `No actor “${actor}”`;
  return framed(desk, null, [`${missing} is on record.`], [h("p", {}, "The link may be of another log, or have lost a part.")]);
}

/** @param {Desk} desk @param {HTMLElement | null} eyebrow @param {import("./elements.js").Child[]} heading @param {...any} body */
function framed(desk, eyebrow, heading, ...body) {
  const close = h("button", { class: "quiet close", type: "button", "aria-label": "Close the card", onclick: () => leave(desk) }, "×");
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave(desk);
  };
  return h(
    "article",
    { class: "card", "data-card": desk.state.card, "aria-labelledby": "cardheading", onkeydown: escape },
    eyebrow,
    h("h2", { id: "cardheading", tabindex: -1 }, heading),
    ...body,
    close,
  );
}

/** @param {Desk} desk @param {citation.Answer} answer */
function copying(desk, answer) {
  return copyButtons([
    ["Copy citation", () => citation.citation(desk, answer)],
    ["Copy link", () => citation.link(desk)],
    ["Copy query", () => citation.query(answer)],
  ]);
}

/** @param {citation.Answer} answer */
const provenance = ({ asOf, clock, known, rule }) =>
  h("p", { class: "minor provenance" }, `${rule} · as of ${asOf}, ${citation.COUNTING[clock]} · known at ${citation.knownText(known)}`);

/**
 * Put the new card where the old one was; the focus stays on what it was on.
 * @param {HTMLElement} place @param {HTMLElement} article @param {boolean} isOpen
 */
function replace(place, article, isOpen) {
  const { scrollTop } = place;
  const focused = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  place.replaceChildren(article);
  place.scrollTop = isOpen ? scrollTop : 0;
  if (!isOpen || focused === null) return;
  const same = [...article.querySelectorAll("a, button, h2")].find((one) => nameOf(one) === focused);
  /** @type {HTMLElement} */ (same ?? article.querySelector("h2")).focus({ preventScroll: true });
}

/** By what a control is found again in the card drawn anew. @param {Element | null} element */
const nameOf = (element) =>
  `${element?.tagName === "H2" ? "" : (element?.getAttribute("aria-label") ?? element?.textContent)} ${element?.tagName}`;

/**
 * Opened by keyboard, or in place of the whole page, the card takes the focus; a mouse leaves it in the matrix.
 * @param {HTMLElement} article @param {Element | null} opener
 */
function enter(article, opener) {
  shown.opener = opener;
  if (opener === document.body) return; // the page was loaded with it
  const isWholePage = matchMedia("(max-width: 720px)").matches;
  if (isWholePage || opener?.matches(":focus-visible")) article.querySelector("h2")?.focus({ preventScroll: true });
}

/** Close the card and go back to where it was opened. @param {Desk} desk */
function leave(desk) {
  const { opener } = shown;
  side.close(desk);
  const isElsewhere = document.activeElement !== document.body && !document.activeElement?.closest(".card");
  if (!isElsewhere && opener instanceof HTMLElement) opener.focus();
}
