/** Beside the form: what recording it would change, asked of the service as a dry run; nothing is written. */

import { announce } from "./announce.js";
import { medium } from "./dates.js";
import { h } from "./elements.js";
import { glyph } from "./glyphs.js";
import { links } from "./refusals.js";
import { send } from "./sending.js";
import { counted, plainName, word } from "./words.js";

/** @typedef {import("./form_fields.js").Field} Field */

const PAUSE_MILLISECONDS = 900;

/** The look ahead of one form. */
export class Preview {
  /**
   * @param {Field} root the form @param {string} heading
   * @param {() => {query: string, variables: Record<string, any>}} request what would be sent, without its key
   * @param {() => import("./form_fields.js").Problem[]} problems why it cannot be asked yet
   */
  constructor(root, heading, request, problems) {
    this.root = root;
    this.request = request;
    this.problems = problems;
    this.place = h("div", {});
    this.again = h("button", { type: "button", class: "link", onclick: () => void this.look() }, "Look again");
    this.element = h(
      "section",
      { class: "forecast" },
      h("h2", {}, heading),
      this.place,
      h("p", { class: "minor" }, "Nothing is written by looking. ", this.again),
    );
    /** @type {{asked: string, changes: any[]} | null} */
    this.seen = null;
    this.asked = "";
  }

  /** Look once typing has paused. */
  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.look(), PAUSE_MILLISECONDS);
    const problems = this.problems();
    if (problems.length) this.#missing(problems);
  }

  stop() {
    clearTimeout(this.waiting);
    this.asked = "";
  }

  /** What the service foresees for what is typed now, if it was asked. @returns {any[] | null} */
  get foreseen() {
    return this.seen && this.seen.asked === JSON.stringify(this.request()) ? this.seen.changes : null;
  }

  async look() {
    clearTimeout(this.waiting);
    const problems = this.problems();
    if (problems.length) return this.#missing(problems);
    const request = this.request();
    const asked = JSON.stringify(request);
    if (this.seen?.asked === asked) return this.#show(this.seen.changes);
    this.asked = asked;
    this.place.setAttribute("aria-busy", "true");
    const { payload, refusals, unknown } = await send(request.query, { ...request.variables, dryRun: true });
    if (this.asked !== asked) return;
    this.place.removeAttribute("aria-busy");
    if (payload) {
      this.seen = { asked, changes: payload.wouldChange };
      return this.#show(payload.wouldChange);
    }
    this.#refused(refusals ?? [], unknown);
  }

  /** @param {any[]} changes */
  #show(changes) {
    const said = changes.length ? `${counted(changes.length, "position")} would change.` : "No position would change.";
    this.place.replaceChildren(changes.length ? changeList(changes) : h("p", {}, said, " Nobody is alerted."));
    announce(said);
  }

  /** @param {import("./form_fields.js").Problem[]} problems */
  #missing(problems) {
    this.asked = "";
    const fields = [...new Set(problems.map(({ field }) => field.fullLabel))].join(" · ");
    this.place.replaceChildren(h("p", { class: "minor" }, `What it would change is shown once nothing is missing: ${fields}.`));
  }

  /** @param {import("./sending.js").Refusal[]} refusals @param {string} [unknown] */
  #refused(refusals, unknown) {
    const problems = refusals.map(({ path, message }) => ({ field: this.root.find(path[0] === "input" ? path.slice(1) : path), message }));
    const said = unknown ? h("p", {}, "It cannot be foreseen now: ", unknown) : h("p", {}, "As it stands, it would be refused:");
    this.place.replaceChildren(said, problems.length ? links(problems) : "");
  }
}

/** Changes of positions: before, after, and who is told. @param {any[]} changes */
export function changeList(changes) {
  return h(
    "ul",
    { class: "changes" },
    changes.map((change) => {
      const { before, after, actor, issue, kind, on } = change;
      const isWorld = kind === "WORLD_CHANGED";
      return h(
        "li",
        {},
        h(
          "p",
          { class: "sign" },
          stated(before),
          h("span", { "aria-hidden": "true" }, " → "),
          stated(after),
          h("b", {}, ` ${plainName(actor.name)}, ${issue.label}`),
        ),
        h("p", {}, `${inWords(before, issue.kind)} → ${inWords(after, issue.kind)}, from ${medium(on)}`),
        h(
          "p",
          { class: "minor" },
          isWorld ? "World changed: newsrooms are alerted." : "Record changed: only those who ask for changes of the record are told.",
        ),
      );
    }),
  );
}

/** @param {any} position */
const stated = (position) => (position ? glyph(position.stance, position.basis, "small") : h("span", { "aria-hidden": "true" }, "none"));

/** @param {any} position @param {import("./words.js").IssueKind} kind */
function inWords(position, kind) {
  if (!position) return "no position";
  const conditions = position.conditions.map((/** @type {any} */ one) => `“${one.text}”`).join("; ");
  return [word(position.stance, kind), conditions && ` ${conditions}`, position.basis === "IMPLIED" && ", implied"]
    .filter(Boolean)
    .join("");
}
