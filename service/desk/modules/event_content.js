/** What is on record, as the input that would record it: a correction begins from it. And the stream of its record. */

import { ask } from "./api.js";

/**
 * @typedef {object} Standing a record as a correction or a retraction finds it
 * @property {string} id of the event, or the slug of a source @property {string} kind STATEMENT, MOVE, …, SOURCE
 * @property {string} recordId @property {number} version of that event
 * @property {number} lastVersion of the record, of any kind: what the API expects
 * @property {string} status @property {string} summary @property {string} recordedBy @property {string} recordedAt
 * @property {any} input the whole content @property {Note[]} notes corrections and retractions of the record, newest first
 * @property {string} [retracts] of a retraction: the event that it withdraws
 * @typedef {{id: string, kind: string, version: number, logOffset: string, recordId: string, recordedBy: string, reason: string,
 *            retracts?: {id: string}}} Note
 */

const PERIOD = "{ edtf basis relative anchor { id } surface note }";
const SHARED = `id kind recordId version logOffset status summary recordedBy recordedAt reason background supersededBy { id }
  occurred ${PERIOD} public ${PERIOD} issues { id }
  quantities { value min max qualifier counts unit projected asOf ${PERIOD} estimatedBy { id } relayedBy { id } }
  appearances { quote language rendering spanStart spanEnd source { id } reportedBy { id } }`;
const CONTENT = `query Content($id: ID!) { event(id: $id) { ${SHARED}
  ... on Retraction { retracts { id summary } }
  ... on Statement {
    capacities { speaker { id } onBehalfOf { id } withoutRoleBecause }
    addressees { id } about { id } attributesTo { id } act quote ordinal occasion { id } provision { id }
    responses { response basis provision { id } instrument { id } }
    stances { issue { id } stance basis impliedBy conditions { text then } liftsConditions }
  }
  ... on Move { actors { id } targets { id } place codings { cameo plover goldstein } }
  ... on Assessment { author { id } about { id } }
  ... on Schedule { what participants { id } when ${PERIOD} where state saidBy { id } }
} }`;
const SOURCE = `query SourceContent($id: ID!) { source(id: $id) {
  id version title publisher byline language sha256 retracted published ${PERIOD}
} }`;
const NOTES = `query Notes($first: Int, $after: String) { log { corrections(first: $first, after: $after) {
  edges { node { id kind version logOffset recordId recordedBy reason ... on Retraction { retracts { id } } } } pageInfo { hasNextPage endCursor }
} } }`;
const PAGE = 200;

/**
 * Find what an id names.
 * @param {string} id of an event, or of a source
 * @param {{isNewest?: boolean}} [how] the version that took its place rather than that event
 * @returns {Promise<Standing | null>} null where nothing is on record under it
 */
export async function standing(id, { isNewest = false } = {}) {
  const isEvent = /^[0-9a-f-]{36}$/i.test(id);
  let { event } = isEvent ? await ask(CONTENT, { id }) : { event: null };
  while (isNewest && event?.supersededBy) ({ event } = await ask(CONTENT, { id: event.supersededBy.id }));
  if (!event) return sourceStanding(id);
  const notes = await notesOn(event);
  const lastVersion = Math.max(event.version, ...notes.map((note) => note.version), await newestVersion(event));
  const retracts = event.retracts?.id;
  return { ...event, summary: event.summary ?? event.retracts?.summary ?? "", lastVersion, notes, retracts, input: inputOf(event) };
}

/** @param {string} id @returns {Promise<Standing | null>} */
async function sourceStanding(id) {
  const { source } = await ask(SOURCE, { id });
  if (!source) return null;
  const { title, publisher, byline, language, sha256, published, version, retracted } = source;
  const input = given({ id, title, publisher, byline, language, sha256, published: period(published) });
  const status = retracted ? "RETRACTED" : "CURRENT";
  return {
    id,
    recordId: id,
    kind: "SOURCE",
    version,
    lastVersion: version,
    status,
    summary: title,
    recordedBy: "",
    recordedAt: "",
    notes: [],
    input,
  };
}

/** The version of the content that took an event's place, of whichever kind. @param {any} event */
async function newestVersion(event) {
  let version = event.version;
  for (let next = event.supersededBy; next;) {
    const data = await ask("query Next($id: ID!) { event(id: $id) { version supersededBy { id } } }", { id: next.id });
    version = Math.max(version, data.event.version);
    next = data.event.supersededBy;
  }
  return version;
}

/** The corrections and retractions of a record, newest first: the log is read back to the event. @param {any} event @returns {Promise<Note[]>} */
async function notesOn({ recordId, logOffset }) {
  const notes = [];
  let after = null;
  do {
    /** @type {any} */
    const { corrections } = (await ask(NOTES, { first: PAGE, after })).log;
    const nodes = /** @type {Note[]} */ (corrections.edges.map((/** @type {any} */ edge) => edge.node));
    notes.push(...nodes.filter((node) => node.recordId === recordId));
    const isPast = nodes.some((node) => BigInt(node.logOffset) < BigInt(logOffset));
    after = corrections.pageInfo.hasNextPage && !isPast ? corrections.pageInfo.endCursor : null;
  } while (after);
  return notes;
}

/** @param {any} event @returns {any} */
function inputOf(event) {
  const { occurred, summary, background, quantities, appearances } = event;
  const shared = {
    occurred: period(occurred) ?? {},
    public: period(event.public),
    summary,
    background: background || undefined,
    quantities: list(quantities, quantity),
    appearances: list(appearances, (one) => given({ ...one, source: one.source.id, reportedBy: one.reportedBy?.id })),
  };
  const own = OWN[event.kind];
  return own ? given({ ...shared, ...own(event) }) : {};
}

/** @type {Record<string, (event: any) => any>} */
const OWN = {
  STATEMENT: (event) => ({
    capacities: capacities(event.capacities),
    addressees: ids(event.addressees),
    about: ids(event.about),
    attributesTo: ids(event.attributesTo),
    act: event.act,
    quote: event.quote,
    ordinal: event.ordinal,
    occasion: event.occasion?.id,
    provision: event.provision?.id,
    stances: list(event.stances, stance),
    responses: list(event.responses, (one) => given({ ...one, instrument: one.instrument.id, provision: one.provision?.id })),
  }),
  MOVE: (event) => ({
    actors: ids(event.actors),
    targets: ids(event.targets),
    issues: ids(event.issues),
    place: event.place,
    codings: list(event.codings, given),
  }),
  ASSESSMENT: (event) => ({
    author: event.author.id,
    about: ids(event.about),
    issues: ids(event.issues),
    public: undefined,
    background: undefined,
  }),
  SCHEDULE: (event) => ({
    what: event.what,
    participants: ids(event.participants),
    when: period(event.when) ?? {},
    where: event.where,
    state: event.state,
    saidBy: event.saidBy.id,
    summary: undefined,
    background: undefined,
    quantities: undefined,
  }),
};

/** One entry for each speaker: the record splits them by rank, which is found anew. @param {any[]} stored */
function capacities(stored) {
  const bySpeaker = Map.groupBy(stored, ({ speaker, withoutRoleBecause }) => JSON.stringify([speaker.id, withoutRoleBecause]));
  return [...bySpeaker.values()].map((split) =>
    given({
      speaker: split[0].speaker.id,
      onBehalfOf: [...new Set(split.flatMap((one) => one.onBehalfOf.map((/** @type {any} */ actor) => actor.id)))],
      withoutRoleBecause: split[0].withoutRoleBecause,
    }),
  );
}

/** @param {any} stated */
const stance = ({ issue, stance, basis, impliedBy, conditions, liftsConditions }) =>
  given({ issue: issue.id, stance, basis, impliedBy, conditions: list(conditions, given), liftsConditions: liftsConditions || undefined });

/** @param {any} stored */
const quantity = ({ asOf, estimatedBy, relayedBy, projected, ...figure }) =>
  given({ ...figure, projected: projected || undefined, asOf: period(asOf), estimatedBy: estimatedBy?.id, relayedBy: relayedBy?.id });

/** What was recorded of a date; what the service made of it is left out. @param {any} stored */
function period(stored) {
  if (!stored) return undefined;
  const { edtf, basis, relative, anchor, surface, note } = stored;
  return given({
    edtf: relative ? undefined : edtf || undefined,
    relative,
    anchor: anchor?.id,
    surface,
    note,
    basis: basis === "INFERRED" ? basis : undefined,
  });
}

/** @param {{id: string}[]} actors */
const ids = (actors) => list(actors, ({ id }) => id);

/** @param {any[]} values @param {(one: any) => any} change @returns {any[] | undefined} */
const list = (values, change) => (values.length ? values.map(change) : undefined);

/** @param {Record<string, any>} value @returns {Record<string, any>} without what is null */
function given(value) {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined));
}
