/** What the fields of a form may pick: actors and issues of the registry, sources, events and provisions as the API finds them. */

import { ask } from "./api.js";
import { plainName, spoken } from "./words.js";

/** @typedef {import("./pick_fields.js").Choice} Choice */
/** @typedef {import("./combobox.js").Option} Option */

const MOST = 60;
const FOUND = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SOURCE = "id title publisher byline published { edtf }";
const SOURCES = `query FindSources($words: String, $first: Int) { sources(search: $words, first: $first) { edges { node { ${SOURCE} } } } }`;
const ONE_SOURCE = `query NameSource($id: ID!) { source(id: $id) { ${SOURCE} } }`;
const EVENT = "id kind summary recordedBy occurred { edtf } ... on Statement { quote speaker { name } }";
const EVENTS = `query FindEvents($words: String, $kinds: [EventKind!], $last: Int) {
  events(search: $words, kinds: $kinds, last: $last) { edges { node { ${EVENT} } } }
}`;
const ONE_EVENT = `query NameEvent($id: ID!) { event(id: $id) { ${EVENT} } }`;
const PROVISIONS = "query Provisions { instruments { id title provisions { id label article } } }";

/** @param {import("./desk.js").Desk} desk @returns {Choice} */
export const actors = (desk) => ({
  offer: (words) =>
    best([...desk.registry.actors.values()], words, (one) => [one.fullName, one.id]).map(({ id, fullName, kind }) => ({
      id,
      text: fullName,
      detail: spoken(kind),
    })),
  name: (id) => desk.registry.actors.get(id)?.fullName ?? id,
});

/** @param {import("./desk.js").Desk} desk @returns {Choice} */
export const issues = (desk) => ({
  offer: (words) =>
    best(desk.registry.issues, words, (one) => [one.label, one.proposition, one.id]).map(({ id, label, proposition }) => ({
      id,
      text: label,
      detail: proposition,
    })),
  name: (id) => desk.registry.issue.get(id)?.label ?? id,
});

/** @type {Choice} */
export const sources = {
  offer: async (words) => {
    const longest = wordsOf(words).toSorted((one, other) => other.length - one.length)[0];
    const some = await found(SOURCES, { words: longest || null, first: MOST }, "sources"); // the API looks for one piece of text
    return best(some.map(sourceOption), words, ({ text, detail = "" }) => [text, detail]);
  },
  name: async (id) => {
    const { source } = await ask(ONE_SOURCE, { id });
    return source ? sourceOption(source).text : id;
  },
};

/** @param {string[]} kinds @returns {Choice} */
export const events = (kinds) => ({
  offer: async (words) => {
    if (UUID.test(words)) {
      const { event } = await ask(ONE_EVENT, { id: words });
      return event ? [eventOption(event)] : [];
    }
    return (await found(EVENTS, { words: words || null, kinds, last: FOUND }, "events")).reverse().map(eventOption);
  },
  name: async (id) => {
    const event = UUID.test(id) ? (await ask(ONE_EVENT, { id })).event : null;
    return event ? eventOption(event).text : id;
  },
});

/** @param {() => string | undefined} instrument only those of this one; undefined: of all @returns {Choice} */
export const provisions = (instrument) => ({
  offer: async (words) => {
    const known = (await allProvisions()).filter((one) => !instrument() || one.instrument === instrument());
    return best(known, words, (one) => [one.text, one.detail, one.id]);
  },
  name: async (id) => (await allProvisions()).find((one) => one.id === id)?.text ?? id,
});

/** @param {any} event @returns {Option} */
function eventOption({ id, kind, summary, occurred, quote, speaker }) {
  const when = occurred?.edtf || "undated";
  return { id, text: `${when}: ${summary ?? spoken(kind)}`, detail: quote ? `${plainName(speaker.name)}: “${quote}”` : spoken(kind) };
}

/** @param {any} source @returns {Option} */
function sourceOption({ id, title, publisher, byline, published }) {
  return { id, text: title, detail: [publisher ?? byline, published?.edtf, id].filter(Boolean).join(" · ") };
}

/** @returns {Promise<(Option & {instrument: string, detail: string})[]>} */
async function allProvisions() {
  const { instruments } = await ask(PROVISIONS);
  return instruments.flatMap((/** @type {any} */ { id: instrument, title, provisions }) =>
    provisions.map((/** @type {any} */ one) => ({ id: one.id, instrument, text: `Art. ${one.article}: ${one.label}`, detail: title })),
  );
}

/** @param {string} query @param {Record<string, any>} variables @param {string} field @returns {Promise<any[]>} */
async function found(query, variables, field) {
  const data = await ask(query, variables);
  return data[field].edges.map((/** @type {any} */ edge) => edge.node);
}

/** @param {string} text */
const wordsOf = (text) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/**
 * Those in which every word begins some word, the ones that begin with the words first.
 * @template T @param {T[]} all @param {string} words @param {(one: T) => string[]} textsOf @returns {T[]}
 */
function best(all, words, textsOf) {
  const wanted = wordsOf(words);
  const matches = all.filter((one) => {
    const text = ` ${wordsOf(textsOf(one).join(" ")).join(" ")}`;
    return wanted.every((word) => text.includes(` ${word}`));
  });
  const begins = (/** @type {T} */ one) => Number(!textsOf(one)[0].toLowerCase().startsWith(words.toLowerCase()));
  return matches.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
}
