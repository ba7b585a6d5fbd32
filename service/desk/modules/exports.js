/** The menu of exports: the view as a table or a picture, on paper, and the whole record. */

import { fetched } from "./api.js";
import { csv } from "./csv.js";
import { byId, h } from "./elements.js";
import { png, svgFile } from "./picture_export.js";
import { pinned, provenance, sentence } from "./provenance.js";
import { VIEWS } from "./views.js";

/**
 * @typedef {object} Table what a view holds, as rows
 * @property {string} name what a row is, in the plural @property {string[]} columns @property {import("./csv.js").Cell[][]} rows
 *
 * @typedef {object} File
 * @property {string} name @property {Blob} content
 */

const WHOLE_RECORD = "/export/record.ndjson";

/** @param {import("./desk.js").Desk} desk */
export function start(desk) {
  const menu = byId("exports");
  const close = () => {
    menu.open = false;
  };
  menu.addEventListener("toggle", () => menu.open && fill(menu, desk));
  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => menu.contains(/** @type {Node} */ (target)) || close());
}

/** Offer what the view can be exported as. @param {HTMLDetailsElement} menu @param {import("./desk.js").Desk} desk */
function fill(menu, desk) {
  const view = VIEWS[desk.state.view];
  const said = h("p", { class: "said", role: "status" });
  /** @param {string} label @param {() => Promise<File>} make */
  const item = (label, make) => h("li", {}, h("button", { type: "button", onclick: () => save(menu, said, make) }, label));
  const items = [
    view.table && [item("Table, CSV", () => tableFile(desk, "csv")), item("Table, JSON", () => tableFile(desk, "json"))],
    view.picture && [item("Picture, SVG", () => pictureFile(desk, "svg")), item("Picture, PNG", () => pictureFile(desk, "png"))],
    h("li", {}, h("button", { type: "button", onclick: () => print(menu) }, "Print")),
    h("li", { class: "whole" }, wholeRecord(menu, desk, said)),
  ];
  menu.querySelector("ul")?.remove();
  menu.append(h("ul", {}, ...items.flat(), h("li", {}, said)));
}

/** @param {HTMLDetailsElement} menu @param {HTMLElement} said @param {() => Promise<File>} make */
async function save(menu, said, make) {
  said.textContent = "Preparing …";
  try {
    const { name, content } = await make();
    const link = h("a", { href: URL.createObjectURL(content), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    menu.open = false;
  } catch (error) {
    said.textContent = /** @type {Error} */ (error).message;
  }
}

/** @param {HTMLDetailsElement} menu */
function print(menu) {
  menu.open = false;
  window.print();
}

/** @param {import("./desk.js").Desk} desk @param {"csv" | "json"} form @returns {Promise<File>} */
async function tableFile(desk, form) {
  const view = VIEWS[desk.state.view];
  const from = await provenance(desk);
  const { name, columns, rows } = /** @type {Table} */ (await view.table?.(pinned(desk, from)));
  const entries = rows.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n] ?? null])));
  const content =
    form === "csv"
      ? csv([...columns, ...Object.keys(from)], rows.map((row) => [...row, ...Object.values(from)]))
      : `${JSON.stringify({ title: sentence(view.heading, from), ...from, [name]: entries }, null, 2)}\n`;
  return { name: fileName(desk, from, form), content: new Blob([content], { type: form === "csv" ? "text/csv" : "application/json" }) };
}

/** @param {import("./desk.js").Desk} desk @param {"svg" | "png"} form @returns {Promise<File>} */
async function pictureFile(desk, form) {
  const view = VIEWS[desk.state.view];
  const from = await provenance(desk);
  const words = `${sentence(view.heading, from)}. Log ${from.log}, rule ${from.rule}.`;
  const file = svgFile(/** @type {SVGSVGElement} */ (view.picture?.(desk)), words);
  const content = form === "svg" ? new Blob([file.text], { type: "image/svg+xml" }) : await png(file);
  return { name: fileName(desk, from, form), content };
}

/** An open service hands it out at a link, straight to the disk. @param {HTMLDetailsElement} menu @param {import("./desk.js").Desk} desk @param {HTMLElement} said */
function wholeRecord(menu, desk, said) {
  const label = "The whole record, NDJSON";
  if (!desk.caller?.isOpen) return h("button", { type: "button", onclick: () => save(menu, said, recordFile) }, label);
  return h("a", { href: WHOLE_RECORD, download: "", onclick: () => menu.removeAttribute("open") }, label);
}

/** @returns {Promise<File>} */
async function recordFile() {
  const response = await fetched(WHOLE_RECORD);
  if (!response.ok) throw new Error(`The service did not hand out the record (${response.status}). Ask again in a moment.`);
  const [, name] = response.headers.get("content-disposition")?.match(/filename="([^"]+)"/) ?? [];
  return { name: name ?? "record.ndjson", content: await response.blob() };
}

/** What it is, for when, as known when. @param {import("./desk.js").Desk} desk @param {import("./provenance.js").Provenance} from @param {string} form */
function fileName({ state }, { asOf, clock, knownAtOffset }, form) {
  const parts = ["onrecord", state.view, state.id, asOf, clock.toLowerCase(), "known", knownAtOffset];
  return `${parts.filter(Boolean).join("-").replace(/[^\w.-]+/g, "_")}.${form}`;
}
