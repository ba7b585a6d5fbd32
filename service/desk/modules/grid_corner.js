/** The tools in the corner of the matrix: find, filter, fold, and whose columns there are. */

import { h } from "./elements.js";

/** @param {import("./desk.js").Desk} desk */
export function corner(desk) {
  const { registry, record } = desk;
  const withPosition = record.steps.countByActor().size;
  return h(
    "div",
    { class: "corner-tools" },
    h("input", {
      type: "search",
      id: "find",
      placeholder: "Find an issue",
      "aria-label": "Find an issue",
      value: desk.state.find,
      oninput: (/** @type {any} */ event) => desk.go({ find: event.target.value }),
    }),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", id: "changed", checked: Boolean(desk.state.changed), onchange: (/** @type {any} */ event) => desk.go({ changed: event.target.checked ? "1" : "" }) }),
      "changed only",
    ),
    h("button", { class: "link", type: "button", id: "foldall", onclick: () => desk.go({ fold: desk.state.fold ? "" : roots(registry) }) }, "Fold all"),
    h(
      "span",
      { class: "chips", role: "group", "aria-label": "Columns" },
      choice(desk, "", `With a position (${withPosition})`),
      choice(desk, "all", `All (${registry.actors.size})`),
    ),
  );
}

/** Show in the corner what the state says. @param {HTMLElement} place @param {import("./desk.js").Desk} desk */
export function update(place, { state }) {
  const find = /** @type {HTMLInputElement} */ (place.querySelector("#find"));
  if (document.activeElement !== find) find.value = state.find;
  /** @type {HTMLInputElement} */ (place.querySelector("#changed")).checked = Boolean(state.changed);
  /** @type {HTMLElement} */ (place.querySelector("#foldall")).textContent = state.fold ? "Unfold all" : "Fold all";
  for (const button of place.querySelectorAll(".chips button")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.actors === state.actors));
  }
}

/** @param {import("./desk.js").Desk} desk @param {string} actors @param {string} text */
const choice = (desk, actors, text) =>
  h("button", { type: "button", "data-actors": actors, "aria-pressed": String(desk.state.actors === actors), onclick: () => desk.go({ actors }) }, text);

/** @param {import("./registry.js").Registry} registry */
const roots = ({ issues }) => issues.filter((one) => one.level === 1 && one.hasChildren).map((one) => one.id).join(".");
