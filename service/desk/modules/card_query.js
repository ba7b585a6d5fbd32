/** What the card of a cell asks: the position with all that bears on it, or why there is none. */

import { LINE } from "./event_line.js";
import { PERIOD } from "./periods.js";

/** How much evidence is shown before somebody asks for more. */
export const FIRST_PAGE = 10;

const MOMENT = "$asOf: Date, $knownAt: DateTime, $knownAtOffset: LogOffset, $clock: Clock";
const CELL = "actor: $actor, issue: $issue, asOf: $asOf, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock";

const VOTED = "actors: [$actor], issues: [$issue], to: $asOf, knownAt: $knownAt, knownAtOffset: $knownAtOffset, clock: $clock";

const EVIDENCE = `fragment Page on EvidenceConnection {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { role counted code reason stance event { ...Line ... on Statement { stances { issue { id } basis } } } } }
}`;

const DECISIVE = `fragment Decisive on Event {
  ...Line recordedAt recordedBy version reason
  corrects { id }
  appearances {
    quote language rendering reportedBy { id name }
    source { id title byline publisher retracted published { ${PERIOD} } }
  }
  ... on Statement {
    capacities { rank withoutRoleBecause onBehalfOf { id name }
      speaker { id name kind roles(asOf: $asOf) { type from to principal { name } } } }
    addressees { id name } attributesTo { id name }
    occasion { id summary place }
    stances { issue { id } stance basis impliedBy codedBy }
  }
}`;

const TENSION = `fragment Tension on Relation {
  id reason recordedBy assertedBy { id name }
  from { ...Conduct } to { ...Conduct }
}
fragment Conduct on Event {
  ...Line
  quantities { value min max qualifier counts unit projected asOf { ${PERIOD} } estimatedBy { name } relayedBy { name } }
  ... on Move { codings { cameo plover goldstein codedBy } }
}`;

/** The whole card in one query; `first` pieces of evidence of each sort. */
export const CARD = `query Card($actor: ID!, $issue: ID!, $first: Int!, ${MOMENT}) {
  position(${CELL}) {
    stance basis since sinceEarliest lastStated contested asOf knownAtOffset clock rule
    conditions { text then carriedFrom { ...Line } }
    restsOn { ...Decisive } contestedBy { ...Line } inTension { ...Tension }
    counted: evidence(roles: [DECISIVE, EARLIER, OUTRANKED], first: $first) { ...Page }
    excluded: evidence(roles: [EXCLUDED], first: $first) { ...Page }
  }
  absence(${CELL}) { reason excluded(first: $first) { ...Page } }
  tally(${VOTED}) { edges { node { to voted sentence } } }
  log { id projectedTo }
}
${LINE} ${EVIDENCE} ${DECISIVE} ${TENSION}`;

/** Further evidence of the same position. */
export const MORE_EVIDENCE = `query MoreEvidence($actor: ID!, $issue: ID!, $roles: [EvidenceRole!], $first: Int!, $after: String, ${MOMENT}) {
  position(${CELL}) { evidence(roles: $roles, first: $first, after: $after) { ...Page } }
}
${LINE} ${EVIDENCE}`;

/** Further evidence that does not count where there is no position. */
export const MORE_EXCLUDED = `query MoreExcluded($actor: ID!, $issue: ID!, $first: Int!, $after: String, ${MOMENT}) {
  absence(${CELL}) { excluded(first: $first, after: $after) { ...Page } }
}
${LINE} ${EVIDENCE}`;

/** The votings behind the tally of a cell. */
export const MORE_VOTINGS = `query MoreVotings($actor: ID!, $issue: ID!, $first: Int!, $after: String, ${MOMENT}) {
  tally(${VOTED}) { edges { node { votings(first: $first, after: $after) {
    edges { node { day choice contested events { ...Line } knownBy { ...Line } } } pageInfo { hasNextPage endCursor }
  } } } }
}
${LINE}`;
