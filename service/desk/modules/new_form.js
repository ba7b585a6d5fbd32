/** Putting a new statement or move on record. */

import { Already } from "./already.js";
import { h } from "./elements.js";
import { moveFields } from "./move_form.js";
import { RecordForm } from "./record_form.js";
import { recorded } from "./recorded.js";
import { RECORD_MOVE, RECORD_STATEMENT } from "./sending.js";
import { statementFields } from "./statement_form.js";

const KINDS = {
  statement: { fields: statementFields, query: RECORD_STATEMENT },
  move: { fields: moveFields, query: RECORD_MOVE },
};
/** What the next one from the same source has in common with the last. */
const SHARED = ["capacities", "actors", "occurred", "public", "occasion"];

/**
 * @param {import("./desk.js").Desk} desk @param {"statement" | "move"} kind @param {string | undefined} without why they may not
 * @param {(beginning: any) => void} again begin another one, with something filled in
 * @param {any} [beginning]
 * @returns {{main: HTMLElement, aside: HTMLElement}}
 */
export function newForm(desk, kind, without, again, beginning) {
  const { fields, query } = KINDS[kind];
  const root = fields(desk);
  const main = h("div", { class: "form" });
  const aside = h("div", {});
  const done = (/** @type {string} */ said, /** @type {any} */ payload, /** @type {any[] | null} */ changes, /** @type {any} */ input) => {
    const told = recorded(desk, said, payload, changes, ...another(kind, input, again));
    main.replaceChildren(told);
    aside.replaceChildren();
    told.focus();
  };
  const already = kind === "statement" ? new Already(desk, root, (said, payload) => done(said, payload, [], root.read())) : null;
  const form = new RecordForm({
    name: kind,
    root,
    submit: "Record",
    foresees: "If you record this",
    without,
    request: () => ({ query, variables: { input: root.read() } }),
    recorded: (payload, changes, input) => done("Recorded", payload, changes, input),
    cleared: () => again(undefined),
    typed: () => void already?.look(),
  });
  if (beginning) root.write(beginning);
  else form.resume();
  form.begin();
  main.append(form.element);
  aside.append(form.preview.element, already?.element ?? "");
  return { main, aside };
}

/** @param {"statement" | "move"} kind @param {any} input @param {(beginning: any) => void} again */
function another(kind, input, again) {
  const [appearance] = input.appearances ?? [];
  const common = Object.fromEntries(SHARED.map((name) => [name, input[name]]));
  const same = () =>
    again({
      ...common,
      ...(appearance && { appearances: [{ source: appearance.source, rendering: appearance.rendering, isSame: true }] }),
    });
  return [
    h("button", { type: "button", class: "secondary", onclick: same }, `Another ${kind} from this source`),
    " ",
    h("button", { type: "button", class: "link", onclick: () => again(undefined) }, "An empty form"),
  ].filter((one) => one instanceof Node);
}
