/** Why something was not recorded: beside the fields, and in a summary on top that takes the focus and leads to them. */

import { h } from "./elements.js";
import { counted } from "./words.js";

/** @typedef {import("./form_fields.js").Field} Field */

/** @param {Field} root @param {HTMLElement} place */
export function clear(root, place) {
  root.clear();
  place.replaceChildren();
}

/**
 * Show what the service, or nobody, answered.
 * @param {Field} root @param {HTMLElement} place where the summary stands
 * @param {import("./sending.js").Outcome} outcome @param {...(Node | null)} ways what may be done about it, besides changing the fields
 */
export function show(root, place, { refusals, unknown }, ...ways) {
  if (refusals) {
    for (const { code, path } of refusals) {
      for (let field = /** @type {Field | null} */ (fieldOf(root, path)); field; field = field.owner) field.heed(code);
    }
    return tell(
      place,
      refusals.map(({ path, message }) => ({ field: fieldOf(root, path), message })),
      "Not recorded; the log is unchanged.",
      ways,
      root,
    );
  }
  const said = [
    h("b", {}, "Nobody can tell whether this was recorded. "),
    unknown ?? "",
    " Send it again: that is safe, it is recorded once at most. What you typed is kept.",
  ];
  summary(place, said, ways);
}

/** Show what can be told without asking. @param {Field} root @param {HTMLElement} place @param {import("./form_fields.js").Problem[]} problems */
export function showProblems(root, place, problems) {
  tell(place, problems, "Not sent.", [], root);
}

/** @param {Field} root @param {string[]} path @returns {Field} */
const fieldOf = (root, path) => root.find(path[0] === "input" ? path.slice(1) : path);

/**
 * @param {HTMLElement} place @param {import("./form_fields.js").Problem[]} problems
 * @param {string} said @param {(Node | null)[]} ways @param {Field} root
 */
function tell(place, problems, said, ways, root) {
  const beside = problems.filter(({ field }) => field !== root);
  const above = problems.filter(({ field }) => field === root);
  for (const { field, message } of beside) field.refuse(message);
  const count = new Set(beside.map(({ field }) => field)).size;
  const lead = count ? `${said} ${counted(count, "field")} ${count === 1 ? "needs" : "need"} another look.` : said;
  summary(place, [h("b", {}, lead), ...above.map(({ message }) => h("p", {}, message)), count ? links(beside) : null], ways);
}

/** @param {import("./form_fields.js").Problem[]} problems links to the fields, each once */
export function links(problems) {
  const byField = Map.groupBy(problems, ({ field }) => field);
  return h(
    "ul",
    { class: "wrong" },
    [...byField].map(([field, [{ message }]]) => h("li", {}, link(field), " ", h("span", {}, message))),
  );
}

/** @param {Field} field */
function link(field) {
  const go = (/** @type {Event} */ event) => {
    event.preventDefault();
    for (let fold = field.element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    field.focus();
  };
  return h("a", { href: `#${field.control.id || field.id}`, onclick: go }, field.fullLabel || "The whole");
}

/** @param {HTMLElement} place @param {(Node | string | null)[]} said @param {(Node | null)[]} ways */
function summary(place, said, ways) {
  const box = h("div", { class: "summary", role: "alert", tabindex: "-1" }, said, ways.length ? h("p", { class: "ways" }, ways) : null);
  place.replaceChildren(box);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "center" });
}
