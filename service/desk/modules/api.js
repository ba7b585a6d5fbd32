/** Asking the service: one query or mutation at a time, over the one endpoint that everybody uses. */

const ENDPOINT = "/graphql";
const TOKEN = "onrecord token";

/** The service refused a query: `errors` as GraphQL gives them; the message is the first one's. */
export class Refused extends Error {
  /** @param {{message: string, extensions?: Record<string, any>}[]} errors */
  constructor(errors) {
    super(errors[0]?.message ?? "The service gave no reason.");
    this.errors = errors;
    this.code = errors[0]?.extensions?.code ?? "";
  }
}

/** The service does not know who asks: a token is missing, or is none any more. */
export class NotSignedIn extends Error {}

/** The service cannot be reached. */
export class Unreachable extends Error {
  constructor() {
    super("The service does not answer. What is shown is what was known a moment ago; the page goes on trying.");
  }
}

/** @returns {string} the token of this tab, empty where none was given */
export const token = () => sessionStorage.getItem(TOKEN) ?? "";

/** @param {string} given kept for this tab alone; empty to forget it */
export function keepToken(given) {
  if (given) sessionStorage.setItem(TOKEN, given);
  else sessionStorage.removeItem(TOKEN);
}

/**
 * Ask a query or send a mutation.
 * @param {string} query @param {Record<string, any>} [variables] @param {AbortSignal} [signal]
 * @returns {Promise<any>} the data
 * @throws {Refused | NotSignedIn | Unreachable}
 */
export async function ask(query, variables = {}, signal = undefined) {
  const response = await fetched(ENDPOINT, { method: "POST", signal, body: JSON.stringify({ query, variables }) });
  const answer = await response.json();
  if (answer.errors) throw new Refused(answer.errors);
  return answer.data;
}

/**
 * Fetch from the service as whoever signed in.
 * @param {string} path @param {RequestInit} [init]
 */
export async function fetched(path, init = {}) {
  /** @type {Record<string, string>} */
  const headers = { "content-type": "application/json", accept: "application/json" };
  if (token()) headers.authorization = `Bearer ${token()}`;
  const response = await fetch(path, { ...init, headers }).catch((error) => {
    throw error.name === "AbortError" ? error : new Unreachable();
  });
  if (response.status === 401) throw new NotSignedIn("This desk asks who you are. Give the token that your administrator made.");
  return response;
}

/**
 * Every node of a connection, page by page.
 * @param {string} query with `$first: Int` and `$after: String`, and one connection of `edges { node } pageInfo { hasNextPage endCursor }`
 * @param {Record<string, any>} variables @param {(data: any) => any} connectionOf @param {AbortSignal} [signal]
 * @returns {Promise<any[]>}
 */
export async function all(query, variables, connectionOf, signal = undefined) {
  const nodes = [];
  let after = null;
  do {
    const connection = connectionOf(await ask(query, { ...variables, after }, signal));
    nodes.push(...connection.edges.map((/** @type {any} */ edge) => edge.node));
    after = connection.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  } while (after);
  return nodes;
}
