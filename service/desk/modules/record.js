/** What is known at one (known, clock): the steps of all positions, the days with events, the tensions. */

import { ask } from "./api.js";
import { toDay, toIso, today } from "./dates.js";
import { Steps } from "./steps.js";

/**
 * @typedef {{day: string, statements: number, moves: number}} DayActivity
 * @typedef {{from: number, until: number}} Span days, the end exclusive
 */

/** A record whose last event is older than this is looked at as of that event, not as of today; days. */
const STORY_IS_OVER = 45;

const ACTIVITY = `query Activity($knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock) {
  activity(from: "0001-01-01", to: "9999-12-31", knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock) { day statements moves }
}`;
const TENSIONS = `query Tensions($knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock) {
  positionTensions(knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock) { actor { id } issue { id } from until }
}`;

export class Record {
  /** @param {string} key what it is known at @param {Steps} steps @param {DayActivity[]} activity @param {any[]} tensions */
  constructor(key, steps, activity, tensions) {
    this.key = key;
    this.steps = steps;
    /** Counted up whenever the steps change, for what is kept about them. */
    this.revision = 0;
    /** @type {DayActivity[]} */
    this.activity = [];
    /** Days on which a position is in tension with conduct, by actor~issue. @type {Map<string, Span[]>} */
    this.tensions = new Map();
    /** The day that is shown where none is asked for. @type {string} */
    this.latest = today();
    this.take(activity, tensions);
  }

  /** @param {DayActivity[]} activity @param {any[]} tensions */
  take(activity, tensions) {
    this.activity = activity;
    this.tensions = new Map();
    for (const one of tensions) {
      const key = `${one.actor.id}~${one.issue.id}`;
      const span = { from: toDay(one.from), until: one.until ? toDay(one.until) : Infinity };
      this.tensions.set(key, [...(this.tensions.get(key) ?? []), span]);
    }
    const now = today();
    const past = activity.filter((one) => one.day <= now);
    const last = past.at(-1)?.day ?? now;
    this.latest = toDay(now) - toDay(last) <= STORY_IS_OVER ? now : last;
  }

  /**
   * Fetch it.
   * @param {{clock: string, knownAt?: string, knownAtOffset?: string}} moment @param {AbortSignal} [signal]
   */
  static async load(moment, signal) {
    const [steps, others] = await Promise.all([Steps.load(moment, {}, signal), loadOthers(moment, signal)]);
    return new Record(Record.keyOf(moment), steps, ...others);
  }

  /** @param {{clock: string, knownAt?: string, knownAtOffset?: string}} moment @returns {string} what of it a record depends on */
  static keyOf({ clock, knownAt, knownAtOffset }) {
    return JSON.stringify([clock, knownAt, knownAtOffset]);
  }

  /**
   * Fetch what may be another now that events arrived.
   * @param {{clock: string}} moment @param {import("./live.js").Arrival} arrival
   */
  async learn(moment, { actors, issues, isWide }) {
    const wanted = isWide ? {} : { actors, issues };
    const isNothing = !isWide && (!actors.length || !issues.length);
    const [fresh, others] = await Promise.all([isNothing ? null : Steps.load(moment, wanted), loadOthers(moment)]);
    if (isWide && fresh) this.steps = fresh;
    else if (fresh) this.steps.replace(fresh, actors, issues);
    this.take(...others);
    this.revision += 1;
  }

  /** @param {string} iso */
  dayBefore(iso) {
    return toIso(toDay(iso) - 1);
  }

  /** @param {string} actor @param {string} issue @param {number} day */
  isInTension(actor, issue, day) {
    return (this.tensions.get(`${actor}~${issue}`) ?? []).some((span) => span.from <= day && day < span.until);
  }
}

/**
 * @param {{clock: string, knownAt?: string, knownAtOffset?: string}} moment @param {AbortSignal} [signal]
 * @returns {Promise<[DayActivity[], any[]]>}
 */
async function loadOthers({ clock, knownAt, knownAtOffset }, signal) {
  const known = { clock, knownAt, knownAtOffset };
  const [activity, tensions] = await Promise.all([ask(ACTIVITY, known, signal), ask(TENSIONS, known, signal)]);
  return [activity.activity, tensions.positionTensions];
}
