"""Who may do what: every request has a caller, every caller a role, every root field and route a scope that it needs.

roles      the roles, the scopes, and which root field of the schema needs which
caller     who asks
tokens     API keys: made, found, revoked; only their digests are kept
callers    from what a request brings along to the caller, for a closed service and for an open one
admission  before everything else: the Host of an open service, the token of a closed one
guard      the check before every root field of the schema, whatever the transport
routes     the like for routes that are no GraphQL
audit      the trail: what was refused, what was done with rights beyond recording

    request ──► admission ──► callers ──► a caller ──► guard, routes ──► resolvers
                                 │                       │
                              tokens                   audit
"""
