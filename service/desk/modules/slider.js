/** The days as a line: words stand above it, deeds below; the slider, the next day with events, and play. */

import { short, toDay, toIso, weekday, long } from "./dates.js";
import { byId, h } from "./elements.js";

const DAYS_SHOWN = 33;
const DAYS_AFTER = 5;
const PLAY_MILLISECONDS = 650;
const MOST_MARKS = 7;
const [MONDAY, WEEK] = [4, 7]; // 1 January 1970 was a Thursday
/** @type {ReturnType<typeof setInterval> | undefined} */
let playing;
let drawn = "";
let range = { first: 0, last: 0 };

export const isPlaying = () => playing !== undefined;

/** @param {import("./desk.js").Desk} desk */
export function start(desk) {
  byId("slider").addEventListener("input", () => desk.go({ asof: toIso(range.first + Number(byId("slider").value)) }));
  byId("play").addEventListener("click", () => (isPlaying() ? pause() : play(desk)));
  byId("back").addEventListener("click", () => hop(desk, -1));
  byId("forth").addEventListener("click", () => hop(desk, 1));
}

/** Go to the next or previous day with events. @param {import("./desk.js").Desk} desk @param {1 | -1} direction */
export function hop(desk, direction) {
  const days = desk.record.activity.map((one) => one.day);
  const next = direction > 0 ? days.find((day) => day > desk.asOf) : days.findLast((day) => day < desk.asOf);
  if (next) desk.go({ asof: next });
}

/** @param {import("./desk.js").Desk} desk */
function play(desk) {
  const last = desk.record.latest;
  if (desk.asOf >= last) desk.go({ asof: toIso(Math.max(range.first, toDay(desk.record.activity[0]?.day ?? last) - 1)) });
  byId("play").setAttribute("aria-pressed", "true");
  playing = setInterval(() => {
    if (desk.asOf >= last) pause();
    else desk.go({ asof: toIso(toDay(desk.asOf) + 1) });
  }, PLAY_MILLISECONDS);
}

function pause() {
  clearInterval(playing);
  playing = undefined;
  byId("play").setAttribute("aria-pressed", "false");
}

/** @param {import("./desk.js").Desk} desk */
export function update(desk) {
  range = rangeAround(toDay(desk.record.latest), toDay(desk.asOf));
  const slider = byId("slider");
  slider.max = range.last - range.first;
  slider.value = toDay(desk.asOf) - range.first;
  slider.setAttribute("aria-valuetext", `${weekday(desk.asOf)} ${long(desk.asOf)}`);
  const key = `${desk.record.key} ${desk.record.revision} ${range.first}`;
  if (key !== drawn) draw(desk);
  drawn = key;
  for (const mark of byId("strip").querySelectorAll(".mark")) mark.classList.toggle("later", mark.dataset.day > desk.asOf);
}

/** The weeks up to the last day on record, or those around the day shown. @param {number} latest @param {number} shown */
function rangeAround(latest, shown) {
  const weeks = (/** @type {number} */ last) => {
    const start = last - DAYS_SHOWN + 1;
    return { first: start - ((start - MONDAY + WEEK) % WEEK), last };
  };
  const around = weeks(latest + DAYS_AFTER);
  const isIn = around.first <= shown && shown <= around.last;
  return isIn ? around : weeks(shown + Math.floor(DAYS_SHOWN / 2));
}

/** @param {import("./desk.js").Desk} desk */
function draw(desk) {
  const x = (/** @type {number} */ day) => (100 * (day - range.first)) / (range.last - range.first);
  const beyond = placed(h("span", { class: "beyond" }), x(Math.min(toDay(desk.record.latest), range.last)));
  const marks = h("div", { class: "marks" });
  for (const { day: iso, statements, moves } of desk.record.activity) {
    const day = toDay(iso);
    if (day < range.first || day > range.last) continue;
    for (let n = 0; n < Math.min(statements, MOST_MARKS); n++) marks.append(placed(h("i", { class: "mark word", "data-day": iso }), x(day), n));
    for (let n = 0; n < Math.min(moves, MOST_MARKS); n++) marks.append(placed(h("i", { class: "mark deed", "data-day": iso }), x(day), n));
  }
  for (let day = range.first; day <= range.last; day++) {
    const isMonday = (day - MONDAY) % WEEK === 0;
    const hasRoom = isMonday && day < range.last - 1;
    marks.append(placed(h("span", { class: isMonday ? "tick week" : "tick" }, hasRoom ? short(toIso(day)) : ""), x(day)));
  }
  byId("strip").replaceChildren(beyond, marks);
}

/** @template {HTMLElement} E @param {E} element @param {number} x percent @param {number} [n] place in its stack @returns {E} */
function placed(element, x, n = 0) {
  element.style.setProperty("--x", String(x));
  element.style.setProperty("--n", String(n));
  return element;
}
