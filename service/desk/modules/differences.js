/** What differs between a version on record and what is typed, field by field, in the words of the form. */

import { h } from "./elements.js";

/** @typedef {import("./form_fields.js").Field} Field */

/** @param {any} one @param {any} other */
export const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/**
 * Show what differs.
 * @param {Field} root the form @param {any} before @param {any} after both as the form reads them
 * @returns {HTMLElement | null} null where nothing differs
 */
export function differences(root, before, after) {
  const [was, is] = [leaves(before), leaves(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => !same(was.get(path), is.get(path)));
  if (!paths.length) return null;
  return h(
    "dl",
    { class: "differences" },
    paths.map((path) => difference(root, path.split("/"), was.get(path), is.get(path))),
  );
}

/** @param {Field} root @param {string[]} path @param {any} was @param {any} is */
function difference(root, path, was, is) {
  const field = root.find(path);
  return [h("dt", {}, field.fullLabel || path.join(" ")), h("dd", {}, value("del", field, was), " → ", value("ins", field, is))];
}

/** @param {"del" | "ins"} tag @param {Field} field @param {any} content */
function value(tag, field, content) {
  const element = h(tag, {}, content === undefined ? "nothing" : String(content));
  if (content !== undefined)
    void Promise.resolve(field.say(content)).then(
      (said) => (element.textContent = said),
      () => {},
    );
  return element;
}

/** @param {any} content @param {string} [path] @param {Map<string, any>} [found] @returns {Map<string, any>} what stands at the end of each path */
function leaves(content, path = "", found = new Map()) {
  const isIds = Array.isArray(content) && content.every((one) => typeof one !== "object");
  if (content === undefined) return found;
  if (isIds || typeof content !== "object") return found.set(path, content);
  const entries = Object.entries(content);
  if (!entries.length && path) found.set(path, "unknown");
  for (const [name, one] of entries) leaves(one, path ? `${path}/${name}` : name, found);
  return found;
}

/** @param {any} value @returns {any} with the names in one order */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
