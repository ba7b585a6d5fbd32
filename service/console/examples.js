/** Questions to begin with; each is answered by the first record. */
export const examples = [
  {
    name: 'Who stands where',
    query: `query WhoStandsWhere($asOf: Date) {
  positions(asOf: $asOf, principalsOnly: true, first: 20) {
    edges {
      node {
        actor { name }
        issue { proposition }
        stance
        basis
        since
        lastStated
        contested
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: { asOf: '2021-12-22' },
  },
  {
    name: 'One position, and why',
    query: `query Why($actor: ID!, $issue: ID!, $asOf: Date) {
  position(actor: $actor, issue: $issue, asOf: $asOf) {
    stance
    basis
    since
    conditions { text then }
    evidence {
      totalCount
      edges { node { role reason event { summary occurred { edtf } } } }
    }
  }
  absence(actor: $actor, issue: $issue, asOf: $asOf) { reason }
}`,
    variables: { actor: 'nato', issue: 'ukraine-nato-accession', asOf: '2021-12-22' },
  },
  {
    name: 'What changed',
    query: `query WhatChanged($from: Date!, $to: Date!, $actors: [ID!]) {
  changes(from: $from, to: $to, actors: $actors) {
    edges {
      node {
        on
        kind
        issue { proposition }
        before { stance }
        after { stance }
        causes { summary }
      }
    }
  }
}`,
    variables: { from: '2021-12-10', to: '2021-12-24', actors: ['russia'] },
  },
  {
    name: 'What had happened, what was public',
    query: `query TwoClocks($asOf: Date) {
  happened: positions(asOf: $asOf, actors: ["russia"]) { edges { node { issue { label } stance } } }
  public: positions(asOf: $asOf, actors: ["russia"], clock: PUBLIC) { edges { node { issue { label } stance } } }
}`,
    variables: { asOf: '2021-12-16' },
  },
  {
    name: 'The drafts, and who answered',
    query: `query Drafts($asOf: Date) {
  instruments {
    title
    provisions {
      label
      binds { name }
      responses(asOf: $asOf) { actor { name } response toWhole since restsOn { summary } }
    }
  }
}`,
    variables: { asOf: '2021-12-24' },
  },
  {
    name: 'Every figure, and whose it is',
    query: `query Figures {
  quantities {
    edges {
      node {
        quantity { qualifier value min max counts estimatedBy { name } relayedBy { name } projected }
        event { summary occurred { edtf } }
      }
    }
  }
}`,
    variables: {},
  },
  {
    name: 'The last events',
    query: `query History($to: Date) {
  events(occurredTo: $to, last: 10) {
    edges {
      node {
        kind
        summary
        occurred { edtf basis }
        ... on Statement { speaker { name } quote }
        appearances { source { title } quote }
      }
    }
  }
  log { head projectedTo }
}`,
    variables: { to: '2021-12-24' },
  },
];
