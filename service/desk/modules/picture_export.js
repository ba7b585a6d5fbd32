/** Pictures as files: an SVG that needs no style sheet of ours, and a PNG of it. */

import { h, svg } from "./elements.js";

const TWICE = 2;
const MARGIN = 16;
const NAMESPACE = "http://www.w3.org/2000/svg";
const COLOURS = ["fill", "stroke"];
/** What a style sheet may say of a shape or a text, and a file has to say by itself. */
const INHERITED = ["stroke-width", "stroke-dasharray", "stroke-linecap", "paint-order", "fill-rule", "fill-opacity", "text-anchor",
  "font-family", "font-size", "font-weight", "font-style"];
/** Likewise, with what it is unless said. */
const OWN = { opacity: "1", "dominant-baseline": "auto" };

/**
 * A picture as the text of a file: colours and fonts by name, in the light, on white, with what it shows as its title.
 * @param {SVGSVGElement} picture drawn to scale: one unit is one pixel @param {string} words
 * @returns {{text: string, width: number, height: number}}
 */
export function svgFile(picture, words) {
  const place = h("div", { class: "picturing", "aria-hidden": "true" });
  document.body.append(place);
  place.append(picture);
  const { width, height } = sizeOf(picture);
  const file = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
  resolve(picture, file);
  place.remove();
  file.setAttribute("xmlns", NAMESPACE);
  file.setAttribute("width", String(width));
  file.setAttribute("height", String(height));
  file.setAttribute("viewBox", `0 0 ${width} ${height}`);
  file.setAttribute("role", "img");
  file.prepend(svg("title", {}, words), svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(file)}\n`, width, height };
}

/** @param {{text: string, width: number, height: number}} file @returns {Promise<Blob>} a PNG, twice as large */
export async function png({ text, width, height }) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = h("canvas", { width: Math.ceil(width * TWICE), height: Math.ceil(height * TWICE) });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolved, rejected) =>
    canvas.toBlob((blob) => (blob ? resolved(blob) : rejected(new Error("The picture is too large for a PNG. Take the SVG.")))),
  );
}

/** Its size, or as much more as its words need: fonts differ, and nothing is cut. @param {SVGSVGElement} picture */
function sizeOf(picture) {
  const { width, height } = picture.getBoundingClientRect();
  const drawn = picture.getBBox();
  return { width: Math.ceil(Math.max(width, drawn.x + drawn.width + MARGIN)), height: Math.ceil(Math.max(height, drawn.y + drawn.height)) };
}

/**
 * Write what the style sheets make of one element, and of all in it, into its likeness.
 * @param {Element} from @param {Element} to @param {CSSStyleDeclaration} [around] of the element around it
 */
function resolve(from, to, around) {
  const style = getComputedStyle(from);
  const write = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string | undefined} */ unless) => {
    if (value === unless) to.removeAttribute(name);
    else to.setAttribute(name, value);
  };
  for (const name of COLOURS) write(name, plain(style.getPropertyValue(name)), around && plain(around.getPropertyValue(name)));
  for (const name of INHERITED) write(name, style.getPropertyValue(name), around?.getPropertyValue(name));
  for (const [name, unless] of Object.entries(OWN)) write(name, style.getPropertyValue(name), unless);
  for (const name of ["class", "style", "aria-hidden"]) to.removeAttribute(name);
  for (const [n, child] of [...from.children].entries()) resolve(child, to.children[n], style);
}

/** @type {Map<string, string>} */
const plains = new Map();

/** A colour as every program reads it; the page's are mixed in spaces that few know. @param {string} colour */
function plain(colour) {
  if (colour === "none" || colour.startsWith("url(")) return colour;
  if (!plains.has(colour)) plains.set(colour, drawn(colour));
  return plains.get(colour) ?? colour;
}

/** @param {string} colour */
function drawn(colour) {
  const context = h("canvas", { width: 1, height: 1 }).getContext("2d");
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  if (alpha < 255) return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
  return `#${[red, green, blue].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
