/** Text in pictures: how wide it is, and where it is broken into lines. */

import { h, svg } from "./elements.js";

const context = h("canvas").getContext("2d");

/**
 * @typedef {object} Font
 * @property {number} size @property {number} [weight] @property {string} [family] "serif" for the serifs of the page
 */

/** @param {Font} font @returns {string} the fonts of the page */
const familyOf = ({ family }) => getComputedStyle(document.documentElement).getPropertyValue(family === "serif" ? "--serif" : "--sans").trim();

/** @param {string} text @param {Font} font */
export function widthOf(text, font) {
  if (!context) return text.length * font.size * 0.55;
  context.font = `${font.weight ?? 400} ${font.size}px ${familyOf(font)}`;
  return context.measureText(text).width;
}

/** Break a text between words; no word is cut. @param {string} text @param {number} width @param {Font} font @returns {string[]} */
export function lines(text, width, font) {
  /** @type {string[]} */
  const broken = [];
  for (const word of text.split(/\s+/)) {
    const last = broken.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && widthOf(longer, font) <= width) broken[broken.length - 1] = longer;
    else broken.push(word);
  }
  return broken;
}

/**
 * @param {number} x @param {number} y of the base line @param {string} text @param {Font} font
 * @param {import("./elements.js").Attributes} [attributes]
 */
export function text(x, y, text, font, attributes = {}) {
  const how = { "font-size": font.size, "font-weight": font.weight ?? 400, "font-family": familyOf(font), fill: "var(--ink)" };
  return svg("text", { x, y, ...how, ...attributes }, text);
}
