/** How the actor of a card voted on its issue: a quiet line beside the position, and the votings behind it when it is opened. */

import { ask } from "./api.js";
import { MORE_VOTINGS } from "./card_query.js";
import { medium } from "./dates.js";
import { h } from "./elements.js";
import { line } from "./event_line.js";

/** @typedef {import("./position_card.js").Subject} Subject */

const PAGE = 20;
/** @type {Record<string, string>} */
const CHOICES = {
  FOR: "for",
  AGAINST: "against",
  NEUTRAL: "abstained",
  CONDITIONAL: "on conditions",
  AMBIGUOUS: "ambiguous",
  NOT_VOTING: "not on record as voting",
};

/** The votes up to the day shown; null where the actor has none on this issue. @param {Subject} subject */
export function votes(subject) {
  const tally = subject.data.tally.edges[0]?.node;
  if (!tally?.voted) return null;
  const list = h("ol", { class: "evidence" });
  const foot = h("p", { class: "minor" });
  const opened = () => void (list.children.length || more(subject, list, foot, null));
  const summary = h("summary", {}, h("b", {}, "Votes"), ` by ${medium(tally.to)}: ${tally.sentence}`);
  return h("details", { class: "votes minor", ontoggle: opened }, summary, list, foot);
}

/**
 * Put the next votings under those that are shown.
 * @param {Subject} subject @param {HTMLElement} list @param {HTMLElement} foot @param {string | null} after
 */
async function more({ desk, variables }, list, foot, after) {
  try {
    const data = await ask(MORE_VOTINGS, { ...variables, first: PAGE, after }, desk.signal);
    const { edges, pageInfo } = data.tally.edges[0].node.votings;
    list.append(...edges.map((/** @type {any} */ { node }) => h("li", {}, h("div", {}, voting(desk, node)))));
    const next = () => void more(/** @type {Subject} */ ({ desk, variables }), list, foot, pageInfo.endCursor);
    foot.replaceChildren(pageInfo.hasNextPage ? h("button", { class: "link", type: "button", onclick: next }, "Show more") : "");
  } catch (/** @type {any} */ error) {
    if (error.name !== "AbortError") foot.textContent = error.message; // aborted: another day is being shown
  }
}

/** @param {import("./desk.js").Desk} desk @param {any} voting */
function voting(desk, { day, choice, contested, events, knownBy }) {
  const said = `${CHOICES[choice] ?? choice.toLowerCase()}${contested ? ", contested" : ""}`;
  if (!events.length) return [h("span", {}, `${medium(day)}: ${said}. On record: `), line(desk, knownBy)];
  return [h("span", { class: "said-on" }, `${said}: `), events.map((/** @type {any} */ one) => h("div", {}, line(desk, one)))];
}
