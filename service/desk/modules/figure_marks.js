/** Figures as marks on a common axis: a value is a dot, a range a bar, an open bound an arrow; what is projected is outlined. */

import { svg } from "./elements.js";
import { written } from "./figure_words.js";

/** @typedef {{end: number, ticks: number[]}} Scale from nought to its end */

const HEIGHT = 20;
const AXIS_HEIGHT = 18;
/** Where an open bound's arrow ends, beyond its bound; percent of the width. */
const OPEN = 9;
/** The part of the width that the scale takes, so that marks and labels at its ends stay inside; percent. */
const [LEFT, RIGHT] = [2, 90];

/** @param {any[]} quantities @returns {Scale} that holds them all: it begins at nought, so lengths compare */
export function scaleOf(quantities) {
  const numbers = quantities.flatMap(({ value, min, max }) => [value, min, max]).filter((one) => one !== null);
  const most = Math.max(...numbers, 0) || 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.25, 0.5, 1, 2.5].map((one) => one * power).find((one) => most / one <= 4) ?? power;
  const end = Math.ceil(most / step) * step;
  return { end, ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, n) => n * step) };
}

/** @param {number} number @param {Scale} scale */
const at = (number, { end }) => LEFT + (Math.max(number, 0) / end) * (RIGHT - LEFT);
/** @param {number} percent */
const percent = (percent) => `${Math.round(percent * 100) / 100}%`;

/** @param {Scale} scale */
export const axis = (scale) =>
  svg(
    "svg",
    { class: "axis-line", height: AXIS_HEIGHT, width: "100%", "aria-hidden": "true" },
    scale.ticks.map((tick, n) => [
      svg("line", {
        x1: percent(at(tick, scale)),
        x2: percent(at(tick, scale)),
        y1: AXIS_HEIGHT - 5,
        y2: AXIS_HEIGHT,
        stroke: "currentColor",
      }),
      svg(
        "text",
        {
          x: percent(at(tick, scale)),
          y: AXIS_HEIGHT - 7,
          "font-size": 11,
          fill: "currentColor",
          "text-anchor": n === 0 ? "start" : "middle",
        },
        written(tick),
      ),
    ]),
    svg("line", { x1: percent(LEFT), x2: percent(RIGHT), y1: AXIS_HEIGHT - 0.5, y2: AXIS_HEIGHT - 0.5, stroke: "currentColor" }),
  );

/**
 * One figure. The words beside it say the same, so it is hidden from those who hear the page.
 * @param {any} quantity @param {Scale} scale
 */
export function mark({ value, min, max, projected }, scale) {
  const grid = scale.ticks.map((tick) =>
    svg("line", {
      x1: percent(at(tick, scale)),
      x2: percent(at(tick, scale)),
      y1: 0,
      y2: HEIGHT,
      stroke: "currentColor",
      "stroke-opacity": 0.15,
    }),
  );
  return svg(
    "svg",
    {
      class: "figure-mark",
      height: HEIGHT,
      width: "100%",
      "aria-hidden": "true",
      "data-shape": shapeOf(value, min, max),
      "data-projected": String(projected),
    },
    grid,
    range(min, max, projected, scale),
    value !== null && dot(value, projected, scale),
  );
}

/** @param {number | null} value @param {number | null} min @param {number | null} max @returns {string} what the mark says */
function shapeOf(value, min, max) {
  if (value !== null) return "value";
  return min !== null && max !== null ? "range" : min !== null ? "at-least" : "at-most";
}

/** @param {number} value @param {boolean} projected @param {Scale} scale */
const dot = (value, projected, scale) =>
  svg("circle", {
    cx: percent(at(value, scale)),
    cy: HEIGHT / 2,
    r: projected ? 4.25 : 5,
    "stroke-width": 1.5,
    stroke: projected ? "currentColor" : "none",
    fill: projected ? "none" : "currentColor",
  });

/** @param {number | null} min @param {number | null} max @param {boolean} projected @param {Scale} scale */
function range(min, max, projected, scale) {
  if (min === null && max === null) return null;
  if (min !== null && max !== null) return bar(at(min, scale), at(max, scale), projected);
  const bound = at(/** @type {number} */ (min ?? max), scale);
  return open(bound, min !== null ? 1 : -1);
}

/** @param {number} from @param {number} to percent @param {boolean} projected */
const bar = (from, to, projected) =>
  svg("rect", {
    x: percent(from),
    y: HEIGHT / 2 - 4,
    width: percent(Math.max(to - from, 0.5)),
    height: 8,
    "stroke-width": 1.5,
    stroke: "currentColor",
    fill: projected ? "none" : "currentColor",
  });

/** A bound from which it is open: a stop there, and an arrow away from it. @param {number} bound @param {1 | -1} way */
function open(bound, way) {
  const end = Math.min(Math.max(bound + way * OPEN, 1), 99);
  const middle = HEIGHT / 2;
  const line = (/** @type {import("./elements.js").Attributes} */ attributes) =>
    svg("line", { stroke: "currentColor", "stroke-width": 2, ...attributes });
  return [
    line({ x1: percent(bound), x2: percent(bound), y1: middle - 6, y2: middle + 6 }),
    line({ x1: percent(bound), x2: percent(end), y1: middle, y2: middle, "stroke-dasharray": "4 2" }),
    svg(
      "svg",
      { x: percent(end), y: middle - 5, width: 10, height: 10, overflow: "visible" },
      svg("path", { d: way > 0 ? "M-5 0L0 5L-5 10" : "M5 0L0 5L5 10", fill: "none", stroke: "currentColor", "stroke-width": 2 }),
    ),
  ];
}
