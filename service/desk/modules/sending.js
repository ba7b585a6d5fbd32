/** Sending what is to be recorded: a mutation, or a look at what it would change; and what comes back, told apart. */

import { ask, NotSignedIn, Refused, Unreachable } from "./api.js";

/**
 * @typedef {{code: string, path: string[], message: string}} Refusal `path` leads to the value among the arguments
 * @typedef {object} Outcome exactly one of these
 * @property {any} [payload] it is on record, or may be: what the mutation answers
 * @property {Refusal[]} [refusals] why nothing was written
 * @property {string} [unknown] nobody can tell whether it was written; the same key may be sent again
 */

const STATED = "stance basis conditions { text }";
export const CHANGE = `on kind before { ${STATED} } after { ${STATED} } actor { id name } issue { id label proposition kind }`;
const EVENT = `id recordId version logOffset kind ... on Statement {
  speaker { id } onBehalfOf { id } stances { issue { id } }
}`;
const PAYLOAD = `{ event { ${EVENT} } logOffset isProjected wouldChange { ${CHANGE} } errors { code field message } }`;
const DRY = ", $dryRun: Boolean";
const EXPECTED = ", $expectedVersion: Int";

/** @param {string} name @param {string} argument @param {string} [others] */
function mutation(name, argument, others = "") {
  const declared = `${argument}${others}, $idempotencyKey: String`;
  const passed = [...declared.matchAll(/\$(\w+)/g)].map(([variable, name]) => `${name}: ${variable}`).join(", ");
  return `mutation Put(${declared}) { put: ${name}(${passed}) ${PAYLOAD} }`;
}

export const RECORD_STATEMENT = mutation("recordStatement", "$input: RecordStatementInput!", DRY);
export const RECORD_MOVE = mutation("recordMove", "$input: RecordMoveInput!", DRY);
export const REGISTER_SOURCE = mutation("registerSource", "$input: RegisterSourceInput!");
export const ADD_APPEARANCE = mutation("addAppearance", "$event: ID!, $input: AppearanceInput!", EXPECTED);
export const CORRECT = mutation("correctEvent", "$id: ID!, $input: CorrectionInput!", EXPECTED + DRY);
export const RETRACT = mutation("retractEvent", "$id: ID!, $reason: String!", EXPECTED + DRY);

/** Codes of errors that say what was asked wrongly; after any other nobody knows what was done. */
const LEFT_OPEN = new Set(["UNAVAILABLE", "INTERNAL", "NOT_PROJECTED"]);
const MAY = { RECORD: "a coder, an editor or an administrator", CORRECT: "an editor or an administrator" };

/**
 * Send a mutation of this module; it is never broken off by going elsewhere on the page.
 * @param {string} query @param {Record<string, any>} variables @returns {Promise<Outcome>}
 */
export async function send(query, variables) {
  try {
    const { put } = await ask(query, variables);
    if (!put.errors.length) return { payload: put };
    return {
      refusals: put.errors.map((/** @type {any} */ { code, field, message }) => ({
        code,
        path: field,
        message: withWho(code, message, query),
      })),
    };
  } catch (error) {
    return failed(/** @type {Error} */ (error), query);
  }
}

/** @param {Error} error @param {string} query @returns {Outcome} */
function failed(error, query) {
  if (error instanceof NotSignedIn) {
    const message = "Your token is not known any more. Reload this page and sign in; what you typed stays in this tab.";
    return { refusals: [{ code: "UNAUTHENTICATED", path: [], message }] };
  }
  if (error instanceof Refused && !LEFT_OPEN.has(error.code)) {
    return { refusals: error.errors.map((one) => fromGraphQL(one, query)) };
  }
  const why = error instanceof Refused || error instanceof Unreachable ? error.message : "The answer of the service cannot be read.";
  return { unknown: why };
}

/** @param {{message: string, extensions?: Record<string, any>}} error @param {string} query @returns {Refusal} */
function fromGraphQL({ message, extensions }, query) {
  const code = extensions?.code ?? "INVALID";
  const [, variable, below = "", said] = message.match(/^Variable '\$(\w+)' has invalid value(?: at ([^:]+))?: ([^]*)$/) ?? [];
  if (!variable) return { code, path: extensions?.argument ?? [], message: withWho(code, message, query) };
  const path = [variable, ...below.split(/[.[\]]+/).filter(Boolean)];
  const [, required] = said.match(/to include required field '(\w+)'/) ?? [];
  return { code, path: required ? [...path, required] : path, message: required ? "This field is required; give it." : said };
}

/** @param {string} code @param {string} message @param {string} query */
function withWho(code, message, query) {
  if (code !== "FORBIDDEN") return message;
  const scope = query === CORRECT || query === RETRACT ? "CORRECT" : "RECORD";
  return `${message.replace(/\.?$/, ".")} This needs the token of ${MAY[scope]}.`;
}
