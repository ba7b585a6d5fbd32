/** The filters of the timeline: words, whose, what about, in which source, of which kind. Each is in the address. */

import { all } from "./api.js";
import { h } from "./elements.js";

const CHIPS = 5;
const MOVES = "MOVE";
/** @type {[string, string][]} */
const KINDS = [
  ["STATEMENT", "Statements"],
  ["MOVE", "Moves"],
  ["ASSESSMENT", "Assessments"],
  ["SCHEDULE", "Meetings to come"],
  ["INSTRUMENT", "Drafts"],
];
const SOURCES = `query Sources($after: String) {
  sources(first: 500, after: $after) { edges { node { id title publisher } } pageInfo { hasNextPage endCursor } }
}`;
/** What "Take the filters off" sets. */
const NONE = { find: "", lane: "", about: "", source: "", kinds: "", status: "" };

export class Filters {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.first = mostStanding(desk);
    this.find = h("input", {
      type: "search",
      placeholder: "Search words and deeds",
      "aria-label": "Search words and deeds",
      oninput: () => desk.go({ find: this.find.value }),
    });
    this.chips = h(
      "span",
      { class: "chips", role: "group", "aria-label": "Whose words and deeds" },
      chip(desk, "", "Everyone"),
      this.first.map((one) => chip(desk, one.id, one.name)),
      chip(desk, MOVES, "Moves only"),
    );
    this.lane = menu("Somebody else", "lane", desk);
    this.about = menu("Any issue", "about", desk);
    this.source = menu("Any source", "source", desk);
    /** The registry that the menus are of. @type {import("./registry.js").Registry | null} */
    this.registry = null;
    this.kinds = KINDS.map(([kind, text]) => check(text, (isOn) => this.withKind(kind, isOn)));
    this.status = check("Also corrected and withdrawn", (isOn) => desk.go({ status: isOn ? "all" : "" }));
    this.off = h("button", { type: "button", class: "link", onclick: () => desk.go(NONE) }, "Take the filters off");
    this.more = this.further();
    this.bar = h("div", { class: "toolbar" }, this.find, this.chips, this.lane, this.more, this.off);
  }

  /** The filters that fewer ask for. */
  further() {
    const about = labelled("About, with what is below it", this.about);
    const checks = [...this.kinds, this.status].map((one) => one.label);
    return h(
      "details",
      { class: "more", ontoggle: () => void this.offerSources() },
      h("summary", {}, "More filters"),
      h("div", { class: "filters" }, about, labelled("In", this.source), checks),
    );
  }

  /** Offer whom and what the registry has. @param {import("./registry.js").Registry} registry */
  fill(registry) {
    const isFirst = new Set(this.first.map((one) => one.id));
    const others = [...registry.actors.values()].filter((one) => !isFirst.has(one.id));
    others.sort((one, other) => one.name.localeCompare(other.name));
    offer(
      this.lane,
      others.map((one) => [one.id, one.name]),
    );
    offer(
      this.about,
      registry.issues.map((one) => [one.id, `${"\u2003".repeat(one.level - 1)}${one.label}`]),
    );
    this.registry = registry;
  }

  /** Show what the address says. @param {import("./desk.js").Desk} desk */
  update({ state, registry }) {
    if (this.registry !== registry) this.fill(registry);
    if (document.activeElement !== this.find) this.find.value = state.find;
    for (const button of this.chips.children) {
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.lane === state.lane));
    }
    const kinds = state.kinds.split(".");
    KINDS.forEach(([kind], n) => (this.kinds[n].box.checked = kinds.includes(kind)));
    this.status.box.checked = Boolean(state.status);
    pick(this.lane, state.lane);
    pick(this.about, state.about);
    if (state.source && this.source.options.length === 1) void this.offerSources();
    pick(this.source, state.source);
    if (state.about || state.source || state.kinds || state.status) this.more.open = true;
    this.off.hidden = Object.keys(NONE).every((name) => !state[/** @type {keyof typeof NONE} */ (name)]);
  }

  /** @param {string} kind @param {boolean} isOn */
  withKind(kind, isOn) {
    const { desk } = this;
    const others = desk.state.kinds.split(".").filter((one) => one && one !== kind);
    desk.go({ kinds: [...others, ...(isOn ? [kind] : [])].join("."), lane: desk.state.lane === MOVES ? "" : desk.state.lane });
  }

  /** Fill the menu of sources, once somebody wants it. */
  async offerSources() {
    if (this.source.options.length > 1) return;
    const sources = await all(SOURCES, {}, (data) => data.sources);
    if (this.source.options.length > 1) return;
    offer(
      this.source,
      sources.map((one) => [one.id, [one.publisher, one.title].filter(Boolean).join(": ")]),
    );
    pick(this.source, this.desk.state.source);
  }
}

/** The principals who stand on most issues. @param {import("./desk.js").Desk} desk */
function mostStanding({ registry, record }) {
  const counts = record.steps.countByActor();
  const principals = [...registry.actors.values()].filter((one) => one.isPrincipal && counts.has(one.id));
  return principals.sort((one, other) => (counts.get(other.id) ?? 0) - (counts.get(one.id) ?? 0)).slice(0, CHIPS);
}

/** @param {import("./desk.js").Desk} desk @param {string} lane @param {string} text */
const chip = (desk, lane, text) =>
  h(
    "button",
    {
      type: "button",
      "data-lane": lane,
      "aria-pressed": "false",
      onclick: () => desk.go({ lane, kinds: lane === MOVES ? "" : desk.state.kinds }),
    },
    text,
  );

/**
 * @param {string} none what it says when nothing is picked
 * @param {"lane" | "about" | "source"} name @param {import("./desk.js").Desk} desk
 */
function menu(none, name, desk) {
  const attributes = { class: "picker", "aria-label": none, onchange: () => desk.go({ [name]: select.value }) };
  const select = h("select", attributes, h("option", { value: "" }, none));
  return select;
}

/** Put options below the one for nothing. @param {HTMLSelectElement} select @param {[string, string][]} options */
function offer(select, options) {
  select.replaceChildren(select.options[0], ...options.map(([value, text]) => h("option", { value }, text)));
}

/** @param {HTMLSelectElement} select @param {string} value nothing is picked where it is none of the menu's */
function pick(select, value) {
  select.value = value;
  if (select.selectedIndex < 0) select.value = "";
}

/** @param {string} text @param {(isOn: boolean) => void} change */
function check(text, change) {
  const box = h("input", { type: "checkbox", onchange: () => change(box.checked) });
  return { box, label: h("label", { class: "check" }, box, text) };
}

/** @param {string} text @param {HTMLElement} control */
const labelled = (text, control) => h("label", { class: "labelled" }, h("span", {}, text), control);
