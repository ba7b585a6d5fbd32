/** The connection to what is recorded: made again whenever it breaks, and each following goes on after what it last saw. */

import { token } from "./api.js";
import { Socket } from "./socket.js";

const FIRST_WAIT = 250;
const LONGEST_WAIT = 15_000;
const STEADY_AFTER = 5_000;
/** The service knows no such token, or none was given. */
const NOT_SIGNED_IN = [4401, 4403];
/** The offsets of this page are of a log that is no more. */
const REPLACED = ["OFFSET_AHEAD", "OTHER_LOG"];

/**
 * @typedef {object} Following a subscription that outlives its connections
 * @property {string} query with `$after: LogOffset` and `$log: ID`, of one field that tells its `logOffset`
 * @property {Record<string, any>} variables
 * @property {string} after the last offset seen
 * @property {(delivery: any) => void} take each delivery, in log order
 *
 * @typedef {object} Listener
 * @property {(isOpen: boolean) => void} changed whether what is recorded arrives
 * @property {(reason: string) => void} signedOut nothing is tried again before `open`
 * @property {() => void} replaced the service has another log now; nothing is tried again before `open`
 */

export class Connection {
  constructor() {
    /** @type {Map<string, Following>} */
    this.followings = new Map();
    /** @type {Socket | null} */
    this.socket = null;
    /** @type {Listener} */
    this.listener = { changed() {}, signedOut() {}, replaced() {} };
    this.log = "";
    this.numbered = 0;
    this.tries = 0;
    this.openedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /** Begin, or begin again: with the token that this tab has now. @param {string} log its id @param {Listener} listener */
  open(log, listener) {
    this.close();
    this.log = log;
    this.listener = listener;
    this.tries = 0;
    this.connect();
  }

  /** Stop, without a word. What is followed goes on with the next connection. */
  close() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.listener = { changed() {}, signedOut() {}, replaced() {} };
    const { socket } = this;
    this.socket = null;
    socket?.end();
  }

  /**
   * Follow a subscription. @param {Following} following
   * @returns {() => void} stops it
   */
  follow(following) {
    const id = String((this.numbered += 1));
    this.followings.set(id, following);
    if (this.socket?.isOpen) this.subscribe(id, following);
    return () => {
      if (this.followings.delete(id)) this.socket?.complete(id);
    };
  }

  /** The machine may have slept, or the network been away: try at once, or make sure that somebody is still there. */
  wake() {
    if (this.waiting !== undefined) this.connect();
    else this.socket?.probe();
  }

  connect() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    const authorization = token() ? `Bearer ${token()}` : "";
    /** @type {Socket} */
    const socket = new Socket(authorization, {
      opened: () => this.opened(),
      next: (id, data) => this.deliver(id, data),
      refused: (id, errors) => this.refuse(id, errors),
      closed: (code, reason) => socket === this.socket && this.closed(code, reason),
    });
    this.socket = socket;
  }

  opened() {
    this.openedAt = Date.now();
    for (const [id, following] of this.followings) this.subscribe(id, following);
    this.listener.changed(true);
  }

  /** @param {string} id @param {Following} following */
  subscribe(id, { query, variables, after }) {
    this.socket?.subscribe(id, query, { ...variables, after, log: this.log });
  }

  /** @param {string} id @param {any} data */
  deliver(id, data) {
    const following = this.followings.get(id);
    if (!following) return;
    const [delivery] = /** @type {any[]} */ (Object.values(data));
    following.after = delivery.logOffset;
    following.take(delivery);
  }

  /** @param {string} id @param {any[]} errors */
  refuse(id, errors) {
    if (!this.followings.has(id)) return;
    if (errors.some((error) => REPLACED.includes(error.extensions?.code))) this.listener.replaced();
    else this.socket?.end();
  }

  /** @param {number} code @param {string} reason */
  closed(code, reason) {
    this.socket = null;
    if (NOT_SIGNED_IN.includes(code)) {
      this.listener.signedOut(reason);
      return;
    }
    if (this.openedAt && Date.now() - this.openedAt > STEADY_AFTER) this.tries = 0;
    this.openedAt = 0;
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries);
    this.tries += 1;
    this.waiting = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
    this.listener.changed(false);
  }
}

/** The one connection of the page. */
export const connection = new Connection();
