/** Stances as shapes: in the page cut from a fill by the style sheet, in pictures drawn as paths of the same strings. */

import { h, svg } from "./elements.js";

/** @typedef {import("./words.js").Stance} Stance */
/** @typedef {import("./words.js").Basis} Basis */

/**
 * The glyph of a stance; decoration, so say the stance in words beside it.
 * @param {Stance | string} stance @param {Basis | string} [basis] @param {"" | "small" | "micro" | "lead"} [size]
 */
export const glyph = (stance, basis = "EXPLICIT", size = "") =>
  h("i", { class: `glyph ${size}`.trim(), "data-s": stance, "data-b": basis, "aria-hidden": "true" });

/** @type {Map<string, string>} */
const paths = new Map();

/**
 * The path of a stance in a box of 16 by 16, from the style sheet, for pictures.
 * @param {string} stance @param {string} basis
 */
export function pathOf(stance, basis) {
  const name = `--${stance.toLowerCase()}-${basis === "IMPLIED" ? "line" : "solid"}`;
  if (!paths.has(name)) {
    const value = getComputedStyle(document.documentElement).getPropertyValue(name);
    paths.set(name, value.match(/["'](.+)["']/)?.[1] ?? "");
  }
  return paths.get(name) ?? "";
}

/**
 * The shape of a stance inside a picture.
 * @param {string} stance @param {string} basis @param {number} x @param {number} y @param {number} scale
 */
export const shape = (stance, basis, x, y, scale) =>
  svg("path", {
    d: pathOf(stance, basis),
    "fill-rule": "evenodd",
    class: "shape",
    "data-s": stance,
    transform: `translate(${x} ${y}) scale(${scale})`,
  });
