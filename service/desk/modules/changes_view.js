/** What changed between two dates: changes of the world and changes of the record, apart, each with what caused it. */

import { allOf, comparison, page } from "./changes_query.js";
import { changeRow } from "./change_row.js";
import { changesTable } from "./changes_table.js";
import { withWeekday } from "./dates.js";
import { byId, h } from "./elements.js";
import { KnownField, saidAs } from "./known_field.js";
import { counted } from "./words.js";

export const heading = "What changed";
export const hasCards = true;

/** @type {Comparison | null} */
let shown = null;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  byId("foot").textContent = "A change is another stance, other conditions or another basis; saying it again is none · rule latest-authoritative@1";
  if (!shown || !place.contains(shown.frame)) {
    shown = new Comparison(desk);
    place.replaceChildren(shown.frame);
  }
  await shown.update(desk);
}

/** @param {import("./desk.js").Desk} desk @returns {Promise<import("./exports.js").Table>} */
export const table = async (desk) => changesTable(desk, await allOf(comparison(desk)));

class Comparison {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    const menu = h("select", { id: "knownsince" });
    this.field = new KnownField(menu, "at the same moment", () => this.desk.state.knownsince, (knownsince) => this.desk.go({ knownsince }));
    this.columns = [new Column("WORLD_CHANGED", "The world changed"), new Column("RECORD_CHANGED", "The record changed")];
    this.swap = h("p", { class: "swap", hidden: true });
    this.frame = h(
      "div",
      { class: "comparison" },
      h("div", { class: "toolbar" }, h("span", { class: "part" }, h("label", { for: menu.id }, "the earlier date as known"), " ", menu)),
      this.swap,
      h("div", { class: "columns" }, this.columns.map((column) => column.frame)),
    );
  }

  /** @param {import("./desk.js").Desk} desk */
  async update(desk) {
    this.desk = desk;
    this.field.show();
    const isReversed = desk.since > desk.asOf;
    this.swap.hidden = !isReversed;
    for (const column of this.columns) column.frame.hidden = isReversed;
    if (isReversed) {
      const turned = desk.href({ asof: desk.since, since: desk.asOf });
      this.swap.replaceChildren("The date compared with is after the date shown. ", h("a", { href: turned }, "Turn them round"));
      return;
    }
    await desk.settled();
    await Promise.all(this.columns.map((column) => column.update(desk)));
  }
}

class Column {
  /** @param {import("./changes_query.js").Kind} kind @param {string} title */
  constructor(kind, title) {
    this.kind = kind;
    this.title = title;
    this.head = h("h2", { id: kind.toLowerCase() }, title);
    this.meaning = h("p", { class: "meaning" });
    this.list = h("div", {});
    this.more = h("button", { class: "link", type: "button", hidden: true, onclick: () => this.showMore() }, "Show more");
    this.frame = h("section", { class: "changes", "aria-labelledby": this.head.id }, this.head, this.meaning, this.list, this.more);
    /** @type {any[]} */
    this.rows = [];
    /** @type {Record<string, any>} */
    this.compared = {};
    /** @type {string | null} */
    this.next = null;
  }

  /** @param {import("./desk.js").Desk} desk */
  async update(desk) {
    this.desk = desk;
    const compared = comparison(desk);
    const { edges, pageInfo } = await page(compared, this.kind, null, desk.signal);
    this.compared = compared;
    this.rows = edges.map((edge) => edge.node);
    this.take(pageInfo);
  }

  async showMore() {
    const { compared } = this;
    const { edges, pageInfo } = await page(compared, this.kind, this.next);
    if (compared !== this.compared) return;
    this.rows.push(...edges.map((edge) => edge.node));
    this.take(pageInfo);
  }

  /** @param {{hasNextPage: boolean, endCursor: string | null}} pageInfo */
  take({ hasNextPage, endCursor }) {
    const desk = /** @type {import("./desk.js").Desk} */ (this.desk);
    this.next = endCursor;
    this.more.hidden = !hasNextPage;
    const count = hasNextPage ? `${this.rows.length} and more` : String(this.rows.length);
    this.head.replaceChildren(this.title, " ", h("span", { class: "dim" }, count));
    this.meaning.textContent = meaningOf(this.kind, desk);
    const byActor = Map.groupBy(this.rows, (row) => row.actor.id);
    const groups = [...byActor].map(([actor, rows]) => [
      h("h3", {}, desk.registry.nameOf(actor), h("span", { class: "dim" }, ` ${counted(rows.length, "position")}`)),
      h("ul", {}, rows.map((row) => changeRow(desk, row))),
    ]);
    this.list.replaceChildren(...(groups.length ? groups.flat() : [h("p", { class: "dim" }, noneOf(this.kind, desk))]));
  }
}

/** @param {import("./changes_query.js").Kind} kind @param {import("./desk.js").Desk} desk */
function meaningOf(kind, { state, since, asOf }) {
  const now = state.known ? `at ${saidAs(state.known)}` : "now";
  const then = state.knownsince ? `at ${saidAs(state.knownsince)}` : now;
  const [first, last] = [withWeekday(since), withWeekday(asOf)];
  if (kind === "WORLD_CHANGED") return `Somebody took another stand between the end of ${first} and the end of ${last}, both as known ${now}.`;
  const states = then === now ? "from one state of the record to another" : `between what was known ${then} and what is known ${now}`;
  return `What is on record about the end of ${first} became another ${states}: nobody moved, we learned or corrected.`;
}

/** @param {import("./changes_query.js").Kind} kind @param {import("./desk.js").Desk} desk */
function noneOf(kind, { state, since }) {
  if (kind === "WORLD_CHANGED") return "Nobody took another stand between these dates.";
  const isOneState = !state.knownsince || state.knownsince === state.known;
  if (isOneState) return "Both dates are read from one state of the record. Choose an earlier one above, such as before a correction.";
  return `What is on record about ${withWeekday(since)} is the same at both moments.`;
}
