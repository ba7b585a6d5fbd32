/** How the desk says what the API names: stances, kinds, acts, answers. NORMATIVE issues are supported, FACTUAL affirmed. */

/** @typedef {"SUPPORT" | "OPPOSE" | "CONDITIONAL" | "NEUTRAL" | "AMBIGUOUS"} Stance */
/** @typedef {"EXPLICIT" | "IMPLIED"} Basis */
/** @typedef {"NORMATIVE" | "FACTUAL"} IssueKind */

/** @type {Stance[]} */
export const STANCES = ["SUPPORT", "OPPOSE", "CONDITIONAL", "NEUTRAL", "AMBIGUOUS"];

/** @type {Record<Stance, string>} */
const NORMATIVE = {
  SUPPORT: "supports",
  OPPOSE: "opposes",
  CONDITIONAL: "says “only if” to",
  NEUTRAL: "is neutral on",
  AMBIGUOUS: "is ambiguous on",
};
/** @type {Record<Stance, string>} */
const FACTUAL = { ...NORMATIVE, SUPPORT: "affirms", OPPOSE: "denies" };
/** @type {Record<Stance, string>} */
const SHORT = { ...NORMATIVE, CONDITIONAL: "only if", NEUTRAL: "neutral", AMBIGUOUS: "ambiguous" };

/**
 * The predicate of a sentence about an actor and a proposition.
 * @param {Stance} stance @param {IssueKind} kind
 */
export const verb = (stance, kind) => (kind === "FACTUAL" ? FACTUAL : NORMATIVE)[stance] ?? stance.toLowerCase();

/** One word for a list or a legend. @param {Stance} stance @param {IssueKind} [kind] */
export const word = (stance, kind = "NORMATIVE") =>
  (kind === "FACTUAL" ? { ...SHORT, SUPPORT: "affirms", OPPOSE: "denies" } : SHORT)[stance] ?? stance.toLowerCase();

/** @type {Record<string, string>} */
export const ABSENCE = {
  NEVER_SPOKE: "silent so far",
  MENTIONED_ONLY: "mentioned only",
  SPOKE_NOT_ON_THIS: "spoke, not on this",
  NOT_YET: "not yet",
};

/** @type {Record<string, string>} */
export const RESPONSES = {
  ACCEPT: "accepts",
  ACCEPT_WITH_CONDITIONS: "accepts, if",
  COUNTER: "counters",
  OPEN_TO_TALKS: "open to talks",
  UNDER_CONSIDERATION: "is considering",
  REJECT_IMPLIED: "rejects, by implication",
  REJECT: "rejects",
  SILENT: "silent",
  NOT_ADDRESSED: "not addressed",
};

/** What a name of the API says in small letters: NOT_YET_PUBLIC, not yet public. @param {string} name */
export const spoken = (name) => name.toLowerCase().replaceAll("_", " ");

/** The name by which a newsroom calls somebody: without what the register adds in brackets. @param {string} name */
export const plainName = (name) => name.replace(/\s+\([^()]*\)$/, "");

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
