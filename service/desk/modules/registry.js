/** Who and what the record is about: its actors, its tree of issues, its instruments. */

import { all, ask } from "./api.js";
import { plainName } from "./words.js";

/**
 * @typedef {{id: string, name: string, fullName: string, kind: string, isPrincipal: boolean}} Actor
 * @typedef {{id: string, label: string, proposition: string, kind: import("./words.js").IssueKind,
 *            parent: string | null, level: number, hasChildren: boolean}} Issue
 * @typedef {{id: string, title: string}} InstrumentName
 */

const ACTORS = `query Actors($after: String) {
  actors(first: 500, after: $after) { edges { node { id name kind isPrincipal } } pageInfo { hasNextPage endCursor } }
}`;
const ISSUES = `query Issues($after: String) {
  issues(first: 500, after: $after) {
    edges { node { id label proposition kind parent { id } } } pageInfo { hasNextPage endCursor }
  }
}`;
const LOG = "query Log { log { id head projectedTo } instruments { id title } }";

/** What a page needs to name things. */
export class Registry {
  /**
   * @param {any[]} actors @param {any[]} issues as the API gives them
   * @param {{id: string, head: string, projectedTo: string}} log @param {InstrumentName[]} instruments
   */
  constructor(actors, issues, log, instruments) {
    this.log = log;
    this.instruments = instruments;
    /** @type {Map<string, Actor>} */
    this.actors = new Map(actors.map((one) => [one.id, actor(one)]));
    /** Depth first, so that a row's children follow it. @type {Issue[]} */
    this.issues = arranged(issues);
    /** @type {Map<string, Issue>} */
    this.issue = new Map(this.issues.map((one) => [one.id, one]));
  }

  /** @param {AbortSignal} [signal] @returns {Promise<Registry>} */
  static async load(signal) {
    const others = await ask(LOG, {}, signal); // first: what is recorded from here on arrives live
    const [actors, issues] = await Promise.all([
      all(ACTORS, {}, (data) => data.actors, signal),
      all(ISSUES, {}, (data) => data.issues, signal),
    ]);
    return new Registry(actors, issues, others.log, others.instruments);
  }

  /** @param {string} id @returns {string} the short name, the id where it is not on record */
  nameOf(id) {
    return this.actors.get(id)?.name ?? id;
  }

  /** @param {string} id @returns {Issue[]} the issue and those above it, the root first */
  pathTo(id) {
    const path = [];
    for (let one = this.issue.get(id); one; one = this.issue.get(one.parent ?? "")) path.unshift(one);
    return path;
  }
}

/** @param {any} given @returns {Actor} */
function actor({ id, name, kind, isPrincipal }) {
  return { id, name: plainName(name), fullName: name, kind, isPrincipal };
}

/** @param {any[]} given @returns {Issue[]} */
function arranged(given) {
  const known = new Set(given.map((one) => one.id));
  const children = Map.groupBy(given, (one) => (one.parent && known.has(one.parent.id) ? one.parent.id : null));
  /** @type {(parent: string | null, level: number) => Issue[]} */
  const below = (parent, level) =>
    (children.get(parent) ?? []).flatMap((one) => [
      { ...one, parent, level, hasChildren: children.has(one.id) },
      ...below(one.id, level + 1),
    ]);
  return below(null, 1);
}
