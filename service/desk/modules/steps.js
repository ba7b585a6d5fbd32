/** Every step of every position, fetched once for a (known, clock): any day is then a look-up, without a request. */

import { all } from "./api.js";
import { toDay } from "./dates.js";

/**
 * @typedef {object} Step one answer with the days on which it stands
 * @property {number} from first day @property {number} until first day on which it no longer stands; Infinity if none
 * @property {import("./words.js").Stance} stance @property {import("./words.js").Basis} basis
 * @property {boolean} contested @property {number} lastStated
 * @property {string} conditions what it depends on, for comparing and for reading aloud
 */

const STEPS = `query Steps($actors: [ID!], $issues: [ID!], $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock, $after: String) {
  positionSteps(actors: $actors, issues: $issues, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock, first: 20000, after: $after) {
    edges { node { actor { id } issue { id } from until stance basis contested lastStated conditions { text } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The steps of a record, by pair. */
export class Steps {
  constructor() {
    /** @type {Map<string, Step[]>} */
    this.pairs = new Map();
  }

  /**
   * Fetch every step, or those of some pairs.
   * @param {{knownAt?: string, knownAtOffset?: string, clock: string}} moment
   * @param {{actors?: string[], issues?: string[]}} [wanted] @param {AbortSignal} [signal]
   */
  static async load(moment, wanted = {}, signal = undefined) {
    const { knownAt, knownAtOffset, clock } = moment;
    const nodes = await all(STEPS, { knownAt, knownAtOffset, clock, ...wanted }, (data) => data.positionSteps, signal);
    const steps = new Steps();
    for (const node of nodes) steps.add(node);
    return steps;
  }

  /** @param {any} node as the API gives it, in its order: by pair, then by day */
  add(node) {
    const key = `${node.actor.id}~${node.issue.id}`;
    const steps = this.pairs.get(key) ?? [];
    this.pairs.set(key, steps);
    steps.push({
      from: toDay(node.from),
      until: node.until ? toDay(node.until) : Infinity,
      stance: node.stance,
      basis: node.basis,
      contested: node.contested,
      lastStated: toDay(node.lastStated),
      conditions: node.conditions.map((/** @type {any} */ one) => one.text).join("; "),
    });
  }

  /** @param {string} actor @param {string} issue @returns {Step[]} oldest first */
  of(actor, issue) {
    return this.pairs.get(`${actor}~${issue}`) ?? [];
  }

  /**
   * Take in what was fetched anew: the pairs of these actors and issues are as `fresh` has them.
   * @param {Steps} fresh @param {string[]} actors @param {string[]} issues
   */
  replace(fresh, actors, issues) {
    for (const actor of actors) {
      for (const issue of issues) {
        const key = `${actor}~${issue}`;
        const steps = fresh.pairs.get(key);
        if (steps) this.pairs.set(key, steps);
        else this.pairs.delete(key);
      }
    }
  }

  /** @returns {Map<string, number>} how many issues each actor has a position on, at any time */
  countByActor() {
    const counts = new Map();
    for (const key of this.pairs.keys()) {
      const actor = key.slice(0, key.indexOf("~"));
      counts.set(actor, (counts.get(actor) ?? 0) + 1);
    }
    return counts;
  }
}

/** @param {Step[] | undefined} steps oldest first @param {number} day @returns {Step | null} what stands on a day */
export function at(steps, day) {
  if (!steps) return null;
  for (let n = steps.length - 1; n >= 0; n--) {
    if (steps[n].from <= day) return day < steps[n].until ? steps[n] : null;
  }
  return null;
}

/** Whether two answers differ as the domain counts a change: in stance, conditions or basis. @param {Step | null} one @param {Step | null} other */
export function differ(one, other) {
  if (!one || !other) return one !== other;
  return one.stance !== other.stance || one.basis !== other.basis || one.conditions !== other.conditions;
}
