/** One websocket that speaks graphql-transport-ws: operations by their ids, and whether the service is still there. */

const PROTOCOL = "graphql-transport-ws";
const ACKNOWLEDGED_WITHIN = 10_000;
const PROBED_EVERY = 15_000;
const ANSWERED_WITHIN = 4_000;
/** Ours: the service was silent. Codes from 4000 on are for applications. */
const SILENT = 4000;

/**
 * @typedef {object} Told what happens on a socket
 * @property {() => void} opened the service knows who asks: operations may begin
 * @property {(id: string, data: any) => void} next one result of an operation
 * @property {(id: string, errors: {message: string, extensions?: Record<string, any>}[]) => void} refused an operation ended
 * @property {(code: number, reason: string) => void} closed by whichever side, once
 */

export class Socket {
  /** @param {string} authorization empty where there is none @param {Told} told */
  constructor(authorization, told) {
    this.told = told;
    this.isOpen = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.deadline = setTimeout(() => this.end(SILENT, "not acknowledged in time"), ACKNOWLEDGED_WITHIN);
    this.probing = setInterval(() => this.probe(), PROBED_EVERY);
    this.socket = new WebSocket(new URL("/graphql", location.href.replace(/^http/, "ws")), PROTOCOL);
    const payload = authorization ? { authorization } : {};
    this.socket.onopen = () => this.send({ type: "connection_init", payload });
    this.socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    this.socket.onclose = ({ code, reason }) => this.end(code, reason);
  }

  /** @param {string} id @param {string} query @param {Record<string, any>} variables */
  subscribe(id, query, variables) {
    this.send({ id, type: "subscribe", payload: { query, variables } });
  }

  /** @param {string} id */
  complete(id) {
    if (this.isOpen) this.send({ id, type: "complete" });
  }

  /** Ask whether the service is there; without an answer in time this connection is over. */
  probe() {
    if (!this.isOpen || this.deadline !== undefined) return;
    this.send({ type: "ping" });
    this.deadline = setTimeout(() => this.end(SILENT, "no answer"), ANSWERED_WITHIN);
  }

  /** Close, once. @param {number} [code] @param {string} [reason] */
  end(code = 1000, reason = "") {
    const { socket } = this;
    if (!socket.onclose) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    clearTimeout(this.deadline);
    clearInterval(this.probing);
    this.isOpen = false;
    socket.close();
    this.told.closed(code, reason);
  }

  /** @param {Record<string, any>} message */
  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** @param {{type: string, id: string, payload: any}} message */
  hear({ type, id, payload }) {
    clearTimeout(this.deadline);
    this.deadline = undefined;
    if (type === "ping") this.send({ type: "pong" });
    if (type === "connection_ack") {
      this.isOpen = true;
      this.told.opened();
    }
    if (type === "next" && !payload.errors) this.told.next(id, payload.data);
    else if (type === "error") this.told.refused(id, payload);
    else if (type === "next" || type === "complete") this.end(SILENT, "an operation broke off");
  }
}
