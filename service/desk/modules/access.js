/** Who is asking: whether the service is open, what the caller may do, and the form that asks for a token. */

import { ask, keepToken, token } from "./api.js";
import { byId, h } from "./elements.js";

/** @typedef {{name: string, role: string, scopes: string[], isOpen: boolean}} Caller */

const CALLER = "query Caller { caller { name role scopes isOpen } }";

/** @returns {Promise<Caller>} @throws {import("./api.js").NotSignedIn} */
export async function caller() {
  return (await ask(CALLER)).caller;
}

/** Say how open the service is, and to whom. @param {Caller} caller */
export function tell({ name, role, isOpen }) {
  const place = byId("access");
  place.hidden = false;
  place.replaceChildren(
    isOpen
      ? h("span", {}, h("b", {}, "Open: "), "whoever sits at this machine can read and record, as ", h("b", {}, name), ". Nobody else can reach it.")
      : h("span", {}, "Signed in as ", h("b", {}, name), `, ${role.toLowerCase()}. `, h("button", { class: "link", type: "button", onclick: leave }, "Sign out")),
  );
}

/** Ask for a token in place of the view. @param {string} why @param {() => void} retry */
export function askForToken(why, retry) {
  const isWrong = Boolean(token());
  keepToken("");
  const field = h("input", { id: "token", type: "password", autocomplete: "off", required: true, "aria-describedby": "tokenhint" });
  const form = h(
    "form",
    { class: "signin" },
    h("h2", {}, "Sign in"),
    h("p", {}, isWrong ? "That token is not known, has expired or was revoked." : why),
    h("label", { for: "token" }, "Token"),
    field,
    h("p", { class: "minor", id: "tokenhint" }, "Made by your administrator with `onrecord token create`. It is kept in this tab only."),
    h("button", { class: "primary" }, "Sign in"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepToken(field.value.trim());
    byId("view").replaceChildren();
    retry();
  });
  byId("view").replaceChildren(form);
  field.focus();
}

function leave() {
  keepToken("");
  location.assign("/");
}
